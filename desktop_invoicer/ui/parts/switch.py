"""A switch: on at the right, with a tick in its knob; off at the left. It is a check box to everything but the eye."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from desktop_invoicer.ui.theme.theme import Theme

_TICK = ((-0.32, 0.02), (-0.08, 0.26), (0.34, -0.24))
"""The tick in the knob, in radii from its centre."""


class Switch(QCheckBox):
    """Yes or no, without words of its own: whoever uses it names it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a switch that is off."""
        super().__init__(parent)
        self.setProperty("part", "switch")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        """Be as high as every control, so that a finger hits it."""
        metrics = Theme.current().metrics
        return QSize(metrics.text(44) + 8, metrics.control)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the knob and, when on, its tick."""
        tokens, metrics = Theme.current().tokens, Theme.current().metrics
        is_on = self.isChecked()
        ink = QColor(tokens.brand.ground if is_on else tokens.edge)
        if not self.isEnabled():
            ink = QColor(tokens.line)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, 0, metrics.text(44), metrics.text(24))
        track.moveCenter(QPointF(self.rect().center()) + QPointF(0.5, 0.5))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(track.adjusted(-3, -3, 3, 3), track.height() / 2 + 3, track.height() / 2 + 3)
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(ink if is_on else QColor(tokens.surface))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        radius = track.height() / 2 - 4
        middle = QPointF(
            track.right() - track.height() / 2 if is_on else track.left() + track.height() / 2, track.center().y()
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.brand.ink) if is_on else ink)
        painter.drawEllipse(middle, radius, radius)
        if is_on:
            painter.setPen(QPen(ink, 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline([middle + QPointF(x, y) * radius * 1.3 for x, y in _TICK])
        painter.end()
