"""What may still be returned of an order, and the draft of a return (design.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_invoicer.domain.draft import Claim, Draft, DraftLine
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
    by_index = {line.index: line for line in order.lines}
    lines = tuple(
        _returned(by_index[index], sold[index], returned[index], units)
        for index, units in asked.items()
        if index in by_index and 0 < units <= sold[index] - returned[index]
    )
    paid_back = Cents(sum(claim.value for claim in claims if claim.type is InvoiceType.INPUT))
    open_money = Cents(sum(claim.value for claim in claims if claim.type is InvoiceType.OUTPUT) - paid_back)
    computed = Cents(sum(line.total for line in lines))
    empties = all(returned[index] + asked.get(index, 0) >= sold[index] for index in sold)
    balance = open_money if empties and lines else None
    value = computed if balance is None else balance
    problems = (
        *reading.problems,
        *_place_problems(reading, here),
        *_asked_problems(by_index, asked, sold, returned),
        *_money_problems(order, computed, value, open_money, has_lines=bool(lines)),
    )
    return Draft(
        reading.operation,
        lines,
        computed,
        balance,
        remaining=Cents(open_money - value),
        problems=problems,
        notices=(*reading.notices, *order.notices),
    )


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


def _asked_problems(
    lines: Mapping[int, OrderLine],
    asked: Mapping[int, int],
    sold: Mapping[int, int],
    returned: Mapping[int, int],
) -> Iterable[Problem]:
    if not any(quantity > 0 for quantity in asked.values()):
        yield Problem(ProblemCode.NOTHING_ASKED)
    for index, quantity in asked.items():
        if index not in lines:
            yield Problem(ProblemCode.UNKNOWN_LINE, {"item_index": index, "lines": len(lines)})
        elif quantity < 0 or quantity > sold[index] - returned[index]:
            left = max(sold[index] - returned[index], 0)
            yield Problem(ProblemCode.LINE_EXCEEDED, {"name": lines[index].name, "asked": quantity, "left": left})


def _money_problems(
    order: Order,
    computed: Cents,
    value: Cents,
    open_money: Cents,
    *,
    has_lines: bool,
) -> Iterable[Problem]:
    if order.invoiced(InvoiceType.OUTPUT) < order.value:
        yield Problem(
            ProblemCode.NOT_FULLY_INVOICED,
            {"invoiced": order.invoiced(InvoiceType.OUTPUT), "value": order.value},
        )
    if not has_lines:
        return
    figures = {"computed": computed, "open": open_money}
    if abs(value - computed) > order.tolerance:
        yield Problem(ProblemCode.BALANCE_DIFFERS, figures)
    if value > open_money:
        yield Problem(ProblemCode.VALUE_EXCEEDED, figures)
    if value <= 0:
        yield Problem(ProblemCode.VALUE_ZERO, figures)
