"""The invoice as computed from notification and order: lines, freight shares, value, what remains (design.md, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from desktop_invoicer.domain.money import Cents, share
from desktop_invoicer.domain.notification import InvoiceType, Notification, Operation
from desktop_invoicer.domain.order import NOT_INVOICEABLE, Channel, Order, OrderLine, SkuId, units_by_line
from desktop_invoicer.domain.problem import Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Claim:
    """Units and money of an order that are spoken for: an invoice in VTEX, or a job of ours that comes first."""

    type: InvoiceType
    value: Cents
    units: Mapping[int, int] = field(default_factory=dict)


def claims_on(order: Order) -> tuple[Claim, ...]:
    """Give what the invoices of an order have taken of it."""
    return tuple(Claim(invoice.type, invoice.value, invoice.units) for invoice in order.invoices)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """The part of one order line that this invoice takes. Money in cents, for ``units`` units."""

    item_index: int
    sku: SkuId
    name: str
    channel: Channel
    units: int
    ordered: int
    before: int
    """Units invoiced before (of a return: returned before)."""
    goods: Cents
    freight: Cents

    @classmethod
    def of(cls, line: OrderLine, units: int, *, before: int, ordered: int, freight: Cents) -> Self:
        """Take the next ``units`` of a line after ``before``, of ``ordered``: successive shares add up to its money.

        ``freight`` in cents is that of the whole line, as far as it is charged or given back at all.
        """
        return cls(
            item_index=line.index,
            sku=line.sku,
            name=line.name,
            channel=line.channel,
            units=units,
            ordered=ordered,
            before=before,
            goods=share(line.goods, line.quantity, before, units),
            freight=share(freight, line.quantity, before, units),
        )

    @property
    def remaining(self) -> int:
        """Units still open after this invoice."""
        return self.ordered - self.before - self.units

    @property
    def total(self) -> Cents:
        """Goods and freight."""
        return Cents(self.goods + self.freight)


@dataclass(frozen=True, slots=True)
class Draft:
    """The invoice before a document is attached.

    ``computed`` is the sum of the lines; ``balance`` what closes the order exactly, when this invoice completes it;
    ``value`` what is to be invoiced; ``remaining`` the money still open in the order afterwards. All in cents.
    """

    operation: Operation
    lines: tuple[DraftLine, ...]
    computed: Cents
    balance: Cents | None
    remaining: Cents
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, operation: Operation, lines: tuple[DraftLine, ...], open_money: Cents, *, completes: bool) -> Draft:
        """Add up lines; a draft that ``completes`` what is open takes all of ``open_money``."""
        computed = Cents(sum(line.total for line in lines))
        balance = open_money if completes and lines else None
        value = computed if balance is None else balance
        return cls(operation, lines, computed, balance, remaining=Cents(open_money - value))

    @property
    def value(self) -> Cents:
        """The value to invoice: the balance where there is one, else the computed sum."""
        return self.computed if self.balance is None else self.balance

    @property
    def acceptable_values(self) -> frozenset[Cents]:
        """Values a document may have: two when a person has to decide between the sum and the balance."""
        undecided = any(problem.code is ProblemCode.BALANCE_DIFFERS for problem in self.problems)
        return frozenset({self.value, self.computed} if undecided and 0 < self.computed < self.value else {self.value})

    @property
    def units(self) -> int:
        """All units of the invoice."""
        return sum(line.units for line in self.lines)

    @property
    def freight(self) -> Cents:
        """All freight of the invoice."""
        return Cents(sum(line.freight for line in self.lines))

    @property
    def channel(self) -> Channel:
        """Delivery as soon as one asked item is delivered."""
        delivered = any(line.channel is Channel.DELIVERY for line in self.lines)
        return Channel.DELIVERY if delivered else Channel.PICKUP

    @property
    def is_sound(self) -> bool:
        """Tell whether the draft can be invoiced, perhaps after a person chose between sum and balance."""
        return all(problem.code is ProblemCode.BALANCE_DIFFERS for problem in self.problems)

    def still_accepts(self, value: Cents) -> bool:
        """Tell whether a document of ``value`` may be posted for this draft, which was computed after the document.

        An invoice that completes the order closes it exactly. One that does not may differ by a cent a share: shares
        move when another part of the order was invoiced or given up in between, and the last part takes it up.
        """
        if self.balance is not None:
            return value in self.acceptable_values
        return abs(value - self.computed) <= 2 * len(self.lines) and value <= self.remaining + self.computed

    @property
    def claim(self) -> Claim:
        """What this draft takes of the order."""
        return Claim(self.operation.invoice_type, self.value, {line.item_index: line.units for line in self.lines})


def draft_sale(order: Order, notification: Notification, claims: Iterable[Claim]) -> Draft:
    """Compute the invoice of a sale.

    Args:
        order: the order as just read.
        notification: what is asked.
        claims: the order's invoices and the jobs ahead of this one, each once.

    """
    outputs = [claim for claim in claims if claim.type is InvoiceType.OUTPUT]
    before = units_by_line(order.lines, [claim.units for claim in outputs])
    open_money = Cents(order.full_value - sum(claim.value for claim in outputs))
    asked = notification.asked
    room = {line.index: line.invoiceable - before[line.index] for line in order.lines}
    lines = tuple(
        DraftLine.of(
            line,
            asked[line.index],
            before=before[line.index],
            ordered=line.invoiceable,
            freight=line.freight,
        )
        for line in order.lines
        if 0 < asked.get(line.index, 0) <= room[line.index]
    )
    completes = all(asked.get(index, 0) >= left for index, left in room.items())
    draft = Draft.of(Operation.SALE, lines, open_money, completes=completes)
    problems = (
        *_state_problems(order),
        *asked_problems(order.lines, asked, room),
        *money_problems(draft, open_money, order.tolerance),
    )
    return replace(
        draft,
        problems=_most_telling(problems),
        notices=(*order.notices, *_notices(order, notification)),
    )


def _state_problems(order: Order) -> Iterable[Problem]:
    invoiced = order.invoiced(InvoiceType.OUTPUT)
    if order.status in NOT_INVOICEABLE:
        yield Problem(ProblemCode.ORDER_NOT_INVOICEABLE, {"status": order.status})
    elif order.status == "invoiced" or (order.invoices and invoiced >= order.full_value):
        yield Problem(
            ProblemCode.ALREADY_INVOICED,
            {
                "invoices": ", ".join(seen.number for seen in order.invoices if seen.type is InvoiceType.OUTPUT),
                "invoiced": invoiced,
                "value": order.value,
            },
        )


def asked_problems(
    lines: Iterable[OrderLine],
    asked: Mapping[int, int],
    room: Mapping[int, int],
) -> Iterable[Problem]:
    """Tell what cannot be given of what is asked; ``room`` is what each line has left, by item index."""
    if not any(quantity > 0 for quantity in asked.values()):
        yield Problem(ProblemCode.NOTHING_ASKED)
    names = {line.index: line.name for line in lines}
    for index, quantity in asked.items():
        if index not in names:
            yield Problem(ProblemCode.UNKNOWN_LINE, {"item_index": index, "lines": len(names)})
        elif quantity < 0 or quantity > room[index]:
            facts: dict[str, str | int] = {"name": names[index], "asked": quantity, "left": max(room[index], 0)}
            yield Problem(ProblemCode.LINE_EXCEEDED, facts)


def money_problems(draft: Draft, open_money: Cents, tolerance: Cents) -> Iterable[Problem]:
    """Tell what is wrong with a draft's value against the money that is still open, in cents."""
    figures = {"computed": draft.computed, "open": open_money}
    if not draft.lines:
        return
    if draft.balance is not None and abs(draft.balance - draft.computed) > tolerance:
        yield Problem(ProblemCode.BALANCE_DIFFERS, figures)
    if draft.value > open_money:
        yield Problem(ProblemCode.VALUE_EXCEEDED, figures)
    if draft.value <= 0:
        yield Problem(ProblemCode.VALUE_ZERO, figures)


def _notices(order: Order, notification: Notification) -> Iterable[Problem]:
    if notification.changed_items:
        yield Problem(ProblemCode.CHANGED_ITEMS, {"skus": ", ".join(notification.changed_items)})
    if order.buyer.masked:
        yield Problem(ProblemCode.PERSONAL_DATA_MASKED)
    if abs(order.worth - order.value) > order.tolerance and not order.invoices:
        yield Problem(ProblemCode.TOTALS_DIFFER, {"lines": order.worth, "value": order.value})


def _most_telling(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep what a person should read: of an order that is not to be invoiced at all, only that."""
    found = tuple(problems)
    if found and found[0].code in {ProblemCode.ORDER_NOT_INVOICEABLE, ProblemCode.ALREADY_INVOICED}:
        return found[:1]
    return found
