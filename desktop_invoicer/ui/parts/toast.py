"""Short notices over the window, read out by screen readers: what was done, or what went wrong."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

SHORTEST, A_LETTER = 4000, 60
"""Milliseconds a notice stays: at least, and for each letter to read. An error stays until it is closed."""
WIDEST, MARGIN = 400, 24
"""How wide a notice grows at the ordinary size of text, and what stays free around it."""
PAGE = 16
"""What pages leave free beside the rail."""
_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}


class News(Enum):
    """What there may be news of."""

    ORDERS = auto()
    PERSON_NEEDED = auto()
    OVERDUE = auto()
    CONNECTION = auto()
    FILES = auto()


class Toasts(Adapting, QFrame):
    """Shows one notice at a time, below at the left; it never takes the focus, nor covers the foot with its actions.

    What somebody did, or tried to do, is answered at once; news waits until that has been read.
    """

    def __init__(self, window: QWidget) -> None:
        """Stand over ``window``, hidden."""
        super().__init__(window)
        self._window = window
        self._tone = Tone.NEUTRAL
        self._is_hushed = False
        self._unheard: tuple[str, Tone] | None = None
        self._news: dict[News, tuple[str, Tone]] = {}
        self._icon = QLabel()
        self._text = label(part="strong", wraps=True)
        self._close = IconButton(N_("Close notice"), "close")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=32, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.leave)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """Give the notice that is shown; empty when none is."""
        return self._text.text() if self.isVisibleTo(self._window) else ""

    def hush(self, *, is_hushed: bool) -> None:
        """Say nothing for now: what a notice names is not for everybody who passes by.

        The last one that somebody has to know of is shown afterwards.
        """
        if is_hushed and self.text:
            self._remember(self.text, self._tone)
        self._is_hushed = is_hushed
        if is_hushed:
            self._news.clear()
            self.hide()
        elif self._unheard is not None:
            unheard, self._unheard = self._unheard, None
            self.show_notice(*unheard)

    def show_notice(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show a notice in place of the last one, and have it read out."""
        if self._is_hushed:
            self._remember(text, tone)
            return
        self._tone = tone
        self._text.setText(text)
        set_tone(self, tone)
        self.adapt()
        self.show()
        self.raise_()
        if tone is Tone.ERROR:
            self._timer.stop()
        else:
            self._timer.start(max(SHORTEST, A_LETTER * len(text)))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))

    def show_news(self, news: News, text: str, tone: Tone) -> None:
        """Show what nobody waits for, once the notice in view is gone; of each kind the newest waits."""
        if self._is_hushed:
            return
        if not self.text:
            self.show_notice(text, tone)
        else:
            self._news.pop(news, None)
            self._news[news] = (text, tone)

    @Slot()
    def leave(self) -> None:
        """Take the notice out of view, and show news that waits."""
        self.hide()
        if self._news:
            self.show_notice(*self._news.pop(next(iter(self._news))))

    def _remember(self, text: str, tone: Tone) -> None:
        if tone in {Tone.WARNING, Tone.ERROR}:
            self._unheard = (text, tone)

    def adapt(self) -> None:
        """Draw the icon in the colours in use, and fit the size of text."""
        theme = Theme.current()
        role = Role.MUTED if self._tone is Tone.NEUTRAL else Role(self._tone.value)
        self._icon.setPixmap(theme.pixmap(_ICONS[self._tone], role, theme.metrics.icon, self.devicePixelRatioF()))
        self._place()

    def _place(self) -> None:
        metrics, room = Theme.current().metrics, self._window.size()
        self.ensurePolished()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        beside = self.sizeHint().width() - self._text.sizeHint().width()
        left = metrics.rail + PAGE
        width = min(words + beside + MARGIN, metrics.text(WIDEST), room.width() - left - MARGIN)
        height = self.heightForWidth(width)
        below = metrics.primary + 2 * MARGIN
        self.setGeometry(left, max(room.height() - below - height, 0), width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window grows or shrinks."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
