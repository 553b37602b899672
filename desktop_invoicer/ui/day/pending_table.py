"""The list of what is not sent: two lines a row, a tick before what is to go out."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from desktop_invoicer.domain.submission import LineResult
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.day.pending_model import PendingModel, buyer_words, value_words
from desktop_invoicer.ui.day.pending_rows import Head, PendingRow
from desktop_invoicer.ui.day.words import row_look, row_words, turn_words, why_words
from desktop_invoicer.ui.parts.row_delegate import PADDING, Index, RowDelegate
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.theme.theme import Theme

LINE, AIR, BOX = 22, 10, 18
"""Points of a line of text at a scale of 100 %, what is free above and below, and the side of a box to tick."""
TICK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PendingDelegate(RowDelegate):
    """Draws heads and rows, and lets the boxes before them be ticked."""

    def __init__(self, table: QTableView, model: PendingModel, *, chooses: bool) -> None:
        """Draw the rows of ``model``; room for boxes is left where it ``chooses``."""
        super().__init__(table)
        self._model = model
        self._chooses = chooses

    @property
    def box_room(self) -> int:
        """Give the width in which a press is meant for the box."""
        return Theme.current().metrics.text(BOX) + 3 * PADDING if self._chooses else 0

    @override
    def ground_of(self, index: Index) -> str:
        """Set heads off from rows."""
        is_head = isinstance(self._model.items[index.row()], Head)
        return Theme.current().tokens.raised if is_head else super().ground_of(index)

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Draw a head or a row, and its box."""
        item = self._model.items[index.row()]
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            side = Theme.current().metrics.text(BOX)
            _draw_box(painter, QRectF(rect.left() + 4, rect.center().y() - side / 2 + 1, side, side), state)
        rest = rect.adjusted(self.box_room - PADDING if self._chooses else 4, 0, -4, 0)
        tokens = Theme.current().tokens
        ink, muted = (tokens.selection.ink,) * 2 if is_selected else (tokens.ink, tokens.muted)
        if isinstance(item, Head):
            self._draw_head(painter, rest, item, ink, muted)
        else:
            self._draw_row(painter, rest, item, ink, muted)

    def _draw_head(self, painter: QPainter, rect: QRect, head: Head, ink: str, muted: str) -> None:
        taken = self._write(painter, rect, money(head.value), RIGHT, ink, QFont.Weight.DemiBold)
        rest = rect.adjusted(0, 0, -taken, 0)
        taken = self._write(painter, rest, turn_words(head.turn), LEFT, ink, QFont.Weight.Bold)
        self._write(painter, rest.adjusted(taken, 0, 0, 0), str(head.count), LEFT, muted)

    def _draw_row(self, painter: QPainter, rect: QRect, row: PendingRow, ink: str, muted: str) -> None:
        height = Theme.current().metrics.text(LINE)
        first = QRect(rect.left(), rect.top() + (rect.height() - 2 * height - 4) // 2, rect.width(), height)
        second = first.translated(0, height + 4)
        taken = self._write(painter, first, value_words(row), RIGHT, ink, QFont.Weight.DemiBold)
        rest = first.adjusted(0, 0, -taken, 0)
        taken = self._write(painter, rest, shown(row.job.order_id, 60), LEFT, ink, QFont.Weight.Medium)
        self._write(painter, rest.adjusted(taken, 0, 0, 0), buyer_words(row), LEFT, muted)
        taken = self.draw_pill(painter, second, row_words(row), *row_look(row))
        self._write(painter, second.adjusted(taken + PADDING, 0, 0, 0), why_words(row), LEFT, muted)

    def _write(  # noqa: PLR0913, PLR0917 (what, where and how)
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        alignment: Qt.AlignmentFlag,
        ink: str,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> int:
        """Write a text, and tell how much room it takes."""
        font = QFont(self._table.font())
        font.setWeight(weight)
        painter.setFont(font)
        painter.setPen(QPen(QColor(ink)))
        figures = painter.fontMetrics()
        elided = figures.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, alignment | Qt.TextFlag.TextSingleLine, elided)
        return figures.horizontalAdvance(elided) + 2 * figures.averageCharWidth() if text else 0

    @override
    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tick the box that was pressed."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            rect: QRect = option.rect
            if event.position().x() - rect.left() < self.box_room:
                self._model.toggle(index.row())
                return True
        return super().editorEvent(event, model, option, index)


class PendingTable(RowTable):
    """Shows a ``PendingModel``."""

    row_changed = Signal(object)
    """The ``PendingRow`` that is selected now; ``None`` for a head or nothing."""

    def __init__(self, model: PendingModel, parent: QWidget | None = None, *, chooses: bool = True) -> None:
        """Show and own ``model``."""
        super().__init__(parent)
        self._model = model
        model.setParent(self)  # a view outlives its model badly
        self.say(self.setAccessibleName, N_("Not sent"))
        self.setModel(model)
        self.setItemDelegate(PendingDelegate(self, model, chooses=chooses))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._tell)
        model.dataChanged.connect(self._tell)
        model.chosen_changed.connect(self.fit_columns)
        self.keep_fitting()

    @property
    def selected(self) -> PendingRow | None:
        """Give the selected row; a head is none."""
        at = self.currentIndex().row()
        item = self._model.items[at] if 0 <= at < len(self._model.items) else None
        return item if isinstance(item, PendingRow) else None

    @property
    @override
    def row_height(self) -> int:
        return Theme.current().metrics.text(2 * LINE) + 4 + 2 * AIR

    def leave_head(self) -> None:
        """Go on to the job below where the selected one is gone and its place is a head's now."""
        at = max(self.currentIndex().row(), 0)
        if at < len(self._model.items) and isinstance(self._model.items[at], Head):
            self.select_row(at + 1)

    def select_failed(self) -> None:
        """Select the first job that did not go out; what is selected stays so where there is none."""
        for at, item in enumerate(self._model.items):
            if isinstance(item, PendingRow) and item.result is LineResult.FAILED:
                self.select_row(at)
                break

    def adapt(self) -> None:
        """Say every row in the language in use."""
        self._model.retell()

    @override
    def fit_columns(self) -> None:
        """Give heads less height than rows."""
        rows, height = self.verticalHeader(), Theme.current().metrics.row
        rows.setMinimumSectionSize(height)
        for at, item in enumerate(self._model.items):
            if isinstance(item, Head):
                rows.resizeSection(at, height)

    def _tell(self) -> None:
        self.row_changed.emit(self.selected)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with the space bar; Home and End are the first and the last row, since there is one column."""
        if event.key() == Qt.Key.Key_Space:
            self._model.toggle(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Home:
            self.select_row(0)
        elif event.key() == Qt.Key.Key_End:
            self.select_row(len(self._model.items) - 1)
        else:
            super().keyPressEvent(event)


def _draw_box(painter: QPainter, place: QRectF, state: Qt.CheckState) -> None:
    """Draw a box as the window's other boxes: filled with a tick, or a bar where only a part is chosen."""
    tokens = Theme.current().tokens
    is_empty = state is Qt.CheckState.Unchecked
    ground = tokens.surface if is_empty else tokens.brand.ground
    painter.setPen(QPen(QColor(tokens.edge if is_empty else tokens.brand.ground), 1.5))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QPen(QColor(tokens.brand.ink), 2, c=Qt.PenCapStyle.RoundCap))
    side = place.width()
    if state is Qt.CheckState.Checked:
        points = [place.topLeft() + QPoint(round(x * side), round(y * side)) for x, y in TICK]
        painter.drawPolyline(points)
    elif state is Qt.CheckState.PartiallyChecked:
        middle = place.center().y()
        painter.drawLine(
            round(place.left() + side * 0.25), round(middle), round(place.right() - side * 0.25), round(middle)
        )
