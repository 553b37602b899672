"""The people of a store, and somebody at its window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.people import Operator, Role
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.people.lock_screen import LockScreen
from desktop_invoicer.ui.people.locking import Locking
from desktop_invoicer.ui.people.sign_in_form import SignInForm

ADMINISTRATOR, MANAGER, CLERK = "Rui Lima", "Ana Souza", "Bia Dias"
PINS = {ADMINISTRATOR: "90210", MANAGER: "2580", CLERK: "7319"}
ROLES = {ADMINISTRATOR: Role.ADMINISTRATOR, MANAGER: Role.MANAGER, CLERK: Role.CLERK}
SLOW = 120
"""Milliseconds between two keys of a hand."""


@dataclass
class Staff:
    """A window where people sign in."""

    application: Application
    qtbot: QtBot
    time: int = 1_000

    @property
    def window(self) -> MainWindow:
        return self.application.window

    @property
    def locking(self) -> Locking:
        return self.window.furniture.locking

    @property
    def screen(self) -> LockScreen:
        return self.locking.screen

    @property
    def form(self) -> SignInForm:
        return self.screen.form

    def ask(self, work: Callable[[Commands], Any]) -> Any:  # noqa: ANN401 (whatever the desk answers)
        answers: list[Any] = []
        self.application.link.ask(self.window, work, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def hire(self) -> None:
        """Switch PINs on, and lock the window by that."""

        async def add(commands: Commands) -> tuple[Operator, ...]:
            people = commands.people
            by = ADMINISTRATOR
            for name, role in ROLES.items():
                await people.add(by, name, role, PINS[name])
                people.welcome_back(ADMINISTRATOR)
            people.sign_out(ADMINISTRATOR)
            return people.operators()

        self.ask(add)
        self.qtbot.waitUntil(lambda: self.window.is_locked and len(self.window.workplace.presence.roster) == len(ROLES))

    def sign_in(self, name: str) -> None:
        """Come in as a person does: choose, type, Enter."""
        self.window.activateWindow()  # the desktop does that once a dialog is gone; offscreen there is none
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.form.people.choose(name)
        self.form.pin.setFocus()
        self.type(PINS[name] + "\r")
        self.qtbot.waitUntil(lambda: not self.window.is_locked)

    def type(self, text: str, gap: int = SLOW, target: QWidget | None = None) -> None:
        """Type into whichever window has the focus."""
        for character in text:
            self.time += gap
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(self.time)
                QCoreApplication.sendEvent(target or QGuiApplication.focusWindow(), event)

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def click(self, name: str) -> None:
        """Touch a button."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key as the system does: shortcuts hear of it, too."""
        QTest.keyClick(QGuiApplication.focusWindow(), key, modifiers)

    def do(self, command: Command) -> None:
        self.window.actions_.of(command).trigger()
