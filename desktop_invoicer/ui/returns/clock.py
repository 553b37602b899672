"""The clock of a way that closes: it ticks more often the less time is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext

HURRY = timedelta(minutes=2)
"""With less left each second counts."""
OFTEN, SELDOM = 1000, 15_000
"""Milliseconds between two ticks."""
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_MOST_MINUTES, _MOST_HOURS = 100 * _MINUTE, 49 * _HOUR


class Clock(QObject):
    """Ticks towards the moment at which something closes."""

    ticked = Signal()
    """What is left is another now."""
    ran_out = Signal()
    """The moment has come. Told once."""

    def __init__(self, parent: QObject) -> None:
        """Stand still."""
        super().__init__(parent)
        self._end: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def run_until(self, end: datetime | None) -> None:
        """Tick until ``end``, at least once; where there is none, stand still."""
        self._end = end
        self._wind()

    def _wind(self) -> None:
        self._timer.stop()
        if self._end is not None:
            left = self._end - datetime.now(UTC)
            to_end = round(left / timedelta(milliseconds=1)) + 1
            self._timer.start(min(to_end, SELDOM if left >= HURRY else OFTEN) if to_end > 0 else OFTEN)

    @Slot()
    def _on_timeout(self) -> None:
        if self._end is not None and self._end <= datetime.now(UTC):
            self._end = None
            self.ticked.emit()
            self.ran_out.emit()
            return
        self.ticked.emit()
        self._wind()


def left_words(end: datetime, now: datetime) -> str:
    """Say in short how much time is left; empty when none is."""
    left = end - now
    if left <= timedelta(0):
        return ""
    if left < HURRY:
        return _("{count} s left").format(count=left // timedelta(seconds=1))
    if left < _MOST_MINUTES:
        return _("{count} min left").format(count=left // _MINUTE)
    if left < _MOST_HOURS:
        return _("{count} h left").format(count=left // _HOUR)
    days = left // timedelta(days=1)
    return ngettext("{count} day left", "{count} days left", days).format(count=days)
