"""Tells on every page that documents wait for a person: their number, and a quiet notice when there are more."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_invoicer.domain.filing import FilePage, FileState
from desktop_invoicer.engine.events import Event, FilesChanged, JobChanged
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.files.state import PRESSING
from desktop_invoicer.ui.link import DeskLink

QUIET = 1000
"""Milliseconds without news after which is counted: many files that come at once are one notice."""


class FileFollower(QObject):
    """Counts what waits for a person, after the start and whenever files or jobs have changed."""

    counted = Signal(int)
    """How many files wait for a person."""
    noticed = Signal(str)
    """More documents than before have several orders they may be for, in words."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Listen to the desk."""
        super().__init__(parent)
        self._link = link
        self._proposed: int | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._count)
        link.started.connect(self._on_started)
        link.published.connect(self._on_published)

    @Slot()
    def _on_started(self) -> None:
        self._proposed = None
        self._count()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        is_news = any(isinstance(event, FilesChanged) for event in events)
        is_news |= not self._quiet.isActive() and any(isinstance(event, JobChanged) for event in events)
        if is_news:
            self._quiet.start()

    @Slot()
    def _count(self) -> None:
        self._link.ask(self, lambda commands: commands.filing.page((), 0, 0), self._on_counted)

    def _on_counted(self, page: FilePage) -> None:
        before, now = self._proposed, page.counts.get(FileState.PROPOSED, 0)
        self._proposed = now
        self.counted.emit(sum(page.counts.get(state, 0) for state in PRESSING))
        if before is not None and now > before:
            told = ngettext(
                "A document needs you to say which order it is for.",
                "{count} documents need you to say which order they are for.",
                now,
            )
            self.noticed.emit(told.format(count=now))
