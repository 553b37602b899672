"""The loop: what it takes up, what it leaves alone, and what it survives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_invoicer import errors
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import NotificationId
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, JobId, Stage
from desktop_invoicer.engine import engine
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.engine import CONCURRENCY
from desktop_invoicer.engine.events import AccountPaused, Event, JobChanged, JobReceived, StorageTroubled
from desktop_invoicer.persistence.database import Database
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    a_buyer,
    a_call,
    a_document,
    a_line,
    a_notification,
    an_order,
    some_lines,
)
from tests.counter import KEY, Counter, counter
from tests.waiting import PATIENCE, eventually

pytestmark = pytest.mark.anyio

DOWN = errors.VtexUnavailableError("down")
REFUSED = errors.CredentialsRefusedError(ACCOUNT, 401)
FOREIGN = "https://evil.example/_v/invoice-notifier/v70530116str-01/invoice"


@pytest.fixture
def database(tmp_path: Path, shop: Counter) -> Iterator[Database]:
    """Open the counter's own database a second time."""
    assert shop.journal.jobs() == ()
    opened = Database(tmp_path / "invoicer.db", KEY)
    yield opened
    opened.close()


def receive_many(shop: Counter, count: int) -> list[JobId]:
    orders = [f"v{number}str-01" for number in range(count)]
    return [shop.receive(an_order(order_id=order), a_notification(order_id=order)) for order in orders]


async def test_a_new_job_is_loaded_and_waits_for_its_document(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()

    stored = shop.job(job)
    assert (stored.stage, stored.value, stored.units) == (Stage.LOADED, 9990, 1)
    assert stored.hold is not None
    assert stored.hold.kind is HoldKind.WAITING_FOR_DOCUMENT
    assert [type(event) for event in shop.events] == [JobReceived, JobChanged]
    assert shop.engine.is_idle()


async def test_jobs_received_while_the_desk_was_closed_are_taken_up_at_the_start(shop: Counter) -> None:
    jobs = receive_many(shop, 3)

    async with shop.at_work():
        assert [shop.stage(job) for job in jobs] == [Stage.LOADED] * 3


async def test_no_more_jobs_run_at_once_than_allowed(shop: Counter) -> None:
    running: set[int] = set()
    most: list[int] = []
    jobs = receive_many(shop, CONCURRENCY + 8)

    async def look() -> None:
        task = id(asyncio.current_task())
        running.add(task)
        most.append(len(running))
        await asyncio.sleep(0)
        running.discard(task)

    shop.vtex.hooks["order"] = look
    async with shop.at_work():
        await shop.settle()

    assert max(most) <= CONCURRENCY
    assert {shop.stage(job) for job in jobs} == {Stage.LOADED}


async def test_a_job_that_comes_while_all_hands_are_busy_has_its_turn_later(shop: Counter) -> None:
    answering = asyncio.Event()

    async def answer() -> None:
        await answering.wait()

    shop.vtex.hooks["order"] = answer
    receive_many(shop, CONCURRENCY - 1)
    async with shop.at_work():
        last = shop.receive(an_order(order_id="last-01"), a_notification(order_id="last-01"))
        await shop.settle()
        late = shop.receive(an_order(order_id="late-01"), a_notification(order_id="late-01"))
        await shop.settle()
        assert shop.vtex.count("order") == CONCURRENCY
        answering.set()
        await shop.settle()

    assert [shop.stage(job) for job in (last, late)] == [Stage.LOADED] * 2


async def test_a_step_that_does_not_end_is_given_up_at_the_stop(shop: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()

    async def hang() -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(engine, "STOP_SECONDS", 0.01)
    shop.vtex.hooks["order"] = hang
    async with shop.at_work():
        job = shop.receive()
        await asked.wait()

    assert shop.stage(job) is Stage.RECEIVED


async def test_a_job_that_has_no_next_step_goes_to_a_person(shop: Counter) -> None:
    """Such a job cannot come about; if it does, nothing is posted for it."""
    async with shop.at_work():
        job = await shop.documented()
        stored = shop.job(job)
        shop.journal.apply(Step(stored.held(None, NOW), TimelineEntry(NOW, Entry.RETRIED)))
        shop.engine.wake()
        await shop.settle()

    assert shop.problem(job) is ProblemCode.INTERNAL
    assert shop.vtex.posts == []


async def test_a_failure_that_cannot_be_written_down_now_is_met_again_later(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience(first_retry=timedelta(milliseconds=5))) as shop:
        shop.vtex.fails["order"].extend([DOWN, DOWN])
        shop.journal.fails["apply"].append(errors.StorageFullError("invoicer.db", "full"))
        async with shop.at_work():
            job = shop.receive()
            await eventually(lambda: shop.problem(job) is ProblemCode.WAITING_FOR_VTEX)

            assert any(isinstance(event, StorageTroubled) for event in shop.events)


async def test_a_failure_whose_words_cannot_be_written_goes_to_a_person(shop: Counter) -> None:
    shop.vtex.fails["order"].append(DOWN)
    shop.journal.fails["apply"].append(ValueError("no text"))
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()

    assert shop.problem(job) is ProblemCode.INTERNAL


async def test_a_job_that_vanished_in_the_middle_hurts_nobody(
    shop: Counter, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def vanish() -> None:
        with database.writing() as connection:
            connection.execute(text("DELETE FROM timeline"))
            connection.execute(text("DELETE FROM jobs"))

    shop.vtex.hooks["order"] = vanish
    shop.vtex.fails["order"].append(DOWN)
    async with shop.at_work():
        shop.receive()
        await shop.settle()

    assert shop.journal.jobs() == ()
    assert "cannot be taken further" in caplog.text


async def test_a_delivery_to_nobody_known_says_that_the_buyer_is_missing(shop: Counter) -> None:
    order = an_order(lines=some_lines(1, channel=Channel.DELIVERY), buyer=a_buyer(tax_id=""))
    async with shop.at_work():
        job = shop.receive(order)
        await shop.settle()

    hold = shop.job(job).hold
    assert hold is not None
    assert hold.problem.facts == {
        "value": 9990,
        "document": "NF-e",
        "operation": "sale",
        "missing": "buyer_tax_id",
    }


async def test_a_job_that_waits_for_time_is_taken_up_by_itself_when_it_has_come(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience(first_retry=timedelta(milliseconds=10))) as shop:
        async with shop.at_work():
            job = shop.receive()
            shop.vtex.fails["order"].append(DOWN)
            await shop.settle()
            assert shop.problem(job) is ProblemCode.WAITING_FOR_VTEX
            assert not shop.engine.is_idle()
            shop.clock.move(timedelta(milliseconds=20))
            await eventually(lambda: shop.stage(job) is Stage.LOADED)  # nobody wakes the engine


async def test_a_listener_that_fails_stops_nobody(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    later: list[Event] = []

    def fail(_: Event) -> None:
        raise KeyError

    shop.engine.subscribe(fail)
    shop.engine.subscribe(later.append)
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED
    assert later == shop.events
    assert "a listener failed" in caplog.text


async def test_a_defect_in_a_step_blocks_its_job_alone(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    async with shop.at_work():
        broken = shop.receive()
        shop.vtex.fails["order"].append(ZeroDivisionError())
        await shop.settle()
        (sound,) = receive_many(shop, 1)
        await shop.settle()
        assert shop.problem(broken) is ProblemCode.INTERNAL
        assert shop.stage(sound) is Stage.LOADED
        assert "ZeroDivisionError" in caplog.text
        await shop.desk.retry(broken, "ana")
        await shop.settle()

    assert shop.stage(broken) is Stage.LOADED


async def test_a_job_that_cannot_be_read_at_all_rests(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.journal.fails["job"].append(ValueError("a row from the future"))
        for _ in range(100):
            await asyncio.sleep(0)
        (other,) = receive_many(shop, 1)
        for _ in range(100):
            await asyncio.sleep(0)

        assert shop.stage(job) is Stage.RECEIVED
        assert shop.stage(other) is Stage.LOADED
        assert "cannot be taken further" in caplog.text
        assert not shop.engine.is_idle()


async def test_a_job_somebody_changed_meanwhile_is_looked_at_anew(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.journal.fails["apply"].append(errors.StaleJobError("1"))
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED
    assert shop.entries(job) == [Entry.RECEIVED, Entry.LOADED]


async def test_a_database_that_cannot_be_read_is_told_and_tried_again(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience(first_retry=timedelta(milliseconds=5))) as shop:
        job = shop.receive()
        shop.journal.fails["due"].append(errors.StorageBusyError())
        async with shop.at_work():
            await eventually(lambda: shop.stage(job) is Stage.LOADED)

            assert any(isinstance(event, StorageTroubled) for event in shop.events)


async def test_waking_an_engine_that_does_not_run_does_no_harm(shop: Counter) -> None:
    shop.engine.wake()
    async with shop.at_work():
        pass
    shop.engine.wake()


def test_an_engine_whose_loop_is_closed_is_woken_in_vain(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:

        async def live() -> None:
            async with shop.at_work():
                pass

        asyncio.run(live())
        shop.engine.wake()

        assert shop.engine.is_idle()


@pytest.mark.parametrize("turns", range(6))
async def test_news_that_come_with_the_stop_do_not_keep_the_engine_at_work(shop: Counter, turns: int) -> None:
    shop.vtex.fails["notification"].append(DOWN)
    engine = asyncio.create_task(shop.engine.run())
    shop.receive()
    await shop.settle()  # from here on the engine waits for the next try

    shop.engine.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    engine.cancel()

    ended, _ = await asyncio.wait([engine], timeout=PATIENCE)
    assert ended
    assert engine.cancelled()


async def test_a_stop_lets_the_step_under_way_end_and_starts_no_other(shop: Counter) -> None:
    asked, answering = asyncio.Event(), asyncio.Event()

    async def answer() -> None:
        asked.set()
        await answering.wait()

    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.hooks["post_invoice"] = answer
        await shop.desk.submit(job, "ana", confirmed=False)
        await asked.wait()
        asyncio.get_running_loop().call_later(0.01, answering.set)

    assert shop.stage(job) is Stage.SUBMITTED
    assert shop.journal.open_effect(job) is None
    async with shop.at_work():
        assert shop.stage(job) is Stage.CLOSED
    assert len(shop.vtex.posts) == 1


# an account that does not let us in


async def test_refused_credentials_pause_every_job_of_the_account(shop: Counter) -> None:
    async with shop.at_work():
        first = shop.receive()
        shop.vtex.fails["notification"].append(REFUSED)
        await shop.settle()
        calls = len(shop.vtex.calls)
        (other,) = receive_many(shop, 1)
        await shop.settle()

        assert len(shop.vtex.calls) == calls
        assert [shop.problem(job) for job in (first, other)] == [ProblemCode.CREDENTIALS] * 2
        assert shop.engine.is_idle()
        assert [event.account for event in shop.events if isinstance(event, AccountPaused)] == [ACCOUNT]


async def test_a_paused_account_goes_on_at_once_when_its_credentials_are_set(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.fails["notification"].append(REFUSED)
        await shop.settle()
        shop.desk.resume(ACCOUNT)
        assert not shop.engine.is_idle()
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED


async def test_a_paused_account_is_tried_once_more_after_a_while(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.fails["notification"].append(REFUSED)
        await shop.settle()
        await shop.later(timedelta(minutes=4))
        assert shop.stage(job) is Stage.RECEIVED
        await shop.later(timedelta(minutes=2))

    assert shop.stage(job) is Stage.LOADED


async def test_a_paused_account_is_tried_at_the_next_start(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.fails["notification"].append(REFUSED)
        await shop.settle()
    shop.engine._paused.clear()  # noqa: SLF001 (as in a new process)
    async with shop.at_work():
        assert shop.stage(job) is Stage.LOADED


# a foreign callback


def announce_foreign(shop: Counter) -> JobId:
    shop.vtex.shows(an_order(), a_notification())
    return shop.intake.accept(a_call(callback_url=FOREIGN), "receiver")[0].id


async def test_nothing_is_asked_or_posted_for_a_foreign_callback(shop: Counter) -> None:
    async with shop.at_work():
        job = announce_foreign(shop)
        await shop.settle()

    assert shop.problem(job) is ProblemCode.FOREIGN_CALLBACK
    assert shop.vtex.calls == []


async def test_the_right_announcement_corrects_a_foreign_callback(shop: Counter) -> None:
    async with shop.at_work():
        job = announce_foreign(shop)
        await shop.settle()
        assert shop.announce() == job
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED
    assert shop.job(job).callback_url == shop.vtex.callback_url(ORDER_ID)


async def test_the_right_announcement_corrects_a_foreign_callback_nobody_has_looked_at(shop: Counter) -> None:
    job = announce_foreign(shop)
    assert shop.announce() == job

    async with shop.at_work():
        assert shop.stage(job) is Stage.LOADED


async def test_another_foreign_announcement_corrects_nothing(shop: Counter) -> None:
    async with shop.at_work():
        job = announce_foreign(shop)
        await shop.settle()
        other = a_call(callback_url=FOREIGN.replace("evil", "worse"))
        assert shop.intake.accept(other, "receiver") == (shop.job(job), False)

    assert shop.job(job).callback_url == FOREIGN


async def test_a_foreign_announcement_does_not_replace_a_right_one(shop: Counter) -> None:
    job = shop.receive()
    announce_foreign(shop)

    assert shop.job(job).callback_url == shop.vtex.callback_url(ORDER_ID)


async def test_a_correction_that_meets_another_change_is_made_all_the_same(shop: Counter) -> None:
    async with shop.at_work():
        job = announce_foreign(shop)
        await shop.settle()
        shop.journal.fails["correct_callback"].append(errors.StaleJobError("1"))
        shop.announce()
        await shop.settle()

    assert shop.stage(job) is Stage.LOADED


# loading


async def test_details_that_are_late_are_waited_for(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        asked = dict(shop.vtex.asked)
        shop.vtex.asked.clear()
        await shop.settle()
        await shop.later(timedelta(minutes=5))
        assert shop.problem(job) is ProblemCode.NOTIFICATION_MISSING
        shop.vtex.asked.update(asked)
        await shop.later(timedelta(minutes=6))

    assert shop.stage(job) is Stage.LOADED


async def test_an_order_that_cannot_be_invoiced_goes_to_a_person_with_the_reason(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(an_order(status="canceled"))
        await shop.settle()

    hold = shop.job(job).hold
    assert hold is not None
    assert hold.kind is HoldKind.NEEDS_PERSON
    assert hold.problem.code is ProblemCode.ORDER_NOT_INVOICEABLE


async def test_a_reload_keeps_a_document_that_still_fits(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.stage(job) is Stage.DOCUMENTED
    assert shop.job(job).document == a_document()


async def test_a_reload_frees_a_document_that_fits_no_more(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.shows(an_order(goods=8990))
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert (shop.stage(job), shop.problem(job)) == (Stage.LOADED, ProblemCode.DOCUMENT_VALUE_DIFFERS)
    assert shop.job(job).document is None
    assert shop.journal.document_owner(a_document()) is None


async def test_a_reload_frees_a_document_of_an_order_that_was_cancelled(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        shop.vtex.shows(an_order(status="canceled"))
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.problem(job) is ProblemCode.ORDER_NOT_INVOICEABLE
    assert shop.journal.document_owner(a_document()) is None


# the NCM


async def load_without_tax_code(shop: Counter, order_id: str = ORDER_ID) -> JobId:
    order = an_order(order_id=order_id, lines=[a_line(ncm="")])
    job = shop.receive(order, a_notification(order_id=order_id))
    await shop.settle()
    return job


def ncm_of(shop: Counter, job: JobId) -> tuple[str, str]:
    content = shop.journal.content(job)
    assert content is not None
    return content.ncms[0].code, content.ncms[0].source.value


async def test_a_missing_tax_code_is_looked_up_once_a_product(shop: Counter) -> None:
    shop.vtex.ncms = {an_order().lines[0].product_id: "69141000"}
    async with shop.at_work():
        jobs = [await load_without_tax_code(shop, f"v{number}str-01") for number in range(2)]

    assert [ncm_of(shop, job) for job in jobs] == [("69141000", "specification")] * 2
    assert shop.vtex.count("ncm") == 1


async def test_an_ncm_nobody_knows_is_shown_and_blocks_nothing(shop: Counter) -> None:
    async with shop.at_work():
        job = await load_without_tax_code(shop)

    assert ncm_of(shop, job) == ("", "missing")
    content = shop.journal.content(job)
    assert content is not None
    assert ProblemCode.NCM_MISSING in [notice.code for notice in content.draft.notices]
    assert shop.problem(job) is ProblemCode.DOCUMENT_DUE


async def test_two_ncms_that_differ_are_shown(shop: Counter) -> None:
    shop.journal.remember_ncm(ACCOUNT, an_order().lines[0].product_id, "69141000", shop.clock.now())
    async with shop.at_work():
        job = shop.receive()
        await shop.settle()

    content = shop.journal.content(job)
    assert content is not None
    assert (content.ncms[0].code, content.ncms[0].other) == ("61091000", "69141000")
    assert ProblemCode.NCM_DIFFERS in [notice.code for notice in content.draft.notices]


async def test_a_catalogue_that_is_down_is_waited_for_a_few_times_only(shop: Counter) -> None:
    shop.vtex.fails["ncm"].extend([DOWN] * 10)
    async with shop.at_work():
        job = await load_without_tax_code(shop)
        assert shop.stage(job) is Stage.RECEIVED
        for _ in range(3):
            await shop.later(timedelta(minutes=1))

    assert ncm_of(shop, job) == ("", "missing")
    assert shop.vtex.count("ncm") == 4


async def test_a_catalogue_that_refuses_us_does_not_stop_the_sale(shop: Counter) -> None:
    shop.vtex.fails["ncm"].append(errors.CredentialsRefusedError("farm", 403))
    async with shop.at_work():
        job = await load_without_tax_code(shop)

    assert ncm_of(shop, job) == ("", "missing")
    assert shop.stage(job) is Stage.LOADED


async def test_lines_that_are_not_asked_for_need_no_ncm(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(an_order(lines=[a_line(0), a_line(1, ncm="")]))
        await shop.settle()

    assert shop.vtex.count("ncm") == 0
    assert shop.stage(job) is Stage.LOADED


# decisions


async def test_a_company_is_due_an_nfe_and_may_have_an_nfce(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(an_order(lines=some_lines(1), buyer=a_buyer(is_company=True)))
        await shop.settle()

    content = shop.journal.content(job)
    assert content is not None
    assert content.decision.model is DocumentModel.NFE
    assert content.decision.alternatives == (DocumentModel.NFCE,)


async def test_a_listing_finds_what_was_not_announced(shop: Counter) -> None:
    shop.vtex.shows(an_order(), a_notification())
    async with shop.at_work():
        (job,) = await shop.desk.add(ACCOUNT, ORDER_ID, None)
        (same,) = await shop.desk.add(ACCOUNT, ORDER_ID, NotificationId(job.notification_id))
        await shop.settle()

    assert same.id == job.id
    assert shop.stage(job.id) is Stage.LOADED
