"""The button that is kept pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.parts.hold_button import DEAF, HOLD, HoldButton
from desktop_invoicer.ui.parts.hold_painter import filled
from desktop_invoicer.ui.theme.theme import Theme

TOO_LONG = HOLD + 100
"""Milliseconds for which a window hangs."""


class Desk:
    """A window with the button and a field, and how often the button fired."""

    def __init__(self, qtbot: QtBot, *, holds: bool) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.button = HoldButton("submit", holds=holds)
        self.button.say_words("Refund R$ 49.90")
        self.field = QLineEdit()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.button)
        layout.addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.button.setFocus()
        self.fired = 0
        self.told: list[str] = []
        self.button.held.connect(self._on_held)
        self.button.told.connect(self.told.append)

    def press(self) -> None:
        QTest.mousePress(self.button, Qt.MouseButton.LeftButton)

    def release(self) -> None:
        QTest.mouseRelease(self.button, Qt.MouseButton.LeftButton)

    def fill_a_little(self) -> None:
        self.qtbot.waitUntil(lambda: self.button.full > 0)

    @property
    def rests(self) -> bool:
        """Tell that it has not fired, nor is about to."""
        return not (self.fired or self.button.is_filling or self.button.is_armed)

    def _on_held(self) -> None:
        self.fired += 1


@pytest.fixture
def desk(theme: Theme, qtbot: QtBot) -> Desk:  # noqa: ARG001 (the look is needed)
    return Desk(qtbot, holds=True)


@pytest.fixture
def patient_desk(theme: Theme, qtbot: QtBot) -> Desk:  # noqa: ARG001 (the look is needed)
    return Desk(qtbot, holds=False)


def key(button: HoldButton, kind: QEvent.Type, *, repeats: bool = False) -> None:
    QApplication.sendEvent(button, QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", repeats))


def test_a_long_press_fires_once(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.button.held):
        desk.press()
    desk.release()
    desk.press()

    assert not desk.button.is_filling
    assert desk.fired == 1


def test_the_space_bar_holds_it_too(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.button.held):
        key(desk.button, QEvent.Type.KeyPress)

    assert desk.fired == 1


def test_a_short_press_does_nothing_and_says_what_is_wanted(desk: Desk) -> None:
    desk.press()
    desk.fill_a_little()
    desk.release()

    assert desk.button.full == 0
    assert "Keep it pressed" in desk.told[-1]
    assert desk.rests


def test_a_double_click_does_nothing(desk: Desk) -> None:
    QTest.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(desk.button, Qt.MouseButton.LeftButton)
    desk.release()

    assert desk.rests


def test_two_short_presses_are_not_one_long_one(desk: Desk) -> None:
    desk.press()
    desk.qtbot.waitUntil(lambda: desk.button.full > 0.5)
    desk.release()
    desk.press()
    desk.fill_a_little()

    assert desk.button.full < 0.5


def test_a_key_that_repeats_itself_neither_ends_nor_begins_a_press(desk: Desk) -> None:
    key(desk.button, QEvent.Type.KeyPress, repeats=True)
    assert desk.rests

    with desk.qtbot.waitSignal(desk.button.held):
        key(desk.button, QEvent.Type.KeyPress)
        key(desk.button, QEvent.Type.KeyRelease, repeats=True)
        key(desk.button, QEvent.Type.KeyPress, repeats=True)

    assert desk.fired == 1


def test_a_key_that_repeats_itself_as_releases_and_presses_is_held_all_the_same(desk: Desk) -> None:
    """X11 may tell of a repeating key so."""
    key(desk.button, QEvent.Type.KeyPress)
    desk.qtbot.waitUntil(lambda: desk.button.full > 0.3)
    key(desk.button, QEvent.Type.KeyRelease)
    key(desk.button, QEvent.Type.KeyPress)

    assert desk.button.full > 0.3
    with desk.qtbot.waitSignal(desk.button.held):
        pass


def test_a_space_bar_that_is_let_go_empties_it(desk: Desk) -> None:
    key(desk.button, QEvent.Type.KeyPress)
    desk.fill_a_little()
    key(desk.button, QEvent.Type.KeyRelease)

    desk.qtbot.waitUntil(lambda: not desk.button.is_filling)
    assert "Keep it pressed" in desk.told[-1]
    assert desk.rests


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_never_counts(desk: Desk, enter: Qt.Key) -> None:
    QTest.keyPress(desk.button, enter)

    assert not desk.button.isDown()
    assert desk.rests


def test_a_pointer_that_leaves_lets_go(desk: Desk) -> None:
    desk.press()
    desk.fill_a_little()
    QTest.mouseMove(desk.button, QPoint(-50, -50))

    assert desk.button.full == 0
    assert desk.rests


def test_a_focus_that_goes_lets_go(desk: Desk) -> None:
    key(desk.button, QEvent.Type.KeyPress)
    desk.fill_a_little()
    desk.field.setFocus()

    assert desk.button.full == 0
    assert desk.rests


def test_another_window_lets_go(desk: Desk) -> None:
    other = QWidget()
    desk.qtbot.addWidget(other)
    desk.press()
    desk.fill_a_little()
    other.show()
    other.activateWindow()
    desk.qtbot.waitUntil(lambda: not desk.window.isActiveWindow())

    assert desk.button.full == 0
    assert desk.rests


def test_what_cannot_be_used_any_more_lets_go(desk: Desk) -> None:
    desk.press()
    desk.fill_a_little()
    desk.button.setEnabled(False)

    assert desk.rests


def test_a_window_that_hangs_is_not_a_long_press(desk: Desk) -> None:
    desk.press()
    QTest.qSleep(TOO_LONG)
    desk.fill_a_little()

    assert desk.fired == 0
    assert desk.button.full < 1 / 2


def test_a_screen_reader_presses_twice(desk: Desk) -> None:
    reached = QAccessible.queryAccessibleInterface(desk.button).actionInterface()

    def press() -> None:
        with desk.qtbot.waitSignal(desk.button.clicked):
            reached.doAction(QAccessibleActionInterface.pressAction())

    press()
    assert desk.fired == 0
    assert desk.button.text() == "Press once more"
    assert "5 seconds" in desk.told[-1]

    desk.qtbot.wait(DEAF + 50)
    press()
    assert desk.fired == 1


def test_a_screen_reader_hears_what_it_does_and_how(desk: Desk) -> None:
    reached = QAccessible.queryAccessibleInterface(desk.button)

    assert reached.role() is QAccessible.Role.Button
    assert reached.text(QAccessible.Text.Name) == "Refund R$ 49.90"
    assert "once more" in reached.text(QAccessible.Text.Description)


def test_who_cannot_hold_presses_twice(patient_desk: Desk) -> None:
    desk = patient_desk
    desk.button.click()
    assert desk.button.is_armed
    desk.qtbot.wait(DEAF + 50)
    desk.button.click()
    desk.button.click()

    assert desk.fired == 1


def test_a_double_click_is_not_two_presses(patient_desk: Desk) -> None:
    desk = patient_desk
    QTest.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(desk.button, Qt.MouseButton.LeftButton)
    desk.release()

    assert desk.fired == 0
    assert desk.button.is_armed


def test_a_second_press_that_comes_too_late_is_the_first_again(patient_desk: Desk) -> None:
    desk = patient_desk
    desk.button.click()
    desk.qtbot.waitUntil(lambda: not desk.button.is_armed)
    assert desk.button.text() == "Refund R$ 49.90"
    assert desk.told[-1] == ""
    desk.button.click()

    assert desk.fired == 0


def test_a_long_press_is_no_answer_where_it_is_pressed_twice(patient_desk: Desk) -> None:
    patient_desk.press()

    assert patient_desk.rests


def test_it_fills_before_the_eyes(desk: Desk) -> None:
    desk.press()
    desk.qtbot.waitUntil(lambda: desk.button.full > 0.5)
    seen = desk.button.grab().toImage()

    left = seen.pixelColor(12, seen.height() // 2).name()
    right = seen.pixelColor(seen.width() - 12, seen.height() // 2).name()
    assert left == Theme.current().tokens.brand.ground
    assert right == Theme.current().tokens.selection.ground


@pytest.mark.parametrize(("full", "shown"), [(0.1, 0.0), (0.45, 0.25), (0.99, 0.75), (1.0, 1.0)])
def test_where_the_system_shows_no_motion_it_fills_in_steps(full: float, shown: float) -> None:
    assert filled(full, is_calm=True) == shown
    assert filled(full, is_calm=False) == full
