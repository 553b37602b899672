"""Icons: bundled SVG files drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_invoicer.assets import asset

_SIDE = 24
_DENSITIES = (1, 2)
"""Screens with one and with two pixels a point; Qt scales for the rest."""


@cache
def icon(name: str, color: str, disabled: str = "") -> QIcon:
    """Give an icon of the bundled set in ``color``, and in ``disabled`` where it cannot be used."""
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled or color)):
        for density in _DENSITIES:
            made.addPixmap(pixmap(name, ink, _SIDE, density), mode)
    return made


@cache
def pixmap(name: str, color: str, side: int, density: float = 1.0) -> QPixmap:
    """Draw an icon ``side`` points wide for a screen of ``density`` pixels a point."""
    drawing = asset("icons", f"{name}.svg").read_bytes().replace(b"currentColor", color.encode())
    canvas = QPixmap(QSize(round(side * density), round(side * density)))
    canvas.setDevicePixelRatio(density)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return canvas
