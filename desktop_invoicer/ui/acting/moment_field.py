"""Where a moment is typed that is over: the time of today, or a day and a time. It is now until somebody types."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.day_field import read_day
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property

TICK = 5_000
"""Milliseconds after which the clock is looked at again."""
AHEAD = timedelta(minutes=2)
"""What the clocks of a terminal and of this desk may be apart."""
_FORM = re.compile(r"(?:(?P<day>\S+)\s+)?(?P<hour>\d{1,2})\s*[:h.]?\s*(?P<minute>\d{2})", re.ASCII | re.IGNORECASE)


class MomentField(Adapting, QLineEdit):
    """A field for a moment, in the local time of this machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say what time it is."""
        super().__init__(parent)
        self.setMaxLength(30)
        self.setAcceptDrops(False)
        self.say(self.setPlaceholderText, N_("hh:mm, with the day before it where it was not today"))
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._follow)
        self._clock.start()
        self._follow()
        self.textEdited.connect(self._clock.stop)
        self.textChanged.connect(self._on_changed)

    @property
    def moment(self) -> datetime | None:
        """Give the moment; ``None`` while there is none, or it is still to come."""
        now = datetime.now().astimezone()
        found = read_moment(self.text(), now.date())
        return found if found is not None and found <= now + AHEAD else None

    def _follow(self) -> None:
        self.setText(f"{datetime.now().astimezone():%H:%M}")

    def _on_changed(self) -> None:
        set_property(self, "wrong", "true" if self.moment is None else "")


def read_moment(text: str, today: date) -> datetime | None:
    """Read ``14:31``, ``14h31``, ``1431`` or ``20/11/2026 14:31``; ``None`` when it is no moment."""
    found = _FORM.fullmatch(text.strip())
    day = today if found is None or found["day"] is None else read_day(found["day"], today)
    if found is None or day is None:
        return None
    try:
        return datetime.combine(day, time(int(found["hour"]), int(found["minute"]))).astimezone()
    except ValueError:
        return None
