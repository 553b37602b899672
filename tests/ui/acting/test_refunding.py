"""The question before money goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.errors import StaleJobError, UnsettledError
from desktop_invoicer.messages import money
from desktop_invoicer.ui.acting.refund_dialog import RefundDialog
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.acting.settling import missing_matter
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.parts.hold_button import DEAF
from tests.ui.acting.counter import Counter

REVERSED_AT = datetime.fromisoformat("2026-01-02T14:31:00-03:00")


@pytest.fixture
def refund(counter: Counter) -> JobDetails:
    """Give a return that only waits for somebody's word."""
    return counter.documented("return")


@pytest.fixture
def cancellation(counter: Counter) -> JobDetails:
    """Give a cancellation whose money went back on the terminal."""
    details = counter.documented("cancellation")
    job = details.job
    counter.ask(lambda commands: commands.settling.note_reversal(job.id, "Rui", "NSU 774411", REVERSED_AT))
    return counter.details(job)


def asked(counter: Counter, details: JobDetails) -> RefundDialog:
    counter.acting.submit(details)
    dialog = counter.dialog()
    assert isinstance(dialog, RefundDialog)
    return dialog


def noticed(details: JobDetails, *notices: Problem) -> JobDetails:
    content = details.content
    assert content is not None
    return replace(details, content=replace(content, draft=replace(content.draft, notices=notices)))


def refunds(counter: Counter, job: Job) -> list[int]:
    return [each["value"] for each in counter.simulator.ledger()["refunds"] if each["order"] == job.order_id]


def hold(dialog: RefundDialog) -> None:
    QTest.keyPress(dialog.hold, Qt.Key.Key_Space)


def test_the_question_names_amount_buyer_goods_and_paper(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)
    told, content, document = counter.texts(dialog), refund.content, refund.job.document
    assert content is not None
    assert document is not None

    assert dialog.windowTitle() == f"Refund {money(refund.job.value or 0)}?"
    assert refund.job.order_id in told
    assert content.order.buyer.name in told
    assert content.draft.lines[0].name in told
    assert document.number in told


def test_the_number_of_the_buyer_is_masked(counter: Counter, refund: JobDetails) -> None:
    assert refund.content is not None
    number = refund.content.order.buyer.tax_id

    assert number
    assert number not in counter.texts(asked(counter, refund)).replace(".", "").replace("-", "")


def test_the_question_says_how_the_buyer_paid(counter: Counter, refund: JobDetails) -> None:
    assert refund.content is not None
    payment = refund.content.order.payments[0]

    assert payment.method in counter.texts(asked(counter, refund))


def test_the_focus_is_on_the_way_back(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)

    assert dialog.focusWidget() is dialog.back


def test_the_question_says_that_vtex_refunds_by_itself(counter: Counter, refund: JobDetails) -> None:
    assert "by itself" in counter.texts(asked(counter, refund))


def test_a_long_press_refunds_once(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)

    with counter.qtbot.waitSignal(counter.acting.submitted):
        hold(dialog)

    assert counter.toast == f"The return of order {refund.job.order_id} is on its way."
    counter.settled(refund.job)
    assert refunds(counter, refund.job) == [refund.job.value]


def test_a_short_press_refunds_nothing_and_says_what_is_wanted(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)
    QTest.mouseClick(dialog.hold, Qt.MouseButton.LeftButton)

    assert dialog.isVisible()
    assert not counter.acting.is_under_way(refund.job.id)
    assert "until it is full" in counter.texts(dialog)


def test_the_key_that_asked_leads_to_the_button_and_does_no_more(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)
    counter.qtbot.waitUntil(dialog.isActiveWindow)

    QTest.keyClick(dialog.back, Qt.Key.Key_F8)
    QTest.keyClick(dialog.hold, Qt.Key.Key_F8)

    assert dialog.focusWidget() is dialog.hold
    assert not dialog.hold.is_filling


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_enter_of_a_scanner_refunds_nothing(counter: Counter, refund: JobDetails, enter: Qt.Key) -> None:
    dialog = asked(counter, refund)
    dialog.hold.setFocus()

    QTest.keyClick(dialog.hold, enter)

    assert dialog.isVisible()
    assert not dialog.hold.is_filling
    assert not counter.acting.is_under_way(refund.job.id)


def test_who_cannot_hold_presses_twice_from_then_on(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)
    dialog.other_way.click()
    dialog.hold.click()
    counter.qtbot.wait(DEAF + 50)

    with counter.qtbot.waitSignal(counter.acting.submitted):
        dialog.hold.click()

    assert not counter.application.preferences.holds


def test_who_presses_twice_is_asked_once(counter: Counter, refund: JobDetails) -> None:
    counter.acting.submit(refund)
    counter.acting.submit(refund)

    assert isinstance(counter.dialog(), RefundDialog)


def test_the_question_is_taken_back_when_something_else_would_go_out(counter: Counter, refund: JobDetails) -> None:
    dialog = asked(counter, refund)

    with counter.qtbot.waitSignal(dialog.rejected):
        counter.attach_xml(refund.job)

    counter.qtbot.waitUntil(lambda: "changed meanwhile" in counter.toast)


def test_what_changed_behind_the_question_does_not_go_out(counter: Counter, refund: JobDetails) -> None:
    other = replace(refund.job, value=Cents(1))
    dialog = asked(counter, replace(refund, job=other))

    with counter.qtbot.waitSignal(dialog.confirmed):
        hold(dialog)
    counter.idle(other)

    assert "in the meantime" in counter.toast
    assert refunds(counter, refund.job) == []


def test_a_cancellation_asks_for_the_reversal_first(counter: Counter) -> None:
    counter.acting.submit(counter.documented("cancellation"))

    assert isinstance(counter.dialog(), ReversalDialog)
    assert not counter.is_asked(RefundDialog)


def test_a_cancellation_tells_who_reversed_it_and_that_nothing_more_is_paid(
    counter: Counter, cancellation: JobDetails
) -> None:
    told = counter.texts(asked(counter, cancellation))

    assert "NSU 774411" in told
    assert "Rui" in told
    assert "Do not pay it out again" in told


def test_what_the_desk_still_misses_is_told_and_asked_for(counter: Counter) -> None:
    details = counter.documented("cancellation")
    assert details.case is not None
    dialog = asked(counter, replace(details, case=replace(details.case, due=())))

    with counter.qtbot.waitSignal(dialog.confirmed):
        hold(dialog)
    counter.idle(details.job)

    counter.qtbot.waitUntil(lambda: "terminal" in counter.toast)
    assert isinstance(counter.dialog(), ReversalDialog)
    assert refunds(counter, details.job) == []


def test_a_return_without_refund_says_so_on_its_button(counter: Counter, refund: JobDetails) -> None:
    nothing = noticed(refund, Problem(ProblemCode.NO_REFUND, {"invoiced": 100, "value": 200}))

    dialog = asked(counter, nothing)

    assert "refund NOTHING" in counter.texts(dialog)
    assert dialog.windowTitle() == "Send the return, without a refund?"
    assert dialog.hold.text() == "Hold to send without a refund"


def test_a_refund_by_the_card_terminal_is_only_booked(counter: Counter, cancellation: JobDetails) -> None:
    amount = money(cancellation.job.value or 0)

    dialog = asked(counter, cancellation)

    assert dialog.windowTitle() == f"Book the refund of {amount} in VTEX?"
    assert dialog.hold.text() == f"Hold to book {amount}"


def test_of_a_marketplace_order_the_question_says_who_refunds(counter: Counter, refund: JobDetails) -> None:
    sold = noticed(refund, Problem(ProblemCode.MARKETPLACE_REFUNDS, {"marketplace": "Bazar"}))

    told = counter.texts(asked(counter, sold))

    assert "Bazar has the buyer's money" in told
    assert "by itself" not in told


def test_what_the_buyer_does_not_get_back_is_to_be_told(counter: Counter, refund: JobDetails) -> None:
    kept = noticed(refund, Problem(ProblemCode.INTEREST_KEPT, {"interest": 321}))

    dialog = asked(counter, kept)

    assert "Tell the buyer." in counter.texts(dialog)
    assert money(321) in counter.texts(dialog)


def test_what_is_odd_about_the_document_is_to_be_looked_at_first(counter: Counter, refund: JobDetails) -> None:
    odd = Check(CheckName.BUYER, Verdict.WARNING, Problem(ProblemCode.BUYER_DIFFERS))

    assert "Look at this first" in counter.texts(asked(counter, replace(refund, checks=(odd,))))


def test_a_refund_is_never_asked_for_with_the_question_of_a_sale(counter: Counter, refund: JobDetails) -> None:
    counter.acting.submit(replace(refund, case=None))

    assert not counter.is_asked(SubmitDialog)
    assert not counter.is_asked(RefundDialog)


def test_an_approval_is_named(counter: Counter, refund: JobDetails) -> None:
    counter.ask(lambda commands: commands.settling.approve(refund.job.id, "Rui Lima"))

    assert "Rui Lima" in counter.texts(asked(counter, counter.details(refund.job)))


def test_who_allowed_it_and_refunds_it_has_to_be_two_people() -> None:
    same = Problem(ProblemCode.APPROVAL_DUE, {"value": 4990, "above": 100, "manager": "Ana"})

    assert missing_matter(UnsettledError([same])) is Matter.APPROVAL


def test_a_job_that_changed_misses_nothing_that_could_be_settled() -> None:
    assert missing_matter(StaleJobError("1")) is None


def test_settling_comes_before_the_question(counter: Counter, refund: JobDetails) -> None:
    assert refund.case is not None

    counter.acting.submit(replace(refund, case=replace(refund.case, due=(Matter.APPROVAL,))))

    assert counter.dialog().objectName() == "approval_dialog"
