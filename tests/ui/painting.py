"""Compares what the window paints with what it painted when somebody last looked and found it good."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QColor, QImage

PICTURES = Path(__file__).parent / "pictures"
UPDATE = "UPDATE_PICTURES"
NEAR, MOST = 24, 0.002
"""How far a colour may be off (of 255), and which part of the picture may be further off: letters are drawn by
whatever FreeType there is."""
LEVELS = 16
"""How many shades of each colour a picture keeps, which makes its file half as large; none is off by more than 8."""
MARK = QColor("red")
FORMAT = QImage.Format.Format_RGB32


def compared(painted: QImage, name: str, folder: Path) -> str:
    """Tell how ``painted`` differs from the picture ``name``; nothing where it does not.

    What was painted, and where it differs, is left in ``folder``. With ``UPDATE_PICTURES=1`` it becomes the picture.
    """
    file = PICTURES / f"{name}.png"
    painted = painted.convertToFormat(FORMAT)
    if os.environ.get(UPDATE):
        PICTURES.mkdir(exist_ok=True)
        _reduced(painted).save(str(file), quality=0)
        return ""
    wanted = QImage(str(file)).convertToFormat(FORMAT)
    if wanted.size() != painted.size():
        return _kept(painted, name, folder, f"it is {_size(painted)}, not {_size(wanted)}")
    off = _places_off(wanted, painted)
    if len(off) <= MOST * painted.width() * painted.height():
        return ""
    marked = painted.copy()
    for at in off:
        marked.setPixelColor(at % painted.width(), at // painted.width(), MARK)
    marked.save(str(folder / f"{name}-difference.png"))
    return _kept(painted, name, folder, f"{len(off)} pixels differ")


def _reduced(image: QImage) -> QImage:
    step = 255 // (LEVELS - 1)
    shades = bytes(step * round(value / step) for value in range(256))
    return QImage(bytes(image.constBits()).translate(shades), image.width(), image.height(), FORMAT).copy()


def _kept(painted: QImage, name: str, folder: Path, told: str) -> str:
    painted.save(str(folder / f"{name}.png"))
    return f"{name}: {told}; see {folder}, and take it over with {UPDATE}=1"


def _places_off(one: QImage, other: QImage) -> list[int]:
    """Give the pixels that are off, counted from the top left."""
    width = 4 * one.width()
    before, after = bytes(one.constBits()), bytes(other.constBits())
    off: list[int] = []
    for start in range(0, len(before), width):
        row, painted = before[start : start + width], after[start : start + width]
        if row != painted:
            far = {at // 4 for at, (a, b) in enumerate(zip(row, painted, strict=True)) if abs(a - b) > NEAR}
            off += [start // 4 + at for at in far]
    return off


def _size(image: QImage) -> str:
    return f"{image.width()} × {image.height()}"
