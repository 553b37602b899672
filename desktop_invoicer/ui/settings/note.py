"""A small line below something: what is wrong with it, or that it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme


class Note(Adapting, QWidget):
    """A small line with an icon: what is wrong, or that something is done."""

    def __init__(self, icon: str, role: Role, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._icon, self._role = icon, role
        self._picture = QLabel()
        self._text = label(part="small", wraps=True)
        self._text.setProperty("ink", role.value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.adapt()
        self.show_text("")

    @property
    def text(self) -> str:
        """Give what is said; empty when nothing is."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Say something; an empty text hides the line."""
        self._text.setText(text)
        self.setVisible(bool(text))

    def adapt(self) -> None:
        """Draw the icon in the colours and size in use."""
        theme = Theme.current()
        side = theme.metrics.text(16)
        self._picture.setPixmap(theme.pixmap(self._icon, self._role, side, self.devicePixelRatioF()))
