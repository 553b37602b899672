"""The page of documents: the files of watched folders in a table, and beside it everything of the selected one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.filing import FileId, FileState, FolderSeen, Match
from desktop_invoicer.engine.events import Event, FilesChanged, FolderChanged, JobChanged
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.files.acting import FileActing
from desktop_invoicer.ui.files.folder_bar import FolderBar
from desktop_invoicer.ui.files.model import FileModel
from desktop_invoicer.ui.files.nothing import Nothing
from desktop_invoicer.ui.files.panel import FilePanel
from desktop_invoicer.ui.files.state import STATES
from desktop_invoicer.ui.files.table import FileTable
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.jobs.split import Split
from desktop_invoicer.ui.parts.chips import Chip, ChipRow
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.workplace import Workplace

PAUSE = 300
"""Milliseconds between two looks at the files, however many come."""
_STEPS = {Command.NEXT_JOB: 1, Command.PREVIOUS_JOB: -1}


class FilesPage(Page):
    """Lists the files of one state. Asks the desk for nothing before it was in view."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    folders_wanted = Signal()
    """The settings of the watched folders are to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._folders = FolderBar()
        self._chips = ChipRow(Chip(state, look.words, _counted) for state, look in STATES.items())
        self._model = FileModel(workplace.link, next(iter(STATES)))
        self._table = FileTable(self._model)
        self._nothing = Nothing(self._table.viewport())
        self._panel = FilePanel(workplace)
        self._split = Split(self._table, self._panel, workplace.preferences, "split/files")
        self._acting = FileActing(workplace, self)
        self._settled: FileId | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()

    @property
    def possible(self) -> frozenset[Command]:
        """Give the panel's commands, and those of the list."""
        steps = frozenset(_STEPS) if self._model.rowCount() else frozenset[Command]()
        return self._panel.possible | steps

    def enter(self) -> None:
        """Come into view with the keys in the list: what happened meanwhile is listed."""
        self._table.setFocus()
        if self._workplace.link.running is not None:
            self._workplace.link.ask(self, lambda commands: dict(commands.filing.folders), self._on_folders)
            self._refresh()

    def show_file(self, file_id: FileId) -> None:
        """Bring a file into view, whatever is listed now."""
        self._table.show_file(file_id)
        self._split.show_panel()

    def perform(self, command: Command) -> None:
        """Carry out a command on the list, or on the file in view."""
        details = self._panel.details
        if command in _STEPS:
            self._table.step(_STEPS[command])
        elif details is None or command not in self._panel.possible:
            return
        elif command is Command.ATTACH:
            self._acting.attach(details.file, details.matches[0])
        elif command is Command.DISMISS:
            self._acting.set_aside(details.file)
        elif command is Command.RETRY:
            self._acting.take_back(details.file)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._folders)
        layout.addWidget(self._chips)
        layout.addWidget(self._split, 1)

    def _connect(self) -> None:
        link = self._workplace.link
        link.started.connect(self._on_started)
        link.published.connect(self._on_published)
        self._pause.timeout.connect(self._refresh)
        self._chips.chosen.connect(self._on_state_chosen)
        self._model.counted.connect(self._chips.show_counts)
        self._model.loaded.connect(self._on_loaded)
        self._nothing.choose.clicked.connect(self.folders_wanted)
        self._table.file_selected.connect(self._panel.show_file)
        self._table.lost.connect(self._on_lost)
        self._table.entered.connect(self._on_entered)
        self._table.clicked.connect(self._split.show_panel)
        self._split.covered_changed.connect(self._chips.setHidden)
        self._panel.possible_changed.connect(self.possible_changed)
        self._panel.wanted.connect(self.perform)
        self._panel.sheet.candidate_chosen.connect(self._on_candidate_chosen)
        self._panel.sheet.job_wanted.connect(self._acting.show_job)
        self._panel.other_order_wanted.connect(self._on_other_order_wanted)
        self._panel.sheet.folder_wanted.connect(self._on_folder_wanted)
        self._acting.settled.connect(self._on_settled)
        self._acting.job_found.connect(self.job_wanted)

    @property
    def _watched(self) -> list[str]:
        running = self._workplace.link.running
        return [] if running is None else [str(path) for path in running.settings.documents.watch]

    @Slot()
    def _refresh(self) -> None:
        self._table.refresh()
        self._panel.refresh()

    @Slot()
    def _on_started(self) -> None:
        if self.isVisible():
            self.enter()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, FolderChanged):
                self._folders.put(event.folder)
        is_news = any(isinstance(event, FilesChanged | JobChanged) for event in events)  # a job may want what is here
        if is_news and self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _on_folders(self, seen: dict[str, FolderSeen]) -> None:
        self._folders.show_folders(dict.fromkeys([*self._watched, *seen]), seen)

    @Slot(object)
    def _on_state_chosen(self, state: FileState) -> None:
        self._table.let_go()
        self._model.set_state(state)

    @Slot()
    def _on_loaded(self) -> None:
        is_empty = not self._model.rowCount()
        self._nothing.tell(self._model.state, watches=bool(self._watched))
        self._nothing.setVisible(is_empty)
        set_property(self._table, "empty", is_empty)
        self.possible_changed.emit()

    @Slot(object)
    def _on_settled(self, file_id: FileId) -> None:
        self._settled = file_id
        self._refresh()

    @Slot(int)
    def _on_lost(self, row: int) -> None:
        """Go on with the next file when this one is settled; one that others took stays in view, without a row."""
        if self._table.selected != self._settled:
            self._table.leave_row()
            return
        self._table.let_go()
        self._table.select_row(min(max(row, 0), self._model.rowCount() - 1))
        self._table.setFocus()

    @Slot()
    def _on_entered(self) -> None:
        self._split.show_panel()
        self._panel.focus_primary()

    @Slot(object)
    def _on_candidate_chosen(self, match: Match) -> None:
        details = self._panel.details
        if details is not None and match in details.matches:  # not of the file that was in view before
            self._acting.attach(details.file, match)

    @Slot()
    def _on_other_order_wanted(self) -> None:
        if (details := self._panel.details) is not None:
            self._acting.choose_order(details.file)

    @Slot()
    def _on_folder_wanted(self) -> None:
        if (details := self._panel.details) is not None:
            self._acting.show_folder(details.file)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.focusWidget() is not self._table:
            self._split.show_list()
        else:
            super().keyPressEvent(event)


def _counted(count: int) -> str:
    return ngettext("{filter}, {count} file", "{filter}, {count} files", count)
