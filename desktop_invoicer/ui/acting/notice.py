"""A notice inside a dialog: an icon and a sentence on a ground of their tone, read out when it changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}


class Notice(Adapting, QFrame):
    """Hidden while it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self._tone = Tone.NEUTRAL
        self._icon = QLabel()
        self._text = label(wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """Give what is said."""
        return self._text.text()

    def tell(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Say something else; an empty text hides the notice."""
        is_news = text != self._text.text()
        self._tone = tone
        self._text.setText(text)
        set_tone(self, tone)
        self.adapt()
        self.setVisible(bool(text))
        if text and is_news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def adapt(self) -> None:
        """Draw the icon in the colours in use."""
        theme = Theme.current()
        role = Role.MUTED if self._tone is Tone.NEUTRAL else Role(self._tone.value)
        self._icon.setPixmap(theme.pixmap(_ICONS[self._tone], role, theme.metrics.icon, self.devicePixelRatioF()))
