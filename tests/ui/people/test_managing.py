"""The people of a desk, as an administrator sees to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.people import Operator, OperatorId, Role
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.acting.takeover_dialog import TakeoverDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.people.allow_dialog import AllowDialog
from desktop_invoicer.ui.people.leaving_dialogs import RetireDialog, SwitchOffDialog
from desktop_invoicer.ui.people.person_dialog import PersonDialog
from desktop_invoicer.ui.people.pin_dialog import PinDialog
from desktop_invoicer.ui.people.role_dialog import RoleDialog
from desktop_invoicer.ui.settings.people import PersonRow
from tests.builders import NOW
from tests.ui.acting.counter import Counter
from tests.ui.people.staff import ADMINISTRATOR, CLERK, MANAGER, PINS, ROLES, Staff

NEW = "86420"


def _set_pin(dialog: PersonDialog | PinDialog, pin: str) -> None:
    dialog.new.first.setText(pin)
    dialog.new.second.setText(pin)


def _roles(staff: Staff) -> dict[str, Role]:
    return {one.name: one.role for one in staff.window.workplace.presence.roster}


def test_the_first_person_is_an_administrator_and_signs_in_at_once(application: Application, qtbot: QtBot) -> None:
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    staff = Staff(application, qtbot)
    dialog = PersonDialog(staff.window.workplace, staff.window)
    dialog.open()
    dialog.line.setText(ADMINISTRATOR)
    _set_pin(dialog, PINS[ADMINISTRATOR])

    dialog.take.click()
    qtbot.waitUntil(lambda: staff.window.is_locked)
    staff.sign_in(ADMINISTRATOR)

    assert _roles(staff) == {ADMINISTRATOR: Role.ADMINISTRATOR}


def test_somebody_is_added_with_a_role(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    dialog = PersonDialog(staff.window.workplace, staff.window)
    dialog.open()
    dialog.line.setText("Caio Reis")
    dialog.role.choose(Role.RETURNS)
    _set_pin(dialog, NEW)

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: _roles(staff).get("Caio Reis") is Role.RETURNS)


def test_a_long_name_leaves_room_for_what_can_be_changed(staff: Staff) -> None:
    name = "Maria Aparecida de Albuquerque Cavalcanti Figueiredo"
    person = Operator(OperatorId(9), name, Role.CLERK, NOW)

    row = PersonRow(staff.window.workplace, person, staff.window)

    assert row.minimumSizeHint().width() < row.fontMetrics().horizontalAdvance(name)


@pytest.mark.parametrize(("first", "second"), [("1234", "1234"), ("7777", "7777"), ("258", "258"), ("2580", "2581")])
def test_a_pin_that_is_guessed_or_mistyped_is_not_taken(staff: Staff, first: str, second: str) -> None:
    staff.sign_in(ADMINISTRATOR)
    dialog = PersonDialog(staff.window.workplace, staff.window)
    dialog.line.setText("Caio Reis")
    dialog.role.choose(Role.CLERK)

    dialog.new.first.setText(first)
    dialog.new.second.setText(second)

    assert not dialog.take.isEnabled()


def test_a_name_that_is_taken_is_told_and_the_pins_are_forgotten(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    dialog = PersonDialog(staff.window.workplace, staff.window)
    dialog.open()
    dialog.line.setText(CLERK)
    dialog.role.choose(Role.CLERK)
    _set_pin(dialog, NEW)

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: "already" in dialog.refused.text)
    assert not dialog.new.first.text()
    dialog.reject()


def test_a_role_is_changed_and_counts_at_once(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    clerk = next(one for one in staff.window.workplace.presence.roster if one.name == CLERK)
    dialog = RoleDialog(staff.window.workplace, clerk, staff.window)
    dialog.open()
    dialog.role.choose(Role.MANAGER)

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: _roles(staff)[CLERK] is Role.MANAGER)


def test_the_last_administrator_stays(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    here = staff.window.workplace.presence.operator
    assert here is not None
    dialog = RetireDialog(staff.window.workplace, here, staff.window)
    dialog.open()

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: "administrator" in dialog.refused.text)
    assert _roles(staff) == ROLES
    dialog.reject()


def test_whoever_is_taken_off_the_list_cannot_come_in(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    clerk = next(one for one in staff.window.workplace.presence.roster if one.name == CLERK)
    dialog = RetireDialog(staff.window.workplace, clerk, staff.window)
    dialog.open()

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: CLERK not in _roles(staff))


def test_ones_own_pin_takes_the_old_one(staff: Staff) -> None:
    staff.sign_in(CLERK)
    staff.do(Command.MY_PIN)
    dialog = staff.window.findChild(PinDialog)
    assert dialog is not None
    _set_pin(dialog, NEW)
    without_old = dialog.take.isEnabled()
    dialog.old.setText(PINS[CLERK])

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: staff.window.toasts.text == f"{CLERK} has another PIN.")
    assert not without_old


def test_a_wrong_old_pin_changes_nothing(staff: Staff) -> None:
    staff.sign_in(CLERK)
    staff.do(Command.MY_PIN)
    dialog = staff.window.findChild(PinDialog)
    assert dialog is not None
    _set_pin(dialog, NEW)
    dialog.old.setText(PINS[MANAGER])

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: "do not fit" in dialog.refused.text)
    dialog.reject()


def test_a_clerk_adds_nobody_without_an_administrator(staff: Staff) -> None:
    staff.sign_in(CLERK)
    dialog = PersonDialog(staff.window.workplace, staff.window)
    dialog.open()
    dialog.line.setText("Caio Reis")
    dialog.role.choose(Role.ADMINISTRATOR)
    _set_pin(dialog, NEW)

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: bool(staff.window.findChildren(AllowDialog)))
    assert _roles(staff) == ROLES


def test_pins_are_switched_off_by_an_administrator(staff: Staff) -> None:
    staff.sign_in(ADMINISTRATOR)
    dialog = SwitchOffDialog(staff.window.workplace, staff.window)
    dialog.open()

    dialog.take.click()

    staff.qtbot.waitUntil(lambda: not staff.window.workplace.presence.uses_pins)
    assert not staff.window.is_locked
    assert staff.window.header.findChild(QMenu) is None
    assert not staff.window.actions_.of(Command.LOCK).isEnabled()


def test_the_menu_of_whoever_is_here_offers_what_concerns_them(staff: Staff) -> None:
    staff.sign_in(CLERK)

    staff.click("person")

    menu = staff.window.findChild(QMenu, "person_menu")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Change operator", "Lock the window", "Change my PIN"]
    menu.close()


def _take_over(staff: Staff, counter: Counter, job: Job) -> TakeoverDialog:
    dialog = TakeoverDialog(staff.window.workplace, counter.details(job), staff.window)
    dialog.open()
    dialog.reason.line.setText("The buyer stands here")
    return dialog


@pytest.fixture
def counter(staff: Staff, simulator: Simulator, qtbot: QtBot) -> Counter:
    staff.sign_in(CLERK)
    return Counter(staff.application, simulator, qtbot, Acting(staff.window.workplace, staff.window))


def test_the_name_of_a_second_person_takes_their_pin(staff: Staff, counter: Counter) -> None:
    job = counter.undecided("store-return-elsewhere").job
    dialog = _take_over(staff, counter, job)
    dialog.manager.list.setCurrentText(MANAGER)
    without_pin = dialog.take.isEnabled()
    dialog.manager.pin.setText(PINS[MANAGER])

    with counter.qtbot.waitSignal(dialog.settled):
        QTest.keyClick(dialog.take, Qt.Key.Key_Space)

    assert not without_pin
    assert not staff.window.is_locked


def test_a_wrong_pin_of_a_second_person_settles_nothing(staff: Staff, counter: Counter) -> None:
    job = counter.undecided("store-return-elsewhere").job
    dialog = _take_over(staff, counter, job)
    dialog.manager.list.setCurrentText(MANAGER)
    dialog.manager.pin.setText(PINS[CLERK])

    dialog.take.click()

    counter.qtbot.waitUntil(lambda: "PIN is wrong" in dialog.refused.text)
    assert not dialog.manager.pin.text()
    dialog.reject()


def test_a_manager_who_is_signed_in_needs_no_pin_again(staff: Staff, counter: Counter) -> None:
    job = counter.undecided("store-return-elsewhere").job
    staff.locking.change()
    staff.sign_in(MANAGER)

    dialog = _take_over(staff, counter, job)

    assert dialog.manager.name == MANAGER
    assert not dialog.manager.pin.isVisible()
    assert dialog.take.isEnabled()
    dialog.reject()
