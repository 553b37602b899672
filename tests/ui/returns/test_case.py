"""One return: its steps, which of them is due, and what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QScrollArea

from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.filing import FileId, FileState, FoundFile, Match
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements
from desktop_invoicer.domain.workflow import Hold, HoldKind, JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.banner import Banner
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.returns.head import CaseHead
from desktop_invoicer.ui.theme.tokens import Tone
from tests.builders import NOW, a_document, everything_of
from tests.ui.returns.visitor import Visitor
from tests.ui.still_returns import (
    a_cancellation_in_time,
    a_return,
    a_return_with_document,
    a_sold_order,
    another_stores,
)

REVERSED = Settlement(
    Matter.REVERSAL,
    "Ana",
    NOW,
    {"value": 52880, "authorisation": "AUT 123456", "reversed_at": NOW.isoformat(timespec="seconds")},
)


def _shown(visitor: Visitor, details: JobDetails) -> Visitor:
    """Open the desk on one return."""
    visitor.open(details)
    visitor.select(0)
    visitor.sees("What comes back")
    return visitor


def test_a_cancellation_begins_at_the_card_terminal(visitor: Visitor) -> None:
    _shown(visitor, a_cancellation_in_time())

    assert visitor.steps == [
        "Step 1: What comes back, Done",
        "Step 2: The way, Next",
        "Step 3: Card terminal, Now",
        "Step 4: Document, Later",
        "Step 5: Refund, Later",
    ]
    assert visitor.primaries == ["Write down the reversal…"]


def test_after_the_reversal_the_document_is_due(visitor: Visitor) -> None:
    _shown(visitor, a_cancellation_in_time(settlements=Settlements((REVERSED,))))

    assert "Step 3: Card terminal, Done" in visitor.steps
    assert "Step 4: Document, Now" in visitor.steps
    assert "R$ 528.80 reversed: AUT 123456" in visitor.text
    assert "The XML of the event that cancels NFC-e 101, series 1." in visitor.text
    assert visitor.primaries == ["Choose XML"]


def test_a_reversal_of_another_amount_does_not_count(visitor: Visitor) -> None:
    other = replace(REVERSED, facts={**REVERSED.facts, "value": 100})
    _shown(visitor, a_cancellation_in_time(settlements=Settlements((other,))))

    assert "Step 3: Card terminal, Now" in visitor.steps


def test_a_return_of_goods_has_no_card_terminal(visitor: Visitor) -> None:
    _shown(visitor, a_return(a_sold_order(1), {0: 1}))

    assert [step.split(", ")[0] for step in visitor.steps] == [
        "Step 1: What comes back",
        "Step 2: The way",
        "Step 3: Document",
        "Step 4: Refund",
    ]


def test_what_was_found_for_a_return_stands_out_instead_of_bringing_it(visitor: Visitor) -> None:
    details = a_return(a_sold_order(1), {0: 1})
    entry = a_document(model=DocumentModel.NFE, value=details.job.value, is_entry=True)
    file = FoundFile(FileId(1), "/xml/entrada.xml", NOW, FileState.PROPOSED, entry)
    visitor.desk.found = (Match(entry, details.job, (), names_order=True, is_exact=False, file=file),)
    _shown(visitor, details)

    visitor.sees("Found in the watched folders")
    assert visitor.primaries == ["Use this one"]


def test_a_return_names_the_items_of_the_sale_that_come_back(visitor: Visitor) -> None:
    _shown(visitor, a_return(a_sold_order(1), {1: 1}))

    assert "item 2  ·  CNPJ 11.222.333/0001-81" in visitor.text
    assert visitor.primaries == ["Attach document"]


def test_what_came_back_before_and_what_stays_is_told(visitor: Visitor) -> None:
    _shown(visitor, a_return(a_sold_order(1, freight=1000, returned=1), {0: 1}))

    names = {label.accessibleName() for label in visitor.page.findChildren(QLabel) if label.isVisible()}
    assert {"Bought: 2", "Returned: 1", "Comes back now: 1", "Remain: 0", "Refund: R$ 99.90"} <= names
    assert {"Freight: R$ 5.00", "Total refund: R$ 104.90"} <= names
    assert "1 other item stays with the buyer." in visitor.text


def test_units_that_another_return_only_asks_for_are_told_as_such(visitor: Visitor) -> None:
    details = a_return(a_sold_order(1), {0: 1})
    assert details.content is not None
    draft = details.content.draft
    second = replace(draft, lines=tuple(replace(line, before=1) for line in draft.lines))
    _shown(visitor, replace(details, content=replace(details.content, draft=second)))

    names = {label.accessibleName() for label in visitor.page.findChildren(QLabel) if label.isVisible()}
    assert {"Bought: 2", "Returned or asked for: 1", "Comes back now: 1", "Remain: 0"} <= names


def test_the_refund_names_amount_buyer_and_effect(visitor: Visitor) -> None:
    _shown(visitor, a_return_with_document())

    assert visitor.primaries == ["Refund R$ 109.85…"]
    for words in (
        "João Teste  ·  •••••••••91",
        "Visa ···· 1234: R$ 568.60",
        "VTEX refunds by itself once this is sent. Do not give money back in another way.",
    ):
        assert words in visitor.text


def test_a_cancellation_says_that_the_card_was_reversed(visitor: Visitor) -> None:
    reversed_ = a_return_with_document(observation="inStore", settlements=_reversal_of(10985))
    _shown(visitor, reversed_)

    assert "The card was reversed on the terminal" in visitor.text
    assert visitor.primaries == ["Book R$ 109.85 in VTEX…"]


def test_the_return_of_a_marketplace_order_is_refunded_there(visitor: Visitor) -> None:
    details = a_return_with_document()
    assert details.content is not None
    order = replace(details.content.order, marketplace="Mercado Teste")
    _shown(visitor, replace(details, content=replace(details.content, order=order)))

    assert "The marketplace gives the money back" in visitor.text


def test_an_order_that_is_not_fully_invoiced_refunds_nothing(visitor: Visitor) -> None:
    details = a_return_with_document()
    assert details.content is not None
    order = replace(details.content.order, status="handling", value=Cents(99_900))
    _shown(visitor, replace(details, content=replace(details.content, order=order)))

    assert "VTEX takes the return and refunds nothing" in visitor.text
    assert "Total, not refunded" in visitor.text
    assert visitor.primaries == ["Send the return, without a refund…"]


def test_an_amount_that_needs_a_manager_says_so(visitor: Visitor) -> None:
    details = a_return_with_document()
    assert details.case is not None
    _shown(visitor, replace(details, case=replace(details.case, due=(Matter.APPROVAL,))))

    assert "Nobody yet: this amount needs a manager." in visitor.text
    assert visitor.primaries == ["Let a manager allow it…"]


def test_the_return_of_another_store_stands_still_above_its_steps(visitor: Visitor) -> None:
    _shown(visitor, another_stores())

    assert "lojatesteleblon" in visitor.text
    assert visitor.button("Take it over").isEnabled()
    assert not visitor.primaries
    assert not any(step.endswith("Now") for step in visitor.steps)


def test_an_observation_that_nobody_can_read_is_settled_first(visitor: Visitor) -> None:
    observation = "inStore: {broken"
    problem = Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": observation})
    _shown(visitor, a_return(a_sold_order(1), {0: 1}, observation=observation, hold=_needs_person(problem)))

    assert observation in visitor.text
    assert visitor.primaries == ["Say what it asks for"]


def test_what_vtex_refused_can_be_sent_again(visitor: Visitor) -> None:
    problem = Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Invalid value"})
    details = a_return_with_document()
    _shown(visitor, replace(details, job=replace(details.job, hold=_needs_person(problem))))

    assert visitor.primaries == ["Send again…"]


def test_a_return_that_was_perhaps_refunded_twice_is_loud_and_closed_by_hand(visitor: Visitor) -> None:
    problem = Problem(ProblemCode.RETURN_DOUBLED, {"number": "700", "value": 9990})
    details = a_return_with_document()
    _shown(visitor, replace(details, job=replace(details.job, stage=Stage.SUBMITTED, hold=_needs_person(problem))))

    (banner,) = visitor.page.findChildren(Banner)
    assert banner.property("tone") == Tone.ERROR.value
    assert visitor.rows[0].endswith("Perhaps refunded twice")
    assert visitor.button("remedy").accessibleName() == "Open in VTEX"
    assert visitor.primaries == ["Close this request"]
    assert "is being deleted" not in visitor.text


def test_what_cannot_come_back_is_only_to_be_dismissed(visitor: Visitor) -> None:
    problem = Problem(ProblemCode.LINE_EXCEEDED, {"name": "Camiseta", "asked": 3, "remaining": 2})
    _shown(visitor, a_return(a_sold_order(1), {0: 3}, hold=_needs_person(problem)))

    assert not visitor.primaries
    assert visitor.button("remedy").accessibleName() == "Dismiss"


def test_a_step_leads_to_the_word_that_is_due(visitor: Visitor) -> None:
    _shown(visitor, a_cancellation_in_time())

    visitor.press("Write down the reversal…")

    visitor.qtbot.waitUntil(lambda: bool(visitor.page.window().findChildren(ReversalDialog)))
    for dialog in visitor.page.window().findChildren(ReversalDialog):
        dialog.reject()


def test_a_refund_is_followed_until_vtex_is_done_with_it(visitor: Visitor) -> None:
    details = a_return_with_document()
    _shown(visitor, details)
    posted = TimelineEntry(NOW, Entry.POST_CONFIRMED, {"number": "57"})

    sent = replace(details.job, stage=Stage.SUBMITTED, hold=None, version=2)
    visitor.change(replace(details, job=sent, timeline=(posted,)))

    visitor.sees("Return sent: VTEX refunds R$ 109.85", "Number 57", "The request in VTEX is being deleted…")
    buttons = [each for each in visitor.page.findChildren(CommandButton) if each.isVisible()]
    assert Command.ATTACH not in {each.command for each in buttons}


def test_what_is_being_sent_cannot_be_sent_again(visitor: Visitor) -> None:
    details = a_return_with_document()
    sending = replace(details.job, hold=None, confirmed_by="Ana")
    _shown(visitor, replace(details, job=sending))

    assert "It is being sent to VTEX now." in visitor.text
    assert not visitor.primaries


def test_a_refund_that_vtex_is_late_to_answer_says_so(visitor: Visitor) -> None:
    details = a_return_with_document()
    hold = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX, {"reason": "timeout"}), NOW)
    _shown(visitor, replace(details, job=replace(details.job, hold=hold, confirmed_by="Ana")))

    assert "R$ 109.85 is confirmed. VTEX has not answered yet and is asked again by itself." in visitor.text
    assert "Step 3: Document, Done" in visitor.steps
    assert not visitor.primaries


def test_a_refund_that_was_refused_points_at_what_to_do(visitor: Visitor) -> None:
    problem = Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Invalid value"})
    details = a_return_with_document()
    _shown(visitor, replace(details, job=replace(details.job, hold=_needs_person(problem), confirmed_by="Ana")))

    assert "R$ 109.85 is confirmed, but something is in the way." in visitor.text


def test_what_is_due_is_in_view_whatever_was_looked_at_before(visitor: Visitor) -> None:
    visitor.page.window().resize(1100, 480)
    one = a_return(a_sold_order(1), {0: 1})
    other = replace(one, job=replace(one.job, id=JobId(99)))
    visitor.open(one, other)
    for row in (0, 1):
        visitor.select(row)
        visitor.sees("Issue an NF-e de entrada")
    visitor.settle()

    button = visitor.button("Attach document")
    (area,) = [each for each in visitor.page.findChildren(QScrollArea) if each.isAncestorOf(button)]
    place = button.mapTo(area, button.rect().bottomLeft())
    assert area.rect().contains(place)


def test_what_blocks_a_refund_comes_into_view(visitor: Visitor) -> None:
    details = a_return_with_document()
    _shown(visitor, details)
    visitor.settle()
    problem = Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Invalid value"})

    refused = replace(details.job, hold=_needs_person(problem), version=details.job.version + 1)
    visitor.change(replace(details, job=refused))

    visitor.sees("Invalid value")
    button = visitor.button("Send again…")
    (area,) = [each for each in visitor.page.findChildren(QScrollArea) if each.isAncestorOf(button)]
    visitor.qtbot.waitUntil(lambda: area.verticalScrollBar().value() == 0)


def test_the_head_tells_the_amount_and_the_word_that_is_due(visitor: Visitor) -> None:
    _shown(visitor, a_cancellation_in_time())

    (head,) = [each for each in visitor.page.findChildren(CaseHead) if each.isVisible()]
    told = [each.text() for each in head.findChildren(QLabel) if each.isVisible()]
    assert "R$ 528.80" in told
    assert head.state.text == "Reverse on the card terminal"


def test_a_dismissed_return_says_what_would_have_come_back(visitor: Visitor) -> None:
    details = a_return_with_document()
    _shown(visitor, details)

    gone = replace(details.job, stage=Stage.DISMISSED, hold=None, version=2)
    visitor.change(replace(details, job=gone))

    visitor.qtbot.waitUntil(lambda: visitor.steps == ["Step 1: What comes back, Done"])


def test_a_way_that_closes_under_the_eye_is_told(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    nearly = timedelta(minutes=30) - timedelta(seconds=2)
    order = a_sold_order(1)
    asked = {"observation": "inStore", "settlements": _reversal_of(52880)}
    before = a_return(order, everything_of(order), sold_ago=nearly, **asked)  # type: ignore[arg-type]
    _shown(visitor, before)
    late = a_return(order, everything_of(order), sold_ago=timedelta(minutes=31), **asked)  # type: ignore[arg-type]
    visitor.desk.known[late.job.id] = late

    visitor.sees("The time is over. From now on it goes this way:", "this state still takes the cancellation")
    assert any(told.startswith("The time is over.") for told in heard)


def test_the_rule_and_the_other_ways_are_folded(visitor: Visitor) -> None:
    _shown(visitor, a_cancellation_in_time())
    assert "An NF-e de entrada" not in visitor.text

    visitor.press("The rule, and other ways")

    assert "Event 110111" in visitor.text


def test_an_f_key_does_what_the_step_asks_for(visitor: Visitor) -> None:
    _shown(visitor, a_return_with_document())

    assert {Command.SUBMIT, Command.ATTACH, Command.CHOOSE_FILE, Command.DISMISS} <= visitor.page.possible


def test_a_return_that_waits_for_vtex_has_nothing_to_do(visitor: Visitor) -> None:
    hold = Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS, {"account": "one"}))
    _shown(visitor, a_return(a_sold_order(1), {0: 1}, hold=hold))

    assert not any(step.endswith("Now") for step in visitor.steps)


def _needs_person(problem: Problem) -> Hold:
    return Hold(HoldKind.NEEDS_PERSON, problem)


def _reversal_of(value: int) -> Settlements:
    return Settlements((replace(REVERSED, facts={**REVERSED.facts, "value": value}),))
