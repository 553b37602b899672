"""Where an amount in reais is typed as people write it."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property

_AMOUNT = re.compile(r"(?P<reais>\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?:[.,](?P<rest>\d{1,2}))?", re.ASCII)


class AmountField(Adapting, QLineEdit):
    """A field for an amount that need not be given, unless ``demand`` says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setMaxLength(20)
        self.setAcceptDrops(False)
        self._is_due = False
        self.textChanged.connect(self._on_changed)
        self.adapt()

    def demand(self, *, is_due: bool) -> None:
        """Say whether the amount has to be given."""
        self._is_due = is_due
        self.adapt()

    def adapt(self) -> None:
        """Say what is expected."""
        self.setPlaceholderText(_("R$, as it is printed") if self._is_due else _("R$, if you want it compared"))

    @property
    def is_wrong(self) -> bool:
        """Tell whether there is something that is no amount."""
        return bool(self.text().strip()) and self.amount is None

    @property
    def amount(self) -> Cents | None:
        """Give the amount; ``None`` while there is none."""
        return read_amount(self.text())

    def _on_changed(self) -> None:
        set_property(self, "wrong", "true" if self.is_wrong else "")


def read_amount(text: str) -> Cents | None:
    """Read ``1.234,56``, ``1,234.56``, ``98,5`` or ``R$ 98``; ``None`` when it is no amount."""
    found = _AMOUNT.fullmatch(text.replace("R$", "").replace(" ", "").strip())
    if found is None:
        return None
    reais = found["reais"].replace(".", "").replace(",", "")
    return Cents(100 * int(reais) + int((found["rest"] or "").ljust(2, "0")))
