"""A word of somebody who may, on the spot."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.acting.dismiss_dialog import DismissDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.people.allow_dialog import AllowDialog
from desktop_invoicer.ui.settings.choice import SwitchField
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from tests.ui.acting.counter import Counter
from tests.ui.people.staff import ADMINISTRATOR, CLERK, MANAGER, PINS, Staff

REASON = "Paid twice"


@pytest.fixture
def counter(staff: Staff, simulator: Simulator, qtbot: QtBot) -> Counter:
    """Put a clerk at the counter."""
    staff.sign_in(CLERK)
    return Counter(staff.application, simulator, qtbot, Acting(staff.window.workplace, staff.window))


def _asked(staff: Staff) -> AllowDialog:
    def found() -> list[AllowDialog]:
        return [dialog for dialog in staff.window.findChildren(AllowDialog) if dialog.isVisible()]

    staff.qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def _dismiss(counter: Counter, job: Job) -> None:
    counter.acting.dismiss(job)
    dialog = counter.dialog()
    assert isinstance(dialog, DismissDialog)
    dialog.decided.emit(REASON)
    dialog.accept()


def _say(staff: Staff, name: str, pin: str) -> AllowDialog:
    """Choose who stands there, and have them type."""
    dialog = _asked(staff)
    names = [dialog.vouching.list.itemText(at).split(" · ")[0] for at in range(dialog.vouching.list.count())]
    dialog.vouching.list.setCurrentIndex(names.index(name))
    dialog.vouching.pin.setFocus()
    staff.type(pin + "\r", target=dialog.vouching.pin)
    return dialog


def test_what_a_manager_allows_is_done_by_itself(staff: Staff, counter: Counter) -> None:
    job = counter.job()

    _dismiss(counter, job)
    dialog = _asked(staff)
    title, told = dialog.heading.text(), counter.texts(dialog)
    _say(staff, MANAGER, PINS[MANAGER])

    counter.qtbot.waitUntil(lambda: counter.details(job).job.stage is Stage.DISMISSED)
    assert title == "A manager has to allow this"
    assert job.order_id in told
    assert "R$ 129.90" in told
    assert any(REASON in str(entry.facts) for entry in counter.details(job).timeline)


def test_only_those_are_offered_who_may_and_never_oneself(staff: Staff, counter: Counter) -> None:
    _dismiss(counter, counter.job())

    offered = _asked(staff).vouching.list

    assert [offered.itemText(at) for at in range(offered.count())] == [
        f"{MANAGER} · manager",
        f"{ADMINISTRATOR} · administrator",
    ]


def test_a_question_that_ends_takes_the_one_above_it_along(staff: Staff, counter: Counter) -> None:
    job, other = counter.job(), counter.job()
    counter.acting.dismiss(job)
    beneath = counter.dialog()
    assert isinstance(beneath, DismissDialog)
    counter.qtbot.waitUntil(beneath.isActiveWindow)
    beneath.decided.emit(REASON)
    _asked(staff)

    beneath.reject()

    counter.qtbot.waitUntil(lambda: not counter.acting.is_under_way(job.id))
    _dismiss(counter, other)
    _asked(staff)


def test_a_wrong_pin_allows_nothing(staff: Staff, counter: Counter) -> None:
    job = counter.job()
    _dismiss(counter, job)

    dialog = _say(staff, MANAGER, PINS[CLERK])

    staff.qtbot.waitUntil(lambda: dialog.vouching.words == "Name and PIN do not fit. Try again.")
    assert dialog.isVisible()
    assert not dialog.vouching.pin.text()
    assert counter.details(job).job.stage is not Stage.DISMISSED


def test_too_many_wrong_pins_make_the_manager_wait(staff: Staff, counter: Counter) -> None:
    job = counter.job()
    _dismiss(counter, job)
    dialog = _asked(staff)

    for _ in range(3):
        dialog.vouching.tell("")
        _say(staff, MANAGER, PINS[CLERK])
        staff.qtbot.waitUntil(lambda: "do not fit" in dialog.vouching.words)
    staff.qtbot.waitUntil(lambda: "second" in dialog.vouching.words)
    _say(staff, MANAGER, PINS[MANAGER])

    assert dialog.isVisible()
    assert not dialog.take.isEnabled()
    assert counter.details(job).job.stage is not Stage.DISMISSED


def test_a_scan_is_nobodys_word(staff: Staff, counter: Counter) -> None:
    _dismiss(counter, counter.job())
    dialog = _asked(staff)
    dialog.vouching.list.setCurrentIndex(0)

    staff.type(PINS[MANAGER] + "\r", gap=5, target=dialog.vouching.pin)

    assert dialog.vouching.words == "That was a scan. Type your PIN."


def test_whoever_leaves_it_is_told_and_nothing_happened(staff: Staff, counter: Counter) -> None:
    job = counter.job()
    _dismiss(counter, job)

    _asked(staff).reject()

    assert "may not do this alone" in counter.toast
    assert counter.details(job).job.stage is not Stage.DISMISSED


def test_a_word_counts_for_one_act(staff: Staff, counter: Counter) -> None:
    first, second = counter.job(), counter.job()
    _dismiss(counter, first)
    _say(staff, MANAGER, PINS[MANAGER])
    counter.qtbot.waitUntil(lambda: counter.details(first).job.stage is Stage.DISMISSED)

    _dismiss(counter, second)

    assert _asked(staff).isVisible()
    assert counter.details(second).job.stage is not Stage.DISMISSED


def test_a_manager_is_asked_by_nobody(staff: Staff, counter: Counter) -> None:
    job = counter.job()
    staff.locking.change()
    staff.sign_in(MANAGER)

    _dismiss(counter, job)

    counter.qtbot.waitUntil(lambda: counter.details(job).job.stage is Stage.DISMISSED)
    assert not staff.window.findChildren(AllowDialog)


def test_a_lock_hides_the_question_and_the_same_person_finds_it_again(staff: Staff, counter: Counter) -> None:
    _dismiss(counter, counter.job())
    dialog = _asked(staff)

    staff.locking.lock()
    was_hidden = not dialog.isVisible()
    staff.sign_in(CLERK)

    assert was_hidden
    staff.qtbot.waitUntil(dialog.isVisible)


def test_the_settings_ask_for_an_administrator(staff: Staff, counter: Counter) -> None:
    staff.window.show_page(Command.SETTINGS)
    page = staff.window.page
    assert isinstance(page, SettingsPage)
    counter.qtbot.waitUntil(lambda: page.book.settings is not None)
    page.show_place(Place.RETURNS)
    (field,) = [one for one in page.findChildren(SwitchField) if one.name.text() == "Refund the freight, too"]
    before = page.book.home.config_file.read_text("utf-8")

    field.switch.click()
    title = _asked(staff).heading.text()
    untouched = page.book.home.config_file.read_text("utf-8")
    _say(staff, ADMINISTRATOR, PINS[ADMINISTRATOR])

    counter.qtbot.waitUntil(lambda: field.is_ticked)
    assert title == "An administrator has to allow this"
    assert untouched == before
    assert "freight = false" in page.book.home.config_file.read_text("utf-8")


def test_buttons_show_a_lock_where_somebody_else_has_to_allow_it(staff: Staff, counter: Counter) -> None:
    staff.window.show_job(counter.job())
    counter.qtbot.waitUntil(lambda: staff.window.page.details is not None)

    button = staff.window.page.findChild(CommandButton, "plain_dismiss")
    assert button is not None
    of_clerk = button.guard
    staff.locking.change()
    staff.sign_in(MANAGER)

    assert of_clerk == "A manager allows it with their PIN."
    assert not button.guard
