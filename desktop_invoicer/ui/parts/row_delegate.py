"""Draws the rows of a table: a state as a tinted pill, hairlines between rows, the focus around a whole row."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

PADDING = 8
"""Points between the edge of a cell and its text."""
_BAR = 3

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws every cell of ``table`` by itself: what the style draws knows cells only, and people think in rows."""

    def __init__(self, table: QTableView) -> None:
        """Draw what ``table`` shows."""
        super().__init__(table)
        self._table = table

    @abstractmethod
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Draw what a cell says into ``rect``; its ground is there."""

    def dots_of(self, index: Index) -> Qt.TextElideMode:  # noqa: ARG002 (some tables look at it)
        """Tell where a text that is too long has its dots."""
        return Qt.TextElideMode.ElideRight

    def ground_of(self, index: Index) -> str:  # noqa: ARG002 (some tables look at it)
        """Give the colour behind a row that is not selected."""
        return Theme.current().tokens.surface

    def draw_text(self, painter: QPainter, rect: QRect, index: Index, ink: str, *, is_strong: bool = False) -> None:
        """Write what a cell says."""
        painter.setPen(QPen(QColor(ink)))
        font = QFont(self._table.font())
        font.setWeight(QFont.Weight.Medium if is_strong else QFont.Weight.Normal)
        painter.setFont(font)
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        _write(painter, rect, str(index.data()), alignment, self.dots_of(index))

    def draw_pill(self, painter: QPainter, rect: QRect, text: str, icon: str, tone: Tone) -> int:
        """Draw an icon and words on a ground of their tone, and tell how wide that is."""
        theme = Theme.current()
        metrics, pair = theme.metrics, theme.pair(tone)
        font = QFont(self._table.font())
        font.setPixelSize(metrics.text(13))
        font.setWeight(QFont.Weight.DemiBold)
        side, space = metrics.text(16), metrics.text(6)
        figures = QFontMetrics(font)
        width = min(side + figures.horizontalAdvance(text) + 4 * space, rect.width())
        height = figures.height() + space
        pill = QRect(rect.left(), rect.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawRoundedRect(QRectF(pill), height / 2, height / 2)
        role = Role.MUTED if tone is Tone.NEUTRAL else Role(tone.value)
        self.draw_icon(painter, QPoint(pill.left() + space + space // 2, pill.center().y()), icon, role, side)
        painter.setPen(QColor(pair.ink))
        painter.setFont(font)
        inside = pill.adjusted(side + 2 * space + space // 2, 0, -space, 0)
        _write(painter, inside, text, Qt.AlignmentFlag.AlignLeft)
        return width

    def draw_icon(self, painter: QPainter, place: QPoint, name: str, role: Role, side: int) -> None:
        """Draw an icon whose left edge stands on its middle at ``place``."""
        picture = Theme.current().pixmap(name, role, side, self._table.devicePixelRatioF())
        painter.drawPixmap(place.x(), place.y() - side // 2, picture)

    def _draw_ground(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        tokens = Theme.current().tokens
        painter.fillRect(rect, QColor(tokens.selection.ground if is_selected else self.ground_of(index)))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        if is_selected and index.column() == self._edge(first=True):
            painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), QColor(tokens.brand.ground))
        if self._table.hasFocus() and self._table.currentIndex().row() == index.row():
            self._draw_focus(painter, rect, index)

    def _draw_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw this cell's part of the line around the row."""
        color = QColor(Theme.current().tokens.focus)
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), color)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), color)
        if index.column() == self._edge(first=True):
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), color)
        if index.column() == self._edge(first=False):
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), color)

    def _edge(self, *, first: bool) -> int:
        """Give the leftmost or the rightmost column in view."""
        header = self._table.horizontalHeader()
        places = range(header.count()) if first else range(header.count() - 1, -1, -1)
        return next((at for at in map(header.logicalIndex, places) if not header.isSectionHidden(at)), 0)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        rect: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, index, is_selected=is_selected)
        self.draw_cell(painter, rect.adjusted(PADDING, 0, -PADDING, -1), index, is_selected=is_selected)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Want the height of a row."""
        return QSize(super().sizeHint(option, index).width(), Theme.current().metrics.row)


def _write(
    painter: QPainter,
    rect: QRect,
    text: str,
    alignment: Qt.AlignmentFlag,
    dots: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    elided = painter.fontMetrics().elidedText(text, dots, rect.width())
    painter.drawText(rect, alignment | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
