"""A button that is kept pressed until it is full: nobody moves money by a slip of the hand."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QStyle, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.hold_painter import filled, paint

HOLD = 1200
"""Milliseconds for which it is kept pressed."""
TICK = 16
LONGEST_TICK = 4 * TICK
"""What one tick counts for at most: a window that hangs sees no release, and holding it is no answer."""
REPEATED = 100
"""Milliseconds within which a key that is pressed again was held: X11 may tell of a repeating key so, and the scanner
keeps the press back for a moment."""
AGAIN, DEAF = 5000, 400
"""Milliseconds within which the second press has to come, and for which it does not: a double click is one press."""


class HoldButton(DeliberateButton):
    """Fires ``held`` once, at the end of a long press by mouse, finger or space bar; any other end cancels it.

    Who cannot hold presses twice: with ``holds`` false, and whenever it is pressed by a screen reader.
    """

    held = Signal()
    told = Signal(str)
    """What to do now, in words; empty when there is nothing to say."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, holds: bool = True) -> None:
        """Make a button without words; whoever holds it says them."""
        super().__init__("", icon, "primary", parent)
        self._icon = icon
        self._holds = holds
        self._words = ""
        self._is_by_hand = False
        self._is_done = False
        self._full = 0.0
        self._elapsed = QElapsedTimer()
        self._tick = QTimer(self, interval=TICK)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._on_tick)
        self._letting_go = QTimer(self, singleShot=True, interval=REPEATED)
        self._letting_go.timeout.connect(self._on_let_go)
        self._armed = QTimer(self, singleShot=True, interval=AGAIN)
        self._armed.timeout.connect(self._on_too_late)
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)
        self.clicked.connect(self._on_clicked)

    @property
    def full(self) -> float:
        """Tell how much of the time has passed, from 0 to 1."""
        return self._full

    @property
    def is_filling(self) -> bool:
        """Tell whether it is being kept pressed."""
        return self._tick.isActive()

    @property
    def is_armed(self) -> bool:
        """Tell whether the next press counts."""
        return self._armed.isActive()

    def set_holds(self, *, holds: bool) -> None:
        """Say whether it is kept pressed, or pressed twice."""
        self._holds = holds
        self._cancel()
        self.adapt()

    def say_words(self, words: str) -> None:
        """Say what it does."""
        self._words = words
        self.adapt()

    @override
    def adapt(self) -> None:
        """Say everything in the language in use."""
        self.setText((_("Press once more") if self.is_armed else self._words).replace("&", "&&"))
        self.setAccessibleName(self._words)
        by_press = _("Press it, and press it once more within 5 seconds.")
        by_hand = _("Keep it pressed until it is full.")
        self.setAccessibleDescription(f"{by_hand} {by_press}" if self._holds else by_press)

    def _on_pressed(self) -> None:
        if self._holds and self._is_by_hand and not self._is_done:
            self._disarm()
            self._full = 0.0
            self._elapsed.start()
            self._tick.start()
            self._tell(_("Keep it pressed…"))

    def _on_tick(self) -> None:
        self._full += min(self._elapsed.restart(), LONGEST_TICK) / HOLD
        self.update()
        if self._full >= 1 and not self._letting_go.isActive():
            self._fire()

    def _on_released(self) -> None:
        """Forget what was held, unless it was enough."""
        if self.is_filling:
            self._empty()
            self._tell(_("Keep it pressed until it is full."))

    def _on_let_go(self) -> None:
        """Take a released key for released: it was not pressed again."""
        self._is_by_hand = False
        self.setDown(False)
        self._on_released()

    def _on_clicked(self) -> None:
        """Count presses, where it is not held."""
        if self._is_done or (self._holds and self._is_by_hand):
            return
        if not self.is_armed:
            self._armed.start()
            self._elapsed.start()
            self.adapt()
            self._tell(_("Press it once more within 5 seconds."))
        elif self._elapsed.hasExpired(DEAF):
            self._fire()

    def _on_too_late(self) -> None:
        self._disarm()
        self._tell("")

    def _fire(self) -> None:
        self._is_done = True
        self._tick.stop()
        self._armed.stop()
        self._full = 1.0
        self.setEnabled(False)
        self._tell("")
        self.held.emit()

    def _cancel(self) -> None:
        """Let go of everything: what was begun elsewhere or before does not count."""
        self._is_by_hand = False
        self._letting_go.stop()
        if self.is_filling or self.is_armed:
            self._empty()
            self._disarm()
            self._tell("")
        self.setDown(False)

    def _empty(self) -> None:
        self._tick.stop()
        self._full = 0.0
        self.update()

    def _disarm(self) -> None:
        self._armed.stop()
        self.adapt()

    def _tell(self, text: str) -> None:
        self.told.emit(text)
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @override
    def sizeHint(self) -> QSize:
        """Keep the size with other words."""
        words = self.fontMetrics()
        more = words.horizontalAdvance(_("Press once more")) - words.horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(more, 0), 0)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin by hand."""
        self._is_by_hand = True
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End by hand."""
        super().mouseReleaseEvent(event)
        self._is_by_hand = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin by hand; a key that repeats itself began long ago."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._letting_go.isActive():
                self._letting_go.stop()
                return
            self._is_by_hand = True
        super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End by hand, soon: the key may only be repeating itself."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self.is_filling:
            self._letting_go.start()
            return
        super().keyReleaseEvent(event)
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_by_hand = False

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go: the release goes elsewhere."""
        super().focusOutEvent(event)
        self._cancel()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Let go."""
        super().hideEvent(event)
        self._cancel()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Let go where it can no longer be pressed."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.EnabledChange, QEvent.Type.ActivationChange} and not self._is_usable:
            self._cancel()

    @property
    def _is_usable(self) -> bool:
        return self.isEnabled() and self.isActiveWindow()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw how full it is."""
        is_calm = not self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        if self.is_filling or self.is_armed or self._is_done:
            paint(self, self._icon, min(filled(self._full, is_calm=is_calm), 1.0))
        else:
            super().paintEvent(event)
