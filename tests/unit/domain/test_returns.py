"""Returns: never more than was invoiced, per line and in money (design.md, section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.draft import Claim, Draft, DraftLine, draft_sale
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import EarlierInvoice, Order, Payment
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import Terms, draft_return, find_returnable, refunds_nothing
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements
from tests.builders import (
    ACCOUNT,
    NOW,
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
HERE = Terms(ACCOUNT)
KEEPING = Terms(ACCOUNT, ReturnPolicy(refunds_freight=False))


def returnable_units(order: Order, claims: Iterable[Claim]) -> dict[int, int]:
    return {row.line.index: row.left for row in find_returnable(order, claims, ReturnPolicy()).lines}


def codes(draft: Draft) -> list[ProblemCode]:
    return [problem.code for problem in draft.problems]


def sold(order: Order, *more: EarlierInvoice) -> Order:
    """Give the order as it is after all of it was invoiced at once."""
    invoice = an_earlier_invoice(value=order.value, units=everything_of(order))
    return order.with_own([invoice, *more])


def give_back(
    order: Order, units: dict[int, int], *claims: Claim, reading: Reading = RETURN, terms: Terms = HERE
) -> Draft:
    return draft_return(order, a_notification(units=units), [*claims_of(order), *claims], reading, terms)


def returned(value: int, units: dict[int, int]) -> Claim:
    return a_claim(type_=InvoiceType.INPUT, value=value, units=units)


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


@given(st.data())
def test_returns_add_up_to_what_was_sold_but_for_freight_kept_since_the_store_keeps_it(data: st.DataObject) -> None:
    order = sold(data.draw(orders().filter(everything_of)))
    parts = data.draw(splits(order))
    begins = data.draw(st.integers(0, len(parts)))
    claims: list[Claim] = []
    kept = 0

    for number, units in enumerate(parts):
        keeps = number >= begins
        draft = give_back(order, units, *claims, terms=KEEPING if keeps else HERE)
        assert draft.problems == ()
        claims.append(draft.claim)
        kept += give_back(order, units, *claims[:-1]).freight if keeps else 0

    assert sum(claim.value for claim in claims) == order.invoiced(InvoiceType.OUTPUT) - kept


GREEDY = st.lists(st.dictionaries(st.integers(-1, 5), st.integers(-1, 7), max_size=4), max_size=8)


@dataclass(frozen=True)
class Sold:
    """A sale, and how VTEX shows it."""

    claim: Claim
    number: str
    is_ours: bool

    def shown(self, sister: dict[int, list[int]], data: st.DataObject) -> EarlierInvoice:
        units: Counter[int] = Counter()
        for index, count in self.claim.units.items():
            units[index if self.is_ours else data.draw(st.sampled_from(sister[index]))] += count
        return an_earlier_invoice(number=self.number, value=self.claim.value, units=dict(units), is_ours=self.is_ours)


@given(st.data())
def test_whatever_is_sold_shown_and_refunded_never_more_goes_out_than_came_in(data: st.DataObject) -> None:
    """Partial sales, packages on the wrong line of a SKU, refunds made elsewhere, freight now kept and now not."""
    order = data.draw(orders(free=True, off=9).filter(everything_of))
    sister = {line.index: [other.index for other in order.lines if other.sku == line.sku] for line in order.lines}
    sales: list[Sold] = []
    for number, units in enumerate(data.draw(splits(order)), start=1):
        draft = draft_sale(order, a_notification(units=units), [claim.claim for claim in sales])
        is_ours = data.draw(st.booleans())
        if draft.value > 0 and not draft.problems:
            sales.append(Sold(draft.claim, str(number), is_ours))
    shown = [sale.shown(sister, data) for sale in sales[: data.draw(st.integers(0, len(sales)))]]
    order = replace(order, invoices=tuple(shown))
    claims: list[Claim] = []
    lines: list[DraftLine] = []

    wishes = st.dictionaries(st.sampled_from(sorted(sister)), st.integers(1, 2), min_size=1, max_size=2)
    for units in data.draw(st.lists(wishes, max_size=6)):
        terms = data.draw(st.sampled_from([HERE, KEEPING]))
        draft = give_back(order, units, *claims, terms=terms)
        if set(codes(draft)) <= {ProblemCode.BALANCE_DIFFERS, ProblemCode.NOT_FULLY_INVOICED}:
            value = data.draw(st.sampled_from(sorted(draft.acceptable_values)))
            claims.append(replace(draft.claim, value=value))
            lines += draft.lines
        left = order.invoiced(InvoiceType.OUTPUT) - sum(claim.value for claim in claims)
        claims.append(returned(data.draw(st.sampled_from([0, left // 2, left])), {}))

    assert sum(claim.value for claim in claims) <= order.invoiced(InvoiceType.OUTPUT)
    for line in order.lines:
        back = [taken for taken in lines if taken.item_index == line.index]
        assert sum(taken.units for taken in back) <= line.invoiceable
        assert sum(taken.total for taken in back) <= line.worth
        if all(invoice.is_ours for invoice in order.invoices):
            bought = sum(invoice.units.get(line.index, 0) for invoice in order.invoices)
            assert sum(taken.units for taken in back) <= bought


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
