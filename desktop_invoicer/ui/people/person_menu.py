"""What the button of whoever is signed in offers: somebody else, the lock screen, another PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.people.pin_dialog import PinDialog

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow

OFFERED = (Command.CHANGE_OPERATOR, Command.LOCK, Command.MY_PIN)


class PersonMenu(QObject):
    """Opens below the button, and has one's own PIN changed."""

    def __init__(self, window: MainWindow) -> None:
        """Listen to the header of ``window``."""
        super().__init__(window)
        self._window = window
        window.header.person_pressed.connect(self._on_pressed)
        window.actions_.of(Command.MY_PIN).triggered.connect(self._on_pin_wanted)

    @Slot(object)
    def _on_pressed(self, button: QWidget) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("person_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in OFFERED:
            menu.addAction(self._window.actions_.of(command))
        below = button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height()))
        menu.popup(below)

    @Slot()
    def _on_pin_wanted(self) -> None:
        workplace = self._window.workplace
        if workplace.presence.operator is not None:
            PinDialog(workplace, workplace.presence.operator, self._window).open()
