"""The figures of a day told apart by operation, model, channel, operator, desk or hour: a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget
from typing_extensions import override

from desktop_invoicer.domain.day import Dimension, Figures
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import part_word
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.parts.row_delegate import Index, RowDelegate
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.theme.theme import Theme

_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its marked title, and what it says; an amount stands out."""

    title: str
    tell: Callable[[Figures], str]
    is_strong: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(N_("Asked for"), lambda figures: str(figures.asked.count)),
    Column(N_("Invoices"), lambda figures: str(figures.invoiced.count)),
    Column(N_("Invoiced"), lambda figures: money(figures.invoiced.value), is_strong=True),
    Column(N_("Freight"), lambda figures: money(figures.invoiced.freight)),
    Column(N_("Returned"), lambda figures: money(figures.returned.value)),
    Column(N_("Cancelled"), lambda figures: money(figures.cancelled.value)),
    Column(N_("Net"), lambda figures: money(figures.net), is_strong=True),
    Column(N_("Not sent"), lambda figures: str(figures.unsent.count)),
)


TITLES: Mapping[Dimension, str] = {
    Dimension.OPERATION: N_("Operation"),
    Dimension.MODEL: N_("Document"),
    Dimension.CHANNEL: N_("Channel"),
    Dimension.OPERATOR: N_("Who confirmed"),
    Dimension.DESK: N_("Desk"),
    Dimension.HOUR: N_("Hour"),
}


class BreakdownModel(QAbstractTableModel):
    """One row a part, and one for all of them."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._dimension = Dimension.OPERATION
        self._rows: Sequence[tuple[str | None, Figures]] = ()

    def show_parts(self, dimension: Dimension, parts: Mapping[str, Figures], totals: Figures) -> None:
        """Show the parts of a day, hours by the clock and others by what was invoiced, and their sum."""
        self.beginResetModel()
        self._dimension = dimension
        by_clock = dimension is Dimension.HOUR
        ordered = sorted(parts.items(), key=lambda part: (0 if by_clock else -part[1].invoiced.value, part[0]))
        self._rows = (*ordered, (None, totals))
        self.endResetModel()

    def is_total(self, row: int) -> bool:
        """Tell whether a row is the sum."""
        return self._rows[row][0] is None

    def retell(self) -> None:
        """Have every text read again."""
        self.beginResetModel()
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Count the parts, and their sum."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(COLUMNS) + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        part, figures = self._rows[index.row()]
        if index.column():
            return COLUMNS[index.column() - 1].tell(figures)
        return _("All") if part is None else capital(part_word(self._dimension, part))

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(COLUMNS[section - 1].title) if section else _(TITLES[self._dimension])
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
            case _:
                return None


class BreakdownDelegate(RowDelegate):
    """Draws amounts stronger, and the sum strongest."""

    def __init__(self, table: RowTable, model: BreakdownModel) -> None:
        """Draw the rows of ``model``."""
        super().__init__(table)
        self._model = model

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Write what a cell says."""
        tokens = Theme.current().tokens
        is_strong = self._model.is_total(index.row()) or (index.column() > 0 and COLUMNS[index.column() - 1].is_strong)
        self.draw_text(painter, rect, index, tokens.selection.ink if is_selected else tokens.ink, is_strong=is_strong)


class Breakdown(RowTable):
    """Shows a ``BreakdownModel``, as high as its rows: the page scrolls, not the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._model = BreakdownModel()
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(BreakdownDelegate(self, self._model))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.keep_fitting()

    def show_parts(self, dimension: Dimension, parts: Mapping[str, Figures], totals: Figures) -> None:
        """Show the parts of a day."""
        self._model.show_parts(dimension, parts, totals)
        self.setAccessibleName(_("Figures by {part}").format(part=word(dimension)))
        self.updateGeometry()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        self._model.retell()

    @override
    def fit_columns(self) -> None:
        """Be as high as the rows, whatever their height is now."""
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar()
        beside = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        beside += bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        return QSize(super().sizeHint().width(), self.row_height * self._model.rowCount() + beside)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
