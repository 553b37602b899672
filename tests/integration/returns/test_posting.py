"""Right before the post and after it: money goes out once."""

from __future__ import annotations

import asyncio

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Outcome
from desktop_invoicer.domain.notification import InvoiceType, NotificationId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.settling import Settling
from tests.builders import NOW, ORDER_ID, a_line, a_notification, an_earlier_invoice, an_order
from tests.counter import Counter
from tests.integration.returns.desk import (
    INVISIBLE,
    REVERSED,
    SALE,
    SILENT,
    a_cancellation_job,
    a_foreign_return,
    a_return_job,
    an_entry,
    asked_back,
    half_sold,
    inputs,
    loaded,
    sold,
)

# right before the post


async def test_a_return_that_appeared_elsewhere_is_shown_before_money_goes_out(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop, units=1, of=3)
        shop.vtex.orders[ORDER_ID] = sold(3, invoices=(a_foreign_return(),))
        await shop.submit(job, confirmed=True)
        hold = shop.job(job).hold
        assert hold is not None
        assert hold.problem == Problem(ProblemCode.RETURN_APPEARED, {"number": "900", "value": 9990})
        await shop.desk.retry(job, "ana")
        await shop.settle()
        assert (shop.problem(job), shop.job(job).confirmed_by) == (ProblemCode.CONFIRMATION_DUE, "")
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]


async def test_a_return_of_everything_elsewhere_leaves_nothing_to_return_here(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        shop.vtex.orders[ORDER_ID] = sold(invoices=(a_foreign_return(),))
        await shop.submit(job, confirmed=True)
        assert shop.problem(job) is ProblemCode.RETURN_APPEARED
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert inputs(shop) == []
    assert shop.problem(job) is ProblemCode.LINE_EXCEEDED


async def test_the_return_of_another_job_of_this_desk_is_no_surprise(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop, units=1, of=3)
        shop.vtex.shows(shop.vtex.orders[ORDER_ID], asked_back(name="second"))
        second = shop.announce(notification_id=NotificationId("second"))
        await shop.settle()
        await shop.attach(second, an_entry(nnf=701))
        await shop.submit(first, confirmed=True)
        await shop.submit(second, confirmed=True)

    assert inputs(shop) == [9990, 9990]


async def test_the_same_units_asked_back_twice_are_given_back_once(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop)
        shop.vtex.shows(shop.vtex.orders[ORDER_ID], asked_back(name="second"))
        second = shop.announce(notification_id=NotificationId("second"))
        await shop.settle()
        assert shop.problem(second) is ProblemCode.LINE_EXCEEDED
        await shop.submit(first, confirmed=True)
        await shop.desk.retry(second, "ana")
        await shop.settle()

    assert inputs(shop) == [9990]
    assert shop.problem(second) is ProblemCode.LINE_EXCEEDED


async def test_repeated_skus_go_out_in_one_row_each(shop: Counter) -> None:
    """Two rows of a SKU in an Input, and the refund never starts (KI 1198829)."""
    lines = [a_line(0, sku="7", goods=1000), a_line(1, sku="7", quantity=2, goods=1001), a_line(2, sku="8", goods=500)]
    whole = an_earlier_invoice(number="42", key=SALE.text, value=2501, units={0: 1, 1: 2, 2: 1})
    back = a_notification(units={0: 1, 1: 2, 2: 1}, type_=InvoiceType.INPUT)
    async with shop.at_work():
        job = await loaded(shop, back, an_order(status="invoiced", lines=lines, invoices=[whole]))
        await shop.attach(job, an_entry(2501))
        await shop.submit(job, confirmed=True)

    ((_, invoice),) = shop.vtex.posts
    assert [(row.sku, row.price, row.quantity) for row in invoice.rows] == [("7", 667, 3), ("8", 500, 1)]
    assert invoice.value == 2501


async def test_two_presses_at_once_refund_once(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        await asyncio.gather(
            *(shop.desk.submit(job, "ana", confirmed=True) for _ in range(2)),
            return_exceptions=True,
        )
        await shop.settle()

    assert inputs(shop) == [9990]
    assert shop.stage(job) is Stage.CLOSED


# beside a sale of the same order


async def test_what_is_still_to_be_invoiced_cannot_come_back(shop: Counter) -> None:
    async with shop.at_work():
        sale = shop.receive(half_sold(), a_notification(notification_id="sale"))
        await shop.settle()
        job = await loaded(shop, asked_back(2), half_sold())

    assert shop.problem(sale) is ProblemCode.DOCUMENT_DUE
    assert shop.problem(job) is ProblemCode.LINE_EXCEEDED


async def test_what_may_not_have_been_invoiced_yet_cannot_come_back(shop: Counter) -> None:
    async with shop.at_work():
        sale = await shop.documented()
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(sale)
        assert shop.problem(sale) is ProblemCode.OUTCOME_UNKNOWN
        job = await loaded(shop, asked_back(), shop.vtex.orders[ORDER_ID])
        assert shop.problem(job) is ProblemCode.LINE_EXCEEDED
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.desk.retry(job, "ana")
        await shop.settle()
        assert shop.problem(job) is ProblemCode.DOCUMENT_DUE

    assert len(shop.vtex.posts) == 1


async def test_money_that_may_have_gone_out_has_gone_out(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop)
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(first, confirmed=True)
        second = await loaded(shop, asked_back(name="second"))

    assert shop.problem(second) is ProblemCode.LINE_EXCEEDED


# what went wrong


async def test_a_notification_that_somebody_deleted_after_the_refund_is_no_second_refund(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)

        async def let_somebody_delete() -> None:
            shop.vtex.asked.clear()

        shop.vtex.hooks["post_invoice"] = let_somebody_delete
        await shop.submit(job, confirmed=True)

        assert shop.stage(job) is Stage.CLOSED


async def test_a_desk_asks_as_late_as_it_can_whether_another_was_quicker(shop: Counter) -> None:
    """Nothing is asked of VTEX between the look at order and notification and the post."""
    async with shop.at_work():
        job = await a_return_job(shop)
        before = len(shop.vtex.calls)
        await shop.submit(job, confirmed=True)

    assert {name for name, _ in shop.vtex.calls[before : before + 2]} == {"notification", "order"}
    assert shop.vtex.calls[before + 2][0] == "post_invoice"


async def test_a_lost_return_is_sent_again_only_by_a_new_word_for_the_same_reversal(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job, confirmed=True)
        for _ in range(5):
            await shop.later(INVISIBLE)
        assert (shop.problem(job), shop.job(job).confirmed_by) == (ProblemCode.CONFIRMATION_DUE, "")
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]
    assert [effect.outcome for effect in shop.journal.effects(job)][:2] == [Outcome.NOT_SEEN, Outcome.DONE]


async def test_a_return_dismissed_by_mistake_is_not_lost(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        await shop.desk.dismiss(job, "ana", "wrong button")
        await shop.desk.retry(job, "ana")
        await shop.settle()
        await shop.attach(job, an_entry())
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]


async def test_what_is_asked_of_no_job_is_refused(shop: Counter) -> None:
    desk: Desk = shop.desk
    with pytest.raises(errors.UnknownJobError):
        await Settling(desk).approve(JobId(99), "marta")
