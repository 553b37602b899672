"""The lock screen: who comes in, and that nobody else gets anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleInterface, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.errors import SignInNeededError
from desktop_invoicer.language import Language
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.order_dialog import OrderDialog
from desktop_invoicer.ui.actions import WHILE_LOCKED, Command
from desktop_invoicer.ui.frame.palette import Palette
from desktop_invoicer.ui.frame.scanner import GAP
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from desktop_invoicer.ui.theme.tokens import Tone
from tests.ui.people.staff import ADMINISTRATOR, CLERK, MANAGER, PINS, Staff

KEY = "35261111222333000181650010000000421000000427"
TRIES = 3


def _spoken(interface: QAccessibleInterface) -> list[str]:
    """Give everything that a screen reader comes by."""
    if not interface.isValid() or interface.state().invisible:
        return []
    names = [interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
    children = [interface.child(at) for at in range(interface.childCount())]
    return [name for name in names if name] + [word for child in children for word in _spoken(child)]


async def _raise(commands: Commands) -> bool:
    return await commands.raise_window()


def _focused(staff: Staff) -> list[QWidget]:
    """Give everything that Tab comes by."""
    found: list[QWidget] = []
    while (widget := QApplication.focusWidget()) not in found:
        assert widget is not None
        found.append(widget)
        staff.press(Qt.Key.Key_Tab)
    return found


def test_somebody_comes_in_with_name_and_pin(staff: Staff) -> None:
    staff.sign_in(MANAGER)

    assert staff.window.workplace.operator == MANAGER
    assert staff.button("person").text() == f"{MANAGER} · manager"


def test_everything_is_done_by_a_few_keys(staff: Staff) -> None:
    staff.do(Command.CHANGE_OPERATOR)
    staff.form.begin("")
    position = str([one.name for one in staff.window.workplace.presence.roster].index(CLERK) + 1)

    staff.type(position)
    staff.qtbot.waitUntil(staff.form.pin.hasFocus)  # a digit may be the beginning of a scan: it comes a moment later
    staff.type(PINS[CLERK] + "\r")

    staff.qtbot.waitUntil(lambda: not staff.window.is_locked)
    assert staff.window.workplace.operator == CLERK


def test_arrows_and_letters_choose_while_the_pin_has_the_focus(staff: Staff) -> None:
    staff.form.begin(MANAGER)

    staff.press(Qt.Key.Key_Down)
    below = staff.form.people.chosen
    staff.type("r", target=staff.form.pin)

    assert below is not None
    assert below.name == CLERK
    assert staff.form.people.chosen is not None
    assert staff.form.people.chosen.name == ADMINISTRATOR


def test_a_pin_is_typed_with_a_finger(staff: Staff) -> None:
    staff.form.begin(MANAGER)

    for digit in "25891":
        staff.click(f"pad_{digit}")
    staff.form.pad.erased.emit()
    staff.form.pad.erased.emit()
    staff.click("pad_0")
    QTest.mouseClick(staff.form.go, Qt.MouseButton.LeftButton)

    staff.qtbot.waitUntil(lambda: not staff.window.is_locked)


def test_a_pin_is_pasted_with_blanks_around_it(staff: Staff) -> None:
    staff.form.begin(MANAGER)
    QGuiApplication.clipboard().setText(f" {PINS[MANAGER]}\n")

    staff.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    staff.type("\r")

    staff.qtbot.waitUntil(lambda: not staff.window.is_locked)


def test_a_wrong_pin_is_told_and_forgotten(staff: Staff) -> None:
    staff.form.begin(MANAGER)

    staff.type("4711\r")

    staff.qtbot.waitUntil(lambda: staff.form.wait.text == "Name and PIN do not fit. Try again.")
    assert staff.window.is_locked
    assert not staff.form.pin.text()
    assert staff.form.pin.hasFocus()


def test_too_many_wrong_pins_have_to_wait_and_the_seconds_are_counted_only_in_view(staff: Staff) -> None:
    staff.form.begin(MANAGER)
    for _ in range(TRIES):
        staff.form.wait.clear()
        staff.type("4711\r")
        staff.qtbot.waitUntil(lambda: "do not fit" in staff.form.wait.text)

    staff.qtbot.waitUntil(lambda: "second" in staff.form.wait.text)
    staff.type(PINS[MANAGER] + "\r")

    seen = [staff.form.wait.is_counting]
    for show in (False, True):
        staff.window.setVisible(show)
        seen.append(staff.form.wait.is_counting)

    assert staff.window.is_locked
    assert seen == [True, False, True]


@pytest.mark.parametrize("code", [PINS[MANAGER], KEY, "7891000315507"])
@pytest.mark.parametrize("end", ["\r", ""])
def test_a_scanner_signs_nobody_in(staff: Staff, code: str, end: str) -> None:
    staff.form.begin(MANAGER)

    staff.type(code + end, gap=GAP // 4)
    staff.form.go.click()
    staff.type("\r")

    assert staff.form.wait.text == "That was a scan. Type your PIN."
    assert staff.window.is_locked
    assert not staff.form.pin.text()


def test_a_scan_elsewhere_reaches_no_page(staff: Staff, simulator: Simulator) -> None:
    simulator.add_stories(1)
    staff.form.people.setFocus()

    staff.type(KEY + "\r", gap=GAP // 4)

    staff.qtbot.waitUntil(lambda: "Sign in first" in staff.form.wait.text)
    assert not staff.window.header.scan_field.text()


def test_nothing_of_a_page_has_the_focus_or_is_read_out(staff: Staff) -> None:
    staff.form.begin(MANAGER)
    spoken = _spoken(QAccessible.queryAccessibleInterface(staff.window))

    reached = _focused(staff)

    assert all(staff.screen.isAncestorOf(widget) for widget in reached)
    assert staff.form.pin in reached
    assert "PIN of Ana Souza" in spoken
    assert "Scan or search" not in spoken


def test_no_command_reaches_a_page(staff: Staff) -> None:
    done: list[Command] = []
    for command in Command:
        staff.window.actions_.of(command).triggered.connect(lambda _=False, which=command: done.append(which))
    staff.window.show_page(Command.QUEUE)  # what a notice of the system does: pages go on beneath

    for command in set(Command) - {Command.QUIT}:
        staff.do(command)

    assert staff.window.is_locked
    assert set(done) == WHILE_LOCKED - {Command.QUIT}


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_no_key_opens_anything(staff: Staff, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    page = staff.window.page

    staff.press(key, modifiers)

    assert staff.window.is_locked
    assert staff.window.page is page
    assert not any(dialog.isVisible() for dialog in staff.window.findChildren(Dialog))
    assert not any(palette.isVisible() for palette in staff.window.findChildren(Palette))


def test_what_is_dropped_or_pasted_goes_nowhere(staff: Staff, tmp_path: Path) -> None:
    (tmp_path / "nota.xml").write_text("<nfeProc/>")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "nota.xml"))])
    place, buttons, keys = QPoint(400, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    staff.form.people.setFocus()
    QGuiApplication.clipboard().setText("<nfeProc/>")

    entered = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    entered.ignore()
    QApplication.sendEvent(staff.window.windowHandle(), entered)
    QApplication.sendEvent(
        staff.window.windowHandle(), QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, buttons, keys)
    )
    staff.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert not entered.isAccepted()
    assert not staff.window.acceptDrops()


def test_a_window_that_is_wanted_again_comes_up_locked(staff: Staff) -> None:
    staff.window.hide()

    staff.ask(_raise)

    staff.qtbot.waitUntil(staff.window.isVisible)
    assert staff.window.is_locked


def test_notices_say_nothing_and_what_is_not_sent_is_counted(staff: Staff, simulator: Simulator) -> None:
    simulator.add_stories(2)
    simulator.request_all()
    staff.qtbot.waitUntil(lambda: staff.window.unsent >= 2)

    staff.window.toasts.show_notice("New order of Maria Teste", Tone.ERROR)

    assert not staff.window.toasts.text
    assert any(label.text() == f"{staff.window.unsent} not sent" for label in staff.screen.findChildren(QLabel))


def test_a_question_goes_out_of_sight_and_comes_back_as_it_was_for_the_same_person(staff: Staff) -> None:
    staff.sign_in(MANAGER)
    staff.do(Command.ADD_ORDER)
    dialog = next(iter(staff.window.findChildren(OrderDialog)))
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText("v70000001")

    staff.locking.lock()

    assert staff.window.is_locked
    assert not dialog.isVisible()
    staff.sign_in(MANAGER)
    staff.qtbot.waitUntil(dialog.isVisible)
    assert field.text() == "v70000001"
    dialog.reject()


def test_the_question_of_somebody_else_does_not_come_back(staff: Staff) -> None:
    staff.sign_in(MANAGER)
    staff.do(Command.ADD_ORDER)
    dialog = next(iter(staff.window.findChildren(OrderDialog)))
    gone: list[int] = []
    dialog.finished.connect(gone.append)

    staff.locking.change()
    staff.sign_in(CLERK)

    assert gone == [0]


def test_a_question_that_comes_while_the_window_is_locked_waits(staff: Staff) -> None:
    staff.sign_in(MANAGER)
    staff.locking.lock()
    dialog = OrderDialog(staff.window.workplace, "v70000001", staff.window.page)

    dialog.open()
    staff.qtbot.waitUntil(lambda: not dialog.isVisible())

    assert QApplication.activeModalWidget() is None
    staff.sign_in(MANAGER)
    assert dialog.isVisible()
    dialog.reject()


def test_somebody_who_is_not_there_any_more_has_to_sign_in(staff: Staff) -> None:
    staff.sign_in(MANAGER)

    staff.application.tasks.sign_in_needed.emit(SignInNeededError(MANAGER))

    assert staff.window.is_locked


def test_that_somebody_else_is_not_there_locks_nobody_out(staff: Staff) -> None:
    staff.sign_in(MANAGER)

    staff.application.tasks.sign_in_needed.emit(SignInNeededError(CLERK))

    assert not staff.window.is_locked


def test_a_language_is_changed_while_the_window_is_locked(staff: Staff) -> None:
    staff.form.begin(MANAGER)

    staff.application.speak(Language.PT_BR)
    staff.application.speak(Language.EN)

    assert staff.window.is_locked
    assert staff.form.pin.accessibleName() == "PIN of Ana Souza"


def test_at_twice_the_size_of_text_every_key_can_be_reached(staff: Staff) -> None:
    staff.window.resize(960, 600)
    Theme.current().apply(Appearance.LIGHT, Density.TOUCH, 200)
    try:
        staff.form.begin(MANAGER)
        staff.qtbot.wait(0)
        keys = [key for key in staff.form.pad.findChildren(QPushButton) if key.isVisible()]

        assert min(min(key.width(), key.height()) for key in keys) >= 56
        (area,) = [one for one in staff.screen.findChildren(QScrollArea) if staff.form in one.findChildren(QWidget)]
        body = area.widget()
        assert body is not None
        assert body.width() <= area.viewport().width()
        assert staff.form.pin.width() >= staff.form.pin.fontMetrics().horizontalAdvance("●" * 8)
    finally:
        Theme.current().apply(Appearance.LIGHT, Density.TOUCH, 100)
