"""How a button looks while it fills: its words stay readable on the full part and on the empty one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop_invoicer.ui.theme.icons import pixmap
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Pair

STEPS = 4
RADIUS = 8
EDGE = 2
GAP = 8
"""Points between the icon and the words."""


def filled(full: float, *, is_calm: bool) -> float:
    """Tell how full to show it: little by little, or in a few steps where the system shows no motion."""
    return int(full * STEPS) / STEPS if is_calm else full


def paint(button: QAbstractButton, icon: str, full: float) -> None:
    """Draw an icon and the words of ``button`` on a ground that is ``full`` from the left, from 0 to 1."""
    tokens, place = Theme.current().tokens, QRectF(button.rect())
    inside = place.adjusted(EDGE / 2, EDGE / 2, -EDGE / 2, -EDGE / 2)
    outline = QPainterPath()
    outline.addRoundedRect(inside, RADIUS, RADIUS)
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    begin, end = place.left(), place.left() + place.width() * full
    for pair, left, right in ((tokens.brand, begin, end), (tokens.selection, end, place.right() + 1)):
        painter.save()
        painter.setClipRect(QRectF(left, place.top(), right - left, place.height()))
        painter.fillPath(outline, QColor(pair.ground))
        _write(painter, button, icon, pair)
        painter.restore()
    painter.setPen(QPen(QColor(tokens.brand.ground), EDGE))
    painter.drawPath(outline)
    if button.hasFocus():
        painter.setPen(QPen(QColor(tokens.focus), EDGE + 1))
        painter.drawPath(outline)
    painter.end()


def _write(painter: QPainter, button: QAbstractButton, icon: str, pair: Pair) -> None:
    """Write the words in the middle, with the icon before them."""
    text, place = button.text().replace("&&", "&"), QRectF(button.rect())
    side, width = Theme.current().metrics.icon, button.fontMetrics().horizontalAdvance(text)
    left = place.center().x() - (side + GAP + width) / 2
    drawn = pixmap(icon, pair.ink, side, button.devicePixelRatioF())
    painter.drawPixmap(QPointF(left, place.center().y() - side / 2), drawn)
    painter.setPen(QColor(pair.ink))
    painter.setFont(button.font())
    words = QRectF(left + side + GAP, place.top(), width + 2, place.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
