"""What may still be returned of an order, and the draft of a return (design.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from desktop_invoicer.domain.draft import Claim, Draft, DraftLine, asked_problems, money_problems
from desktop_invoicer.domain.money import ZERO, Cents, share
from desktop_invoicer.domain.notification import AccountName, InvoiceType, Notification, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import CANCELLED, Order, OrderLine, units_by_line
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Settlement, Settlements


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """What of an order line was sold and came back. Units are counted, money is for all units of the line."""

    line: OrderLine
    sold: int
    returned: int
    """Units given back, or asked back by a request that is still on its way."""
    refunds_freight: bool = True

    @property
    def left(self) -> int:
        """Units that may still come back."""
        return max(self.sold - self.returned, 0)

    @property
    def back(self) -> int:
        """Units that came back and had been sold; VTEX may show more."""
        return min(self.returned, self.sold)

    @property
    def worth(self) -> Cents:
        """Money that all units left give back."""
        return self.take(self.left).total if self.left else ZERO

    def take(self, units: int) -> DraftLine:
        """Give back the next ``units`` at what was paid for them; successive returns add up to what was paid."""
        freight = self.line.freight if self.refunds_freight else ZERO
        return DraftLine.of(self.line, units, before=self.returned, ordered=self.sold, freight=freight)


@dataclass(frozen=True, slots=True)
class Returnable:
    """What of an order may still be returned. Money in cents; ``kept`` is freight that the store does not give back."""

    lines: tuple[ReturnableLine, ...]
    paid: Cents
    refunded: Cents
    kept: Cents = ZERO

    @property
    def left(self) -> Cents:
        """Money that may still go out."""
        return Cents(max(self.paid - self.refunded - self.kept, 0))

    @property
    def units_left(self) -> int:
        """Units that may still come back."""
        return sum(line.left for line in self.lines)


def find_returnable(order: Order, claims: Iterable[Claim], policy: ReturnPolicy) -> Returnable:
    """Count what was sold and has not come back: Σ Output − Σ Input, by item index.

    Args:
        order: the order as just read.
        claims: the order's invoices of both types and the returns on their way, each once.
        policy: whether freight is given back.

    """
    claims = tuple(claims)
    sold, returned = _sold_and_returned(order, claims)
    rows = tuple(
        ReturnableLine(line, sold[line.index], returned[line.index], policy.refunds_freight) for line in order.lines
    )
    paid = min(_sum(claims, InvoiceType.OUTPUT), _highest_value(order))  # VTEX may take invoices of more (KI 1348894)
    refunded = _sum(claims, InvoiceType.INPUT)
    return Returnable(rows, paid, refunded, kept=ZERO if policy.refunds_freight else _kept(rows, refunded))


def _kept(rows: Iterable[ReturnableLine], refunded: Cents) -> Cents:
    """Give the freight that is never given back; what earlier refunds were more than their goods was freight, too."""
    sold = goods_back = freight_back = 0
    for row in rows:
        line = row.line
        if row.sold:
            sold += share(line.freight, line.quantity, 0, row.sold)
            goods_back += share(line.goods, line.quantity, 0, row.back)
            freight_back += share(line.freight, line.quantity, 0, row.back)
    return Cents(sold - min(max(refunded - goods_back, 0), freight_back))


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms this desk takes goods back: where it stands, the store's policy, and what people settled."""

    here: AccountName
    policy: ReturnPolicy = field(default_factory=ReturnPolicy)
    settlements: Settlements = field(default_factory=Settlements)

    def elsewhere(self, reading: Reading) -> str:
        """Give the other store where VTEX lets the goods come back; empty where it is this one, or names none.

        Capitals do not matter: the name of an account is a part of its addresses.
        """
        store = (reading.trade_account or "") if reading.operation is Operation.STORE_RETURN else ""
        return "" if store.casefold() == self.here.casefold() else store

    def takes_over(self, store: str) -> bool:
        """Tell whether a manager takes over the return that VTEX gave to another store."""
        word = self.settlements.takeover(store)
        return word is not None and self.policy.is_manager(word.operator)


def draft_return(
    order: Order, notification: Notification, claims: Iterable[Claim], reading: Reading, terms: Terms
) -> Draft:
    """Compute the ``Input`` of a return or cancellation at what was paid.

    Args:
        order: the order as just read.
        notification: what is asked back.
        claims: the order's invoices of both types and the jobs ahead of this one, each once.
        reading: what the observation says.
        terms: on which terms goods are taken back here.

    """
    found = find_returnable(order, claims, terms.policy)
    asked = notification.asked
    lines = tuple(
        row.take(asked[row.line.index]) for row in found.lines if 0 < asked.get(row.line.index, 0) <= row.left
    )
    completes = all(asked.get(row.line.index, 0) >= row.left or not row.worth for row in found.lines)
    draft = Draft.of(reading.operation, lines, found.left, completes=completes)
    room = {row.line.index: row.sold - row.returned for row in found.lines}
    problems = (
        *reading.problems,
        *_twice_problems(order, reading, terms.settlements),
        *_place_problems(reading, terms),
        *asked_problems(order.lines, asked, room),
        *_refund_problems(order, terms.settlements),
        *_paid_problems(draft, found.left, order),
    )
    return replace(
        draft, problems=problems, notices=(*reading.notices, *order.notices, *_notices(order, draft, terms, reading))
    )


def refunds_nothing(order: Order) -> bool:
    """Tell whether VTEX takes an ``Input`` and refunds nothing: the order is not fully invoiced (facts, section 5)."""
    return order.status != "invoiced" and order.invoiced(InvoiceType.OUTPUT) < _highest_value(order)


def _highest_value(order: Order) -> Cents:
    """Give the most that the order can cost: after a part VTEX may show less, what was settled (facts, section 3).

    A sale asks more before it believes that (``draft``): too much would be invoiced. Here a person is asked.
    """
    return order.worth if order.worth - order.tolerance > order.value else order.value


def _sold_and_returned(order: Order, claims: tuple[Claim, ...]) -> tuple[dict[int, int], dict[int, int]]:
    """Count units by item index.

    Of invoices that another program sent VTEX guesses the units (KI 1330069); once all was paid all was sold.
    """
    outputs = [claim.units for claim in claims if claim.type is InvoiceType.OUTPUT]
    inputs = [claim.units for claim in claims if claim.type is InvoiceType.INPUT]
    guessed = any(not seen.is_ours for seen in order.invoices if seen.type is InvoiceType.OUTPUT)
    if guessed and 0 < order.worth - order.tolerance <= _sum(claims, InvoiceType.OUTPUT):
        sold = {line.index: line.invoiceable for line in order.lines}
    else:
        counted = units_by_line(order.lines, outputs)
        sold = {line.index: min(counted[line.index], line.quantity) for line in order.lines}
    return sold, units_by_line(order.lines, inputs, sold)


def _sum(claims: Iterable[Claim], type_: InvoiceType) -> Cents:
    return Cents(sum(claim.value for claim in claims if claim.type is type_))


def _twice_problems(order: Order, reading: Reading, settlements: Settlements) -> Iterator[Problem]:
    """Tell that the money goes back in another way: by a cancelled order, or by a reversal on the card terminal."""
    if order.status in CANCELLED:
        yield Problem(ProblemCode.ORDER_CANCELLED, {"status": order.status})
    reversal = settlements.reversal()
    if reversal is not None and reading.operation is not Operation.CANCELLATION:
        yield Problem(ProblemCode.REVERSED_ALREADY, _reversed(reversal))


def _place_problems(reading: Reading, terms: Terms) -> Iterator[Problem]:
    store = terms.elsewhere(reading)
    if store and not terms.takes_over(store):
        yield Problem(ProblemCode.OTHER_STORE, {"store": store, "here": terms.here})


def _refund_problems(order: Order, settlements: Settlements) -> Iterator[Problem]:
    if refunds_nothing(order) and not settlements.goes_without_refund:
        yield Problem(ProblemCode.NOT_FULLY_INVOICED, _invoiced_figures(order))


def _invoiced_figures(order: Order) -> dict[str, int]:
    return {"invoiced": order.invoiced(InvoiceType.OUTPUT), "value": _highest_value(order)}


def _paid_problems(draft: Draft, left: Cents, order: Order) -> Iterator[Problem]:
    """Tell what is wrong with the money; gifts alone are worth nothing, and VTEX refuses an ``Input`` of nothing."""
    if draft.lines and draft.computed == 0:
        yield Problem(ProblemCode.NOTHING_PAID, {"name": draft.lines[0].name})
        return
    yield from money_problems(draft, left, order.tolerance)


def _notices(order: Order, draft: Draft, terms: Terms, reading: Reading) -> Iterator[Problem]:
    store = terms.elsewhere(reading)
    if store and terms.takes_over(store):
        yield Problem(ProblemCode.TAKEN_OVER, {"store": store})
    if terms.settlements.goes_without_refund:
        yield _without_refund(order)
    yield from _reversal_notices(draft, terms.settlements)
    for seen in order.invoices:
        if seen.type is InvoiceType.INPUT and not seen.is_ours and not seen.units:
            yield Problem(ProblemCode.REFUND_WITHOUT_ITEMS, {"number": seen.number, "value": seen.value})
    taken = {line.item_index for line in draft.lines}
    if not terms.policy.refunds_freight and any(line.freight for line in order.lines if line.index in taken):
        yield Problem(ProblemCode.FREIGHT_KEPT)
    yield from _payment_notices(order)


def _without_refund(order: Order) -> Problem:
    """Tell what came of the decision to go on without a refund."""
    if refunds_nothing(order):
        return Problem(ProblemCode.NO_REFUND, _invoiced_figures(order))
    return Problem(ProblemCode.REFUNDS_AFTER_ALL)


def _reversal_notices(draft: Draft, settlements: Settlements) -> Iterator[Problem]:
    """Tell what the card terminal gave back for this order without its being sent, other than what is asked now."""
    own = settlements.reversal()
    is_for_another_amount = own is not None and own.facts["value"] != draft.value
    for word in (*settlements.unsent, *((own,) if own is not None and is_for_another_amount else ())):
        yield Problem(ProblemCode.REVERSED_BEFORE, _reversed(word))


def _reversed(reversal: Settlement) -> dict[str, str | int]:
    return {name: reversal.facts[name] for name in ("value", "authorisation")}


def _payment_notices(order: Order) -> Iterator[Problem]:
    """Tell what VTEX gives back otherwise than it was paid, or not at all (facts, section 5)."""
    if interest := sum(payment.interest for payment in order.payments):
        yield Problem(ProblemCode.INTEREST_KEPT, {"interest": interest})
    if credit := sum(payment.value for payment in order.payments if payment.is_gift_card):
        yield Problem(ProblemCode.GIFT_CARD_PAID, {"value": credit})
    if order.marketplace:
        yield Problem(ProblemCode.MARKETPLACE_REFUNDS, {"marketplace": order.marketplace})
