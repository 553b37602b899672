"""A button for a command on the job in view: its words may be the job's own, its key is the command's."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.parts.buttons import Button, guard_words


class CommandButton(Button):
    """Asks for a command when it is pressed; whoever holds it decides when it can be."""

    wanted = Signal(object)
    """The ``Command``."""

    def __init__(self, actions: Actions, command: Command, part: str = "", parent: QWidget | None = None) -> None:
        """Name the command and its key."""
        super().__init__("", SPECS[command].icon, part, parent)
        self.setObjectName(f"{part or 'plain'}_{command.value}")
        self.command = command
        self._actions = actions
        self._words = ""
        self._is_guarded = True
        actions.keys_changed.connect(self.adapt)
        actions.guards_changed.connect(self.adapt)
        self.clicked.connect(self._on_clicked)
        self.adapt()

    def say_words(self, words: str) -> None:
        """Say something of this job instead of the command's own words."""
        self._words = words
        self.adapt()

    def let_everybody(self) -> None:
        """Show no lock: here the command does something else, that everybody may."""
        self._is_guarded = False
        self.adapt()

    @Slot()
    def adapt(self) -> None:
        """Say words and key in the language in use."""
        words = self._words or _(SPECS[self.command].text)
        self.setText(words.replace("&", "&&"))
        self.show_key(self._actions.key(self.command))
        self.setAccessibleName(words)
        self.show_guard(guard_words(self._actions.of(self.command)) if self._is_guarded else "")

    @Slot()
    def _on_clicked(self) -> None:
        self.wanted.emit(self.command)
