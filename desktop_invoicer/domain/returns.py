"""What may still be returned of an order, and the draft of a return (design.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop_invoicer.domain.draft import Claim, Draft, DraftLine, asked_problems, money_problems
from desktop_invoicer.domain.money import Cents, share
from desktop_invoicer.domain.notification import AccountName, InvoiceType, Notification, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Order, OrderLine, units_by_line
from desktop_invoicer.domain.problem import Problem, ProblemCode


def returnable_units(order: Order, claims: Iterable[Claim]) -> dict[int, int]:
    """Count the units of each line that were sold and not returned: Σ Output − Σ Input, by item index."""
    sold, returned = _sold_and_returned(order, tuple(claims))
    return {index: max(sold[index] - returned[index], 0) for index in sold}


def draft_return(
    order: Order,
    notification: Notification,
    claims: Iterable[Claim],
    reading: Reading,
    here: AccountName,
) -> Draft:
    """Compute the ``Input`` of a return or cancellation at what was paid, freight included.

    Args:
        order: the order as just read.
        notification: what is asked back.
        claims: the order's invoices of both types and the jobs ahead of this one, each once.
        reading: what the observation says.
        here: the account of this counter.

    """
    claims = tuple(claims)
    sold, returned = _sold_and_returned(order, claims)
    asked = notification.asked
    room = {index: sold[index] - returned[index] for index in sold}
    lines = tuple(
        _returned(line, sold[line.index], returned[line.index], asked[line.index])
        for line in order.lines
        if 0 < asked.get(line.index, 0) <= room[line.index]
    )
    paid_back = sum(claim.value for claim in claims if claim.type is InvoiceType.INPUT)
    open_money = Cents(sum(claim.value for claim in claims if claim.type is InvoiceType.OUTPUT) - paid_back)
    empties = all(asked.get(index, 0) >= left for index, left in room.items())
    draft = Draft.of(reading.operation, lines, open_money, completes=empties)
    problems = (
        *reading.problems,
        *_place_problems(reading, here),
        *asked_problems(order.lines, asked, room),
        *_refund_problems(order),
        *money_problems(draft, open_money, order.tolerance),
    )
    return replace(draft, problems=problems, notices=(*reading.notices, *order.notices))


def _sold_and_returned(order: Order, claims: tuple[Claim, ...]) -> tuple[dict[int, int], dict[int, int]]:
    outputs = [claim.units for claim in claims if claim.type is InvoiceType.OUTPUT]
    inputs = [claim.units for claim in claims if claim.type is InvoiceType.INPUT]
    counted = units_by_line(order.lines, outputs)
    sold = {line.index: min(counted[line.index], line.quantity) for line in order.lines}
    return sold, units_by_line(order.lines, inputs, sold)


def _returned(line: OrderLine, sold: int, returned: int, units: int) -> DraftLine:
    return DraftLine(
        item_index=line.index,
        sku=line.sku,
        name=line.name,
        channel=line.channel,
        units=units,
        ordered=sold,
        before=returned,
        goods=share(line.goods, line.quantity, returned, units),
        freight=share(line.freight, line.quantity, returned, units),
    )


def _place_problems(reading: Reading, here: AccountName) -> Iterable[Problem]:
    if reading.operation is Operation.STORE_RETURN and reading.trade_account != here:
        yield Problem(ProblemCode.OTHER_STORE, {"store": reading.trade_account or "", "here": here})


def _refund_problems(order: Order) -> Iterable[Problem]:
    """VTEX takes an ``Input`` before the order is fully invoiced, and refunds nothing (facts, section 5)."""
    invoiced = order.invoiced(InvoiceType.OUTPUT)
    if invoiced < order.value:
        yield Problem(ProblemCode.NOT_FULLY_INVOICED, {"invoiced": invoiced, "value": order.value})
