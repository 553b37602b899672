"""Reads the day in view again when something happens, but not often."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_invoicer.engine.events import DayClosed, DayReopened, Event, JobChanged, JobReceived, SubmissionAdvanced
from desktop_invoicer.ui.day.sight import DaySight, look
from desktop_invoicer.ui.link import DeskLink

PAUSE, LONG_PAUSE = 400, 5000
"""Milliseconds between two looks at the day, and while everything that is ready goes out."""
TICK = 60_000
"""Milliseconds after which the day is looked at although nothing happened: at midnight another one begins."""


class DayReader(QObject):
    """Asks the desk once at a time, while ``page`` is in view; ``read`` brings the ``DaySight``."""

    read = Signal(object)

    def __init__(self, link: DeskLink, page: QWidget) -> None:
        """Ask nothing before the page is in view."""
        super().__init__(page)
        self._link = link
        self._page = page
        self._wanted: date | None = None
        self._asked: Future[DaySight] | None = None
        self._is_stale = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.refresh)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        link.started.connect(self.refresh)
        link.published.connect(self._on_published)

    def want(self, when: date | None) -> None:
        """Read another day from now on; ``None`` is today, whichever day that becomes."""
        self._wanted = when
        self.refresh()

    def hurry(self, *, hurries: bool) -> None:
        """Look often, or seldom while much happens."""
        self._pause.setInterval(PAUSE if hurries else LONG_PAUSE)

    @Slot()
    def refresh(self) -> None:
        """Read the day as it is now; if it is being read, once more afterwards."""
        if not self._page.isVisible():
            return
        self._is_stale = self._asked is not None and not self._asked.done()
        if not self._is_stale:
            wanted = self._wanted
            self._asked = self._link.ask(self, lambda commands: look(commands, wanted), self._on_read)

    def _on_read(self, sight: DaySight) -> None:
        if self._is_stale:
            self.refresh()
        else:
            self.read.emit(sight)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        kinds = JobReceived | JobChanged | SubmissionAdvanced | DayClosed | DayReopened
        if any(isinstance(event, kinds) for event in events) and not self._pause.isActive():
            self._pause.start()
