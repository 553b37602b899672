"""A button for what is not taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop_invoicer.ui.parts.buttons import Button

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
"""Scanners end every scan with it."""


class DeliberateButton(Button):
    """Is pressed by a click or by the space bar, never by Enter."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do nothing, whatever the desktop thinks of it."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
