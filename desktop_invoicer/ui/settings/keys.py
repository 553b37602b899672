"""The keys of every command, each to be changed; a key that another command has is told before it is taken."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button, IconButton
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.note import Note
from desktop_invoicer.ui.theme.theme import Role, Theme

_COMMANDING = re.compile(r"(?:Shift\+)?F[0-9]+|.*(?:Ctrl|Alt|Meta)\+.+")


class KeyRow(Adapting, QWidget):
    """One command: its name, its key, and a way back to the key it came with."""

    def __init__(self, actions: Actions, command: Command, parent: QWidget | None = None) -> None:
        """Show the key in force."""
        super().__init__(parent)
        self._actions = actions
        self.command = command
        self._wanted = QKeySequence()
        self._name = label(wraps=True)
        self.editor = QKeySequenceEdit()
        self.editor.setMaximumSequenceLength(1)
        for field in self.editor.findChildren(QLineEdit):
            make_clearable(field, self)
        self._name.setBuddy(self.editor)
        self.reset = IconButton(N_("Back to its own key"), "retry")
        self.trouble = Note("warning", Role.WARNING)
        self.take = Button(N_("Use it here instead"))
        self.say(self._name.setText, SPECS[command].text)
        self.say(self.editor.setAccessibleName, SPECS[command].text)
        self.say(self.reset.setAccessibleDescription, SPECS[command].text)
        self._lay_out()
        self.editor.editingFinished.connect(self._on_edited)
        self.reset.clicked.connect(self._on_reset)
        self.take.clicked.connect(self._on_take)
        Theme.current().changed.connect(self._resize)
        self._resize()
        self.refresh()

    def refresh(self) -> None:
        """Show the key in force; what was asked is off the table."""
        key = self._actions.of(self.command).shortcut()
        self.editor.setKeySequence(key)
        own = QKeySequence(SPECS[self.command].key)
        self.reset.setEnabled(key != own)
        self._tell("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self.editor)
        row.addWidget(self.reset)
        below = QHBoxLayout()
        below.addWidget(self.trouble, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addLayout(below)

    def _resize(self) -> None:
        self.editor.setFixedWidth(Theme.current().metrics.text(170))

    def _on_edited(self) -> None:
        wanted = self.editor.keySequence()
        holder = self._actions.owner_of(wanted)
        if wanted == self._actions.of(self.command).shortcut():
            self._tell("")
        elif is_typed(wanted):
            self.editor.setKeySequence(self._actions.of(self.command).shortcut())
            self._tell(
                _("{key} alone is for typing and scanning. Add Ctrl, or use a function key.").format(key=_shown(wanted))
            )
        elif holder is not None:
            self._wanted = wanted
            self.editor.setKeySequence(self._actions.of(self.command).shortcut())
            self._tell(
                _("{key} is the key of “{command}”.").format(key=_shown(wanted), command=_(SPECS[holder].text)),
                may_take=True,
            )
        else:
            self._actions.set_key(self.command, wanted)

    def _on_reset(self) -> None:
        self.editor.setKeySequence(QKeySequence(SPECS[self.command].key))
        self._on_edited()

    def _on_take(self) -> None:
        self.editor.setFocus()
        self._actions.set_key(self.command, self._wanted)

    def _tell(self, text: str, *, may_take: bool = False) -> None:
        self.trouble.show_text(text)
        self.take.setVisible(may_take)
        self.editor.setAccessibleDescription(text or _shown(self.editor.keySequence()))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.editor, text))


class KeysSection(Card):
    """Every command with its key."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """List the commands in the order in which they are declared."""
        super().__init__(N_("Keys"), parent)
        self._actions = actions
        intro = label(part="small", wraps=True)
        self.say(intro.setText, N_("Choose a field and press the new key. The cross in it leaves a command without."))
        self.content.addWidget(intro)
        self.rows = {command: KeyRow(actions, command) for command in Command}
        for row in self.rows.values():
            self.content.addWidget(row)
        self.reset = Button(N_("All keys back to their own"), "retry")
        self.reset.clicked.connect(self._on_reset)
        self.content.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        actions.keys_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the keys in force."""
        for row in self.rows.values():
            row.refresh()

    def _on_reset(self) -> None:
        for command in Command:
            self._actions.set_key(command, None)


def is_typed(key: QKeySequence) -> bool:
    """Tell whether a key is one that people and scanners type with."""
    return not (key.isEmpty() or _COMMANDING.fullmatch(key.toString()))


def _shown(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
