"""What people settle about a return: a word counts only for what it was said about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading, read_observation
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements, allowed, matters_due
from tests.builders import NOW, OTHER_ACCOUNT, a_draft, a_draft_line

BROKEN = "inStore: {"
UNREADABLE = read_observation(BROKEN, None)
VALUE = Cents(9990)
APPROVED = ReturnPolicy(approval_above=Cents(9989))


def said(matter: Matter, *, after: int = 0, **facts: str | int) -> Settlement:
    return Settlement(matter, "Ana", NOW + timedelta(minutes=after), facts)


def an_approval(draft: Draft) -> Settlement:
    return Settlement(Matter.APPROVAL, "Ana", NOW, allowed(draft, VALUE))


def settlements(*words: Settlement) -> Settlements:
    return Settlements(words)


def an_operation(operation: Operation, *, store: str = "", observation: str = BROKEN) -> Settlements:
    return settlements(
        said(Matter.OPERATION, observation=observation, operation=operation.value, store=store),
    )


def due(draft: Draft, *words: Settlement, policy: ReturnPolicy = APPROVED) -> list[Matter]:
    return list(matters_due(draft, VALUE, settlements(*words), policy))


# What the request asks for


def test_an_unreadable_observation_is_read_as_somebody_settled_it() -> None:
    read = an_operation(Operation.STORE_RETURN, store=OTHER_ACCOUNT).read(UNREADABLE, f" {BROKEN} ")

    assert read == Reading(Operation.STORE_RETURN, OTHER_ACCOUNT)


def test_a_settled_cancellation_names_no_store() -> None:
    assert an_operation(Operation.CANCELLATION).read(UNREADABLE, BROKEN) == Reading(Operation.CANCELLATION)


def test_what_was_settled_about_another_observation_does_not_count() -> None:
    assert an_operation(Operation.RETURN, observation="inStore: [").read(UNREADABLE, BROKEN) is UNREADABLE


def test_an_observation_that_can_be_read_counts_whatever_was_settled() -> None:
    reading = read_observation("inStore", None)

    assert an_operation(Operation.RETURN, observation="inStore").read(reading, "inStore") is reading


def test_nothing_settled_changes_nothing() -> None:
    assert Settlements().read(UNREADABLE, BROKEN) is UNREADABLE


# Words and what they are about


def test_a_return_is_taken_over_only_from_the_store_that_was_named() -> None:
    words = settlements(said(Matter.TAKEOVER, store=OTHER_ACCOUNT, reason="aqui"))

    assert words.takeover(OTHER_ACCOUNT) is not None
    assert words.takeover("lojatestecentro") is None


def test_going_without_a_refund_has_to_be_said() -> None:
    assert settlements(said(Matter.NO_REFUND, reason="troca")).goes_without_refund
    assert not Settlements().goes_without_refund


def test_a_reversal_counts_for_exactly_its_amount() -> None:
    word = said(Matter.REVERSAL, value=9990)
    words = settlements(word)

    assert [words.reversal(Cents(value)) for value in (9989, 9990, 9991)] == [None, word, None]
    assert words.reversal() == word


GOODS = a_draft(operation=Operation.RETURN, lines=[a_draft_line(0), a_draft_line(2, units=3)])


@pytest.mark.parametrize(
    ("draft", "value"),
    [
        (GOODS, 9989),
        (GOODS, 9991),
        (replace(GOODS, operation=Operation.CANCELLATION), 9990),
        (replace(GOODS, lines=GOODS.lines[1:]), 9990),
        (replace(GOODS, lines=(a_draft_line(0), a_draft_line(2, units=2))), 9990),
        (replace(GOODS, lines=(a_draft_line(1), a_draft_line(2, units=3))), 9990),
    ],
    ids=["less", "more", "another_operation", "a_part", "fewer_units", "other_goods"],
)
def test_an_approval_counts_for_exactly_its_amount_and_its_goods(draft: Draft, value: int) -> None:
    word = an_approval(GOODS)
    words = settlements(word)

    assert words.approval(GOODS, VALUE) == word
    assert words.approval(draft, Cents(value)) is None


def test_of_each_matter_the_newest_word_counts() -> None:
    words = settlements(said(Matter.REVERSAL, value=9990), said(Matter.REVERSAL, after=1, value=5000))

    assert words.reversal(Cents(9990)) is None
    assert words.reversal(Cents(5000)) is not None


# What has still to be said


def test_of_a_sale_nobody_has_to_say_anything() -> None:
    assert due(a_draft()) == []


@pytest.mark.parametrize(
    ("code", "matter"),
    [
        (ProblemCode.OBSERVATION_UNREADABLE, Matter.OPERATION),
        (ProblemCode.OTHER_STORE, Matter.TAKEOVER),
        (ProblemCode.NOT_FULLY_INVOICED, Matter.NO_REFUND),
    ],
)
def test_a_problem_that_a_word_settles_asks_for_it(code: ProblemCode, matter: Matter) -> None:
    draft = a_draft(operation=Operation.RETURN, problems=[Problem(ProblemCode.LINE_EXCEEDED), Problem(code)])

    assert due(draft, policy=ReturnPolicy()) == [matter]


def test_a_cancellation_asks_for_the_reversal_and_then_for_the_approval() -> None:
    draft = a_draft(operation=Operation.CANCELLATION)

    assert due(draft) == [Matter.REVERSAL, Matter.APPROVAL]
    assert due(draft, said(Matter.REVERSAL, value=VALUE)) == [Matter.APPROVAL]
    assert due(draft, said(Matter.REVERSAL, value=VALUE), an_approval(draft)) == []


def test_who_is_no_manager_any_more_has_allowed_nothing() -> None:
    draft = a_draft(operation=Operation.RETURN)
    policy = replace(APPROVED, managers=("Bia",))

    assert due(draft, an_approval(draft), policy=policy) == [Matter.APPROVAL]


@pytest.mark.parametrize("operation", [Operation.RETURN, Operation.STORE_RETURN])
def test_only_a_cancellation_reverses_the_card(operation: Operation) -> None:
    assert due(a_draft(operation=operation)) == [Matter.APPROVAL]


def test_a_store_may_do_without_a_recorded_reversal() -> None:
    assert due(a_draft(operation=Operation.CANCELLATION), policy=ReturnPolicy(records_reversal=False)) == []


@pytest.mark.parametrize(("above", "asks"), [(None, False), (9990, False), (9989, True), (0, True)])
def test_a_manager_is_asked_only_above_the_amount_of_the_store(above: int | None, *, asks: bool) -> None:
    policy = ReturnPolicy(approval_above=None if above is None else Cents(above))

    assert due(a_draft(operation=Operation.RETURN), policy=policy) == ([Matter.APPROVAL] if asks else [])
