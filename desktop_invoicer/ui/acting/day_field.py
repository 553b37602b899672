"""Where a day is typed: with or without signs between, or only the day of a month that is known."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property

_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[ ./-](?P<month>\d{1,2})[ ./-](?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})",
        r"(?P<year>\d{4})[ ./-](?P<month>\d{1,2})[ ./-](?P<day>\d{1,2})",
    )
)


class DayField(Adapting, QLineEdit):
    """A field for a day, of ``month`` where it does not say otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setMaxLength(20)
        self.setAcceptDrops(False)
        self.month = date(2000, 1, 1)
        self.say(self.setPlaceholderText, N_("The day, or yyyy-mm-dd"))
        self.textChanged.connect(self._on_changed)

    @property
    def is_wrong(self) -> bool:
        """Tell whether there is something that is no day."""
        return bool(self.text().strip()) and self.day is None

    @property
    def day(self) -> date | None:
        """Give the day; ``None`` while there is none."""
        return read_day(self.text(), self.month)

    def _on_changed(self) -> None:
        set_property(self, "wrong", "true" if self.is_wrong else "")


def read_day(text: str, month: date) -> date | None:
    """Read ``17``, ``17/10/2026``, ``171026`` or ``2026-10-17``; ``None`` when it is no day."""
    found = next((match for form in _FORMS if (match := form.fullmatch(text.strip()))), None)
    if found is None:
        return None
    told = {name: int(number) for name, number in found.groupdict().items()}
    year = told.get("year", month.year)
    try:
        return date(year if year > 99 else 2000 + year, told.get("month", month.month), told["day"])  # noqa: PLR2004
    except ValueError:
        return None
