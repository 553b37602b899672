"""The key of a button: a small cap behind its words, quieter than they are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_invoicer.ui.theme.theme import Theme

GAP, PADDING = 10, 6
_SIZE = 11
_FAINT = 0.4
"""How much of the words' colour the line around the key has."""


class KeyCap:
    """Draws the key ``text``; nothing while it is empty."""

    def __init__(self) -> None:
        """Show no key."""
        self.text = ""

    def width(self, button: QWidget) -> int:
        """Give the room it takes on ``button``, with the distance from the words."""
        return GAP + round(self._side(button).width()) if self.text else 0

    def draw(self, painter: QPainter, inside: QRect, button: QWidget) -> None:
        """Draw at the right of what is ``inside`` of ``button``, in the colour of its words."""
        font, place = _font(button), self._side(button)
        place.moveRight(inside.right())
        place.moveTop(inside.center().y() - place.height() / 2 + 0.5)
        ink = QColor(button.palette().buttonText().color())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        faint = QColor(ink)
        faint.setAlphaF(_FAINT)
        painter.setPen(QPen(faint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text)
        painter.restore()

    def _side(self, button: QWidget) -> QRectF:
        figures = QFontMetrics(_font(button))
        return QRectF(0, 0, figures.horizontalAdvance(self.text) + 2 * PADDING, figures.height() + 4)


def _font(button: QWidget) -> QFont:
    font = QFont(button.font())
    font.setPixelSize(Theme.current().metrics.text(_SIZE))
    font.setWeight(QFont.Weight.Medium)
    return font
