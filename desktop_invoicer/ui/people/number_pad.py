"""A number pad on the screen, for a finger."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button, IconButton

_COLUMNS = 3


class NumberPad(Adapting, QWidget):
    """Leaves the focus where it is. ``pressed`` brings a digit, ``erased`` asks for one less, ``ended`` for Enter."""

    pressed = Signal(str)
    erased = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the keys."""
        super().__init__(parent)
        self.say(self.setAccessibleName, N_("Number pad"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        erase, end = IconButton(N_("Erase the last digit"), "erase"), IconButton(N_("Sign in"), "next")
        erase.setAutoRepeat(True)
        erase.clicked.connect(self.erased)
        end.clicked.connect(self.ended)
        digits: list[QWidget] = [self._digit(digit) for digit in "1234567890"]
        for at, key in enumerate([*digits[:-1], erase, digits[-1], end]):
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            key.setProperty("part", "pad")
            grid.addWidget(key, at // _COLUMNS, at % _COLUMNS)

    def _digit(self, digit: str) -> Button:
        button = Button("")
        button.setText(digit)
        button.setAccessibleName(digit)
        button.setObjectName(f"pad_{digit}")
        button.clicked.connect(partial(self.pressed.emit, digit))
        return button
