"""The table of files: one row a file, selected and walked through by row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.files.columns import LOOKS, MOST_TELLING, Column, tells
from desktop_invoicer.ui.files.model import FileModel
from desktop_invoicer.ui.parts.row_delegate import Index, RowDelegate
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.theme.theme import Theme

_STRONG = frozenset({Column.DOCUMENT, Column.VALUE})
_QUIET = frozenset({Column.TIME, Column.ISSUER, Column.FOLDER})
_PATHS = frozenset({Column.NAME, Column.FOLDER})


class FileDelegate(RowDelegate):
    """Draws the cells of a table of files."""

    @override
    def dots_of(self, index: Index) -> Qt.TextElideMode:
        """Show the end of a name or a folder: many begin alike."""
        return Qt.TextElideMode.ElideLeft if index.column() in _PATHS else Qt.TextElideMode.ElideRight

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Draw words: what tells files apart stands out."""
        column, tokens = Column(index.column()), Theme.current().tokens
        ink = tokens.selection.ink if is_selected else tokens.muted if column in _QUIET else tokens.ink
        self.draw_text(painter, rect, index, ink, is_strong=column in _STRONG)


class FileTable(RowTable):
    """Shows a ``FileModel``. The selected file stays the selected one, whatever comes before it."""

    file_selected = Signal(object)
    """The ``FileId`` that is selected now, or ``None``."""
    lost = Signal(int)
    """The selected file is not among those read any more; its row was the one given, -1 if it had none."""

    def __init__(self, model: FileModel, parent: QWidget | None = None) -> None:
        """Show and own ``model``."""
        super().__init__(parent)
        self._model = model
        model.setParent(self)  # a view outlives its model badly
        self._selected: FileId | None = None
        self.say(self.setAccessibleName, N_("Files"))
        self.setModel(model)
        self.setItemDelegate(FileDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.dataChanged.connect(self._on_read)
        model.loaded.connect(self._on_loaded)
        self.keep_fitting()

    @property
    def selected(self) -> FileId | None:
        """Give the selected file."""
        return self._selected

    def refresh(self) -> None:
        """Have the rows in view read anew."""
        last = self.rowAt(self.viewport().height() - 1)
        self._model.reload(max(self.rowAt(0), 0), max(self._model.rowCount() - 1, 0) if last < 0 else last)

    @property
    @override
    def anchor(self) -> int:
        """Give the column that is always shown."""
        return Column.NAME

    def show_file(self, file_id: FileId) -> None:
        """Select a file, in its row if it is listed."""
        row = self._model.row_of(file_id)
        self.setCurrentIndex(QModelIndex() if row is None else self._model.index(row, Column.NAME))
        self._announce(file_id)

    def leave_row(self) -> None:
        """Mark no row: the selected file has none now."""
        self.setCurrentIndex(QModelIndex())

    def let_go(self) -> None:
        """Select nothing; the next list begins at its top."""
        self.leave_row()
        self._announce(None)

    def adapt(self) -> None:
        """Say every cell in the language in use."""
        self._model.retell()
        self.fit_columns()

    @override
    def fit_columns(self) -> None:
        """Show the columns that there is room for, the most telling first; the name of the file takes what is left."""
        header, metrics, room = self.horizontalHeader(), Theme.current().metrics, self.viewport().width()
        for column in MOST_TELLING:
            width = metrics.text(LOOKS[column].width)
            is_needed = column is Column.NAME or (tells(column, self._model.state) and width <= room)
            self.setColumnHidden(column, not is_needed)
            room -= 0 if self.isColumnHidden(column) else width
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)

    def _announce(self, file_id: FileId | None) -> None:
        if file_id != self._selected:
            self._selected = file_id
            self.file_selected.emit(file_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Tell the file of a row; of one that is not read yet once it is."""
        if current.isValid():
            file = self._model.file_at(current.row())
            self._announce(None if file is None else file.id)
        self.viewport().update()

    @Slot()
    def _on_read(self) -> None:
        """Tell the file of the current row if it was not known so far; a list read anew is compared in ``loaded``."""
        file = self._model.file_at(self.currentIndex().row())
        if file is not None and self._selected is None:
            self._announce(file.id)

    @Slot()
    def _on_loaded(self) -> None:
        """Stay with the selected file: it may have got another row, or have gone from the list."""
        self.fit_columns()
        here = self.currentIndex().row()
        if self._selected is None:
            self.select_row(max(here, 0))
            return
        row = self._model.row_of(self._selected)
        if row is None:
            self.lost.emit(here)
        elif row != here:
            self.setCurrentIndex(self._model.index(row, Column.NAME))
