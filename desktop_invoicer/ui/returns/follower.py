"""Counts the returns that need a person, for every page to see."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_invoicer.engine.events import Event, JobChanged, JobReceived
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.returns.rows import count_waiting

PAUSE = 300
"""Milliseconds between two counts, however much happens."""


class ReturnFollower(QObject):
    """Counts after the start, and whenever a job came or changed."""

    counted = Signal(int)
    """How many open returns need a person."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Listen to the desk."""
        super().__init__(parent)
        self._link = link
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._count)
        link.started.connect(self._count)
        link.published.connect(self._on_published)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        is_news = any(isinstance(event, JobReceived | JobChanged) for event in events)
        if is_news and not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _count(self) -> None:
        self._link.ask(self, count_waiting, self.counted.emit)
