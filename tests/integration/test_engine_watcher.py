"""Polling: which orders are asked about, and what a failure of one of them, or of all, does to the others."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import FeedEvent, OrderId
from desktop_invoicer.engine.watcher import Rhythm
from tests.builders import ORDER_ID, a_notification, an_order
from tests.counter import Counter
from tests.waiting import PATIENCE

pytestmark = pytest.mark.anyio

OTHER = OrderId("v9str-01")
DOWN = errors.VtexUnavailableError("down")


def asked(shop: Counter) -> list[object]:
    return [argument for name, argument in shop.vtex.calls if name == "notifications"]


async def test_notifications_of_orders_being_handled_are_found(shop: Counter) -> None:
    shop.vtex.shows(an_order(), a_notification())
    shop.vtex.handled = (ORDER_ID, OTHER)

    await shop.watcher.look()

    assert [(job.order_id, job.notification_id) for job in shop.journal.jobs()] == [(ORDER_ID, a_notification().id)]
    assert asked(shop) == [ORDER_ID, OTHER]


async def test_what_was_found_before_is_found_without_a_second_job(shop: Counter) -> None:
    shop.vtex.shows(an_order(), a_notification())
    shop.vtex.handled = (ORDER_ID,)

    await shop.watcher.look()
    shop.clock.move(timedelta(minutes=2))
    await shop.watcher.look()

    assert len(asked(shop)) == 2
    assert len(shop.journal.jobs()) == 1


async def test_orders_of_own_jobs_are_watched_because_returns_may_follow(shop: Counter) -> None:
    shop.watch_list.known = (ORDER_ID,)

    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID]


async def test_an_order_is_asked_again_only_when_its_time_has_come(shop: Counter) -> None:
    shop.vtex.handled = (ORDER_ID,)

    await shop.watcher.look()
    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID]


async def test_an_order_that_stays_silent_leaves_the_list(shop: Counter) -> None:
    shop.watch_list.orders[ORDER_ID] = (shop.clock.now() - timedelta(days=31), shop.clock.now())

    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID]
    assert shop.watch_list.orders == {}


async def test_a_round_asks_about_so_many_orders_and_no_more(shop: Counter) -> None:
    shop.vtex.handled = tuple(OrderId(f"v{number}str-01") for number in range(15))

    await shop.watcher.look()
    assert len(asked(shop)) == 10
    await shop.watcher.look()

    assert sorted(map(str, asked(shop))) == sorted(shop.vtex.handled)


async def test_the_sources_are_read_when_the_clock_was_set_back(shop: Counter) -> None:
    await shop.watcher.look()
    shop.clock.move(-timedelta(days=365))
    await shop.watcher.look()

    assert shop.vtex.count("handled_orders") == 2


async def test_the_sources_are_not_read_every_round(shop: Counter) -> None:
    await shop.watcher.look()
    await shop.watcher.look()
    assert shop.vtex.count("handled_orders") == 1

    shop.clock.move(timedelta(minutes=2))
    await shop.watcher.look()

    assert shop.vtex.count("handled_orders") == 2


@pytest.mark.parametrize(
    "failure", [DOWN, errors.VtexRefusedError(400, "no"), errors.InvalidOrderError("'..' is no id")]
)
async def test_an_order_that_cannot_be_asked_about_does_not_keep_the_others_waiting(
    shop: Counter, failure: Exception
) -> None:
    shop.vtex.handled = (ORDER_ID, OTHER)
    shop.vtex.fails["notifications"].append(failure)

    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID, OTHER]


@pytest.mark.parametrize("failure", [errors.VtexBusyError(), errors.CredentialsRefusedError("a", 401)])
async def test_an_account_that_must_rest_keeps_the_turn_of_its_orders(shop: Counter, failure: Exception) -> None:
    shop.vtex.handled = (ORDER_ID, OTHER)
    shop.vtex.fails["notifications"].append(failure)

    with pytest.raises(type(failure)):
        await shop.watcher.look()
    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID, ORDER_ID, OTHER]


async def test_the_feed_is_emptied_and_committed_only_when_its_orders_are_noted(shop: Counter) -> None:
    shop.vtex.events = [FeedEvent(f"h{number}", OrderId(f"v{number}str-01")) for number in range(12)]
    noted: list[int] = []

    async def look() -> None:
        noted.append(len(shop.watch_list.orders))

    shop.vtex.hooks["commit_feed"] = look
    await shop.watcher.look()

    assert noted == [10, 12]
    assert shop.vtex.events == []
    assert shop.vtex.count("check_feed") == 1


async def test_a_feed_that_expired_does_not_stop_the_polling(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    shop.vtex.has_feed = False
    shop.vtex.handled = (ORDER_ID,)

    await shop.watcher.look()
    shop.clock.move(timedelta(minutes=2))
    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID, ORDER_ID]
    assert "has no feed" in caplog.text
    assert shop.vtex.count("check_feed") == 2
    assert shop.vtex.count("feed") == 0


async def test_a_list_of_orders_that_may_not_be_read_does_not_stop_the_polling(shop: Counter) -> None:
    shop.watch_list.known = (ORDER_ID,)
    shop.vtex.fails["handled_orders"].append(errors.CredentialsRefusedError("a", 403))

    await shop.watcher.look()

    assert asked(shop) == [ORDER_ID]


async def test_an_account_without_a_feed_is_not_asked_for_one(shop: Counter) -> None:
    shop.watcher.has_feed = False

    await shop.watcher.look()

    assert shop.vtex.count("check_feed") == 0


@pytest.mark.parametrize("failure", [DOWN, errors.CredentialsMissingError("a"), ZeroDivisionError()])
async def test_polling_goes_on_after_any_failure(shop: Counter, failure: Exception) -> None:
    shop.watcher.rhythm = Rhythm(round=timedelta(milliseconds=1))
    shop.vtex.handled = (ORDER_ID,)
    shop.vtex.fails["handled_orders"].append(failure)

    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    shop.vtex.hooks["notifications"] = look
    running = asyncio.create_task(shop.watcher.run())
    await asyncio.wait_for(looked.wait(), PATIENCE)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert shop.watcher.is_running
    assert shop.watcher.has_looked
