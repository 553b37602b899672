"""Every command and every job by a few letters; every key in the help."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config.home import Home
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.frame.help import GROUPS, HelpDialog
from desktop_invoicer.ui.frame.matching import fitness
from desktop_invoicer.ui.frame.palette import Palette
from desktop_invoicer.ui.link import DeskLink, Running
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme

F2 = Command.SCAN


class PalettePage:
    """What a person does with the palette."""

    def __init__(self, window: MainWindow) -> None:
        found = window.findChild(Palette)
        assert found is not None
        self.palette = found
        self._window = window

    def open(self) -> None:
        self._window.actions_.of(Command.PALETTE).trigger()

    def type(self, text: str) -> None:
        field = self.palette.findChild(QLineEdit)
        assert field is not None
        field.setText(text)

    def press(self, key: Qt.Key) -> None:
        field = self.palette.findChild(QLineEdit)
        assert field is not None
        QTest.keyClick(field, key)

    @property
    def rows(self) -> list[str]:
        found = self.palette.findChild(QListWidget)
        assert found is not None
        return [found.item(row).text() for row in range(found.count())]


@pytest.fixture
def window(theme: Theme, home: Home, qtbot: QtBot) -> Iterator[MainWindow]:  # noqa: ARG001 (the look)
    def launch(_: object) -> Running:
        raise NotImplementedError

    tasks = Tasks()
    window = MainWindow(home, "Ana", Preferences(home), DeskLink(launch, tasks), print)
    _ = window.furniture  # there once the frame was seen
    Palette(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    yield window
    tasks.close()


@pytest.fixture
def page(window: MainWindow) -> PalettePage:
    return PalettePage(window)


def test_a_command_is_found_by_a_few_letters_and_carried_out_by_enter(window: MainWindow, page: PalettePage) -> None:
    done: list[str] = []
    window.actions_.of(Command.LARGER).triggered.connect(lambda: done.append("larger"))
    page.open()
    page.type("larg")

    page.press(Qt.Key.Key_Return)

    assert done == ["larger"]
    assert not page.palette.isVisible()


def test_what_cannot_be_done_now_is_not_offered(window: MainWindow, page: PalettePage) -> None:
    window.actions_.of(Command.SUBMIT).setEnabled(False)

    page.open()

    assert window.actions_.of(Command.SUBMIT).text() not in page.rows
    assert window.actions_.of(Command.LARGER).text() in page.rows


def test_the_command_used_last_comes_first(window: MainWindow, page: PalettePage) -> None:
    page.open()
    page.type("smaller")
    page.press(Qt.Key.Key_Return)

    page.open()

    assert page.rows[0] == window.actions_.of(Command.SMALLER).text()


def test_esc_gives_the_focus_back(window: MainWindow, page: PalettePage) -> None:
    window.header.scan_field.setFocus()
    page.open()

    page.press(Qt.Key.Key_Escape)

    assert not page.palette.isVisible()
    assert window.header.scan_field.hasFocus()


def test_a_scan_closes_the_palette(window: MainWindow, page: PalettePage) -> None:
    page.open()

    window.take_scan("v70530116str-01")
    window.scanned.emit(False)

    assert not page.palette.isVisible()


def test_jobs_are_found_from_two_letters_on(application: Application, simulator: Simulator, qtbot: QtBot) -> None:
    simulator.add_stories(2)
    simulator.request_all()
    qtbot.waitUntil(lambda: application.window.unsent >= 2)
    page = PalettePage(application.window)
    page.open()

    page.type("-01")

    qtbot.waitUntil(lambda: sum("-01" in row for row in page.rows) >= 2)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("send", "Send invoice"),
        ("inv", "Send invoice"),
        ("si", "Send invoice"),
        ("enviar", "Enviar à VTEX"),
        ("a", "à"),
    ],
)
def test_letters_fit_a_text_by_parts_beginnings_and_without_accents(typed: str, text: str) -> None:
    assert fitness(typed, text)


def test_the_better_fit_is_rated_higher() -> None:
    assert (
        fitness("set", "Settings")
        > fitness("set", "Open settings")
        > fitness("set", "Reset")
        > fitness("soe", "Sold one")
    )
    assert not fitness("st", "Sent")


def test_the_help_tells_every_command(window: MainWindow) -> None:
    assert {command for commands in GROUPS.values() for command in commands} == set(Command)
    assert all(window.actions_.of(command).text() in HelpDialog(window).text for command in Command)


def test_the_help_tells_the_keys_as_the_person_has_them(window: MainWindow) -> None:
    window.actions_.set_key(F2, QKeySequence("Ctrl+Alt+Y"))

    assert "Ctrl+Alt+Y" in HelpDialog(window).text
