"""The navigation rail: one button a page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.theme.theme import Role, Theme


class Rail(Adapting, QFrame):
    """Buttons for the pages, above, and for the settings, below."""

    def __init__(self, actions: Actions, pages: list[Command], parent: QWidget | None = None) -> None:
        """Show a button for each page, in this order; the last one stands at the foot."""
        super().__init__(parent)
        self.setProperty("part", "rail")
        self._actions = actions
        self._group = QButtonGroup(self)
        self._buttons: dict[Command, QToolButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 8, 12)
        self._layout.setSpacing(6)
        for command in pages:
            if command is pages[-1]:
                self._layout.addStretch()
            self._layout.addWidget(self._made(command))
        actions.keys_changed.connect(self.adapt)
        Theme.current().changed.connect(self._resize)
        self.adapt()
        self._resize()

    def show_page(self, command: Command) -> None:
        """Mark the page in view."""
        self._buttons[command].setChecked(True)

    def adapt(self) -> None:
        """Tell each page's key."""
        for command, button in self._buttons.items():
            action = self._actions.of(command)
            button.setToolTip(f"{action.text()}  {self._actions.key(command)}".rstrip())

    def _made(self, command: Command) -> QToolButton:
        button = QToolButton()
        button.setProperty("part", "rail")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(button.setText, SPECS[command].text)
        self.say(button.setAccessibleName, SPECS[command].text)
        self.wear(button.setIcon, SPECS[command].icon, Role.MUTED)
        button.clicked.connect(self._actions.of(command).trigger)
        self._group.addButton(button)
        self._buttons[command] = button
        return button

    def _resize(self) -> None:
        metrics = Theme.current().metrics
        self.setMinimumWidth(metrics.rail)
        side = metrics.largest_icon
        for button in self._buttons.values():
            button.setIconSize(QSize(side, side))
