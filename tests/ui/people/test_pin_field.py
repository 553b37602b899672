"""Where a PIN is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.people.pin_field import BURST, PinField
from desktop_invoicer.ui.theme.theme import Theme

SLOW = 120


@pytest.fixture
def field(theme: Theme, qtbot: QtBot) -> PinField:  # noqa: ARG001 (the look)
    field = PinField()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def _type(field: PinField, text: str, gaps: list[int]) -> None:
    time = 1_000
    for character, gap in zip(text, gaps, strict=True):
        time += gap
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(time)
        QApplication.sendEvent(field, event)


def test_a_pin_is_never_shown_nor_copied(field: PinField) -> None:
    field.setText("2580")
    field.selectAll()
    field.copy()

    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert QApplication.clipboard().text() != "2580"
    assert "2" not in field.displayText()


def test_letters_are_no_part_of_a_pin(field: PinField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.lettered) as told:
        _type(field, "2a5", [SLOW] * 3)

    assert field.text() == "25"
    assert told.args == ["a"]


def test_capitals_lock_changes_nothing(field: PinField) -> None:
    for digit in "2580":
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(digit)), Qt.KeyboardModifier.KeypadModifier, digit)
        QApplication.sendEvent(field, key)

    assert field.text() == "2580"


def test_a_hand_that_types_quickly_is_no_scanner(field: PinField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.entered):
        _type(field, "2580\r", [SLOW, BURST, BURST, BURST + 1, 1])


@pytest.mark.parametrize("before", ["", "1"])
def test_four_digits_as_no_hand_types_them_are_a_scan_whatever_comes_with_them(
    field: PinField, qtbot: QtBot, before: str
) -> None:
    with qtbot.waitSignal(field.scanned), qtbot.assertNotEmitted(field.entered):
        _type(field, before + "2580" + "9\r", [SLOW] * (len(before) + 1) + [BURST] * 3 + [SLOW, SLOW])

    assert not field.text()


def test_what_a_scanner_typed_is_forgotten_with_the_field(field: PinField, qtbot: QtBot) -> None:
    _type(field, "2580", [5] * 4)
    field.clear()

    with qtbot.waitSignal(field.entered):
        _type(field, "2580\r", [SLOW] * 5)


def test_more_than_a_pin_is_none(field: PinField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.scanned):
        _type(field, "7891000315507\r", [SLOW] * 14)


def test_what_is_taken_is_kept_nowhere(field: PinField) -> None:
    field.setText("2580")

    assert field.take() == "2580"
    assert not field.text()
    assert not field.isUndoAvailable()
