"""Explaining the document of an order, without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import InvoiceType, NotificationId, Operation, OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.explaining import Explanation
from tests.builders import (
    ACCOUNT,
    NOTIFICATION_ID,
    ORDER_ID,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import OPERATOR, Counter, counter

OTHER = NotificationId("6a4d3bae1c8f5d2a9b7e")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path) as made:
        yield made


async def explained(desk: Counter, notification: NotificationId | None = None) -> Explanation:
    return await desk.desk.decision(ACCOUNT, ORDER_ID, notification)


async def test_all_that_is_left_of_an_order_is_explained_as_a_sale(desk: Counter) -> None:
    invoiced = an_earlier_invoice(units={0: 1})
    desk.vtex.shows(an_order(quantity=3, goods=29970, invoices=[invoiced]))

    found = await explained(desk)

    assert (found.job, found.draft.operation, found.draft.value) == (None, Operation.SALE, 19980)
    assert [line.units for line in found.draft.lines] == [2]


async def test_what_was_returned_does_not_count_as_left(desk: Counter) -> None:
    invoices = [an_earlier_invoice(), an_earlier_invoice(number="42", type_=InvoiceType.INPUT)]
    desk.vtex.shows(an_order(invoices=invoices))

    found = await explained(desk)

    assert [problem.code for problem in found.draft.problems] == [ProblemCode.ALREADY_INVOICED]


async def test_a_request_that_vtex_shows_is_explained_by_its_id(desk: Counter) -> None:
    invoiced = an_order(status="invoiced", invoices=[an_earlier_invoice()])
    desk.vtex.shows(invoiced, a_notification(type_=InvoiceType.INPUT))

    assert (await explained(desk, NOTIFICATION_ID)).draft.operation is Operation.RETURN


async def test_a_loaded_job_speaks_without_asking_vtex(desk: Counter) -> None:
    async with desk.at_work():
        job = await desk.load()
        desk.vtex.calls.clear()

        found = await explained(desk)

    assert (found.job, desk.vtex.calls) == (job, [])
    content = desk.journal.content(job)
    assert content is not None
    assert found.decision == content.decision


async def test_a_job_that_is_not_loaded_yet_lets_vtex_speak(desk: Counter) -> None:
    desk.receive()

    assert (await explained(desk)).job is None


async def test_an_open_job_speaks_before_one_that_ended(desk: Counter) -> None:
    async with desk.at_work():
        order = an_order(quantity=2, goods=19980)
        first = desk.receive(order, a_notification())
        second = desk.receive(order, a_notification(notification_id=OTHER))
        await desk.settle()
        await desk.desk.dismiss(second, OPERATOR, "asked twice")

        found, named = await explained(desk), await explained(desk, OTHER)

    assert (found.job, named.job) == (first, second)


async def test_an_order_that_vtex_does_not_have_cannot_be_explained(desk: Counter) -> None:
    with pytest.raises(errors.InvoicerError):
        await desk.desk.decision(ACCOUNT, OrderId("v1-01"), None)
