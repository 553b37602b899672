"""What VTEX does not give for a comparison is never kept silent."""

from __future__ import annotations

import asyncio

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.truth_reader import AT_ONCE, MOST_RESTS, TRIES
from tests.builders import (
    ACCOUNT,
    a_notification,
    an_order,
)
from tests.counter import Counter
from tests.integration.reconciling.conftest import TODAY, codes, sold

pytestmark = pytest.mark.anyio


async def test_an_order_that_vtex_does_not_give_is_a_finding(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].append(errors.VtexRefusedError(404, "no such order"))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.unread) == (0, 1)
    assert codes(done) == [ProblemCode.ORDER_NOT_CHECKED]


async def test_a_failure_is_tried_again_before_it_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 2)

    assert (await reconciler.compare(TODAY)).unread == 0


async def test_a_failure_that_lasts_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 3)

    assert (await reconciler.compare(TODAY)).unread == 1


async def test_a_resting_account_is_waited_for_as_long_as_it_says(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["notifications"].extend([errors.VtexBusyError(0.0001)] * 10)

    assert (await reconciler.compare(TODAY)).unread == 0


async def test_an_account_that_never_stops_resting_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["notifications"].extend([errors.VtexBusyError(0.0001)] * MOST_RESTS)

    assert (await reconciler.compare(TODAY)).unread == 1


async def test_an_account_that_refuses_the_credentials_is_asked_once(shop: Counter, reconciler: Reconciler) -> None:
    orders = [OrderId(f"v8000{number:04}str-01") for number in range(40)]
    for order_id in orders:
        shop.announce(order_id)
    shop.vtex.fails["background_order"].extend([errors.CredentialsRefusedError(ACCOUNT, 401)] * 40)

    done = await reconciler.compare(TODAY)

    assert done.unread == 40
    assert codes(done) == [ProblemCode.ORDER_NOT_CHECKED] * 40
    assert shop.vtex.count("background_order") == 1


async def test_an_account_that_does_not_answer_is_given_up_after_a_while(shop: Counter, reconciler: Reconciler) -> None:
    for number in range(60):
        shop.announce(OrderId(f"v8000{number:04}str-01"))
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 300)

    assert (await reconciler.compare(TODAY)).unread == 60
    assert shop.vtex.count("background_order") < 60 * TRIES


async def test_orders_that_vtex_refuses_keep_no_others_from_being_read(shop: Counter, reconciler: Reconciler) -> None:
    shop.vtex.fails["background_order"].extend([errors.InvalidOrderError("nonsense")] * 30)
    for number in range(31):
        order = an_order(order_id=f"v8000{number:04}str-01")
        shop.receive(order, a_notification(order_id=order.order_id))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.unread) == (1, 30)


async def test_a_list_that_vtex_does_not_give_is_a_finding(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.vtex.fails["orders_between"].append(errors.CredentialsRefusedError(ACCOUNT, 403))

    (finding,) = await reconciler.reconcile(TODAY)

    assert finding.problem.code is ProblemCode.ORDERS_NOT_LISTED
    assert finding.account == ACCOUNT


async def test_a_disk_that_fails_ends_the_comparison(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()

    async def fail() -> None:
        shop.journal.fails["find"].append(errors.StorageBusyError())

    shop.vtex.hooks["background_order"] = fail

    with pytest.raises(errors.StorageBusyError):
        await reconciler.reconcile(TODAY)


async def test_a_comparison_that_nobody_waits_for_any_more_asks_nothing_more(
    shop: Counter, reconciler: Reconciler
) -> None:
    began, never = asyncio.Event(), asyncio.Event()

    async def answer() -> None:
        began.set()
        await never.wait()

    shop.vtex.hooks["background_order"] = answer
    for number in range(40):
        shop.announce(OrderId(f"v8000{number:04}str-01"))
    comparing = asyncio.create_task(reconciler.reconcile(TODAY))
    await began.wait()

    comparing.cancel()
    await asyncio.gather(comparing, return_exceptions=True)
    never.set()
    await shop.settle()

    assert shop.vtex.count("background_order") <= AT_ONCE
    assert shop.vtex.count("notifications") == 0
