"""Where a PIN is typed: never shown, digits only, and nothing that a scanner types counts."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop_invoicer.domain.pin import LONGEST, SHORTEST
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting

BURST = 35
"""Milliseconds between two digits at most where a scanner types: no hand is as fast four times in a row."""
_ROOM = 64
"""Characters that can be pasted, blanks and all."""
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def _now() -> int:
    return time.monotonic_ns() // 1_000_000


class PinField(Adapting, QLineEdit):
    """``entered`` tells of Enter, ``scanned`` that it was a scanner that typed, which empties the field."""

    entered = Signal()
    scanned = Signal()
    lettered = Signal(str)
    """A letter was typed, which is no part of a PIN."""

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], int] = _now) -> None:
        """Make an empty field; ``clock`` gives milliseconds where a key does not tell when it was pressed."""
        super().__init__(parent)
        self.setObjectName("pin")
        self.setProperty("part", "pin")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(_ROOM)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.say(self.setAccessibleName, N_("PIN"))
        self._clock = clock
        self._last = 0
        self._run = 0
        self._longest_run = 0
        self.textChanged.connect(self._on_changed)

    @property
    def is_complete(self) -> bool:
        """Tell whether this can be a PIN that a person typed."""
        return SHORTEST <= len(self.text()) <= LONGEST and not self._is_burst

    @property
    def _is_burst(self) -> bool:
        return self._longest_run >= SHORTEST

    def press(self, digit: str) -> None:
        """Take a digit of the number pad."""
        self.insert(digit)

    def take(self) -> str:
        """Give what stands there, and keep nothing of it."""
        pin = self.text()
        self.clear()
        return pin

    @Slot()
    def enter(self) -> None:
        """Do what Enter does."""
        if self._is_burst or len(self.text()) > LONGEST:
            self.clear()
            self.scanned.emit()
        elif self.text():
            self.entered.emit()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        """Leave out whatever is no digit: what is pasted may have blanks or a line's end."""
        digits = "".join(character for character in text if character in "0123456789")
        if digits != text:
            self.setText(digits)
        elif not text:
            self._run = self._longest_run = 0

    def _time(self, event: QKeyEvent) -> None:
        """Count the digits that came one after the other as no hand types."""
        now = event.timestamp() or self._clock()
        self._run = self._run + 1 if self._run and now - self._last <= BURST else 1
        self._longest_run = max(self._run, self._longest_run)
        self._last = now

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, and what moves in the field; letters are for whoever listens, the rest for nobody."""
        text = event.text()
        if event.key() in _ENTERS:
            self.enter()
        elif text and text in "0123456789":
            self._time(event)
            super().keyPressEvent(event)
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.lettered.emit(text)
        else:
            super().keyPressEvent(event)
