"""What people settle about a return: a word counts only for what it was said about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading, read_observation
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements, matters_due
from tests.builders import NOW, OTHER_ACCOUNT, a_draft

BROKEN = "inStore: {"
UNREADABLE = read_observation(BROKEN, None)
VALUE = Cents(9990)
APPROVED = ReturnPolicy(approval_above=Cents(9989))


def said(matter: Matter, *, after: int = 0, **facts: str | int) -> Settlement:
    return Settlement(matter, "Ana", NOW + timedelta(minutes=after), facts)


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

    assert words.is_taken_over(OTHER_ACCOUNT)
    assert not words.is_taken_over("lojatestecentro")


def test_going_without_a_refund_has_to_be_said() -> None:
    assert settlements(said(Matter.NO_REFUND, reason="troca")).goes_without_refund
    assert not Settlements().goes_without_refund


@pytest.mark.parametrize("matter", [Matter.REVERSAL, Matter.APPROVAL])
def test_a_word_about_an_amount_counts_for_exactly_that_amount(matter: Matter) -> None:
    word = said(matter, value=9990)
    words = settlements(word)

    found = {Matter.REVERSAL: words.reversal, Matter.APPROVAL: words.approval}[matter]

    assert found(Cents(9990)) == word
    assert found(Cents(9989)) is None
    assert found(Cents(9991)) is None


def test_of_each_matter_the_newest_word_counts() -> None:
    words = settlements(said(Matter.APPROVAL, value=9990), said(Matter.APPROVAL, after=1, value=5000))

    assert words.approval(Cents(9990)) is None
    assert words.approval(Cents(5000)) is not None


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
    assert due(draft, said(Matter.REVERSAL, value=VALUE), said(Matter.APPROVAL, value=VALUE)) == []


@pytest.mark.parametrize("operation", [Operation.RETURN, Operation.STORE_RETURN])
def test_only_a_cancellation_reverses_the_card(operation: Operation) -> None:
    assert due(a_draft(operation=operation)) == [Matter.APPROVAL]


def test_a_store_may_do_without_a_recorded_reversal() -> None:
    assert due(a_draft(operation=Operation.CANCELLATION), policy=ReturnPolicy(records_reversal=False)) == []


@pytest.mark.parametrize(("above", "asks"), [(None, False), (9990, False), (9989, True), (0, True)])
def test_a_manager_is_asked_only_above_the_amount_of_the_store(above: int | None, *, asks: bool) -> None:
    policy = ReturnPolicy(approval_above=None if above is None else Cents(above))

    assert due(a_draft(operation=Operation.RETURN), policy=policy) == ([Matter.APPROVAL] if asks else [])
