"""What people can ask of the desk, what it answers, and what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, InvoiceType, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.steps import documented
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    a_cancellation,
    a_document,
    a_draft,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter

pytestmark = pytest.mark.anyio

SILENT = errors.VtexSilentError("cut")
ENTRY = a_document(model="55", is_entry=True)
SECOND = OrderId("v2str-01")


def codes(refusal: errors.DocumentRefusedError) -> list[ProblemCode]:
    return [problem.code for problem in refusal.problems if isinstance(problem, Problem)]


# finding


async def test_a_job_is_found_by_its_number_or_its_order(shop: Counter) -> None:
    job = shop.receive()

    assert shop.desk.find(str(job)).id == job
    assert shop.desk.find(ORDER_ID).id == job


async def test_an_order_with_one_open_job_names_that_job(shop: Counter) -> None:
    first = shop.receive()
    second = shop.receive(None, a_notification(notification_id="two"))
    await shop.desk.dismiss(first, "ana", "twice")

    assert shop.desk.find(ORDER_ID).id == second


async def test_an_order_whose_one_job_ended_names_it_all_the_same(shop: Counter) -> None:
    job = shop.receive()
    await shop.desk.dismiss(job, "ana", "twice")

    assert shop.desk.find(ORDER_ID).id == job


@pytest.mark.parametrize("reference", ["99", "v404str-01", "²", ""])
async def test_a_reference_to_nothing_is_refused(shop: Counter, reference: str) -> None:
    with pytest.raises(errors.UnknownJobError):
        shop.desk.find(reference)


async def test_an_order_with_several_open_jobs_names_all_of_them(shop: Counter) -> None:
    jobs = [shop.receive(None, a_notification(notification_id=name)) for name in ("one", "two")]

    with pytest.raises(errors.UnknownJobError) as caught:
        shop.desk.find(ORDER_ID)

    assert caught.value.candidates == tuple(str(job) for job in jobs)


async def test_details_of_no_job_are_refused(shop: Counter) -> None:
    with pytest.raises(errors.UnknownJobError):
        shop.desk.details(JobId(99))


async def test_the_page_of_an_order_is_known_without_asking(shop: Counter) -> None:
    job = shop.receive()

    assert shop.desk.order_page(job) == shop.vtex.order_page(OrderId(ORDER_ID))
    assert shop.vtex.calls == []


async def test_how_accounts_are_reached_is_unknown_before_the_first_call(shop: Counter) -> None:
    assert shop.desk.connections() == {ACCOUNT: None}


async def test_an_account_that_is_not_set_up_cannot_be_asked(shop: Counter) -> None:
    with pytest.raises(errors.UnknownAccountError):
        await shop.desk.add(AccountName("elsewhere"), ORDER_ID, None)


# documents


async def test_a_document_that_does_not_fit_changes_nothing(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        before = shop.job(job)
        with pytest.raises(errors.DocumentRefusedError) as caught:
            await shop.desk.attach(job, Paper(a_document(value=1, is_authorised=False)))

    assert codes(caught.value) == [ProblemCode.NOT_AUTHORISED, ProblemCode.DOCUMENT_VALUE_DIFFERS]
    assert shop.job(job) == before


async def test_a_job_that_is_not_loaded_takes_no_document(shop: Counter) -> None:
    job = shop.receive()

    with pytest.raises(errors.NotAllowedNowError):
        await shop.desk.attach(job, Paper(a_document()))


async def test_a_job_with_a_problem_takes_no_document(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(an_order(status="canceled"))
        await shop.settle()
        with pytest.raises(errors.DocumentRefusedError) as caught:
            await shop.desk.attach(job, Paper(a_document()))

    assert ProblemCode.ORDER_NOT_INVOICEABLE in codes(caught.value)


async def test_another_document_takes_the_place_of_one_that_was_not_sent(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        other = a_document(nnf=43)
        await shop.attach(job, other)

    assert shop.job(job).document == other
    assert shop.journal.document_owner(a_document()) is None


async def test_a_new_document_needs_a_new_confirmation(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
        await shop.submit(job)
        await shop.attach(job, a_document(nnf=43))
        await shop.later(timedelta(hours=1))

    assert shop.problem(job) is ProblemCode.CONFIRMATION_DUE
    assert shop.vtex.posts == []


async def test_what_was_shown_goes_out_or_nothing_does(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
    shown = shop.job(job)

    async with shop.engine.order_lock(shown):  # another program attaches first, a person's word waits behind it
        attaching = asyncio.create_task(shop.desk.attach(job, Paper(a_document(nnf=43))))
        await asyncio.sleep(0)
        sending = asyncio.create_task(shop.desk.submit(job, "ana", confirmed=True, shown=shown))
        await asyncio.sleep(0)
    await attaching

    with pytest.raises(errors.StaleJobError):
        await sending
    assert not shop.job(job).confirmed_by


async def test_a_document_cannot_be_changed_while_its_invoice_may_be_in_vtex(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job)
        with pytest.raises(errors.NotAllowedNowError):
            await shop.desk.attach(job, Paper(a_document(nnf=43)))


async def test_a_document_that_serves_another_job_is_refused(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        other = await shop.load(SECOND)
        with pytest.raises(errors.DocumentRefusedError) as caught:
            await shop.desk.attach(other, Paper(a_document()))

    assert caught.value.problems == (Problem(ProblemCode.DOCUMENT_USED, {"job": job}),)


async def test_a_document_of_a_closed_job_never_serves_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.submit(job)
        other = await shop.load(SECOND)
        with pytest.raises(errors.DocumentRefusedError):
            await shop.desk.attach(other, Paper(a_document()))

    assert shop.stage(job) is Stage.CLOSED


async def test_a_document_of_a_dismissed_job_may_serve_another(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.desk.dismiss(job, "ana", "wrong order")
        other = await shop.load(SECOND)
        await shop.attach(other)

    assert shop.stage(other) is Stage.DOCUMENTED


async def test_of_two_threads_with_one_document_one_gets_it(shop: Counter) -> None:
    async with shop.at_work():
        jobs = [await shop.load(f"v{number}str-01") for number in range(6)]
    document = a_document()

    def attach(job: JobId) -> bool:
        done = documented(shop.job(job), document, a_draft(), (), shop.context)
        entry = TimelineEntry(NOW, Entry.DOCUMENT_ATTACHED)
        try:
            shop.journal.apply(Step(done, entry, attachment=Paper(document), releases_document=True))
        except errors.DocumentUsedError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(attach, jobs))

    assert sum(won) == 1
    stages = [shop.stage(job) for job in jobs]
    assert [stage is Stage.DOCUMENTED for stage in stages] == won


async def test_a_job_without_content_takes_no_document(shop: Counter) -> None:
    """Such a job cannot come about; if it does, it says no."""
    job = shop.receive()
    stored = shop.job(job)
    shop.journal.apply(Step(stored.advanced(Stage.LOADED, NOW), TimelineEntry(NOW, Entry.LOADED)))

    with pytest.raises(errors.NotAllowedNowError):
        await shop.desk.attach(job, Paper(a_document()))


async def test_the_confirmation_names_the_value_that_is_posted(shop: Counter) -> None:
    """Where lines and balance differ, the document tells which of the two goes back to the buyer."""
    sold = an_earlier_invoice(value=10000, units={0: 1})
    async with shop.at_work():
        order = an_order(value=10000, status="invoiced", invoices=[sold])
        job = shop.receive(order, a_notification(type_=InvoiceType.INPUT))
        await shop.settle()
        assert shop.problem(job) is ProblemCode.BALANCE_DIFFERS
        await shop.attach(job, replace(ENTRY, value=Cents(9990)))
        hold = shop.job(job).hold
        await shop.submit(job, confirmed=True)

    assert hold is not None
    assert hold.problem.facts["value"] == 9990
    assert [invoice.value for _, invoice in shop.vtex.posts] == [9990]
    confirmed = next(entry for entry in shop.journal.timeline(job) if entry.entry is Entry.CONFIRMED)
    assert confirmed.facts["value"] == 9990


async def test_a_cancellation_event_serves_a_cancellation(shop: Counter) -> None:
    sold = an_earlier_invoice(number="42", key=a_cancellation().key.text)
    async with shop.at_work():
        job = shop.receive(
            an_order(status="invoiced", invoices=[sold]), a_notification(observation="inStore", type_=InvoiceType.INPUT)
        )
        await shop.settle()
        await shop.attach(job, a_cancellation())
        await shop.settling.note_reversal(job, "ana", "NSU 004711", NOW)
        await shop.submit(job, confirmed=True)

    ((_, invoice),) = shop.vtex.posts
    assert (invoice.type, invoice.number, invoice.value) == (InvoiceType.INPUT, a_cancellation().protocol, 9990)


async def test_what_a_document_misfits_is_seen_before_it_is_attached(shop: Counter) -> None:
    async with shop.at_work():
        first, second = await shop.load(), await shop.load(SECOND)
        await shop.attach(first, a_document())

        checks = shop.desk.fit(second, Paper(a_document(value=1)))
        with pytest.raises(errors.DocumentRefusedError) as caught:
            await shop.desk.attach(second, Paper(a_document(value=1)))

    assert misfits(checks) == caught.value.problems
    assert codes(caught.value) == [ProblemCode.DOCUMENT_VALUE_DIFFERS, ProblemCode.DOCUMENT_USED]


async def test_the_document_that_a_job_has_fits_it(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()

        assert misfits(shop.desk.fit(job, Paper(a_document()))) == ()


async def test_what_is_not_loaded_has_nothing_to_fit(shop: Counter) -> None:
    job = shop.receive()

    with pytest.raises(errors.NotAllowedNowError):
        shop.desk.fit(job, Paper(a_document()))


@pytest.mark.parametrize("operator", ["ana", ""])
async def test_who_attached_a_document_is_noted_where_it_is_known(shop: Counter, operator: str) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.desk.attach(job, Paper(a_document()), operator)

    assert shop.job(job).operator == operator
    assert shop.journal.timeline(job)[-1].facts.get("operator", "") == operator


# dismissing and trying again


Wish = Callable[[Desk, JobId], Awaitable[object]]
WISHES: dict[str, Wish] = {
    "submit": lambda desk, job: desk.submit(job, "ana", confirmed=True),
    "dismiss": lambda desk, job: desk.dismiss(job, "ana", "why not"),
    "retry": lambda desk, job: desk.retry(job, "ana"),
    "attach": lambda desk, job: desk.attach(job, Paper(a_document(nnf=43))),
}


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
async def test_a_closed_job_is_closed(shop: Counter, wish: Wish) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.submit(job)
        with pytest.raises(errors.NotAllowedNowError):
            await wish(shop.desk, job)


async def test_a_job_whose_invoice_may_be_in_vtex_cannot_be_dismissed(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job)
        with pytest.raises(errors.NotAllowedNowError):
            await shop.desk.dismiss(job, "ana", "too slow")


async def test_a_clock_that_is_set_back_does_not_keep_a_refused_invoice_fresh(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "no"))
        await shop.submit(job)
        with pytest.raises(errors.NotAllowedNowError):
            await shop.desk.dismiss(job, "ana", "refused")
        await shop.later(timedelta(days=-1))
        await shop.desk.dismiss(job, "ana", "refused")

    assert shop.stage(job) is Stage.DISMISSED


async def test_a_dismissed_job_is_not_taken_up_again_by_its_notification(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.desk.dismiss(job, "ana", "invoiced elsewhere")
        assert shop.announce() == job
        await shop.settle()

    assert shop.stage(job) is Stage.DISMISSED
    last = shop.journal.timeline(job)[-1]
    assert (last.entry, last.facts) == (Entry.DISMISSED, {"operator": "ana", "reason": "invoiced elsewhere"})


async def test_a_job_that_was_dismissed_by_mistake_is_read_again_and_takes_its_document_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.desk.dismiss(job, "ana", "wrong button")
        await shop.desk.retry(job, "rui")
        await shop.settle()
        assert shop.problem(job) is ProblemCode.DOCUMENT_DUE
        await shop.attach(job)
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_a_dismissed_job_that_vtex_does_not_ask_for_any_more_ends_by_itself(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.desk.dismiss(job, "ana", "invoiced elsewhere")
        shop.vtex.asked.clear()
        await shop.desk.retry(job, "ana")
        await shop.settle()
        await shop.miss_for_long()

    assert shop.stage(job) is Stage.WITHDRAWN


async def test_trying_again_while_the_outcome_is_unknown_reads_before_anything_is_repeated(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(job)
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


async def test_submit_of_a_posted_job_tries_the_deletion_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.fails["delete_notification"].append(errors.VtexBusyError(retry_after=600))
        await shop.submit(job)
        assert shop.stage(job) is Stage.SUBMITTED
        await shop.desk.submit(job, "rui", confirmed=False)
        await shop.settle()

    assert shop.stage(job) is Stage.CLOSED
    assert shop.job(job).confirmed_by == "ana"
    assert len(shop.vtex.posts) == 1


async def test_trying_again_does_not_wait_for_the_time_that_was_set(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.fails["order"].append(errors.VtexBusyError(retry_after=3600))
        await shop.settle()
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED


# VTEX and credentials


async def test_a_knock_tells_whether_vtex_takes_the_credentials(shop: Counter) -> None:
    await shop.desk.knock(ACCOUNT)
    shop.vtex.fails["order"].append(errors.CredentialsRefusedError(ACCOUNT, 403))

    with pytest.raises(errors.CredentialsRefusedError):
        await shop.desk.knock(ACCOUNT)


async def test_the_desk_is_not_idle_before_its_watcher_has_looked(shop: Counter) -> None:
    shop.watcher.is_running = True
    assert not shop.desk.is_idle()

    shop.watcher.has_looked = True
    assert shop.desk.is_idle()
