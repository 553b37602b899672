"""Returns: never more than was invoiced, per line and in money (design.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.draft import Claim, Draft, draft_sale
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import Terms, draft_return, find_returnable
from tests.builders import (
    ACCOUNT,
    OTHER_ACCOUNT,
    a_claim,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_order,
    claims_of,
    everything_of,
)
from tests.unit.domain.splits import orders, splits

RETURN = Reading(Operation.RETURN)


def returnable_units(order: Order, claims: Iterable[Claim]) -> dict[int, int]:
    return {row.line.index: row.left for row in find_returnable(order, claims, ReturnPolicy()).lines}


def codes(draft: Draft) -> list[ProblemCode]:
    return [problem.code for problem in draft.problems]


def sold(order: Order, *more: EarlierInvoice) -> Order:
    """Give the order as it is after all of it was invoiced at once."""
    invoice = an_earlier_invoice(value=order.value, units=everything_of(order))
    return order.with_own([invoice, *more])


def give_back(order: Order, units: dict[int, int], *claims: Claim, reading: Reading = RETURN) -> Draft:
    return draft_return(order, a_notification(units=units), [*claims_of(order), *claims], reading, Terms(ACCOUNT))


def returned(value: int, units: dict[int, int]) -> Claim:
    return a_claim(type_=InvoiceType.INPUT, value=value, units=units)


# What may be returned


def test_units_sold_and_not_returned_may_be_returned() -> None:
    order = sold(an_order(lines=2, quantity=3))

    assert returnable_units(order, [*claims_of(order), returned(9990, {0: 2})]) == {0: 1, 1: 3}


def test_of_an_order_without_invoices_nothing_may_be_returned() -> None:
    assert returnable_units(an_order(lines=2), []) == {0: 0, 1: 0}


def test_more_returned_than_sold_leaves_nothing_and_not_less() -> None:
    order = sold(an_order())

    assert returnable_units(order, [*claims_of(order), returned(1, {0: 3})]) == {0: 0}


def test_more_units_shown_than_ordered_were_not_sold() -> None:
    order = an_order(invoices=[an_earlier_invoice(units={0: 5})])

    assert returnable_units(order, claims_of(order)) == {0: 1}


def test_a_return_shown_on_a_line_that_was_not_sold_counts_for_its_sister() -> None:
    lines = [a_line(0, sku="100"), a_line(1, sku="100")]
    order = an_order(lines=lines, invoices=[an_earlier_invoice(units={1: 1})])

    assert returnable_units(order, [*claims_of(order), returned(9990, {0: 1})]) == {0: 0, 1: 0}


# What it is worth


def test_a_return_gives_back_what_was_paid_freight_included() -> None:
    order = sold(an_order(lines=[a_line(0, quantity=3, goods=250, freight=100), a_line(1)]))

    draft = give_back(order, {0: 1})

    (line,) = draft.lines
    assert (line.goods, line.freight, line.units, line.ordered, line.before) == (83, 33, 1, 3, 0)
    assert draft.value == 116
    assert draft.balance is None
    assert draft.remaining == order.value - 116
    assert draft.problems == ()


def test_successive_returns_of_250_over_3_are_83_84_83() -> None:
    order = sold(an_order(lines=[a_line(0, quantity=3, goods=250)]))
    claims: list[Claim] = []

    for _ in range(3):
        claims.append(give_back(order, {0: 1}, *claims).claim)

    assert [claim.value for claim in claims] == [83, 84, 83]
    assert {claim.type for claim in claims} == {InvoiceType.INPUT}


def test_the_return_that_empties_the_order_takes_all_that_is_left() -> None:
    order = sold(an_order(lines=2, goods=1000, value=2001))

    draft = give_back(order, {1: 1}, returned(1000, {0: 1}))

    assert (draft.computed, draft.balance, draft.value, draft.remaining) == (1000, 1001, 1001, 0)
    assert draft.problems == ()


def test_a_last_return_may_miss_its_lines_by_a_cent_each() -> None:
    order = sold(an_order(lines=2, goods=1000, value=2002))

    assert give_back(order, {0: 1, 1: 1}).problems == ()


def test_where_all_was_paid_all_was_sold_whatever_items_vtex_guessed() -> None:
    """Otherwise a package with one line of two would refund the whole order for that line."""
    order = an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=2000, units={0: 1})])

    draft = give_back(order, {0: 1})

    assert (draft.problems, draft.value, draft.remaining) == ((), 1000, 1000)


def test_a_last_return_far_from_what_its_lines_cost_is_for_a_person_with_both_figures() -> None:
    order = an_order(lines=3, goods=1000, invoices=[an_earlier_invoice(value=2000, units={0: 1})])

    draft = give_back(order, {0: 1})

    assert draft.problems[-1:] == (Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 1000, "open": 2000}),)
    assert draft.acceptable_values == {1000, 2000}


def test_where_less_is_left_than_the_lines_cost_only_that_may_be_given_back() -> None:
    order = sold(an_order(lines=2, goods=1000))

    draft = give_back(order, {0: 1, 1: 1}, returned(500, {}))

    assert codes(draft) == [ProblemCode.BALANCE_DIFFERS]
    assert draft.acceptable_values == {1500}


# What is refused


def test_more_units_than_were_sold_are_refused_with_both_figures() -> None:
    order = sold(an_order(lines=[a_line(0, quantity=2, goods=200), a_line(1)]))

    draft = give_back(order, {0: 3})

    assert draft.problems == (Problem(ProblemCode.LINE_EXCEEDED, {"name": "Camiseta 0", "asked": 3, "left": 2}),)
    assert draft.lines == ()


def test_units_returned_before_are_no_longer_left() -> None:
    order = sold(an_order(lines=[a_line(0, quantity=5, goods=500), a_line(1)]))

    draft = give_back(order, {0: 4}, returned(200, {0: 2}))

    assert draft.problems[0].facts["left"] == 3


def test_units_promised_back_by_a_job_ahead_are_not_given_back_twice() -> None:
    order = sold(an_order(lines=2))
    ahead = give_back(order, {0: 1})

    assert codes(give_back(order, {0: 1}, ahead.claim)) == [ProblemCode.LINE_EXCEEDED]


def test_nothing_is_given_back_when_returns_equal_sales_already() -> None:
    order = sold(an_order(lines=2))
    back = returned(order.value, {0: 1})

    draft = give_back(order, {1: 1}, back)

    assert codes(draft) == [ProblemCode.BALANCE_DIFFERS, ProblemCode.VALUE_ZERO]
    assert not draft.is_sound


def test_a_part_worth_more_than_what_is_left_is_refused() -> None:
    order = sold(an_order(lines=3, goods=1000))

    draft = give_back(order, {1: 1}, returned(2500, {0: 1}))

    assert codes(draft) == [ProblemCode.VALUE_EXCEEDED]
    assert draft.problems[0].facts == {"computed": 1000, "open": 500}


def test_a_gift_alone_gives_back_nothing_and_is_told() -> None:
    order = sold(an_order(lines=[a_line(0), a_line(1, goods=0, is_gift=True)]))

    assert codes(give_back(order, {1: 1})) == [ProblemCode.NOTHING_PAID]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ({}, [ProblemCode.NOTHING_ASKED]),
        ({0: 0}, [ProblemCode.NOTHING_ASKED]),
        ({0: -1}, [ProblemCode.NOTHING_ASKED, ProblemCode.LINE_EXCEEDED]),
        ({9: 1}, [ProblemCode.UNKNOWN_LINE]),
        ({0: 1, 9: 1}, [ProblemCode.UNKNOWN_LINE]),
    ],
)
def test_what_cannot_be_given_back_is_told(units: dict[int, int], expected: list[ProblemCode]) -> None:
    assert codes(give_back(sold(an_order(lines=2)), units)) == expected


def test_an_order_that_is_not_invoiced_in_full_would_refund_nothing_and_is_told() -> None:
    order = an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})])

    draft = give_back(order, {0: 1})

    assert draft.problems == (Problem(ProblemCode.NOT_FULLY_INVOICED, {"invoiced": 1000, "value": 2000}),)


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


# Whatever the split


@given(st.data())
def test_any_sequence_of_returns_gives_back_exactly_what_was_sold(data: st.DataObject) -> None:
    order = sold(data.draw(orders().filter(everything_of)))
    claims: list[Claim] = []

    for units in data.draw(splits(order)):
        draft = give_back(order, units, *claims)
        assert draft.problems == ()
        claims.append(draft.claim)

    assert sum(claim.value for claim in claims) == order.invoiced(InvoiceType.OUTPUT)


GREEDY = st.lists(st.dictionaries(st.integers(-1, 5), st.integers(-1, 7), max_size=4), max_size=8)


@given(st.data())
def test_returns_never_give_back_more_than_was_invoiced_per_line_or_in_money(data: st.DataObject) -> None:
    order = data.draw(orders(free=True, off=9).filter(everything_of))
    sales = [
        an_earlier_invoice(number=str(number), value=draft.value, units=draft.claim.units)
        for number, units in enumerate(data.draw(splits(order)), start=1)
        if (draft := draft_sale(order, a_notification(units=units), [])).value > 0
    ]
    order = order.with_own(sales[: data.draw(st.integers(0, len(sales)))])
    claims: list[Claim] = []

    for units in data.draw(GREEDY):
        draft = give_back(order, units, *claims)
        if set(codes(draft)) <= {ProblemCode.BALANCE_DIFFERS, ProblemCode.NOT_FULLY_INVOICED}:
            claims.append(draft.claim)

    for line in order.lines:
        bought = sum(invoice.units.get(line.index, 0) for invoice in order.invoices)
        assert sum(claim.units.get(line.index, 0) for claim in claims) <= bought
    assert sum(claim.value for claim in claims) <= order.invoiced(InvoiceType.OUTPUT)


@given(st.data())
def test_returns_shown_on_the_wrong_line_of_a_sku_never_lead_to_too_much(data: st.DataObject) -> None:
    order = sold(data.draw(orders(free=True).filter(everything_of)))
    sku_of = {line.index: line.sku for line in order.lines}
    shown: list[Claim] = []

    for units in data.draw(GREEDY):
        draft = give_back(order, units, *shown)
        if draft.is_sound:
            guess: dict[int, int] = {}
            for index, count in draft.claim.units.items():
                sister = data.draw(st.sampled_from([other for other, sku in sku_of.items() if sku == sku_of[index]]))
                guess[sister] = guess.get(sister, 0) + count
            shown.append(Claim(InvoiceType.INPUT, draft.value, guess))

    for sku in set(sku_of.values()):
        back = sum(count for claim in shown for index, count in claim.units.items() if sku_of[index] == sku)
        assert back <= sum(line.invoiceable for line in order.lines if line.sku == sku)
    assert sum(claim.value for claim in shown) <= order.invoiced(InvoiceType.OUTPUT)


@given(orders(free=True, off=50), GREEDY, GREEDY, st.sampled_from(Operation))
def test_no_notification_and_no_claims_ever_raise(
    order: Order,
    wishes: list[dict[int, int]],
    taken: list[dict[int, int]],
    operation: Operation,
) -> None:
    claims = [
        a_claim(type_=type_, value=sum(units.values()), units=units)
        for units, type_ in zip(taken, [InvoiceType.OUTPUT, InvoiceType.INPUT] * 4, strict=False)
    ]

    for units in wishes:
        draft = give_back(order, units, *claims, reading=Reading(operation))

        assert all(0 < line.units <= line.ordered - line.before for line in draft.lines)
