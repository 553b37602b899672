"""The initials of a person in a circle, by which a face is found before a name is read."""

from __future__ import annotations

from zlib import crc32

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

_TONES = (Tone.SUCCESS, Tone.INFO, Tone.WARNING, Tone.NEUTRAL)


def initials(name: str) -> str:
    """Give the first letters of the first and the last of the names."""
    names = name.split()
    return "".join(part[0] for part in (names[:1] + names[1:][-1:])).upper()


def draw_avatar(painter: QPainter, place: QRectF, name: str) -> None:
    """Draw it; the same name always has the same colours."""
    pair = Theme.current().pair(_TONES[crc32(name.encode()) % len(_TONES)])
    font = QFont(painter.font())
    font.setPixelSize(max(round(place.height() * 0.4), 1))
    font.setWeight(QFont.Weight.DemiBold)
    painter.save()
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.ground))
    painter.drawEllipse(place)
    painter.setPen(QColor(pair.ink))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """Shows the initials of one person, or nobody's."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        """Be ``side`` points wide at the ordinary size of text."""
        super().__init__(parent)
        self._side = side
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show somebody else."""
        self._name = name
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = Theme.current().metrics.text(self._side)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self._name:
            draw_avatar(painter, place, self._name)
        painter.end()
