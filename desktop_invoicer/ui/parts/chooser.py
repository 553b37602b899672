"""A list to choose one thing from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from desktop_invoicer.ui.theme.theme import Role, Theme


class Chooser(QComboBox):
    """A list to choose from, which a wheel that scrolls the page does not change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow, in the colour of the text beside it."""
        super().paintEvent(event)
        theme = Theme.current()
        side = theme.metrics.icon
        painter = QPainter(self)
        picture = theme.pixmap("chevron-down", Role.MUTED, side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - 10, (self.height() - side) // 2, picture)
        painter.end()
