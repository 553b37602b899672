"""Promises 2 to 6: an invoice is posted once or not at all, never too much, and the notification goes last."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.invoice import Invoice, build_invoice
from desktop_invoicer.domain.journal import Content, Effect, EffectKind, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, NotificationId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import StorageTroubled
from tests.builders import (
    BUYER_CNPJ,
    ORDER_ID,
    a_document,
    a_key,
    a_line,
    a_notification,
    a_paper,
    a_scanned_document,
    a_store,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, counter
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

SILENT = errors.VtexSilentError("cut")
INVISIBLE = timedelta(seconds=61)


def effects(shop: Counter, job: JobId) -> list[tuple[EffectKind, Outcome | None]]:
    return [(effect.kind, effect.outcome) for effect in shop.journal.effects(job)]


POSTED = (EffectKind.POST_INVOICE, Outcome.DONE)
NOT_POSTED = (EffectKind.POST_INVOICE, Outcome.NOT_DONE)
DELETED = (EffectKind.DELETE_NOTIFICATION, Outcome.DONE)


async def test_a_confirmed_sale_is_posted_once_and_its_notification_deleted_afterwards(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    changes = [name for name, _ in shop.vtex.calls if name in {"post_invoice", "delete_notification"}]
    assert changes == ["post_invoice", "delete_notification"]
    ((url, invoice),) = shop.vtex.posts
    assert url == shop.vtex.callback_url(ORDER_ID)
    assert (invoice.number, invoice.value, invoice.key) == ("42", 9990, a_key().text)
    assert effects(shop, job) == [POSTED, DELETED]
    assert shop.entries(job) == [
        Entry.RECEIVED,
        Entry.LOADED,
        Entry.DOCUMENT_ATTACHED,
        Entry.CONFIRMED,
        Entry.POST_BEGUN,
        Entry.POST_CONFIRMED,
        Entry.DELETE_BEGUN,
        Entry.CLOSED,
    ]


async def test_the_intention_is_written_before_the_post(shop: Counter) -> None:
    seen: list[Effect | None] = []

    async with shop.at_work():
        job = await shop.documented()

        async def look() -> None:
            seen.append(shop.journal.open_effect(job))

        shop.vtex.hooks["post_invoice"] = look
        await shop.submit(job)

    (effect,) = seen
    assert effect is not None
    assert (effect.kind, effect.invoice) == (EffectKind.POST_INVOICE, shop.vtex.posts[0][1])


async def test_pressing_submit_twice_at_once_posts_once(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        results = await asyncio.gather(
            shop.desk.submit(job, "ana", confirmed=False),
            shop.desk.submit(job, "rui", confirmed=False),
            return_exceptions=True,
        )
        await shop.settle()

    assert [type(result).__name__ for result in results] in (["Job", "Job"], ["Job", "NotAllowedNowError"])
    assert len(shop.vtex.posts) == 1
    assert shop.stage(job) is Stage.CLOSED


async def test_submit_during_the_post_waits_for_it_and_is_refused_then(shop: Counter) -> None:
    asked, answering = asyncio.Event(), asyncio.Event()

    async def answer() -> None:
        asked.set()
        await answering.wait()

    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.hooks["post_invoice"] = answer
        await shop.desk.submit(job, "ana", confirmed=False)
        await asked.wait()
        again = asyncio.create_task(shop.desk.submit(job, "ana", confirmed=False))
        await asyncio.sleep(0)
        assert not again.done()
        answering.set()
        with pytest.raises(errors.NotAllowedNowError):
            await again

    assert len(shop.vtex.posts) == 1


async def test_a_post_without_an_answer_is_looked_for_and_found(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(job)
        assert shop.problem(job) is ProblemCode.OUTCOME_UNKNOWN
        await shop.later(timedelta(seconds=10))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1
    assert Entry.POST_FOUND in shop.entries(job)


async def test_a_post_that_stays_invisible_is_not_repeated_before_it_had_time_to_show(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job)
        for _ in range(5):
            await shop.later(timedelta(seconds=10))
        assert shop.vtex.count("post_invoice") == 1
        assert shop.problem(job) is ProblemCode.OUTCOME_UNKNOWN
        await shop.later(INVISIBLE)

        await shop.later(INVISIBLE)

    assert shop.vtex.count("post_invoice") == 2
    assert len(shop.vtex.posts) == 1
    assert effects(shop, job)[1:] == [POSTED, DELETED]


async def test_a_post_that_shows_late_is_found_in_time(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(job)
        await shop.later(timedelta(seconds=10))
        assert shop.stage(job) is Stage.DOCUMENTED
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.later(timedelta(seconds=55))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_a_post_that_did_not_leave_the_desk_is_tried_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(errors.VtexUnavailableError("no route"))
        await shop.submit(job)
        assert shop.problem(job) is ProblemCode.WAITING_FOR_VTEX
        await shop.later(timedelta(seconds=10))

    assert effects(shop, job) == [NOT_POSTED, POSTED, DELETED]


async def test_a_post_that_left_the_desk_although_nobody_thought_so_is_found(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["post_invoice"].append(errors.VtexUnavailableError("no route, or so it seemed"))
        await shop.submit(job)
        await shop.later(timedelta(seconds=10))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1
    assert effects(shop, job) == [POSTED, DELETED]


async def refused_but_posted(shop: Counter) -> JobId:
    """Post an invoice that VTEX says it refused, and shows only later."""
    job = await shop.documented()
    shop.vtex.shows_posts = False
    shop.vtex.fails_after["post_invoice"].append(errors.VtexRefusedError(400, "no"))
    await shop.submit(job)
    assert shop.problem(job) is ProblemCode.VTEX_REFUSED
    return job


async def test_a_refused_invoice_that_shows_later_is_found_at_the_next_load(shop: Counter) -> None:
    async with shop.at_work():
        job = await refused_but_posted(shop)
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1
    assert Entry.POST_FOUND in shop.entries(job)
    assert effects(shop, job) == [POSTED, DELETED]


async def test_an_invoice_of_a_former_document_that_shows_later_goes_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        job = await refused_but_posted(shop)
        with pytest.raises(errors.NotAllowedNowError):
            await shop.desk.attach(job, Paper(a_document(nnf=43)))
        await shop.later(INVISIBLE)
        await shop.attach(job, a_document(nnf=43))
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.INVOICE_ALREADY_THERE
    assert len(shop.vtex.posts) == 1


async def test_a_refusal_after_which_the_invoice_is_there_counts_as_posted(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["post_invoice"].append(errors.VtexRefusedError(400, "duplicate"))
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_a_refusal_goes_to_a_person_and_is_not_repeated(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "no such item"))
        await shop.submit(job)
        await shop.later(timedelta(hours=1))
        assert shop.problem(job) is ProblemCode.VTEX_REFUSED
        assert shop.vtex.count("post_invoice") == 1
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    assert effects(shop, job)[0] == (EffectKind.POST_INVOICE, Outcome.REFUSED)


async def test_a_sale_withdrawn_before_the_post_ends_and_frees_its_document(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.asked.clear()
        await shop.submit(job)
        assert shop.problem(job) is ProblemCode.NOTIFICATION_MISSING
        await shop.miss_for_long()

    assert shop.stage(job) is Stage.WITHDRAWN
    assert shop.vtex.posts == []
    assert shop.journal.document_owner(a_document()) is None


async def test_a_sale_withdrawn_after_an_unknown_post_goes_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job)
        shop.vtex.asked.clear()
        for _ in range(8):
            await shop.later(INVISIBLE)

    assert shop.stage(job) is Stage.DOCUMENTED
    assert shop.problem(job) is ProblemCode.WITHDRAWN_AFTER_POST
    assert shop.journal.document_owner(a_document()) is not None


async def test_a_sale_withdrawn_after_a_post_that_is_found_is_closed(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(job)
        shop.vtex.asked.clear()
        await shop.later(INVISIBLE)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_notification_that_blinks_is_not_withdrawn(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["notification"].append(errors.NotificationNotReadyError(ORDER_ID, "n"))
        await shop.submit(job)
        await shop.later(timedelta(minutes=10))

    assert shop.stage(job) is Stage.CLOSED


# drift


def with_another_receipt(order: Order) -> Order:
    return replace(order, changes=("receipt",), lines=(replace(order.lines[0], goods=Cents(8990)),))


async def test_an_order_that_changed_since_it_was_loaded_is_not_invoiced(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.orders[ORDER_ID] = with_another_receipt(shop.vtex.orders[ORDER_ID])
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.ORDER_CHANGED
    assert shop.vtex.posts == []


async def test_while_a_change_is_under_way_nothing_is_posted_and_afterwards_it_goes_out(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        order = shop.vtex.orders[ORDER_ID]
        shop.vtex.orders[ORDER_ID] = replace(order, is_changing=True)
        await shop.submit(job)
        waiting, posted = shop.job(job).hold, list(shop.vtex.posts)
        shop.vtex.orders[ORDER_ID] = order
        await shop.later(INVISIBLE)

    assert waiting is not None
    assert (waiting.kind, waiting.problem.code) == (HoldKind.RETRY_AT, ProblemCode.CHANGE_IN_FLIGHT)
    assert not posted
    assert shop.stage(job) is Stage.CLOSED


async def test_a_notification_that_changed_since_it_was_loaded_is_not_invoiced(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented(an_order(quantity=2))
        shop.vtex.asked[ORDER_ID, a_notification().id] = a_notification(units={0: 2})
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.NOTIFICATION_CHANGED
    assert shop.vtex.posts == []


async def test_more_than_is_left_is_not_invoiced(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        other = an_earlier_invoice(number="7", value=9990, units={0: 1})
        shop.vtex.orders[ORDER_ID] = replace(shop.vtex.orders[ORDER_ID], invoices=(other,))
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.ALREADY_INVOICED
    assert shop.vtex.posts == []


async def test_an_invoice_with_the_number_but_no_key_may_be_ours_and_goes_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented(an_order(quantity=2))
        other = an_earlier_invoice(number="42", value=100, key="", units={})
        shop.vtex.orders[ORDER_ID] = replace(shop.vtex.orders[ORDER_ID], invoices=(other,))
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.INVOICE_ALREADY_THERE
    assert shop.vtex.posts == []


async def test_an_invoice_of_the_very_document_is_not_posted_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        other = an_earlier_invoice(number="42", value=9990)
        shop.vtex.orders[ORDER_ID] = replace(shop.vtex.orders[ORDER_ID], invoices=(other,))
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.INVOICE_ALREADY_THERE
    assert shop.vtex.posts == []


async def test_a_document_whose_value_does_not_close_the_order_any_more_is_not_posted(shop: Counter) -> None:
    order = an_order(lines=[a_line(0, goods=5000), a_line(1, goods=4990)])
    async with shop.at_work():
        job = await shop.documented(order)
        other = an_earlier_invoice(number="7", value=4991, units={1: 1})
        shop.vtex.orders[ORDER_ID] = replace(order, invoices=(other,))
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.VALUE_CHANGED
    assert shop.vtex.posts == []


async def test_a_scanned_document_is_posted_with_the_value_of_the_draft(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()
        await shop.attach(job, a_scanned_document())
        await shop.submit(job)

    assert shop.vtex.posts[0][1].value == 9990


# several notifications of one order


async def test_parts_of_one_order_add_up_to_the_cent_whatever_their_order(shop: Counter) -> None:
    order = an_order(quantity=3, goods=3000, freight=250)
    parts = [a_notification(notification_id=f"part-{number}") for number in range(3)]
    async with shop.at_work():
        jobs = [shop.receive(order, part) for part in parts]
        await shop.settle()
        for number, job in enumerate(jobs):
            await shop.attach(job, a_document(nnf=50 + number, value=shop.job(job).value))
        for job in reversed(jobs):
            await shop.submit(job)
        await shop.alike_for_long()

    assert [shop.stage(job) for job in jobs] == [Stage.CLOSED] * 3
    assert sorted(invoice.value for _, invoice in shop.vtex.posts) == [1083, 1083, 1084]


async def test_two_jobs_of_one_order_never_run_at_once(shop: Counter) -> None:
    running: list[int] = []
    most: list[int] = []

    async def look() -> None:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0)
        running.pop()

    shop.vtex.hooks["order"] = look
    order = an_order(quantity=3)
    for number in range(3):
        shop.receive(order, a_notification(notification_id=f"part-{number}"))
    async with shop.at_work():
        assert [job.stage for job in shop.journal.jobs()] == [Stage.LOADED] * 3

    assert max(most) == 1


async def test_two_notifications_for_the_same_unit_do_not_both_get_it(shop: Counter) -> None:
    async with shop.at_work():
        first = shop.receive()
        await shop.settle()
        second = shop.receive(None, a_notification(notification_id="again"))
        await shop.settle()

    assert shop.job(first).value == 9990
    assert shop.problem(second) is ProblemCode.LINE_EXCEEDED


async def test_a_clock_that_is_set_back_does_not_let_two_jobs_take_the_same_cents(shop: Counter) -> None:
    order = an_order(quantity=3, goods=3000, freight=250)
    async with shop.at_work():
        first = shop.receive(order, a_notification(notification_id="one"))
        await shop.settle()
        await shop.later(timedelta(hours=-5))
        second = shop.receive(order, a_notification(notification_id="two"))
        await shop.settle()
        for number, job in enumerate((first, second)):
            await shop.attach(job, a_document(nnf=50 + number, value=shop.job(job).value))
        await shop.submit(second)
        await shop.submit(first)
        await shop.alike_for_long()

    assert [shop.stage(job) for job in (first, second)] == [Stage.CLOSED] * 2
    assert sorted(invoice.value for _, invoice in shop.vtex.posts) == [1083, 1084]


# the database fails in the middle


HURRIED = Patience(first_retry=timedelta(milliseconds=5))


@pytest.mark.parametrize("writes", range(5))
@pytest.mark.parametrize("failure", [errors.StorageFullError("invoicer.db", "full"), errors.StorageBusyError()])
async def test_a_database_that_fails_in_the_middle_loses_nothing_and_the_job_goes_on_by_itself(
    tmp_path: Path, failure: errors.InvoicerError, writes: int
) -> None:
    with counter(tmp_path, patience=HURRIED) as shop:
        async with shop.at_work():
            job = await shop.documented()
            await shop.desk.submit(job, "ana", confirmed=False)
            shop.journal.fails["apply"].extend([*([None] * writes), failure])

            def closes() -> bool:
                shop.clock.move(INVISIBLE)
                return shop.stage(job) is Stage.CLOSED

            await eventually(closes)

        assert len(shop.vtex.posts) == 1
        assert (StorageTroubled(failure) in shop.events) == (writes < 4)


async def test_a_document_without_its_content_is_never_posted(shop: Counter) -> None:
    """Such a job cannot come about; if it does, a person is asked."""
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()
    stored = shop.job(job)
    now = shop.clock.now()
    bare = replace(stored.advanced(Stage.DOCUMENTED, now), confirmed_by="ana")
    shop.journal.apply(Step(bare, TimelineEntry(now, Entry.CONFIRMED)))
    async with shop.at_work():
        pass

    assert shop.problem(job) is ProblemCode.INTERNAL
    assert shop.vtex.posts == []


async def test_an_interrupted_post_is_reconciled_at_the_next_start(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
    stored, content = shop.job(job), shop.journal.content(job)
    assert content is not None
    invoice = interrupt_post(shop, stored, content)
    shop.vtex.show_post(ORDER_ID, invoice)
    async with shop.at_work():
        pass

    assert shop.stage(job) is Stage.CLOSED
    assert shop.vtex.posts == []


async def test_an_interrupted_post_has_as_long_to_arrive_as_to_show(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
    stored, content = shop.job(job), shop.journal.content(job)
    assert content is not None
    interrupt_post(shop, stored, content)
    async with shop.at_work():
        for _ in range(11):
            await shop.later(timedelta(seconds=10))
        assert shop.vtex.count("post_invoice") == 0
        await shop.later(INVISIBLE)

    assert shop.vtex.count("post_invoice") == 1
    assert shop.stage(job) is Stage.CLOSED


def interrupt_post(shop: Counter, job: Job, content: Content) -> Invoice:
    """Leave the journal as a program does that ended while its post was under way."""
    now = shop.clock.now()
    invoice = build_invoice(content.draft, a_document(), ())
    begun = replace(job.held(None, now), confirmed_by="ana")
    effect = Effect(EffectKind.POST_INVOICE, now, invoice)
    shop.journal.apply(Step(begun, TimelineEntry(now, Entry.POST_BEGUN), began=effect))
    return invoice


async def test_an_interrupted_deletion_is_done_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["delete_notification"].append(SILENT)
        await shop.submit(job)
        assert (shop.stage(job), shop.problem(job)) == (Stage.SUBMITTED, ProblemCode.OUTCOME_UNKNOWN)
        await shop.later(timedelta(minutes=1))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1
    assert effects(shop, job) == [POSTED, DELETED]


# what goes back to the buyer


def a_sold_order() -> Order:
    return an_order(status="invoiced", invoices=[an_earlier_invoice(value=9990, units={0: 1})])


A_RETURN = a_notification(type_=InvoiceType.INPUT)
ENTRY = a_document(model="55", is_entry=True)


async def a_documented_return(shop: Counter) -> JobId:
    job = shop.receive(a_sold_order(), A_RETURN)
    await shop.settle()
    await shop.attach(job, ENTRY)
    return job


@pytest.mark.parametrize("automatic", [False, True])
async def test_a_return_waits_for_a_persons_word(tmp_path: Path, *, automatic: bool) -> None:
    with counter(tmp_path, automatic=automatic) as shop:
        async with shop.at_work():
            job = await a_documented_return(shop)
            await shop.later(timedelta(days=1))
            hold = shop.job(job).hold

            assert hold is not None
            assert (hold.kind, hold.problem.code) == (HoldKind.NEEDS_PERSON, ProblemCode.CONFIRMATION_DUE)
            assert hold.problem.facts["value"] == 9990
        assert shop.vtex.posts == []


async def test_a_return_does_not_go_out_without_an_explicit_confirmation(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_documented_return(shop)
        with pytest.raises(errors.ConfirmationMissingError):
            await shop.submit(job)
        assert shop.vtex.posts == []
        await shop.submit(job, confirmed=True)

    ((_, invoice),) = shop.vtex.posts
    assert (invoice.type, invoice.value) == (InvoiceType.INPUT, 9990)
    assert shop.stage(job) is Stage.CLOSED


async def test_a_change_that_never_ended_does_not_hold_back_what_comes_back_of_an_invoiced_order(
    shop: Counter,
) -> None:
    async with shop.at_work():
        job = await a_documented_return(shop)
        shop.vtex.orders[ORDER_ID] = replace(shop.vtex.orders[ORDER_ID], is_changing=True)
        await shop.submit(job, confirmed=True)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_return_whose_post_was_lost_is_not_repeated_without_a_new_confirmation(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_documented_return(shop)
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job, confirmed=True)
        for _ in range(5):
            await shop.later(INVISIBLE)
        assert shop.problem(job) is ProblemCode.CONFIRMATION_DUE
        assert shop.vtex.count("post_invoice") == 1
        with pytest.raises(errors.ConfirmationMissingError):
            await shop.submit(job)
        await shop.submit(job, confirmed=True)

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_a_clock_that_jumps_ahead_does_not_make_an_unknown_post_known(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(job)
        for _ in range(4):
            await shop.later(timedelta(days=365))
        assert shop.problem(job) is ProblemCode.OUTCOME_UNKNOWN
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.later(timedelta(minutes=1))

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_a_clock_that_is_set_back_does_not_hold_up_an_unknown_post(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.later(timedelta(days=1))
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job)
        await shop.later(timedelta(days=-1))
        for _ in range(3):
            assert shop.problem(job) is ProblemCode.OUTCOME_UNKNOWN
            await shop.later(INVISIBLE)
        for _ in range(3):
            await shop.later(INVISIBLE)

    assert shop.stage(job) is Stage.CLOSED
    assert shop.vtex.count("post_invoice") == 2


async def test_a_clock_that_is_set_back_holds_nothing_for_long(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.later(timedelta(days=365))
        shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
        await shop.submit(job)
        assert shop.problem(job) is ProblemCode.WAITING_FOR_VTEX
        await shop.later(timedelta(days=-365))

    assert shop.stage(job) is Stage.CLOSED


async def test_a_confirmation_does_not_outlive_a_reload(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_documented_return(shop)
        shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
        await shop.submit(job, confirmed=True)
        assert shop.problem(job) is ProblemCode.WAITING_FOR_VTEX
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.job(job).confirmed_by == ""
    assert shop.problem(job) is ProblemCode.CONFIRMATION_DUE
    assert shop.vtex.posts == []


async def test_a_sale_goes_out_by_itself_where_the_settings_say_so_and_its_xml_fits(tmp_path: Path) -> None:
    with counter(tmp_path, automatic=True) as shop:
        async with shop.at_work():
            job, scanned, unsigned = [await shop.load(order) for order in (ORDER_ID, "v2str-01", "v3str-01")]
            await shop.desk.attach(job, a_paper())
            await shop.attach(scanned, a_scanned_document(key=a_key(nnf=99)))
            await shop.desk.attach(unsigned, a_paper(a_document(nnf=100), is_genuine=None))
            await shop.settle()

        assert shop.stage(job) is Stage.CLOSED
        assert shop.problem(scanned) is ProblemCode.CONFIRMATION_DUE
        assert shop.problem(unsigned) is ProblemCode.CONFIRMATION_DUE


@pytest.mark.parametrize(
    ("now", "problem"),
    [
        ({"submits_automatically": False}, ProblemCode.CONFIRMATION_DUE),
        ({"store": a_store(environment=Environment.HOMOLOGATION)}, ProblemCode.ENVIRONMENT_WRONG),
        ({"store": a_store(cnpj=BUYER_CNPJ)}, ProblemCode.CNPJ_NOT_OURS),
    ],
    ids=["confirm", "environment", "cnpj"],
)
async def test_what_waits_to_go_out_is_compared_with_the_settings_of_now(
    tmp_path: Path, now: dict[str, Any], problem: ProblemCode
) -> None:
    with counter(tmp_path, automatic=True) as shop:
        async with shop.at_work():
            job = await shop.load()
            shop.vtex.fails["notification"].append(errors.VtexUnavailableError("down"))
            await shop.desk.attach(job, a_paper())
            await shop.settle()
        changed = replace(shop.context, **now)
        restarted = Engine(changed)
        running = asyncio.create_task(restarted.run())
        shop.clock.move(timedelta(minutes=10))
        restarted.wake()
        await shop.settle()
        running.cancel()

        assert shop.problem(job) is problem
        assert shop.vtex.posts == []


async def test_a_notification_announced_again_after_it_was_withdrawn_starts_again(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.asked.clear()
        await shop.settle()
        await shop.miss_for_long()
        assert shop.stage(job) is Stage.WITHDRAWN
        assert shop.receive() == job
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED
    assert Entry.RECEIVED_AGAIN in shop.entries(job)
    assert len(shop.journal.jobs()) == 1


async def test_the_same_notification_again_changes_nothing(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        before = shop.job(job)
        assert shop.announce() == job
        await shop.submit(job)
        assert shop.announce(notification_id=NotificationId(before.notification_id)) == job
        await shop.settle()

    assert before.stage is Stage.DOCUMENTED
    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1
