"""On which terms goods come back: the observation, the store, what people settled, what is good to know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Payment
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import Terms, refunds_nothing
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements
from tests.builders import ACCOUNT, NOW, OTHER_ACCOUNT, an_earlier_invoice, an_order
from tests.unit.domain.returning import codes, give_back, sold

# What the observation says


def test_the_operation_is_what_the_observation_says() -> None:
    reading = Reading(Operation.CANCELLATION)

    assert give_back(sold(an_order()), {0: 1}, reading=reading).operation is Operation.CANCELLATION


def test_an_unreadable_observation_is_the_first_thing_told() -> None:
    problem = Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": "inStore:"})

    draft = give_back(sold(an_order()), {0: 9}, reading=Reading(Operation.RETURN, problems=(problem,)))

    assert draft.problems[0] == problem
    assert not draft.is_sound


def test_goods_that_come_back_at_this_store_are_taken() -> None:
    reading = Reading(Operation.STORE_RETURN, ACCOUNT)

    assert give_back(sold(an_order()), {0: 1}, reading=reading).problems == ()


def test_goods_that_come_back_at_another_store_are_told_with_its_name() -> None:
    reading = Reading(Operation.STORE_RETURN, OTHER_ACCOUNT)

    draft = give_back(sold(an_order()), {0: 1}, reading=reading)

    assert draft.problems == (Problem(ProblemCode.OTHER_STORE, {"store": OTHER_ACCOUNT, "here": ACCOUNT}),)


def test_a_contradicting_type_is_shown_and_holds_nothing_up() -> None:
    """What VTEX published says both Output and Input for returns; the observation decides."""
    notice = Problem(ProblemCode.TYPE_CONTRADICTS, {"type": "Output"})
    order_notice = Problem(ProblemCode.FREIGHT_WITHOUT_LINE, {"freight": 100})
    order = sold(an_order(notices=[order_notice]))

    draft = give_back(order, {0: 1}, reading=Reading(Operation.CANCELLATION, notices=(notice,)))

    assert draft.problems == ()
    assert draft.notices == (notice, order_notice)


def test_the_name_of_a_store_has_no_capitals() -> None:
    reading = Reading(Operation.STORE_RETURN, ACCOUNT.upper())

    assert give_back(sold(an_order()), {0: 1}, reading=reading).problems == ()


@pytest.mark.parametrize("operation", [Operation.RETURN, Operation.CANCELLATION])
def test_a_return_that_names_no_store_belongs_here(operation: Operation) -> None:
    assert Terms(ACCOUNT).elsewhere(Reading(operation)) == ""


# What people settled


def settled(matter: Matter, **facts: str | int) -> Terms:
    return Terms(ACCOUNT, settlements=Settlements((Settlement(matter, "Ana", NOW, facts),)))


def test_a_return_that_a_manager_took_over_goes_on_and_says_from_where() -> None:
    terms = settled(Matter.TAKEOVER, store=OTHER_ACCOUNT, reason="aqui")

    draft = give_back(sold(an_order()), {0: 1}, reading=Reading(Operation.STORE_RETURN, OTHER_ACCOUNT), terms=terms)

    assert draft.problems == ()
    assert draft.notices == (Problem(ProblemCode.TAKEN_OVER, {"store": OTHER_ACCOUNT}),)


def test_who_is_no_manager_any_more_has_taken_nothing_over() -> None:
    terms = settled(Matter.TAKEOVER, store=OTHER_ACCOUNT, reason="aqui")
    terms = replace(terms, policy=ReturnPolicy(managers=("Bia",)))

    draft = give_back(sold(an_order()), {0: 1}, reading=Reading(Operation.STORE_RETURN, OTHER_ACCOUNT), terms=terms)

    assert codes(draft) == [ProblemCode.OTHER_STORE]


def test_a_return_without_a_refund_goes_on_once_somebody_said_so_and_keeps_saying_it() -> None:
    order = an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})])

    draft = give_back(order, {0: 1}, terms=settled(Matter.NO_REFUND, reason="troca"))

    assert draft.problems == ()
    assert draft.notices == (Problem(ProblemCode.NO_REFUND, {"invoiced": 1000, "value": 2000}),)


@pytest.mark.parametrize(
    ("status", "invoiced", "nothing"),
    [("handling", 1999, True), ("handling", 2000, False), ("invoiced", 1999, False)],
)
def test_vtex_refunds_once_the_order_is_invoiced_in_full(status: str, invoiced: int, *, nothing: bool) -> None:
    order = an_order(status=status, goods=2000, invoices=[an_earlier_invoice(value=invoiced)])

    assert refunds_nothing(order) is nothing


@pytest.mark.parametrize(("value", "nothing"), [(1000, True), (1998, False), (2000, True), (3000, True)])
def test_a_part_is_not_all_though_vtex_shows_its_value_as_the_orders(value: int, *, nothing: bool) -> None:
    """Some cents may lie between lines and order, no whole line (facts: VTEX, section 3)."""
    invoiced = min(value, 1998)
    order = an_order(lines=2, goods=1000, value=value, invoices=[an_earlier_invoice(value=invoiced)])

    assert refunds_nothing(order) is nothing


def test_what_vtex_gives_back_by_cancelling_is_not_given_back_twice() -> None:
    draft = give_back(sold(an_order(status="canceled")), {0: 1})

    assert draft.problems == (Problem(ProblemCode.ORDER_CANCELLED, {"status": "canceled"}),)


REVERSAL: dict[str, str | int] = {"value": 9990, "authorisation": "NSU 1", "reversed_at": NOW.isoformat()}


def test_what_the_card_terminal_gave_back_is_not_given_back_twice() -> None:
    draft = give_back(sold(an_order()), {0: 1}, terms=settled(Matter.REVERSAL, **REVERSAL))

    assert draft.problems == (Problem(ProblemCode.REVERSED_ALREADY, {"value": 9990, "authorisation": "NSU 1"}),)


def test_a_cancellation_is_what_the_card_terminal_is_reversed_for() -> None:
    terms = settled(Matter.REVERSAL, **REVERSAL)

    draft = give_back(sold(an_order()), {0: 1}, reading=Reading(Operation.CANCELLATION), terms=terms)

    assert (draft.problems, draft.notices) == ((), ())


def test_another_amount_that_the_card_terminal_gave_back_is_told() -> None:
    terms = settled(Matter.REVERSAL, **{**REVERSAL, "value": 5000})

    draft = give_back(sold(an_order()), {0: 1}, reading=Reading(Operation.CANCELLATION), terms=terms)

    assert draft.notices == (Problem(ProblemCode.REVERSED_BEFORE, {"value": 5000, "authorisation": "NSU 1"}),)


def test_what_the_card_terminal_gave_back_for_another_request_is_told() -> None:
    terms = Terms(ACCOUNT, settlements=Settlements(unsent=(Settlement(Matter.REVERSAL, "Ana", NOW, REVERSAL),)))

    draft = give_back(sold(an_order()), {0: 1}, terms=terms)

    assert draft.notices == (Problem(ProblemCode.REVERSED_BEFORE, {"value": 9990, "authorisation": "NSU 1"}),)


def test_a_refund_that_nobody_counted_on_any_more_is_told() -> None:
    draft = give_back(sold(an_order()), {0: 1}, terms=settled(Matter.NO_REFUND, reason="troca"))

    assert (draft.problems, draft.notices) == ((), (Problem(ProblemCode.REFUNDS_AFTER_ALL),))


# What is good to know


def test_a_refund_that_names_no_items_is_told_unless_it_is_ours() -> None:
    refunds = [
        an_earlier_invoice(number=str(number), type_=InvoiceType.INPUT, value=100, units=units, is_ours=is_ours)
        for number, (units, is_ours) in enumerate([({}, False), ({}, True), ({0: 1}, False)], start=50)
    ]

    draft = give_back(sold(an_order(lines=2, quantity=9), *refunds), {0: 1})

    assert draft.notices == (Problem(ProblemCode.REFUND_WITHOUT_ITEMS, {"number": "50", "value": 100}),)


def test_what_vtex_gives_back_otherwise_than_it_was_paid_is_told() -> None:
    payments = (
        Payment("Visa", Cents(8000), interest=Cents(150)),
        Payment("Master", Cents(1000), interest=Cents(50)),
        Payment("Vale", Cents(990), is_gift_card=True),
    )
    order = replace(sold(an_order(marketplace="Mercado Exemplo")), payments=payments)

    assert give_back(order, {0: 1}).notices == (
        Problem(ProblemCode.INTEREST_KEPT, {"interest": 200}),
        Problem(ProblemCode.GIFT_CARD_PAID, {"value": 990}),
        Problem(ProblemCode.MARKETPLACE_REFUNDS, {"marketplace": "Mercado Exemplo"}),
    )
