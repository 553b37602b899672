"""What is known of an order, and how its units are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, Order, SkuId, units_by_line
from tests.builders import a_buyer, a_key, a_line, an_earlier_invoice, an_order, some_lines
from tests.unit.domain.splits import orders


@pytest.mark.parametrize(("quantity", "removed", "left"), [(3, 0, 3), (3, 1, 2), (3, 3, 0), (1, 2, 0)])
def test_removed_units_cannot_be_invoiced(quantity: int, removed: int, left: int) -> None:
    assert a_line(quantity=quantity, removed=removed).invoiceable == left


def test_a_line_is_worth_what_is_left_of_it() -> None:
    assert a_line(quantity=3, goods=250, freight=100, removed=1).worth == 167 + 67
    assert a_line(quantity=1, goods=250, freight=100, removed=1).worth == 0


def test_a_buyer_is_identified_by_a_tax_id() -> None:
    assert a_buyer().is_identified
    assert not a_buyer(tax_id="").is_identified


@pytest.mark.parametrize(
    ("lines", "rounding_error", "tolerance"), [(1, 0, 1), (4, 0, 4), (2, 5, 5), (2, -5, 5), (3, 1, 3)]
)
def test_lines_may_miss_the_value_by_a_cent_each_or_by_vtex_own_rounding(
    lines: int,
    rounding_error: int,
    tolerance: int,
) -> None:
    assert an_order(lines=lines, rounding_error=rounding_error).tolerance == tolerance


def test_invoices_are_summed_by_type() -> None:
    sale, other = an_earlier_invoice(value=500), an_earlier_invoice(number="43", value=250)
    back = an_earlier_invoice(number="44", value=200, type_=InvoiceType.INPUT)
    order = an_order(invoices=[sale, other, back])

    assert order.invoiced(InvoiceType.OUTPUT) == 750
    assert order.invoiced(InvoiceType.INPUT) == 200


# Our own invoices in place of VTEX's guess


def test_our_record_of_an_invoice_takes_the_place_of_what_vtex_shows() -> None:
    shown = an_earlier_invoice(units={0: 1})
    ours = replace(shown, units={1: 1}, is_ours=True)

    assert an_order(invoices=[shown]).with_own([ours]).invoices == (ours,)


def test_an_invoice_of_ours_that_vtex_does_not_show_yet_counts() -> None:
    foreign, ours = an_earlier_invoice(number="41"), an_earlier_invoice(number="42", is_ours=True)

    assert an_order(invoices=[foreign]).with_own([ours]).invoices == (foreign, ours)


@pytest.mark.parametrize(
    "shown",
    [an_earlier_invoice(number="41", value=1), an_earlier_invoice(number="41", key="")],
    ids=["other_value", "without_key"],
)
def test_an_invoice_is_recognised_by_type_number_and_key(shown: EarlierInvoice) -> None:
    posted = an_earlier_invoice(number="41", is_ours=True)

    assert an_order(invoices=[shown]).with_own([posted]).invoices == (posted,)


@pytest.mark.parametrize(
    "shown",
    [
        an_earlier_invoice(number="43"),
        an_earlier_invoice(number="41", type_=InvoiceType.INPUT),
        an_earlier_invoice(number="41", key=a_key(serie=9, nnf=41).text),
        an_earlier_invoice(number="41", key="", value=1),
    ],
    ids=["other_number", "other_type", "other_key", "other_value_without_key"],
)
def test_an_invoice_of_somebody_else_stays_beside_ours(shown: EarlierInvoice) -> None:
    posted = an_earlier_invoice(number="41", is_ours=True)

    assert an_order(invoices=[shown]).with_own([posted]).invoices == (shown, posted)


@pytest.mark.parametrize(
    ("posted", "skus", "now", "units"),
    [
        ({1: 2}, "AB", "AB", {1: 2}),
        ({1: 2}, "AB", "B", {0: 2}),
        ({1: 2}, "ABC", "AC", {}),
        ({0: 1, 2: 3}, "XAX", "AXX", {1: 1, 2: 3}),
        ({0: 1, 1: 2}, "XX", "AX", {1: 3}),
    ],
    ids=["as_it_was", "moved", "gone", "of_one_sku", "two_became_one"],
)
def test_units_that_we_invoiced_stay_with_their_line_where_a_change_moves_it(
    posted: dict[int, int], skus: str, now: str, units: dict[int, int]
) -> None:
    ours = replace(an_earlier_invoice(units=posted, is_ours=True), skus=dict(enumerate(map(SkuId, skus))))
    order = an_order(lines=[a_line(index, sku=sku) for index, sku in enumerate(now)])

    (seen,) = order.with_own([ours]).invoices

    assert seen.units == units


# What must not change between loading and posting


@pytest.mark.parametrize(
    "changed",
    [
        an_order(lines=3),
        an_order(lines=1),
        an_order(lines=[a_line(0), a_line(1, sku="100")]),
        an_order(lines=[a_line(0), a_line(1, quantity=2)]),
        an_order(lines=[a_line(0), a_line(1, removed=1)]),
        an_order(lines=[a_line(0), a_line(1, goods=9991)]),
        an_order(lines=[a_line(0), a_line(1, freight=1)]),
        an_order(lines=[a_line(1), a_line(0)]),
        an_order(lines=2, changes=["receipt-1"]),
    ],
    ids=["more", "fewer", "sku", "quantity", "removed", "goods", "freight", "order", "change"],
)
def test_a_change_of_lines_money_or_changes_shows(changed: Order) -> None:
    assert changed.fingerprint() != an_order(lines=2).fingerprint()


def test_what_invoicing_itself_changes_does_not_show() -> None:
    later = an_order(lines=2, status="invoiced", invoices=[an_earlier_invoice()], last_change="2026-11-21")

    assert later.fingerprint() == an_order(lines=2).fingerprint()


# Units by line


def test_units_are_counted_where_they_were_taken() -> None:
    lines = some_lines(3, quantity=2)

    assert units_by_line(lines, [{0: 1, 2: 2}, {0: 1}]) == {0: 2, 1: 0, 2: 2}


def test_what_a_line_cannot_hold_goes_to_its_sister() -> None:
    lines = (a_line(0, sku="100"), a_line(1, sku="200"), a_line(2, sku="100"))

    assert units_by_line(lines, [{0: 2}]) == {0: 1, 1: 0, 2: 1}


def test_what_a_line_cannot_hold_is_spread_over_several_sisters() -> None:
    lines = (a_line(0, sku="100"), a_line(1, sku="100", quantity=2), a_line(2, sku="100", quantity=2))

    assert units_by_line(lines, [{0: 2}, {0: 2}]) == {0: 1, 1: 2, 2: 1}


def test_what_no_sister_can_hold_stays_where_it_is() -> None:
    lines = (a_line(0, sku="100"), a_line(1, sku="100"), a_line(2, sku="200", quantity=9))

    assert units_by_line(lines, [{0: 1}, {1: 3}]) == {0: 1, 1: 3, 2: 0}


def test_a_line_taken_out_by_a_change_holds_nothing_for_its_sister() -> None:
    lines = (a_line(0, sku="100", removed=1), a_line(1, sku="100"))

    assert units_by_line(lines, [{0: 1}]) == {0: 0, 1: 1}


def test_more_units_removed_than_ordered_take_nothing_from_a_sister() -> None:
    lines = (a_line(0, sku="100", removed=3), a_line(1, sku="100"))

    assert units_by_line(lines, []) == {0: 0, 1: 0}


def test_claims_of_unknown_lines_and_negative_units_are_left_out() -> None:
    assert units_by_line(some_lines(2, quantity=2), [{7: 1, 0: -2}, {0: 1}]) == {0: 1, 1: 0}


CLAIMS = st.lists(st.dictionaries(st.integers(0, 4), st.integers(0, 6)), max_size=4)


@given(orders(), CLAIMS)
def test_no_unit_is_lost_or_made_up_within_a_sku(order: Order, claims: list[dict[int, int]]) -> None:
    counted = units_by_line(order.lines, claims)

    for sku in {line.sku for line in order.lines}:
        sisters = [line.index for line in order.lines if line.sku == sku]
        assert sum(counted[index] for index in sisters) == sum(
            claim.get(index, 0) for claim in claims for index in sisters
        )


@given(orders(), CLAIMS)
def test_a_line_holds_too_much_only_when_all_its_sisters_are_full(order: Order, claims: list[dict[int, int]]) -> None:
    counted = units_by_line(order.lines, claims)

    for line in order.lines:
        if counted[line.index] > line.invoiceable:
            assert all(counted[other.index] >= other.invoiceable for other in order.lines if other.sku == line.sku)


@given(orders(), CLAIMS)
def test_units_that_fit_stay_on_their_own_line(order: Order, claims: list[dict[int, int]]) -> None:
    told = {line.index: sum(claim.get(line.index, 0) for claim in claims) for line in order.lines}

    counted = units_by_line(order.lines, claims)

    for line in order.lines:
        assert counted[line.index] >= min(told[line.index], line.invoiceable)
