"""Draws the rows of the table: the state as a tinted pill, hairlines between rows, the focus around a whole row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.jobs.columns import Column, alignment
from desktop_invoicer.ui.jobs.model import Index, JobModel
from desktop_invoicer.ui.jobs.state import state_of
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

PADDING = 8
"""Points between the edge of a cell and its text."""
_BAR = 3
_QUIET = frozenset({Column.AGE, Column.CHANNEL, Column.DUE, Column.UNITS, Column.OPERATOR})
"""What is said beside the point, in the colour of such words."""
_STRONG = frozenset({Column.ORDER, Column.VALUE})


class JobDelegate(QStyledItemDelegate):
    """Draws every cell of ``table`` by itself: what the style draws knows cells only, and people think in rows."""

    def __init__(self, table: QTableView, model: JobModel) -> None:
        """Draw the jobs of ``model``."""
        super().__init__(table)
        self._table = table
        self._model = model

    def _draw_ground(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        tokens = Theme.current().tokens
        painter.fillRect(rect, QColor(tokens.selection.ground if is_selected else tokens.surface))
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

    def _draw_pill(self, painter: QPainter, rect: QRect, text: str, job: Job) -> None:
        theme = Theme.current()
        state, metrics = state_of(job), theme.metrics
        pair = theme.pair(state.tone)
        font = QFont(self._table.font())
        font.setPixelSize(metrics.text(13))
        font.setWeight(QFont.Weight.DemiBold)
        icon, space = metrics.text(16), metrics.text(6)
        figures = QFontMetrics(font)
        width = min(icon + figures.horizontalAdvance(text) + 4 * space, rect.width())
        height = figures.height() + space
        pill = QRect(rect.left(), rect.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawRoundedRect(QRectF(pill), height / 2, height / 2)
        role = Role.MUTED if state.tone is Tone.NEUTRAL else Role(state.tone.value)
        self._draw_icon(painter, QPoint(pill.left() + space + space // 2, pill.center().y()), state.icon, role, icon)
        painter.setPen(QColor(pair.ink))
        painter.setFont(font)
        inside = pill.adjusted(icon + 2 * space + space // 2, 0, -space, 0)
        _write(painter, inside, text, Qt.AlignmentFlag.AlignLeft)

    def _draw_icon(self, painter: QPainter, place: QPoint, name: str, role: Role, side: int) -> None:
        """Draw an icon whose left edge stands on its middle at ``place``."""
        picture = Theme.current().pixmap(name, role, side, self._table.devicePixelRatioF())
        painter.drawPixmap(place.x(), place.y() - side // 2, picture)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        job, column = self._model.job_at(index.row()), Column(index.column())
        rect: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tokens, text = Theme.current().tokens, str(index.data())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, index, is_selected=is_selected)
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        if column is Column.STATE:
            self._draw_pill(painter, inside, text, job)
        else:
            if column is Column.CHANNEL and text:
                side = Theme.current().metrics.icon
                self._draw_icon(
                    painter, QPoint(inside.left(), inside.center().y()), channel_icon(job), Role.MUTED, side
                )
                inside.setLeft(inside.left() + side + PADDING // 2)
            ink = tokens.selection.ink if is_selected else tokens.muted if column in _QUIET else tokens.ink
            painter.setPen(QPen(QColor(ink)))
            font = QFont(self._table.font())
            font.setWeight(QFont.Weight.Medium if column in _STRONG else QFont.Weight.Normal)
            painter.setFont(font)
            _write(painter, inside, text, alignment(column))
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Want the height of a row."""
        return QSize(super().sizeHint(option, index).width(), Theme.current().metrics.row)


def channel_icon(job: Job) -> str:
    """Name the icon of a job's channel; goods that come back have their own."""
    if job.operation is not None and job.operation is not Operation.SALE:
        return "returns"
    return "pickup" if job.channel is Channel.PICKUP else "delivery"


def _write(painter: QPainter, rect: QRect, text: str, alignment: Qt.AlignmentFlag) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, alignment | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)
