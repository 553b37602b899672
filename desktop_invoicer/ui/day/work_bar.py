"""How far something is that takes its time, and the one thing that can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "sending",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}


class WorkBar(Adapting, QFrame):
    """Hidden while nothing is told. ``pressed`` tells that its button was."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Tell nothing yet."""
        super().__init__(parent)
        self.tone = Tone.NEUTRAL
        self._icon = QLabel()
        self._words = label(part="strong", wraps=True)
        self._more = label(wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.button = Button("")
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._words)
        words.addWidget(self._more)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """Give what is told."""
        return self._words.text()

    def tell(self, words: str, more: str = "", tone: Tone = Tone.INFO, button: str = "") -> None:
        """Tell something that is over or waits, with a marked text for the button; without words hide."""
        is_news = words != self._words.text()
        self._show(words, more, tone, button)
        self._bar.hide()
        if words and is_news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{words} {more}".strip()))

    def tell_progress(self, words: str, more: str, steps: tuple[int, int], button: str) -> None:
        """Tell how far something is, so many ``steps`` of so many; nobody is told each of them aloud."""
        self._show(words, more, Tone.INFO, button)
        done, total = steps
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleName(words)
        self._bar.show()

    def _show(self, words: str, more: str, tone: Tone, button: str) -> None:
        self.tone = tone
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.button.setText(_(button) if button else "")
        self.button.setAccessibleName(self.button.text())
        self.button.setVisible(bool(button))
        set_tone(self, tone)
        self.adapt()
        self.setVisible(bool(words))

    def adapt(self) -> None:
        """Draw the icon in the colours in use."""
        theme = Theme.current()
        role = Role.MUTED if self.tone is Tone.NEUTRAL else Role(self.tone.value)
        self._icon.setPixmap(theme.pixmap(_ICONS[self.tone], role, theme.metrics.icon, self.devicePixelRatioF()))
