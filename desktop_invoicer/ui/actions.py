"""Everything the window can be told to do, each once: its words, its icon, and its key, which the person may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages import gettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import GUARD
from desktop_invoicer.ui.preferences import Preferences


class Command(StrEnum):
    """The name of each thing the window can be told, as the preferences keep it."""

    HELP = "help"
    SCAN = "scan"
    NEXT_JOB = "next_job"
    PREVIOUS_JOB = "previous_job"
    RETRY = "retry"
    ATTACH = "attach"
    USE_FOUND = "use_found"
    CHOOSE_FILE = "choose_file"
    SUBMIT = "submit"
    DISMISS = "dismiss"
    OPEN_IN_VTEX = "open_in_vtex"
    COPY_ORDER = "copy_order"
    SHOW_RAW = "show_raw"
    ADD_ORDER = "add_order"
    WHY = "why"
    LOOK_AHEAD = "look_ahead"
    CLOSE_DAY = "close_day"
    DAY_REPORT = "day_report"
    PREVIOUS_DAY = "previous_day"
    NEXT_DAY = "next_day"
    TODAY = "today"
    QUEUE = "queue"
    RETURNS = "returns"
    DAY = "day"
    HISTORY = "history"
    FILES = "files"
    STATUS = "status"
    SETTINGS = "settings"
    PALETTE = "palette"
    FULL_SCREEN = "full_screen"
    LARGER = "larger"
    SMALLER = "smaller"
    APPEARANCE = "appearance"
    DENSITY = "density"
    SOUND = "sound"
    LOCK = "lock"
    CHANGE_OPERATOR = "change_operator"
    MY_PIN = "my_pin"
    SETUP = "setup"
    DOCTOR = "doctor"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Spec:
    """What a command is called, and the key it has unless the person chose another."""

    text: str
    icon: str
    key: str = ""
    brief: str = ""
    """What the rail calls its page, where there is little room."""


SPECS: dict[Command, Spec] = {
    Command.HELP: Spec(N_("Keys and help"), "help", "F1"),
    Command.SCAN: Spec(N_("Scan or search"), "search", "F2"),
    Command.PREVIOUS_JOB: Spec(N_("Previous job"), "previous", "F3"),
    Command.NEXT_JOB: Spec(N_("Next job"), "next", "F4"),
    Command.RETRY: Spec(N_("Try again"), "retry", "F5"),
    Command.ATTACH: Spec(N_("Attach document"), "attach", "F6"),
    Command.USE_FOUND: Spec(N_("Use the XML that was found"), "folder-watched", "Shift+F6"),
    Command.CHOOSE_FILE: Spec(N_("Choose XML"), "choose-file", "F7"),
    Command.SUBMIT: Spec(N_("Send invoice"), "submit", "F8"),
    Command.DISMISS: Spec(N_("Dismiss"), "dismiss", "F9"),
    Command.OPEN_IN_VTEX: Spec(N_("Open in VTEX"), "open-external", "F10"),
    Command.FULL_SCREEN: Spec(N_("Full screen"), "fullscreen", "F11"),
    Command.COPY_ORDER: Spec(N_("Copy order number"), "copy", "Ctrl+Shift+C"),
    Command.SHOW_RAW: Spec(N_("What VTEX sent"), "raw", "Ctrl+U"),
    Command.ADD_ORDER: Spec(N_("Ask VTEX about an order"), "add", "Ctrl+N"),
    Command.WHY: Spec(N_("Why not invoiced?"), "why", "Ctrl+I", N_("Why?")),
    Command.LOOK_AHEAD: Spec(N_("What would happen?"), "show", "F12"),
    Command.CLOSE_DAY: Spec(N_("Close the day…"), "lock", "Ctrl+E"),
    Command.DAY_REPORT: Spec(N_("Report…"), "report", "Ctrl+P"),
    Command.PREVIOUS_DAY: Spec(N_("The day before"), "chevron-left", "Alt+Left"),
    Command.NEXT_DAY: Spec(N_("The day after"), "chevron-right", "Alt+Right"),
    Command.TODAY: Spec(N_("Today"), "today", "Alt+Home"),
    Command.QUEUE: Spec(N_("Queue"), "queue", "Ctrl+1"),
    Command.RETURNS: Spec(N_("Returns"), "returns", "Ctrl+2"),
    Command.DAY: Spec(N_("Day close"), "day", "Ctrl+3"),
    Command.HISTORY: Spec(N_("History"), "history", "Ctrl+4"),
    Command.FILES: Spec(N_("Documents"), "folder-watched", "Ctrl+5"),
    Command.STATUS: Spec(N_("Status"), "status", "Ctrl+6"),
    Command.SETTINGS: Spec(N_("Settings"), "settings", "Ctrl+,"),
    Command.PALETTE: Spec(N_("All commands"), "palette-command", "Ctrl+K"),
    Command.LARGER: Spec(N_("Larger text"), "text-larger", "Ctrl++"),
    Command.SMALLER: Spec(N_("Smaller text"), "text-smaller", "Ctrl+-"),
    Command.APPEARANCE: Spec(N_("Light or dark"), "appearance", "Ctrl+Shift+L"),
    Command.DENSITY: Spec(N_("Touch or compact"), "compact", "Ctrl+Shift+D"),
    Command.SOUND: Spec(N_("Sounds on or off"), "sound-on", "Ctrl+Shift+M"),
    Command.LOCK: Spec(N_("Lock the window"), "lock", "Ctrl+L"),
    Command.CHANGE_OPERATOR: Spec(N_("Change operator"), "operator", "Ctrl+Shift+U"),
    Command.MY_PIN: Spec(N_("Change my PIN"), "key"),
    Command.SETUP: Spec(N_("Set up this desk"), "setup"),
    Command.DOCTOR: Spec(N_("Check this desk"), "doctor", "Ctrl+Shift+K"),
    Command.QUIT: Spec(N_("Close the program"), "close", "Ctrl+Q"),
}


REPEATED = frozenset({Command.NEXT_JOB, Command.PREVIOUS_JOB, Command.LARGER, Command.SMALLER})
"""What goes on for as long as its key is held; everything else is done once for each press."""


WHILE_LOCKED = frozenset(
    {
        Command.FULL_SCREEN,
        Command.LARGER,
        Command.SMALLER,
        Command.APPEARANCE,
        Command.DENSITY,
        Command.SOUND,
        Command.QUIT,
    }
)
"""What reaches nothing of the store's work, and can be done while the window is locked."""


class Actions(QObject):
    """The actions of a window. Who does the work connects to ``of(command).triggered`` and enables it when it can."""

    keys_changed = Signal()
    guards_changed = Signal()
    """Other commands take somebody else's word now."""

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        """Make every action, with the keys that were chosen."""
        super().__init__(window)
        self._preferences = preferences
        self._actions = {command: QAction(window) for command in Command}
        self._at_work = QActionGroup(self)
        self._at_work.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        chosen = preferences.keys
        for command, action in self._actions.items():
            action.setObjectName(command.value)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(command in REPEATED)
            action.setShortcut(QKeySequence(chosen.get(command, SPECS[command].key)))
            window.addAction(action)
            if command not in WHILE_LOCKED:
                self._at_work.addAction(action)
        self.retell()

    def of(self, command: Command) -> QAction:
        """Give the action of a command."""
        return self._actions[command]

    def suspend(self, *, is_locked: bool) -> None:
        """Let nothing be done but ``WHILE_LOCKED``; afterwards what was enabled, also meanwhile, can be done again."""
        self._at_work.setEnabled(not is_locked)

    def show_guards(self, guards: Mapping[Command, str]) -> None:
        """Show by a small lock what takes the word of somebody of another role."""
        for command, action in self._actions.items():
            role = guards.get(command, "")
            if role != (action.property(GUARD) or ""):
                action.setProperty(GUARD, role)
                action.changed.emit()
        self.guards_changed.emit()

    def key(self, command: Command) -> str:
        """Give the key of a command as people read it; empty when it has none."""
        return self._actions[command].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def owner_of(self, key: QKeySequence) -> Command | None:
        """Tell which command has this key."""
        return next(
            (command for command, action in self._actions.items() if key.toString() and action.shortcut() == key), None
        )

    def set_key(self, command: Command, key: QKeySequence | None) -> None:
        """Give a command another key, taken from whichever has it; ``None`` goes back to its own."""
        wanted = QKeySequence(SPECS[command].key) if key is None else key
        holder = self.owner_of(wanted)
        if holder is not None and holder is not command:
            self._assign(holder, QKeySequence())
        self._assign(command, wanted)
        self.keys_changed.emit()

    def retell(self) -> None:
        """Say every name in the language in use."""
        for command, action in self._actions.items():
            action.setText(gettext(SPECS[command].text))

    def _assign(self, command: Command, key: QKeySequence) -> None:
        self._actions[command].setShortcut(key)
        if key == QKeySequence(SPECS[command].key):
            self._preferences.forget(f"keys/{command.value}")
        else:
            self._preferences.keep(f"keys/{command.value}", key.toString())
