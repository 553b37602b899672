"""The files of one state as Qt wants them: all rows are there at once, what stands in them is read by the page."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from typing_extensions import override

from desktop_invoicer.domain.filing import FileId, FilePage, FileState, FoundFile
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.files.columns import LOOKS, Column, alignment, cell, tip
from desktop_invoicer.ui.link import DeskLink

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

PAGE = 100
"""Files that are asked for at once."""
PAUSE = 20
"""Milliseconds in which whoever drags the bar may pass pages that need not be read."""
MOST_WANTED = 3
"""Pages that are read after such a pause: more are never in view."""

_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class FileModel(QAbstractTableModel):
    """Shows the files of ``state``, newest first. A row that was not read yet says nothing until it was."""

    loaded = Signal()
    """The list is another, or was read anew: rows may hold other files now."""
    counted = Signal(object)
    """How many files there are of each state."""

    def __init__(self, link: DeskLink, state: FileState, parent: QObject | None = None) -> None:
        """Show nothing until ``reload``."""
        super().__init__(parent)
        self._link = link
        self._state = state
        self._files: dict[int, FoundFile] = {}
        self._rows = 0
        self._turn = 0
        self._wanted: deque[int] = deque(maxlen=MOST_WANTED)
        self._asked: set[int] = set()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self.is_loaded = False

    @property
    def state(self) -> FileState:
        """Give whose files are listed, or will be as soon as the desk answers."""
        return self._state

    def set_state(self, state: FileState) -> None:
        """List the files of another state; those in view stay until ``loaded``."""
        if state is not self._state:
            self._state = state
            self.reload(0, 0)

    def reload(self, first: int, last: int) -> None:
        """Read the rows in view anew; the others are when they come into view."""
        self._turn += 1
        self._asked.clear()
        self._wanted.clear()
        state, offset = self._state, first // PAGE * PAGE
        limit = (last // PAGE + 1) * PAGE - offset
        self._link.ask(
            self,
            lambda commands: commands.filing.page([state], offset, limit),
            partial(self._on_reloaded, self._turn, offset),
            self._on_refused,
        )

    def file_at(self, row: int) -> FoundFile | None:
        """Give the file of a row; ``None`` while it was not read."""
        return self._files.get(row)

    def row_of(self, file_id: FileId) -> int | None:
        """Give the row of a file among those read."""
        return next((row for row, file in self._files.items() if file.id == file_id), None)

    def retell(self) -> None:
        """Have every text read again: the language changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._tell_changed(0, self._rows - 1)

    def _want(self, page: int) -> None:
        if page not in self._asked and page not in self._wanted:
            self._wanted.append(page)
            self._pause.start()

    @Slot()
    def _on_pause(self) -> None:
        while self._wanted:
            page = self._wanted.popleft()
            self._asked.add(page)
            self._link.ask(
                self,
                partial(_page, self._state, page),
                partial(self._on_page, self._turn, page * PAGE),
                self._on_refused,
            )

    def _on_reloaded(self, turn: int, offset: int, page: FilePage) -> None:
        """Take what is in view now. Where files are gone, so that nothing is left there, look further up."""
        if turn != self._turn:
            return
        count = page.counts.get(self._state, 0)
        if offset and offset >= count:
            self.reload(max(count - 1, 0), max(count - 1, 0))
            return
        self._files.clear()
        self._resize(count)
        self._take(offset, page)
        self.is_loaded = True
        self._asked.clear()
        self._tell_changed(0, self._rows - 1)
        self.counted.emit(page.counts)
        self.loaded.emit()

    def _on_page(self, turn: int, offset: int, page: FilePage) -> None:
        if turn == self._turn:
            self._take(offset, page)
            self._tell_changed(offset, min(offset + PAGE, self._rows) - 1)

    def _take(self, offset: int, page: FilePage) -> None:
        for row, file in enumerate(page.files, offset):
            if row < self._rows:
                self._files[row] = file

    def _resize(self, count: int) -> None:
        """Have as many rows as there are files; which of them are new, their texts tell."""
        if count > self._rows:
            self.beginInsertRows(_NOWHERE, self._rows, count - 1)
            self._rows = count
            self.endInsertRows()
        elif count < self._rows:
            self.beginRemoveRows(_NOWHERE, count, self._rows - 1)
            self._rows = count
            self.endRemoveRows()

    def _tell_changed(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def _on_refused(self, error: InvoicerError) -> None:
        self._asked.clear()
        if not isinstance(error, ServiceStoppedError):  # everything is listed anew when the desk is back
            self._link.tasks.refused.emit(error)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the files, read or not."""
        return 0 if parent.isValid() else self._rows

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(Column)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says, and what more there is to say about it; ask for its page when it is not known."""
        if not index.isValid():
            return None
        file, column = self._files.get(index.row()), Column(index.column())
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case Qt.ItemDataRole.DisplayRole if file is None:
                self._want(index.row() // PAGE)
                return "…"
            case Qt.ItemDataRole.DisplayRole if file is not None:
                return cell(file, column)
            case Qt.ItemDataRole.ToolTipRole if file is not None:
                return tip(file, column)
            case _:
                return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(LOOKS[Column(section)].title)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(Column(section))
            case _:
                return None


def _page(state: FileState, page: int, commands: Commands) -> FilePage:
    return commands.filing.page([state], page * PAGE, PAGE)
