"""The counter at which a day is compared, and what the tests of it share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.reconciling import Reconciled, Reconciler
from tests.builders import (
    NOW,
    ORDER_ID,
    a_document,
    a_notification,
    an_order,
)
from tests.counter import Counter, counter

TODAY = NOW.date()
OTHER = OrderId("v70530117str-01")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment, and has its invoices shown at once."""
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


@pytest.fixture
def reconciler(shop: Counter) -> Reconciler:
    return shop.commands.reconciler


def row(
    order_id: OrderId = ORDER_ID, status: str = "invoiced", value: int = 9990, *, is_in_error: bool = False
) -> ListedOrder:
    return ListedOrder(order_id, status, Cents(value), is_in_error=is_in_error)


async def sold(shop: Counter, order: Order | None = None) -> JobId:
    """Sell a whole order, to the end, long enough ago for VTEX to show it."""
    async with shop.at_work():
        order = order or an_order()
        number = int(order.order_id[1:9]) % 1000
        job = shop.receive(order, a_notification(order_id=order.order_id, notification_id=f"of-{order.order_id}"))
        await shop.settle()
        await shop.attach(job, a_document(nnf=number))
        await shop.submit(job)
    shop.clock.move(timedelta(seconds=1))
    return job


def codes(found: Reconciled | tuple[Finding, ...]) -> list[ProblemCode]:
    findings = found.findings if isinstance(found, Reconciled) else found
    return [finding.problem.code for finding in findings]


async def gap_in_numbers(shop: Counter) -> None:
    """Have documents found of which one is missing in between."""
    for number in (8, 10):
        paper = Paper(a_document(nnf=number), b"<nfeProc/>")
        await shop.filing.take([shop.folder.put(f"{number}.xml", paper)])
