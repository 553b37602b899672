"""The lock screen, the word on the spot and the list of people look as they did (``UPDATE_PICTURES=1`` renews)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.people import Action, Operator, OperatorId, Role
from desktop_invoicer.errors import NotPermittedError
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.people.allow_dialog import AllowDialog
from desktop_invoicer.ui.people.person_dialog import PersonDialog
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance
from tests.builders import NOW
from tests.ui.painting import compared
from tests.ui.still_desk import CONFIG, DETAILS, StillDesk

LOOKS = (
    (Appearance.LIGHT, Language.PT_BR),
    (Appearance.LIGHT, Language.ES),
    (Appearance.LIGHT, Language.EN),
    (Appearance.DARK, Language.PT_BR),
)
STAFF = tuple(
    Operator(OperatorId(number), name, role, NOW)
    for number, (name, role) in enumerate(
        [
            ("Ana Souza", Role.MANAGER),
            ("Bia Dias", Role.CLERK),
            ("Caio Reis", Role.RETURNS),
            ("Rui Lima", Role.ADMINISTRATOR),
        ],
        1,
    )
)
CLERK = STAFF[1]
TURNS = 30
Opener = Callable[[Language, Appearance], Application]


@pytest.fixture
def open_staffed(qapp: QApplication, qtbot: QtBot, home: Home, in_rio: None) -> Iterator[Opener]:  # noqa: ARG001 (the clock)
    """Open the window on a desk where nothing happens and people sign in, with a caret that does not blink."""
    blinking, opened = qapp.cursorFlashTime(), []
    qapp.setCursorFlashTime(0)

    def launch(_listener: object) -> StillDesk:
        desk = StillDesk(home, DETAILS)
        desk.people.operators = lambda: STAFF
        return desk

    def open_(language: Language, appearance: Appearance) -> Application:
        home.config_file.write_text(CONFIG.format(language=language), "utf-8")
        application = Application(qapp, home, "Ana", launch)
        opened.append(application)
        application.theme.apply(appearance, Density.TOUCH, 100)
        qtbot.addWidget(application.window)
        application.window.resize(1280, 800)
        application.open()
        qtbot.waitUntil(lambda: application.window.is_locked)
        return application

    yield open_
    for application in opened:
        with qtbot.waitSignal(application.link.stopped):
            application.link.stop()
        application.tasks.close()
        application.setParent(None)
    qapp.setCursorFlashTime(blinking)
    activate(Language.PT_BR)


def _lock(window: MainWindow, _qtbot: QtBot) -> QWidget:
    window.furniture.locking.screen.form.begin(CLERK.name)
    window.show_unsent(3, 100)
    return window


def _allow(window: MainWindow, qtbot: QtBot) -> QWidget:
    """Ask whether a job may be dismissed."""
    window.workplace.presence.show_operator(CLERK)
    qtbot.waitUntil(lambda: not window.is_locked)
    error = NotPermittedError(CLERK.name, Action.DISMISS, Role.MANAGER, "1")
    dialog = AllowDialog(window.workplace, error, DETAILS[0].job, window)
    dialog.open()
    return dialog


def _people(window: MainWindow, qtbot: QtBot) -> QWidget:
    window.workplace.presence.show_operator(STAFF[-1])
    window.show_page(Command.SETTINGS)
    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.book.settings is not None)
    page.show_place(Place.PEOPLE)
    window.header.scan_field.setFocus()
    return window


def _first(window: MainWindow, _qtbot: QtBot) -> QWidget:
    """Have people sign in where nobody did."""
    window.workplace.presence.show_roster(())
    dialog = PersonDialog(window.workplace, window)
    dialog.open()
    return dialog


SCREENS: Mapping[str, Callable[[MainWindow, QtBot], QWidget]] = {
    "lock": _lock,
    "allow": _allow,
    "people": _people,
    "first-person": _first,
}


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(
    screen: str, look: tuple[Appearance, Language], open_staffed: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    appearance, language = look
    application = open_staffed(language, appearance)
    shown = SCREENS[screen](application.window, qtbot)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    for _ in range(TURNS):
        QApplication.processEvents()
    painted = shown.grab().toImage()
    if isinstance(shown, QDialog):
        shown.reject()

    assert not compared(painted, f"{screen}-{appearance}-{language}", tmp_path)
