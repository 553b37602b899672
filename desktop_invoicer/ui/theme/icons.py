"""Icons: bundled SVG files drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_invoicer.assets import asset


@cache
def icon(name: str, color: str, side: int, density: float, disabled: str) -> QIcon:
    """Give an icon of the bundled set in ``color``, up to ``side`` points wide, for ``density`` pixels a point.

    Where it cannot be used it has the colour ``disabled``: Qt would draw it paler, which is bright in the dark.
    """
    made = QIcon(pixmap(name, color, side, density))
    made.addPixmap(pixmap(name, disabled, side, density), QIcon.Mode.Disabled)
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
