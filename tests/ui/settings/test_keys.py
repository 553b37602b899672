"""Changing keys, and how the window looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.settings.choice import ChoiceField, SwitchField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.keys import KeysSection
from desktop_invoicer.ui.settings.window import WindowSection
from desktop_invoicer.ui.theme.theme import Appearance, Theme


@pytest.fixture
def preferences(home: Home) -> Preferences:
    return Preferences(home)


@pytest.fixture
def actions(preferences: Preferences, theme: Theme, qtbot: QtBot) -> Iterator[Actions]:  # noqa: ARG001 (the colours)
    window = QWidget()
    qtbot.addWidget(window)
    yield Actions(window, preferences)
    window.close()


@pytest.fixture
def keys(actions: Actions, qtbot: QtBot) -> KeysSection:
    section = KeysSection(actions)
    qtbot.addWidget(section)
    section.show()
    return section


def press(keys: KeysSection, command: Command, key: str) -> None:
    keys.rows[command].editor.setKeySequence(QKeySequence(key))
    keys.rows[command].editor.editingFinished.emit()


def test_a_free_key_is_taken_at_once(keys: KeysSection, actions: Actions) -> None:
    press(keys, Command.SUBMIT, "Ctrl+Return")

    assert actions.of(Command.SUBMIT).shortcut() == QKeySequence("Ctrl+Return")
    assert keys.rows[Command.SUBMIT].reset.isEnabled()


def test_a_key_of_another_command_is_told_and_not_taken(keys: KeysSection, actions: Actions) -> None:
    press(keys, Command.SUBMIT, "F5")

    row = keys.rows[Command.SUBMIT]
    assert "F5" in row.trouble.text
    assert row.trouble.text == row.editor.accessibleDescription()
    assert row.take.isVisible()
    assert actions.key(Command.SUBMIT) == "F8"
    assert actions.key(Command.RETRY) == "F5"


def test_a_key_of_another_command_is_taken_when_the_person_says_so(keys: KeysSection, actions: Actions) -> None:
    press(keys, Command.SUBMIT, "F5")

    keys.rows[Command.SUBMIT].take.click()

    assert actions.key(Command.SUBMIT) == "F5"
    assert actions.key(Command.RETRY) == ""
    assert keys.rows[Command.RETRY].editor.keySequence().isEmpty()


@pytest.mark.parametrize("key", ["A", "5", "Shift+B", "Return", "Tab"])
def test_keys_that_people_and_scanners_type_with_are_refused(keys: KeysSection, actions: Actions, key: str) -> None:
    press(keys, Command.SUBMIT, key)

    assert keys.rows[Command.SUBMIT].trouble.text
    assert not keys.rows[Command.SUBMIT].take.isVisible()
    assert actions.key(Command.SUBMIT) == "F8"


def test_a_command_can_do_without_a_key(keys: KeysSection, actions: Actions) -> None:
    press(keys, Command.SUBMIT, "")

    assert actions.key(Command.SUBMIT) == ""


def test_one_key_goes_back(keys: KeysSection, actions: Actions) -> None:
    press(keys, Command.SUBMIT, "Ctrl+Return")

    keys.rows[Command.SUBMIT].reset.click()

    assert actions.key(Command.SUBMIT) == "F8"


def test_all_keys_go_back(keys: KeysSection, actions: Actions, preferences: Preferences) -> None:
    press(keys, Command.SUBMIT, "F5")
    keys.rows[Command.SUBMIT].take.click()

    keys.reset.click()

    assert {command: actions.of(command).shortcut() for command in Command} == {
        command: QKeySequence(SPECS[command].key) for command in Command
    }
    assert preferences.keys == {}


@pytest.fixture
def section(preferences: Preferences, theme: Theme, qtbot: QtBot) -> WindowSection:  # noqa: ARG001 (the colours)
    section = WindowSection(preferences)
    qtbot.addWidget(section)
    return section


def test_colours_change_at_once_and_are_kept(section: WindowSection, preferences: Preferences) -> None:
    field = section.findChildren(ChoiceField)[0]

    field.box.setCurrentIndex(field.box.findData("dark"))
    field.box.activated.emit(field.box.currentIndex())

    assert Theme.current().appearance is Appearance.DARK
    assert preferences.appearance is Appearance.DARK


def test_sounds_are_switched_off_and_stay_off(section: WindowSection, preferences: Preferences) -> None:
    section.findChildren(SwitchField)[0].switch.click()

    assert not preferences.sounds


def test_who_cannot_hold_a_button_presses_twice(section: WindowSection, preferences: Preferences) -> None:
    (held,) = [each for each in section.findChildren(SwitchField) if "refund" in each.switch.accessibleName()]
    held.switch.click()

    assert not preferences.holds


def test_a_reminder_that_is_no_number_is_told_and_not_kept(section: WindowSection, preferences: Preferences) -> None:
    field = section.findChildren(TextField)[0]
    field.line.setText("soon")

    field.give()

    assert field.wrong
    assert preferences.text("desk/remind_minutes") == ""
