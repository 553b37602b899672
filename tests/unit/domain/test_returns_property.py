"""Whatever is sold and asked back, in whatever parts: never more goes out than came in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.draft import Claim, DraftLine, draft_sale
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import ProblemCode
from tests.builders import a_claim, a_notification, an_earlier_invoice, everything_of
from tests.unit.domain.returning import HERE, KEEPING, codes, give_back, returned, sold
from tests.unit.domain.splits import orders, splits


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
