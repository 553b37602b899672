"""A table of values: each column says one thing about a row, in words or as a tinted pill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.parts.row_delegate import PADDING, Index, RowDelegate
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

_NOWHERE = QModelIndex()
_OF_PILL = 56
"""Points that a pill needs beside its words."""
NARROWEST = 160
"""Points that the column which takes what is left has at least, at a text scale of 100 %."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says of a row; ``rank`` tells in which order columns give way where there is no room: 0 stays."""

    title: str
    tell: Callable[[Any], str]
    rank: int = 0
    is_right: bool = False
    is_strong: bool = False
    look: Callable[[Any], tuple[str, Tone]] | None = None
    """The icon and the tone of a pill around the words."""
    least: int = NARROWEST

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Tell where words and title stand."""
        side = Qt.AlignmentFlag.AlignRight if self.is_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class ColumnModel(QAbstractTableModel):
    """Shows rows by their columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Show no row yet."""
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()

    def list_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def retell(self) -> None:
        """Have every text read again."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.tell(self.rows[index.row()])
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case _:
                return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(self.columns[section].title)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.columns[section].alignment
            case _:
                return None


class ColumnDelegate(RowDelegate):
    """Draws words, and pills where a column has them."""

    def __init__(self, table: RowTable, model: ColumnModel) -> None:
        """Draw the rows of ``model``."""
        super().__init__(table)
        self._model = model

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Write what a cell says."""
        column, text = self._model.columns[index.column()], str(index.data())
        if column.look is not None and text:
            self.draw_pill(painter, rect, text, *column.look(self._model.rows[index.row()]))
            return
        tokens = Theme.current().tokens
        self.draw_text(
            painter, rect, index, tokens.selection.ink if is_selected else tokens.ink, is_strong=column.is_strong
        )

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Want room for the pill, too."""
        beside = _OF_PILL if self._model.columns[index.column()].look is not None else 2
        return super().sizeHint(option, index) + QSize(Theme.current().metrics.text(beside) + 2 * PADDING, 0)


class ColumnTable(RowTable):
    """Shows rows of any kind. One column takes the room that the others leave."""

    chosen = Signal(object)
    """The row that is selected now, or ``None``."""
    opened = Signal(object)
    """The row that somebody pressed Enter on, or pressed twice."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], object],
        *,
        widest: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """Show no row yet; ``name`` is marked, and ``key`` tells which row of another list is the same one."""
        super().__init__(parent)
        self.model_ = ColumnModel(columns)
        self.model_.setParent(self)  # a view outlives its model badly
        self._key = key
        self._widest = widest
        self._is_listing = False
        self.say(self.setAccessibleName, name)
        self.setModel(self.model_)
        self.setItemDelegate(ColumnDelegate(self, self.model_))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setResizeContentsPrecision(0)  # rows in view are enough, and there may be thousands
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        header.hide()
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.entered.connect(self._on_entered)
        self.doubleClicked.connect(self._on_entered)
        self.keep_fitting()

    @property
    def rows(self) -> tuple[Any, ...]:
        """Give what is listed."""
        return self.model_.rows

    @property
    def selected(self) -> Any:  # noqa: ANN401 (whatever the rows are)
        """Give the row that is selected, or ``None``."""
        at = self.currentIndex().row()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    @property
    @override
    def anchor(self) -> int:
        return self._widest

    def list_rows(self, rows: Sequence[Any]) -> None:
        """List other rows; the selected one stays so as long as it is listed, else the first is."""
        before = self.selected
        wanted = None if before is None else self._key(before)
        self._is_listing = True
        self.model_.list_rows(rows)
        self.select_row(next((at for at, row in enumerate(rows) if self._key(row) == wanted), 0))
        self._is_listing = False
        self.horizontalHeader().setVisible(bool(rows))
        self.fit_columns()
        self.chosen.emit(self.selected)

    def adapt(self) -> None:
        """Say every cell in the language in use."""
        self.model_.retell()
        self.fit_columns()

    @override
    def fit_columns(self) -> None:
        """Show the columns that there is room for, by their rank."""
        header, room = self.horizontalHeader(), self.viewport().width()
        columns = self.model_.columns
        for at in sorted(range(len(columns)), key=lambda at: columns[at].rank):
            self.setColumnHidden(at, False)
            wide = max(self.sizeHintForColumn(at), header.sectionSizeHint(at) + PADDING)
            if at == self._widest:
                wide = Theme.current().metrics.text(columns[at].least)
            self.setColumnHidden(at, columns[at].rank > 0 and wide > room)
            room -= 0 if self.isColumnHidden(at) else wide
            if at != self._widest:
                header.resizeSection(at, wide)

    def _on_current_changed(self) -> None:
        if not self._is_listing:
            self.chosen.emit(self.selected)
        self.viewport().update()

    def _on_entered(self) -> None:
        if self.selected is not None:
            self.opened.emit(self.selected)
