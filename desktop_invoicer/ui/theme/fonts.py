"""The bundled font: the same letters on every machine, with figures that stand in columns."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from desktop_invoicer.assets import asset

FAMILY = "Inter"
_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")


def load_fonts() -> None:
    """Make the bundled font known to Qt; once for each application."""
    for name in _FILES:
        QFontDatabase.addApplicationFontFromData(asset("fonts", name).read_bytes())


def body_font(size: int) -> QFont:
    """Give the font of ordinary text, ``size`` pixels high, with figures of one width."""
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
