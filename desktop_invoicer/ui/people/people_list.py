"""The people who may sign in, one below the other, each with a digit that chooses them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.messages import word
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.people.avatar import draw_avatar
from desktop_invoicer.ui.theme.theme import Theme

DIGITS = 9
"""The first so many can be chosen by a digit."""
_WHO = Qt.ItemDataRole.UserRole
_PAD = 12


class _Row(QStyledItemDelegate):
    """Draws initials, name, role and digit."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, operator = Theme.current(), index.data(_WHO)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        place = option.rect.adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected:
            has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(QColor(theme.tokens.focus), 2) if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens.selection.ground))
            painter.drawRoundedRect(place, 8, 8)
        side = place.height() - 2 * _PAD
        draw_avatar(painter, QRectF(place.left() + _PAD, place.top() + _PAD, side, side), operator.name)
        ink = QColor(theme.tokens.selection.ink if is_selected else theme.tokens.ink)
        words = place.adjusted(side + 2 * _PAD, _PAD - 2, -_PAD - theme.metrics.text(28), 2 - _PAD)
        _draw_words(painter, words, operator, ink)
        if index.row() < DIGITS:
            _draw_digit(painter, place, str(index.row() + 1), ink)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, max(Theme.current().metrics.text(44) + 16, 60))


class PeopleList(Adapting, QListWidget):
    """``settled`` tells that somebody was chosen and goes on to the PIN."""

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.setProperty("part", "people")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Row(self))
        self.setMouseTracking(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self.settled)
        Theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def chosen(self) -> Operator | None:
        """Give who is chosen."""
        chosen: Operator | None = self.currentIndex().data(_WHO)
        return chosen

    def show_people(self, people: Sequence[Operator]) -> None:
        """List other people; whoever was chosen stays chosen."""
        chosen = self.chosen
        self.blockSignals(True)
        self.clear()
        for operator in people:
            item = QListWidgetItem(operator.name, self)
            item.setData(_WHO, operator)
        self.blockSignals(False)
        self.adapt()
        self.choose("" if chosen is None else chosen.name)

    def choose(self, name: str) -> None:
        """Choose somebody by name; nobody where none is called that."""
        names = [self.item(row).text() for row in range(self.count())]
        self.setCurrentRow(names.index(name) if name in names else -1)

    def step(self, step: int) -> None:
        """Choose the one so many further down."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))

    def adapt(self) -> None:
        """Say who is what in the language in use."""
        for row in range(self.count()):
            item = self.item(row)
            operator = item.data(_WHO)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{operator.name}, {word(operator.role)}")
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by a digit, go on with Enter; letters look for a name."""
        text = event.text()
        if text in tuple("123456789"[: min(self.count(), DIGITS)]):
            self.setCurrentRow(int(text) - 1)
            self.settled.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.chosen is not None:
                self.settled.emit()
        else:
            super().keyPressEvent(event)


def _draw_words(painter: QPainter, place: QRect, operator: Operator, ink: QColor) -> None:
    metrics, font = Theme.current().metrics, QFont(painter.font())
    font.setPixelSize(metrics.text(15))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(ink)
    upper = QRect(place.left(), place.top(), place.width(), place.height() // 2 + 2)
    name = painter.fontMetrics().elidedText(operator.name, Qt.TextElideMode.ElideRight, upper.width())
    painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    font.setPixelSize(metrics.text(12))
    font.setWeight(QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(Theme.current().tokens.muted))
    lower = QRect(place.left(), upper.bottom() + 1, place.width(), place.bottom() - upper.bottom())
    painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word(operator.role))


def _draw_digit(painter: QPainter, place: QRect, digit: str, ink: QColor) -> None:
    theme, font = Theme.current(), QFont(painter.font())
    font.setPixelSize(theme.metrics.text(11))
    painter.setFont(font)
    side = theme.metrics.text(20)
    cap = QRectF(place.right() - side - _PAD, place.center().y() - side / 2, side, side)
    painter.setPen(QPen(QColor(theme.tokens.edge), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(ink)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, digit)
