"""Short notices at the foot of the window, read out by screen readers: what was done, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

SHORTEST, A_LETTER = 4000, 60
"""Milliseconds a notice stays: at least, and for each letter to read. An error stays until it is closed."""
_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}


class Toasts(Adapting, QFrame):
    """Shows one notice at a time over the foot of its window; it never takes the focus."""

    def __init__(self, window: QWidget) -> None:
        """Stand over ``window``, hidden."""
        super().__init__(window)
        self._window = window
        self._tone = Tone.NEUTRAL
        self._icon = QLabel()
        self._text = label(part="strong", wraps=True)
        self._close = IconButton(N_("Close notice"), "close")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 10, 10)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """Give the notice that is shown; empty when none is."""
        return self._text.text() if self.isVisibleTo(self._window) else ""

    def show_notice(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show a notice in place of the last one, and have it read out."""
        self._tone = tone
        self._text.setText(text)
        set_tone(self, tone)
        self.adapt()
        self._place()
        self.show()
        self.raise_()
        if tone is Tone.ERROR:
            self._timer.stop()
        else:
            self._timer.start(max(SHORTEST, A_LETTER * len(text)))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))

    def adapt(self) -> None:
        """Draw the icon in the colours in use."""
        theme = Theme.current()
        role = Role.MUTED if self._tone is Tone.NEUTRAL else Role(self._tone.value)
        self._icon.setPixmap(theme.pixmap(_ICONS[self._tone], role, theme.metrics.icon, self.devicePixelRatioF()))

    def _place(self) -> None:
        width = min(max(self._window.width() // 2, 420), self._window.width() - 48)
        self.setFixedWidth(width)
        self.adjustSize()
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.height()
        self.resize(width, height)
        self.move((self._window.width() - width) // 2, self._window.height() - height - 24)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
