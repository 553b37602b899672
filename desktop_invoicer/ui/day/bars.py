"""Bar charts: upright ones for hours, lying ones for names. A screen reader hears every bar."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.words import rounded_money
from desktop_invoicer.ui.theme.theme import Theme

GAP = 6
WIDEST = 56
"""Points of an upright bar, however few there are."""
ROUND = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, and how much in cents."""

    name: str
    value: int


class Bars(Adapting, QWidget):
    """What all bar charts have in common."""

    def __init__(self) -> None:
        """Draw nothing yet."""
        super().__init__()
        self.bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw other bars, and say them for who does not see them."""
        self.bars = tuple(bars)
        told = "; ".join(f"{bar.name}: {money(bar.value)}" for bar in self.bars if bar.value)
        self.setAccessibleDescription(told or _("Nothing yet"))
        self.updateGeometry()
        self.update()

    def adapt(self) -> None:
        """Take the room that the theme asks for."""
        self.updateGeometry()

    @property
    def most(self) -> int:
        """Give the highest value; one at least, so that it can be divided by."""
        return max((bar.value for bar in self.bars), default=0) or 1

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draw the bars, of which there are some."""

    @abstractmethod
    def bar_at(self, x: float, y: float) -> Bar | None:
        """Give the bar under a point."""

    def font_of(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Give a font, ``size`` points high at a text scale of 100 %."""
        font = QFont(self.font())
        font.setPixelSize(Theme.current().metrics.text(size))
        font.setWeight(weight)
        return font

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.bars:
            self.draw(painter)
        else:
            painter.setPen(QColor(Theme.current().tokens.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing yet"))
        painter.end()

    @override
    def event(self, event: QEvent) -> bool:
        """Tell the exact amount of the bar under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bar = self.bar_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), "" if bar is None else f"{bar.name}: {money(bar.value)}", self)
            return True
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())


class UprightBars(Bars):
    """One bar beside the other on a line, with their names below."""

    def __init__(self, high: int = 172) -> None:
        """Draw nothing yet; ``high`` is in points at a text scale of 100 %."""
        super().__init__()
        self._high = high

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, Theme.current().metrics.text(self._high))

    @override
    def draw(self, painter: QPainter) -> None:
        """Draw each bar with its name, and its amount where there is room."""
        tokens, small, names = Theme.current().tokens, self.font_of(11, QFont.Weight.Medium), self.font_of(12)
        amounts, letters = QFontMetricsF(small), QFontMetricsF(names)
        top, foot = amounts.height() + 4, self.height() - letters.height() - 6
        step = self.width() / len(self.bars)
        best = max(self.bars, key=lambda bar: bar.value)
        widest = max(amounts.horizontalAdvance(rounded_money(bar.value)) for bar in self.bars)
        longest = max(letters.horizontalAdvance(bar.name) for bar in self.bars)
        every = 1 if longest * 1.1 <= step else ceil(longest * 1.6 / step)  # the outer ones give way inwards
        for at, bar in enumerate(self.bars):
            column = QRectF(at * step, 0, step, self.height())
            place = _upright(column, top, foot, bar.value / self.most)
            _fill(painter, place, tokens.brand.ground if bar is best else _paler(tokens.brand.ground, tokens.surface))
            if bar.value and (widest < step or bar is best):
                self._write_amount(painter, column, place.top(), rounded_money(bar.value), small)
            if (len(self.bars) - 1 - at) % every == 0:
                painter.setFont(names)
                painter.setPen(QColor(tokens.muted))
                room = QRectF(0, foot + 6, letters.horizontalAdvance(bar.name) + 2, letters.height())
                room.moveLeft(min(max(column.center().x() - room.width() / 2, 0), self.width() - room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, bar.name)
        painter.fillRect(QRectF(0, foot, self.width(), 1), QColor(tokens.edge))

    def _write_amount(self, painter: QPainter, column: QRectF, top: float, text: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(Theme.current().tokens.ink))
        figures = QFontMetricsF(font)
        room = QRectF(0, top - figures.height() - 2, figures.horizontalAdvance(text) + 2, figures.height())
        room.moveLeft(min(max(column.center().x() - room.width() / 2, 0), self.width() - room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    @override
    def bar_at(self, x: float, y: float) -> Bar | None:
        at = int(x * len(self.bars) / max(self.width(), 1))
        return self.bars[at] if 0 <= at < len(self.bars) else None


class LyingBars(Bars):
    """One bar below the other, each after its name and before its amount."""

    ROW = 34

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, Theme.current().metrics.text(self.ROW) * max(len(self.bars), 1))

    @override
    def draw(self, painter: QPainter) -> None:
        """Draw name, bar and amount of each."""
        tokens, strong, plain = Theme.current().tokens, self.font_of(13, QFont.Weight.DemiBold), self.font_of(13)
        figures, letters = QFontMetricsF(strong), QFontMetricsF(plain)
        right = max(figures.horizontalAdvance(money(bar.value)) for bar in self.bars) + 2 * GAP
        left = min(max(letters.horizontalAdvance(bar.name) for bar in self.bars) + 2 * GAP, self.width() * 0.4)
        row = Theme.current().metrics.text(self.ROW)
        for at, bar in enumerate(self.bars):
            line = QRectF(0, at * row, self.width(), row)
            painter.setFont(plain)
            painter.setPen(QColor(tokens.ink))
            name = letters.elidedText(bar.name, Qt.TextElideMode.ElideRight, left - GAP)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            long = max(self.width() - left - right, 0) * bar.value / self.most
            _fill(painter, QRectF(left, line.top() + row * 0.2, max(long, 2), row * 0.6), tokens.brand.ground)
            painter.setFont(strong)
            painter.setPen(QColor(tokens.ink))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, money(bar.value))

    @override
    def bar_at(self, x: float, y: float) -> Bar | None:
        at = int(y // Theme.current().metrics.text(self.ROW))
        return self.bars[at] if 0 <= at < len(self.bars) else None


def _upright(column: QRectF, top: float, foot: float, share: float) -> QRectF:
    wide = min(column.width() - GAP, WIDEST)
    high = (foot - top) * max(share, 0)  # a day may bring less than nothing
    return QRectF(column.center().x() - wide / 2, foot - high, wide, high)


def _fill(painter: QPainter, place: QRectF, color: str) -> None:
    if place.height() > 0 and place.width() > 0:
        path = QPainterPath()
        path.addRoundedRect(place, min(ROUND, place.height() / 2), min(ROUND, place.height() / 2))
        painter.fillPath(path, QColor(color))


def _paler(color: str, ground: str) -> str:
    """Mix a colour with what is behind it: the best bar stands out from the others."""
    mine, behind = QColor(color), QColor(ground)
    parts = [
        round(0.62 * a + 0.38 * b)
        for a, b in zip(mine.getRgb()[:3], behind.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*parts).name()
