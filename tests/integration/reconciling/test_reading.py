"""What is read of VTEX to compare a day, and what its list proves."""

from __future__ import annotations

import asyncio

import pytest

from desktop_invoicer.domain.foreign_invoices import MOST_TOLD
from desktop_invoicer.domain.journal import Effect, EffectKind
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import InvoiceType, NotificationId, OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.truth_reader import AT_ONCE, MOST_ASKED, Written
from tests.builders import (
    NOW,
    ORDER_ID,
    a_document,
    a_notification,
    an_earlier_invoice,
    an_invoice,
    an_order,
)
from tests.counter import Counter
from tests.integration.reconciling.conftest import OTHER, TODAY, codes, row, sold

pytestmark = pytest.mark.anyio


async def test_a_good_day_has_no_findings(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)

    done = await reconciler.compare(TODAY)

    assert (done.findings, done.read, done.listed, done.unread) == ((), 1, 0, 0)


async def test_every_order_of_the_list_is_read_behind_all_jobs(shop: Counter, reconciler: Reconciler) -> None:
    foreign = an_earlier_invoice(number="77")
    shop.vtex.shows(an_order(order_id=OTHER, status="invoiced", invoices=[foreign]))
    shop.vtex.listed = (row(OTHER),)

    found = await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1
    assert shop.vtex.count("order") == 0
    assert [(finding.problem.code, finding.order_id) for finding in found] == [(ProblemCode.FOREIGN_INVOICE, OTHER)]


async def test_the_list_of_the_stores_own_day_is_asked_for(shop: Counter, reconciler: Reconciler) -> None:
    await reconciler.reconcile(TODAY)

    (period,) = [argument for name, argument in shop.vtex.calls if name == "orders_between"]
    day = reconciler.day_desk.on(TODAY)
    assert period == (day.begin, day.end)


async def test_an_order_that_the_list_proves_is_asked_for_requests_alone(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.vtex.listed = (row(),)
    shop.vtex.calls.clear()

    done = await reconciler.compare(TODAY)

    assert (shop.vtex.count("background_order"), shop.vtex.count("notifications")) == (0, 1)
    assert (done.findings, done.read) == ((), 1)


async def test_a_request_that_came_back_is_found_though_the_list_proves_its_order(
    shop: Counter, reconciler: Reconciler
) -> None:
    await sold(shop)
    shop.vtex.listed = (row(),)
    back = NotificationId(f"of-{ORDER_ID}")
    shop.vtex.asked[ORDER_ID, back] = a_notification(notification_id=back)

    assert codes(await reconciler.reconcile(TODAY)) == [ProblemCode.NOTIFICATION_LEFT]


async def test_of_a_large_day_nothing_is_asked_that_the_list_proves(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    others = [an_order(order_id=f"v8000{number:04}str-01", status="payment-pending") for number in range(MOST_ASKED)]
    for order in others:
        shop.vtex.shows(order)
    shop.vtex.listed = (row(), *(row(order.order_id, order.status) for order in others))
    shop.vtex.calls.clear()

    done = await reconciler.compare(TODAY)

    assert (done.findings, done.read, done.listed) == ((), MOST_ASKED, 1)
    assert ("notifications", ORDER_ID) not in shop.vtex.calls


@pytest.mark.parametrize(("others", "is_read"), [(MOST_TOLD, True), (MOST_TOLD + 1, False)])
async def test_on_a_large_day_many_orders_of_other_desks_are_not_read(
    shop: Counter, reconciler: Reconciler, others: int, *, is_read: bool
) -> None:
    waiting = [an_order(order_id=f"v9000{number:04}str-01") for number in range(MOST_ASKED)]
    theirs = [
        an_order(order_id=f"v8000{number:04}str-01", status="invoiced", invoices=[an_earlier_invoice(number="7")])
        for number in range(others)
    ]
    shop.vtex.listed = tuple(row(order.order_id, order.status) for order in (*waiting, *theirs))
    for order in (*waiting, *theirs):
        shop.vtex.shows(order)

    done = await reconciler.compare(TODAY)

    expected = (ProblemCode.FOREIGN_INVOICE, others, 0) if is_read else (ProblemCode.FOREIGN_INVOICES, 1, others)
    assert (done.findings[0].problem.code, len(done.findings), done.listed) == expected
    assert shop.vtex.count("background_order") == MOST_ASKED + others * is_read


async def test_orders_of_other_desks_are_read_where_the_list_tells_no_value(
    shop: Counter, reconciler: Reconciler
) -> None:
    ids = [OrderId(f"v8000{number:04}str-01") for number in range(MOST_ASKED + 1)]
    shop.vtex.listed = tuple(ListedOrder(each, "invoiced") for each in ids)
    for each in ids:
        shop.vtex.shows(an_order(order_id=each, status="invoiced"))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.listed) == (MOST_ASKED + 1, 0)


@pytest.mark.parametrize(
    "listed", [row(value=9991), row(status="handling"), row(is_in_error=True), ListedOrder(ORDER_ID, "invoiced")]
)
async def test_an_order_that_the_list_does_not_prove_is_read(
    shop: Counter, reconciler: Reconciler, listed: ListedOrder
) -> None:
    await sold(shop)
    shop.vtex.listed = (listed,)

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


async def test_an_order_whose_goods_came_back_is_read(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    async with shop.at_work():
        back = a_notification(type_=InvoiceType.INPUT, notification_id="back")
        job = shop.receive(shop.vtex.orders[ORDER_ID], back)
        await shop.settle()
        await shop.attach(job, a_document(model="55", nnf=900, is_entry=True))
        await shop.submit(job, confirmed=True)
        assert shop.stage(job) is Stage.CLOSED
    shop.vtex.listed = (row(),)
    shop.vtex.calls.clear()

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


def test_a_sale_and_what_came_back_of_it_do_not_add_up_to_an_order() -> None:
    invoices = an_invoice(value=5000), an_invoice(type_=InvoiceType.INPUT, value=4990)
    posts = tuple(Effect(EffectKind.POST_INVOICE, NOW, invoice) for invoice in invoices)

    assert not Written((), posts).is_whole(row())


async def test_an_order_with_an_open_job_is_read(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.announce(notification_id=NotificationId("more"))
    shop.vtex.listed = (row(),)

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


async def test_how_far_it_is_is_told(shop: Counter, reconciler: Reconciler) -> None:
    for number in range(3):
        order = an_order(order_id=f"v8000{number:04}str-01")
        shop.receive(order, a_notification(order_id=order.order_id))
    told: list[tuple[int, int]] = []

    await reconciler.reconcile(TODAY, lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


async def test_not_more_than_sixteen_orders_are_read_at_a_time(shop: Counter, reconciler: Reconciler) -> None:
    at_once = most = 0

    async def answer() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    shop.vtex.hooks["background_order"] = answer
    orders = [an_order(order_id=f"v8000{number:04}str-01", status="payment-pending") for number in range(40)]
    for order in orders:
        shop.vtex.shows(order)
    shop.vtex.listed = tuple(row(order.order_id, order.status) for order in orders)

    await reconciler.reconcile(TODAY)

    assert most == AT_ONCE
