"""Returns: never more than was invoiced, per line and in money (design.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from desktop_invoicer.domain.draft import Claim
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import find_returnable
from tests.builders import a_line, an_earlier_invoice, an_order, claims_of
from tests.unit.domain.returning import KEEPING, codes, give_back, returned, sold


def returnable_units(order: Order, claims: Iterable[Claim]) -> dict[int, int]:
    return {row.line.index: row.left for row in find_returnable(order, claims, ReturnPolicy()).lines}


# What may be returned


@pytest.mark.parametrize("value", [19980, 9990])
def test_no_more_comes_back_than_the_order_costs_however_much_was_invoiced(value: int) -> None:
    """VTEX takes too much while a Change runs (KI 1348894), or shows what a Change took away as invoiced."""
    twice = [an_earlier_invoice(value=19980, units={0: 1, 1: 1}), an_earlier_invoice(number="43", value=19980)]
    order = an_order(lines=2, value=value, invoices=twice)

    assert find_returnable(order, claims_of(order), ReturnPolicy()).left == 19980


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


def test_of_what_this_desk_invoiced_its_own_record_counts_not_the_money() -> None:
    order = an_order(lines=[a_line(0), a_line(1, goods=0, is_gift=True)])
    order = order.with_own([an_earlier_invoice(value=order.value, units={0: 1}, is_ours=True)])

    assert returnable_units(order, claims_of(order)) == {0: 1, 1: 0}


def test_all_units_and_all_money_that_may_come_back_are_counted() -> None:
    order = sold(an_order(lines=2, quantity=3, goods=900, freight=120))

    found = find_returnable(order, [*claims_of(order), returned(320, {0: 1})], ReturnPolicy())

    assert (found.units_left, found.paid, found.refunded, found.left) == (5, 1920, 320, 1600)


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


@pytest.mark.parametrize("value", [9999, 10001])
def test_the_return_of_all_that_was_paid_for_takes_all_that_is_left_though_a_gift_stays(value: int) -> None:
    lines = [a_line(0, goods=10000), a_line(1, goods=0, is_gift=True)]

    draft = give_back(sold(an_order(lines=lines, value=value)), {0: 1})

    assert (draft.problems, draft.value) == ((), value)


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


# Freight that the store keeps


def test_a_store_that_keeps_freight_gives_back_the_goods_alone_and_says_so() -> None:
    order = sold(an_order(lines=[a_line(0, goods=1000, freight=190), a_line(1, goods=500)]))

    draft = give_back(order, {0: 1}, terms=KEEPING)

    assert (draft.value, draft.freight, draft.problems) == (1000, 0, ())
    assert draft.notices == (Problem(ProblemCode.FREIGHT_KEPT),)
    assert give_back(order, {1: 1}, terms=KEEPING).notices == ()


def test_freight_that_an_earlier_refund_gave_back_is_not_kept_from_the_rest() -> None:
    order = sold(an_order(lines=2, goods=1000, freight=200))

    draft = give_back(order, {1: 1}, returned(1100, {0: 1}), terms=KEEPING)

    assert (draft.value, draft.problems) == (1000, ())


def test_freight_of_units_that_were_never_sold_is_not_kept() -> None:
    order = an_order(lines=2, goods=1000, freight=200)
    order = order.with_own([an_earlier_invoice(value=1100, units={0: 1}, is_ours=True)])

    assert find_returnable(order, claims_of(order), KEEPING.policy).kept == 100


def test_whether_freight_kept_before_is_given_back_after_all_is_for_a_person() -> None:
    order = sold(an_order(lines=2, goods=1000, freight=200))
    kept = give_back(order, {0: 1}, terms=KEEPING)

    draft = give_back(order, {1: 1}, kept.claim)

    assert codes(draft) == [ProblemCode.BALANCE_DIFFERS]
    assert draft.acceptable_values == {1100, 1200}


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
