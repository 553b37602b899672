"""What the panel shows while no job is selected: calm, and the keys that matter most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

KEYS = (Command.SCAN, Command.NEXT_JOB, Command.ATTACH, Command.SUBMIT, Command.PALETTE)


class Empty(Adapting, QWidget):
    """Tells that no job is selected, or with a marked ``text`` what to do then, and which keys there are."""

    def __init__(self, actions: Actions, text: str = N_("No order selected"), keys: Sequence[Command] = KEYS) -> None:
        """Build it."""
        super().__init__()
        self._actions = actions
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(part="title", wraps=True)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.say(title.setText, text)
        self._rows = {command: (label(part="key"), label()) for command in keys}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for row, (key, words) in enumerate(self._rows.values()):
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.setAlignment(grid, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        actions.keys_changed.connect(self.adapt)
        Theme.current().changed.connect(self.adapt)
        self.adapt()

    @Slot()
    def adapt(self) -> None:
        """Say keys and words in the language in use."""
        theme = Theme.current()
        side = theme.metrics.text(40)
        self._icon.setPixmap(theme.pixmap("receipt", Role.MUTED, side, self.devicePixelRatioF()))
        for command, (key, words) in self._rows.items():
            key.setText(self._actions.key(command))
            words.setText(_(SPECS[command].text))
