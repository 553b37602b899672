"""What is remembered of the window."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.preferences import FILE, Preferences
from desktop_invoicer.ui.theme.metrics import LARGEST_SCALE, Density
from desktop_invoicer.ui.theme.theme import Appearance


def reopened(home: Home, preferences: Preferences) -> Preferences:
    preferences.sync()
    return Preferences(home)


def test_what_was_chosen_is_there_the_next_time(home: Home) -> None:
    preferences = Preferences(home)
    preferences.keep("look/appearance", Appearance.DARK.value)
    preferences.keep("look/density", Density.COMPACT.value)
    preferences.keep("look/scale", "150")
    preferences.keep("window/geometry", QByteArray(b"\x01\x00\xff"))

    again = reopened(home, preferences)

    assert (again.appearance, again.density, again.scale) == (Appearance.DARK, Density.COMPACT, 150)
    assert again.state("window/geometry") == QByteArray(b"\x01\x00\xff")


def test_a_file_of_nonsense_counts_as_nothing_chosen(home: Home) -> None:
    (home.settings / FILE).write_text("[look]\nscale=many\nappearance=plaid\ndensity=3\n[window]\ngeometry=x\n")

    preferences = Preferences(home)

    assert (preferences.appearance, preferences.density, preferences.scale) == (
        Appearance.SYSTEM,
        Density.TOUCH,
        100,
    )
    assert preferences.state("window/geometry").isEmpty()


def test_a_scale_beyond_the_limits_is_brought_back(home: Home) -> None:
    preferences = Preferences(home)
    preferences.keep("look/scale", "9000")

    assert preferences.scale == LARGEST_SCALE


def test_no_two_commands_have_the_same_key() -> None:
    keys = [spec.key for spec in SPECS.values() if spec.key]

    assert len(keys) == len(set(keys))
    assert set(SPECS) == set(Command)


def test_a_key_is_taken_from_whoever_has_it(home: Home, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    preferences = Preferences(home)
    actions = Actions(window, preferences)

    actions.set_key(Command.SUBMIT, QKeySequence("F5"))

    assert actions.key(Command.SUBMIT) == "F5"
    assert actions.key(Command.RETRY) == ""
    assert preferences.keys == {"submit": "F5", "retry": ""}


def test_chosen_keys_are_there_the_next_time(home: Home, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    preferences = Preferences(home)
    Actions(window, preferences).set_key(Command.SUBMIT, QKeySequence("Ctrl+Return"))

    again = Actions(window, reopened(home, preferences))

    assert again.of(Command.SUBMIT).shortcut() == QKeySequence("Ctrl+Return")


def test_a_command_gets_its_own_key_back(home: Home, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    preferences = Preferences(home)
    actions = Actions(window, preferences)
    actions.set_key(Command.SUBMIT, QKeySequence("Ctrl+Return"))

    actions.set_key(Command.SUBMIT, None)

    assert actions.key(Command.SUBMIT) == SPECS[Command.SUBMIT].key
    assert preferences.keys == {}
