"""The words that a return needs from people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.settlement import Matter, Settlement
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.messages import money
from desktop_invoicer.ui.acting.approval_dialog import ApprovalDialog
from desktop_invoicer.ui.acting.manager_field import ManagerField
from desktop_invoicer.ui.acting.moment_field import read_moment
from desktop_invoicer.ui.acting.no_refund_dialog import NoRefundDialog
from desktop_invoicer.ui.acting.operation_dialog import MEANINGS, OperationDialog
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog
from desktop_invoicer.ui.acting.settling import DIALOGS
from desktop_invoicer.ui.acting.takeover_dialog import TakeoverDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.remedies import allowed, next_matter, primary
from tests.ui.acting.counter import Counter

Kind = TypeVar("Kind", bound=SettleDialog)
MANAGER = "Rui Lima"


def opened(counter: Counter, details: JobDetails, kind: type[Kind]) -> Kind:
    """Press the one button of a return."""
    counter.acting.submit(details)
    dialog = counter.dialog()
    assert isinstance(dialog, kind)
    return dialog


def taken(counter: Counter, dialog: SettleDialog) -> None:
    with counter.qtbot.waitSignal(dialog.settled):
        dialog.take.click()


def word(counter: Counter, job: Job) -> Settlement:
    """Give what was written down last."""
    (said,) = counter.ask(lambda commands: commands.desk.context.journal.settlements(job.id)).said[-1:]
    assert isinstance(said, Settlement)
    return said


def large(details: JobDetails) -> JobDetails:
    """Let the refund be one that a second person has to allow."""
    assert details.case is not None
    return replace(details, case=replace(details.case, due=(Matter.APPROVAL,)))


def meaning(operation: Operation, *, is_elsewhere: bool = False) -> int:
    return next(
        place
        for place, each in enumerate(MEANINGS)
        if each.operation is operation and each.is_elsewhere is is_elsewhere
    )


def test_every_matter_has_its_dialog() -> None:
    assert set(DIALOGS) == set(Matter)


def test_a_text_that_cannot_be_read_is_shown_as_it_came(counter: Counter) -> None:
    details = counter.undecided("unreadable-observation")
    assert details.content is not None

    dialog = opened(counter, details, OperationDialog)

    assert details.content.notification.observation.strip() in counter.texts(dialog)


def test_nothing_is_chosen_for_the_person(counter: Counter) -> None:
    dialog = opened(counter, counter.undecided("unreadable-observation"), OperationDialog)

    assert dialog.choices.checkedButton() is None
    assert not dialog.take.isEnabled()


def test_the_key_that_asked_takes_the_word_once_it_is_said(counter: Counter) -> None:
    dialog = opened(counter, counter.undecided("unreadable-observation"), OperationDialog)
    assert dialog.take.key == "F8"
    counter.press_key(Qt.Key.Key_F8)
    assert dialog.isVisible()
    dialog.choices.button(meaning(Operation.CANCELLATION)).click()

    with counter.qtbot.waitSignal(dialog.settled):
        counter.press_key(Qt.Key.Key_F8)


def test_what_the_request_asks_for_is_written_down_with_who_said_so(counter: Counter) -> None:
    details = counter.undecided("unreadable-observation")
    dialog = opened(counter, details, OperationDialog)
    dialog.choices.button(meaning(Operation.CANCELLATION)).click()
    taken(counter, dialog)

    said = word(counter, details.job)
    assert (said.matter, said.operator) == (Matter.OPERATION, "Ana")
    assert said.facts["operation"] == Operation.CANCELLATION.value
    job = counter.waiting(details.job.order_id)
    assert job.operation is Operation.CANCELLATION


def test_another_store_has_to_be_named(counter: Counter) -> None:
    details = counter.undecided("unreadable-observation")
    dialog = opened(counter, details, OperationDialog)
    dialog.choices.button(meaning(Operation.STORE_RETURN, is_elsewhere=True)).click()
    assert not dialog.take.isEnabled()

    QTest.keyClicks(dialog.store, "lojaleblon")
    taken(counter, dialog)

    assert word(counter, details.job).facts["store"] == "lojaleblon"


def test_the_return_of_another_store_says_whose_it_is(counter: Counter) -> None:
    details = counter.undecided("store-return-elsewhere")
    assert details.content is not None

    told = counter.texts(opened(counter, details, TakeoverDialog))

    assert details.content.reading.trade_account is not None
    assert details.content.reading.trade_account in told
    assert details.job.account in told


def test_taking_over_needs_a_manager_and_a_reason(counter: Counter) -> None:
    details = counter.undecided("store-return-elsewhere")
    dialog = opened(counter, details, TakeoverDialog)
    QTest.keyClicks(dialog.manager.line, MANAGER)
    assert not dialog.take.isEnabled()

    QTest.keyClicks(dialog.reason.line, "The buyer lives here")
    taken(counter, dialog)

    said = word(counter, details.job)
    assert (said.operator, said.facts["reason"]) == (MANAGER, "The buyer lives here")
    assert counter.waiting(details.job.order_id).id == details.job.id


def test_without_a_refund_the_person_is_told_so_and_the_way_back_has_the_focus(counter: Counter) -> None:
    dialog = opened(counter, counter.undecided("return-before-invoicing"), NoRefundDialog)

    assert "gives NOTHING back" in counter.texts(dialog)
    assert dialog.focusWidget() is dialog.back
    assert not dialog.take.isEnabled()


def test_going_on_without_a_refund_needs_a_reason(counter: Counter) -> None:
    details = counter.undecided("return-before-invoicing")
    dialog = opened(counter, details, NoRefundDialog)
    QTest.keyClicks(dialog.reason.line, "Paid in cash")
    taken(counter, dialog)

    assert word(counter, details.job).facts["reason"] == "Paid in cash"
    assert counter.waiting(details.job.order_id).id == details.job.id


def test_a_reversal_says_the_amount_first_and_needs_what_the_slip_says(counter: Counter) -> None:
    details = counter.details(counter.job("cancellation"))
    dialog = opened(counter, details, ReversalDialog)

    assert f"Reverse {money(details.job.value or 0)} on the card terminal first" in counter.texts(dialog)
    assert not dialog.take.isEnabled()


def test_a_reversal_is_written_down_with_its_slip_amount_and_time(counter: Counter) -> None:
    details = counter.details(counter.job("cancellation"))
    dialog = opened(counter, details, ReversalDialog)
    QTest.keyClicks(dialog.authorisation, " NSU 774411 ")
    taken(counter, dialog)

    said = word(counter, details.job)
    assert said.facts["authorisation"] == "NSU 774411"
    assert said.facts["value"] == details.job.value
    assert abs(datetime.now(UTC) - datetime.fromisoformat(str(said.facts["reversed_at"]))) < timedelta(minutes=2)
    assert counter.details(details.job).case is not None


def test_a_reversal_that_is_still_to_come_is_not_taken(counter: Counter) -> None:
    dialog = opened(counter, counter.details(counter.job("cancellation")), ReversalDialog)
    QTest.keyClicks(dialog.authorisation, "NSU 774411")
    assert dialog.take.isEnabled()

    dialog.at.selectAll()
    QTest.keyClicks(dialog.at, "31/12/2099 12:00")

    assert not dialog.take.isEnabled()
    assert dialog.at.property("wrong") == "true"


@pytest.mark.parametrize("text", ["14:31", "14h31", "1431", "14.31", "21/11/2026 14:31", "2026-11-21 14:31", "21 1431"])
def test_a_moment_is_read_as_people_write_it(text: str) -> None:
    assert read_moment(text, date(2026, 11, 21)) == datetime(2026, 11, 21, 14, 31).astimezone()


@pytest.mark.parametrize("text", ["", "14", "25:00", "14:61", "31/02/2026 14:31", "yesterday"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text, date(2026, 11, 21)) is None


def test_who_refunds_cannot_allow_it(counter: Counter) -> None:
    details = large(counter.details(counter.job("return")))
    dialog = opened(counter, details, ApprovalDialog)
    QTest.keyClicks(dialog.manager.line, " ANA ")

    assert not dialog.take.isEnabled()
    assert "Somebody else has to allow it" in counter.texts(dialog)


def test_a_second_person_allows_exactly_the_amount(counter: Counter) -> None:
    details = large(counter.details(counter.job("return")))
    dialog = opened(counter, details, ApprovalDialog)
    QTest.keyClicks(dialog.manager.line, MANAGER)
    assert dialog.take.text() == f"Allow {money(details.job.value or 0)}"
    taken(counter, dialog)

    said = word(counter, details.job)
    assert (said.matter, said.operator, said.facts["value"]) == (Matter.APPROVAL, MANAGER, details.job.value)


def test_where_the_settings_name_managers_one_of_them_is_chosen(counter: Counter) -> None:
    field = ManagerField(ReturnPolicy(managers=(MANAGER, "Eva Reis")).managers)
    counter.qtbot.addWidget(field)
    assert field.name == ""

    field.list.setCurrentIndex(1)

    assert field.name == "Eva Reis"


def test_a_refusal_is_told_in_the_dialog_which_stays(counter: Counter) -> None:
    counter.acting.settle(counter.details(counter.job("return")), Matter.REVERSAL)
    dialog = counter.dialog()
    assert isinstance(dialog, ReversalDialog)
    QTest.keyClicks(dialog.authorisation, "NSU 774411")

    dialog.take.click()

    counter.qtbot.waitUntil(lambda: bool(dialog.refused.text))
    assert dialog.isVisible()
    assert dialog.take.isEnabled()


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_enter_of_a_scanner_settles_nothing(counter: Counter, enter: Qt.Key) -> None:
    details = counter.details(counter.job("cancellation"))
    dialog = opened(counter, details, ReversalDialog)
    QTest.keyClicks(dialog.authorisation, "NSU 774411")

    QTest.keyClick(dialog.authorisation, enter)
    QTest.keyClick(dialog.take, enter)

    assert dialog.isVisible()
    assert counter.details(details.job).job.version == details.job.version


def test_the_question_is_taken_back_when_its_amount_or_job_is_another(counter: Counter) -> None:
    details = counter.details(counter.job("cancellation"))
    dialog = opened(counter, details, ReversalDialog)

    with counter.qtbot.waitSignal(dialog.rejected):
        counter.ask(lambda commands: commands.desk.dismiss(details.job.id, "Rui", "A test"))

    counter.qtbot.waitUntil(lambda: "changed meanwhile" in counter.toast)


def test_a_double_press_is_one_word(counter: Counter) -> None:
    details = counter.details(counter.job("cancellation"))
    dialog = opened(counter, details, ReversalDialog)
    QTest.keyClicks(dialog.authorisation, "NSU 774411")

    with counter.qtbot.waitSignal(dialog.settled):
        dialog.take.click()
        dialog.take.click()

    said = counter.ask(lambda commands: commands.desk.context.journal.settlements(details.job.id)).said
    assert len(said) == 1


def test_what_has_to_be_settled_stands_out_before_anything_else(counter: Counter) -> None:
    details = counter.details(counter.job("cancellation"))
    assert next_matter(details) is Matter.REVERSAL

    assert primary(details.job, Matter.REVERSAL) is Command.SUBMIT
    assert Command.SUBMIT in allowed(details.job, Matter.REVERSAL)
    assert Command.SUBMIT not in allowed(details.job)


def offered(counter: Counter, job: Job) -> CommandButton:
    """Give the button that sends the job in view, or leads to what has to be settled."""
    window = counter.application.window
    window.show_page(Command.QUEUE)
    window.page.show_job(job)
    counter.qtbot.waitUntil(lambda: Command.SUBMIT in window.page.possible)
    buttons = [button for button in window.page.findChildren(CommandButton) if button.command is Command.SUBMIT]
    (shown,) = [button for button in buttons if not button.isHidden()]
    return shown


def test_what_the_ordinary_way_needs_is_urged(counter: Counter) -> None:
    button = offered(counter, counter.job("cancellation"))

    assert button.property("part") == "primary"
    assert button.text() == "Reverse on the card terminal"


@pytest.mark.parametrize(
    ("story", "words"),
    [("store-return-elsewhere", "Take it over"), ("return-before-invoicing", "Go on without a refund")],
)
def test_an_exception_is_offered_and_not_urged(counter: Counter, story: str, words: str) -> None:
    button = offered(counter, counter.undecided(story).job)

    assert button.property("part") != "primary"
    assert button.text() == words


def test_the_key_that_sends_asks_first_for_what_has_to_be_settled(counter: Counter) -> None:
    offered(counter, counter.undecided("store-return-elsewhere").job)

    counter.application.window.actions_.of(Command.SUBMIT).trigger()

    assert isinstance(counter.dialog(), TakeoverDialog)
