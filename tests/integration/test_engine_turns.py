"""One document answers one request of an order, whichever desk finds it first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import NotificationId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, JobId, Stage
from desktop_invoicer.engine.reactions import ALIKE_ATTEMPTS
from tests.builders import ORDER_ID, a_document, a_notification, an_order
from tests.counter import Counter, two_desks

FIRST, SECOND = "part-0", "part-1"
SETTLED = timedelta(minutes=2)
"""How long an invoice that was on its way may take to arrive and to show."""


def in_parts() -> Order:
    """Give an order of three units, each of which may be asked for alone."""
    return an_order(quantity=3, goods=3000, freight=250)


def asks(shop: Counter, part: str, *, units: Mapping[int, int] | None = None) -> None:
    """Let VTEX ask for a part, without anybody being told."""
    order = shop.vtex.orders.get(ORDER_ID, in_parts())
    shop.vtex.shows(order, a_notification(notification_id=part, units=units or {0: 1}))


async def a_part(shop: Counter, part: str = FIRST, nnf: int = 50) -> JobId:
    """Take a request for one unit so far that it waits for nothing but a word."""
    job = shop.receive(shop.vtex.orders.get(ORDER_ID, in_parts()), a_notification(notification_id=part))
    await shop.settle()
    await shop.attach(job, a_document(nnf=nnf, value=shop.job(job).value))
    return job


def open_requests(shop: Counter) -> set[NotificationId]:
    return {request for _, request in shop.vtex.asked}


async def test_a_document_that_two_desks_found_answers_one_request(tmp_path: Path) -> None:
    """Even while VTEX does not show its invoice yet: VTEX would take the number once, and say yes twice."""
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_part(one, FIRST), await a_part(two, SECOND)
        one.vtex.shows_posts = False
        for shop in (one, two):
            shop.clock.move(SETTLED)
        await one.submit(first)
        await two.submit(second)
        assert two.problem(second) is ProblemCode.ALIKE_REQUEST_OPEN
        one.vtex.show_post(ORDER_ID, one.vtex.posts[0][1])
        await one.alike_for_long()
        await two.alike_for_long()

        assert one.stage(first) is Stage.CLOSED
        assert len(one.vtex.posts) == 1
        assert two.problem(second) is ProblemCode.INVOICE_ALREADY_THERE
        assert open_requests(one) == {SECOND}


async def test_the_first_waits_until_what_was_sent_before_it_came_would_show(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_part(shop, FIRST)
        asks(shop, SECOND)
        await shop.submit(first)
        await shop.later(SETTLED - timedelta(seconds=1))
        assert shop.problem(first) is ProblemCode.ALIKE_REQUEST_OPEN
        assert shop.vtex.posts == []
        await shop.later(timedelta(seconds=2))

    assert shop.stage(first) is Stage.CLOSED


async def test_alike_requests_of_one_desk_go_out_one_after_the_other(shop: Counter) -> None:
    async with shop.at_work():
        first, second = await a_part(shop, FIRST, 51), await a_part(shop, SECOND, 50)
        for job in (second, first):
            await shop.submit(job)
        await shop.alike_for_long()

    assert [shop.stage(job) for job in (first, second)] == [Stage.CLOSED] * 2
    assert [invoice.number for _, invoice in shop.vtex.posts] == ["51", "50"]


async def test_a_part_that_no_other_document_fits_goes_out_at_once(shop: Counter) -> None:
    async with shop.at_work():
        asks(shop, FIRST, units={0: 2})
        job = await a_part(shop, SECOND)
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_return_of_the_same_order_is_not_waited_for(shop: Counter) -> None:
    async with shop.at_work():
        shop.vtex.shows(in_parts(), a_notification(notification_id=FIRST, observation="inStore"))
        job = await a_part(shop, SECOND)
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_request_that_is_gone_by_now_is_not_waited_for(shop: Counter) -> None:
    async with shop.at_work():
        asks(shop, FIRST)
        job = await a_part(shop, SECOND)

        async def answered_elsewhere() -> None:
            shop.vtex.asked.pop((ORDER_ID, NotificationId(FIRST)), None)

        shop.vtex.hooks["order"] = answered_elsewhere
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_request_that_was_dismissed_here_is_not_waited_for(shop: Counter) -> None:
    async with shop.at_work():
        dismissed, job = await a_part(shop, FIRST, 51), await a_part(shop, SECOND)
        await shop.desk.dismiss(dismissed, "ana", "sold out")
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


async def test_somebody_is_told_of_a_request_that_stays_open(shop: Counter) -> None:
    async with shop.at_work():
        asks(shop, FIRST)
        job = await a_part(shop, SECOND)
        await shop.submit(job)
        for _ in range(ALIKE_ATTEMPTS):
            await shop.later(timedelta(minutes=7))
        hold = shop.job(job).hold
        assert hold is not None
        assert (hold.kind, hold.problem.code) == (HoldKind.NEEDS_PERSON, ProblemCode.ALIKE_REQUEST_OPEN)
        shop.vtex.asked.pop((ORDER_ID, NotificationId(FIRST)))
        await shop.desk.submit(job, "ana", confirmed=False)
        await shop.settle()

    assert shop.stage(job) is Stage.CLOSED


async def test_the_request_for_a_part_is_not_deleted_before_vtex_shows_its_invoice(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_part(shop)
        shop.vtex.shows_posts = False
        await shop.submit(job)
        await shop.later(timedelta(hours=1))
        assert shop.stage(job) is Stage.SUBMITTED
        assert open_requests(shop) == {FIRST}
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.later(timedelta(hours=1))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_where_vtex_refuses_the_list_the_order_alone_counts(shop: Counter) -> None:
    async with shop.at_work():
        asks(shop, FIRST)
        job = await a_part(shop, SECOND)
        shop.vtex.fails["notifications"].append(errors.VtexRefusedError(400, "no such route"))
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


@pytest.mark.parametrize(("units", "lists"), [({0: 3}, 0), ({0: 1}, 1)], ids=["whole", "part"])
async def test_the_list_is_read_where_an_order_is_asked_for_in_parts(
    shop: Counter, units: Mapping[int, int], lists: int
) -> None:
    async with shop.at_work():
        job = await shop.documented(in_parts(), a_notification(units=units))
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    assert shop.vtex.count("notifications") == lists
