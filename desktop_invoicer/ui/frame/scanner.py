"""Barcode scanners: they type like a keyboard, only faster than any hand, wherever the focus happens to be.

What can be the beginning of a burst is held back for a moment. A hand's keys are then delivered in their order; those
of a scanner never are, nor is the Enter that ends them, so that a scan cannot press a button.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from typing_extensions import override

from desktop_invoicer.ui.preferences import Preferences

SHORTEST = 6
"""Characters that a burst needs to count as a scan."""
GAP = 35
"""Milliseconds between two keys of a scanner at most, unless the preferences say otherwise."""
GRACE = 100
"""Milliseconds in which a key still belongs to a burst that no hand types: a radio, or a busy computer, stutters."""
REPEAT = 10
"""Milliseconds that a key which is kept pressed takes at least to repeat itself."""
STALL = 15
"""Milliseconds a timer is late when the window was busy, and keys may wait to be read."""

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr})
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_INTERRUPTING = frozenset(
    {
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Close,
    }
)
"""What must not overtake the keys that came before."""


@runtime_checkable
class ScanTaker(Protocol):
    """A dialog that has a use for scans while it is open."""

    def take_scanned(self, text: str) -> bool:
        """Use what was scanned; tell whether it was of use."""
        ...


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a key was pressed: as its event tells, where it does, and as it was read."""

    told: int
    read: int

    def after(self, other: _Moment) -> int:
        """Give the milliseconds since ``other``: a busy window does not stretch what the events themselves tell."""
        if self.told and other.told and self.told >= other.told:
            return self.told - other.told
        return self.read - other.read


def _now() -> int:
    return time.monotonic_ns() // 1_000_000


class Scanner(QObject):
    """Watches the keys of whichever window has the focus."""

    scanned = Signal(str)
    """What was scanned, for the window."""
    refused = Signal(str)
    """What was scanned while a dialog was open that has no use for it."""

    _read = Signal(str)

    def __init__(self, preferences: Preferences, parent: QObject, clock: Callable[[], int] = _now) -> None:
        """Watch from now on; ``clock`` gives milliseconds."""
        super().__init__(parent)
        self._preferences = preferences
        self._clock = clock
        self._text = ""
        self._held: list[tuple[QWindow, QKeyEvent]] = []
        self._last = _Moment(0, 0)
        self._ended: _Moment | None = None
        self._swallowed: set[int] = set()
        self._is_passing = False
        self._due = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_pause)
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)  # after the key has been dealt with
        self._watched: dict[str, QObject] = {}
        gui = QGuiApplication.instance()
        assert isinstance(gui, QGuiApplication)  # noqa: S101 (there is no window without)
        gui.focusWindowChanged.connect(self._on_window_changed)
        gui.focusObjectChanged.connect(self._on_object_changed)
        self._on_window_changed(QGuiApplication.focusWindow())
        self._on_object_changed(QGuiApplication.focusObject())

    @property
    def gap(self) -> int:
        """Give the milliseconds that separate a scanner from a hand."""
        text = self._preferences.text("scanner/gap_ms")
        return int(text) if text.isdecimal() and int(text) else GAP

    @property
    def _is_scan(self) -> bool:
        """Tell whether no hand typed what is held."""
        return len(self._text) >= SHORTEST

    @property
    def _grace(self) -> int:
        """Give ``GRACE``, or what a slow scanner needs."""
        return max(self.gap, GRACE)

    @property
    def _longest_pause(self) -> int:
        """Give the milliseconds after which the next key belongs to something else."""
        return self._grace if self._is_scan else self.gap

    def _press(self, window: QWindow, event: QKeyEvent) -> bool:
        """Take a pressed key; tell whether it is kept from the window."""
        moment = _Moment(event.timestamp(), self._clock())
        if event.key() in _ENDS and not event.modifiers() & _COMMANDING:
            return self._end(moment, event)
        if event.key() in _MODIFIERS:
            return bool(self._held) and self._hold(window, event)
        if not self._is_written(event, moment) or (not self._held and not self._is_wanted()):
            self._settle()
            return False
        if self._held and moment.after(self._last) > self._longest_pause:
            self._settle()
        if not self._held:
            self._swallowed.clear()
        self._text += event.text()
        self._last = moment
        self._wait(self._longest_pause)
        return self._hold(window, event)

    def _is_written(self, event: QKeyEvent, moment: _Moment) -> bool:
        """Tell whether a key writes a character by itself, once.

        Pressed anew in the millisecond of its release, as in the ``00`` of a burst, it looks to Qt as if kept pressed.
        """
        commanding = event.modifiers() & _COMMANDING
        is_plain = not commanding or commanding == _ALT_GR
        is_kept = event.isAutoRepeat() and not (self._held and moment.after(self._last) < REPEAT)
        return is_plain and not is_kept and event.text().isprintable() and bool(event.text())

    def _end(self, moment: _Moment, event: QKeyEvent) -> bool:
        """Take Enter or Tab, which ends a scan, and otherwise is nobody's business here."""
        if self._ends_scan(moment):
            if self._held:
                self._settle()
            self._ended = moment
            self._swallowed.add(event.key())
            return True
        self._settle()
        return False

    def _ends_scan(self, moment: _Moment) -> bool:
        if self._held:
            return self._is_scan and moment.after(self._last) <= self._grace
        return self._ended is not None and moment.after(self._ended) <= self._grace

    def _release(self, window: QWindow, event: QKeyEvent) -> bool:
        """Keep a released key behind its press."""
        if self._held:
            return self._hold(window, event)
        if event.key() in self._swallowed:
            self._swallowed.discard(event.key())
            return True
        return False

    def _hold(self, window: QWindow, event: QKeyEvent) -> bool:
        self._held.append((window, event.clone()))
        return True

    def _settle(self) -> None:
        """Decide about what is held: it was a scan, or it is delivered now."""
        self._timer.stop()
        is_scan = self._is_scan
        text, self._text = self._text, ""
        held, self._held = self._held, []
        if is_scan:
            self._ended = self._last
            self._swallowed |= {event.key() for _, event in held}
            self._read.emit(text.strip())
            return
        for window, event in held:
            if shiboken6.isValid(window):
                self._is_passing = True
                QCoreApplication.sendEvent(window, event)

    def _wait(self, milliseconds: int) -> None:
        self._due = self._clock() + milliseconds
        self._timer.start(milliseconds)

    def _is_wanted(self) -> bool:
        """Tell whether keys are watched here; a password is nobody's scan, even if a program types it."""
        focus = QApplication.focusWidget()
        is_secret = isinstance(focus, QLineEdit) and focus.echoMode() is not QLineEdit.EchoMode.Normal
        return not is_secret and self._preferences.text("scanner/enabled", "yes") == "yes"

    @Slot()
    def _on_pause(self) -> None:
        """Settle, but not before keys were read that came while the window was busy."""
        if self._clock() - self._due > STALL:
            self._wait(STALL)
        else:
            self._settle()

    @Slot(str)
    def _on_read(self, text: str) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            self.scanned.emit(text)
        elif not (isinstance(dialog, ScanTaker) and dialog.take_scanned(text)):
            self.refused.emit(text)

    @Slot(QWindow)
    def _on_window_changed(self, window: QWindow | None) -> None:
        self._settle()
        self._watch("window", window)

    @Slot(QObject)
    def _on_object_changed(self, focus: QObject | None) -> None:
        self._watch("focus", focus)

    def _watch(self, role: str, watched: QObject | None) -> None:
        """Watch an object in place of the one before: every key goes to these, and far less else than to all."""
        former = self._watched.pop(role, None)
        if former is not None and shiboken6.isValid(former) and former not in self._watched.values():
            former.removeEventFilter(self)
        if watched is not None:
            self._watched[role] = watched
            watched.installEventFilter(self)

    def _take_override(self, event: QKeyEvent) -> None:
        """Take what comes before a shortcut: it must not overtake what is held, and no scan may be one."""
        moment = _Moment(event.timestamp(), self._clock())
        if event.key() in _ENDS and self._ends_scan(moment):
            event.accept()
        elif event.key() not in _MODIFIERS and not self._is_written(event, moment):
            self._settle()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold keys back, and let everything else pass behind them."""
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride:
                self._take_override(event)
                return event.isAccepted() and event.key() in _ENDS
            if not isinstance(watched, QWindow):
                return False
            if self._is_passing:
                self._is_passing = False
                return False
            return (self._press if kind == QEvent.Type.KeyPress else self._release)(watched, event)
        if kind in _INTERRUPTING and self._held:
            self._settle()
        return False
