"""Notices that nobody has touched the window for some time."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

AHEAD = 30
"""Seconds before the end at which it is told."""
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


def _now() -> float:
    """Give seconds that go on while the computer sleeps."""
    return time.time()


class Idle(QObject):
    """Counts what hands do to whichever window has the focus, and nothing that the desk tells.

    Each input only notes the time. One timer runs while it watches, and looks at that time when it is due.
    """

    nearing = Signal()
    """The end comes in ``AHEAD`` seconds."""
    stayed = Signal()
    """Somebody is there after all."""
    ended = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], float] = _now) -> None:
        """Watch nothing yet; ``clock`` gives seconds."""
        super().__init__(parent)
        self._clock = clock
        self._limit = 0
        self._last = clock()
        self._is_near = False
        self._watched: QWindow | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)

    def watch(self, seconds: int) -> None:
        """Begin to count now; 0 seconds never end."""
        self.rest()
        self._limit = seconds
        if seconds:
            gui = QGuiApplication.instance()
            assert isinstance(gui, QGuiApplication)  # noqa: S101 (there is no window without)
            gui.focusWindowChanged.connect(self._on_window_changed)
            self._on_window_changed(QGuiApplication.focusWindow())
            self._last = self._clock()
            self._wait(seconds - AHEAD)

    def rest(self) -> None:
        """Count no further."""
        self._timer.stop()
        self._is_near = False
        if self._limit:
            self._limit = 0
            gui = QGuiApplication.instance()
            assert isinstance(gui, QGuiApplication)  # noqa: S101 (there is no window without)
            gui.focusWindowChanged.disconnect(self._on_window_changed)
            self._on_window_changed(None)

    def _wait(self, seconds: float) -> None:
        self._timer.start(max(round(seconds * 1000), 1))

    def _idle(self) -> float:
        """Give the seconds since the last input; a clock that was set back begins anew."""
        now = self._clock()
        self._last = min(self._last, now)
        return now - self._last

    @Slot()
    def _on_due(self) -> None:
        left = self._limit - self._idle()
        if left <= 0:
            self.ended.emit()
        elif left <= AHEAD:
            self._is_near = True
            self._wait(left)
            self.nearing.emit()
        else:
            self._wait(left - AHEAD)

    @Slot(QWindow)
    def _on_window_changed(self, window: QWindow | None) -> None:
        """Listen to the window with the focus: all input goes there, and far less else than to all."""
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the time. What comes after the end, as when a computer wakes up, reaches nothing."""
        if event.type() not in _INPUT or not self._limit:
            return False
        if self._idle() >= self._limit:
            self.ended.emit()
            return True
        self._last = self._clock()
        if self._is_near:
            self._is_near = False
            self._wait(self._limit - AHEAD)
            self.stayed.emit()
        return False
