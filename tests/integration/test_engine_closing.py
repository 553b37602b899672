"""A manager closes a day; what changes afterwards shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.closing import DayClosing, DayState
from desktop_invoicer.domain.day import day_of
from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.events import DayClosed, DayReopened
from tests.counter import OPERATOR, Counter, counter
from tests.day_builders import DAY as TODAY
from tests.day_builders import NEEDS_PERSON, WAITS_FOR_DOCUMENT, a_day_job

pytestmark = pytest.mark.anyio

DAY = date(2026, 11, 20)
MANAGER = "Ana Souza"
REASON = "o documento chega amanhã"
FINDING = Finding("gap:65:1:7", Problem(ProblemCode.NUMBER_GAP), Fix.NOTE)
LATE = timedelta(hours=3)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path, returns=ReturnPolicy(managers=(MANAGER,))) as made:
        yield made


def seen(shop: Counter, when: date = DAY) -> str:
    return fingerprint(shop.commands.day_desk.day(when))


def closed(shop: Counter, *, reason: str = REASON, when: date = DAY) -> DayClosing:
    return shop.commands.closing.sign_off(when, MANAGER, reason, seen(shop, when), [FINDING])


def trail(shop: Counter) -> list[AuditEntry]:
    return list(shop.commands.key_sender.audit.entries(DAY.isoformat()))


def reopenings(shop: Counter) -> list[date]:
    return [event.day for event in shop.events if isinstance(event, DayReopened)]


async def looked(shop: Counter) -> None:
    """Wait until the closed days were looked at."""
    for _ in range(20):
        await asyncio.sleep(0)
    await shop.settle()


async def test_a_day_on_which_everything_is_sent_needs_no_reason(shop: Counter) -> None:
    async with shop.at_work():
        await shop.submit((await shop.ready()).id)

    closing = closed(shop, reason="")

    assert (closing.manager, closing.reason, closing.pending) == (MANAGER, "", {})
    assert closing.figures.invoiced.value == 9990
    assert shop.commands.day_desk.closing(DAY) == closing
    assert closing.state is DayState.CLOSED
    assert shop.events[-1] == DayClosed(DAY)


async def test_what_is_pending_is_signed_with_its_problem_and_a_reason(shop: Counter) -> None:
    async with shop.at_work():
        waiting = await shop.load()

    closing = closed(shop)

    assert closing.pending == {waiting: ProblemCode.DOCUMENT_DUE.value}
    assert (closing.reason, closing.findings) == (REASON, (FINDING.identity,))


def test_a_job_that_is_just_loaded_is_pending_without_a_problem(shop: Counter) -> None:
    waiting = shop.announce()

    assert closed(shop).pending == {waiting: ""}


async def test_a_closing_stands_in_the_audit_trail(shop: Counter) -> None:
    shop.announce()

    closed(shop)

    (entry,) = trail(shop)
    assert (entry.who, entry.deed) == (MANAGER, Deed.DAY_CLOSED)
    assert entry.facts == {"invoiced": 0, "net": 0, "pending": 1, "findings": 1, "reason": REASON}


def test_pending_work_is_not_signed_without_a_reason(shop: Counter) -> None:
    shop.announce()

    with pytest.raises(errors.ReasonMissingError):
        closed(shop, reason=" ")
    assert shop.commands.day_desk.closing(DAY) is None


def test_only_a_manager_closes_a_day(shop: Counter) -> None:
    with pytest.raises(errors.NotAManagerError):
        shop.commands.closing.sign_off(DAY, OPERATOR, "", seen(shop))


def test_a_day_that_has_not_begun_is_not_closed(shop: Counter) -> None:
    with pytest.raises(errors.FutureDayError):
        closed(shop, when=DAY + timedelta(days=1))


def test_figures_that_changed_since_they_were_shown_are_not_signed(shop: Counter) -> None:
    before = seen(shop)
    shop.announce()

    with pytest.raises(errors.DayChangedError):
        shop.commands.closing.sign_off(DAY, MANAGER, REASON, before)


def test_the_same_job_with_another_prospect_is_a_change() -> None:
    waiting, ready = (day_of(TODAY, [a_day_job(hold=hold)], "") for hold in (NEEDS_PERSON, WAITS_FOR_DOCUMENT))

    assert fingerprint(waiting) != fingerprint(ready)


def test_the_same_pending_work_beside_other_figures_is_a_change() -> None:
    days = (day_of(TODAY, [a_day_job(Stage.CLOSED, value=value)], "") for value in (9990, 9991))

    assert len(set(map(fingerprint, days))) == 2


async def test_a_job_that_is_tried_again_is_no_change_of_what_was_shown(shop: Counter) -> None:
    silent = errors.VtexUnavailableError("503")
    shop.vtex.fails["notification"].extend([silent, silent])
    async with shop.at_work():
        shop.receive()
        await shop.settle()
        before = seen(shop)
        await shop.later(timedelta(minutes=1))

    assert seen(shop) == before


async def test_a_change_after_the_closing_reopens_the_day_visibly(shop: Counter) -> None:
    closed(shop)
    async with shop.at_work():
        await shop.later(LATE)
        shop.announce()
        await looked(shop)

    assert reopenings(shop) == [DAY]
    assert [entry.deed for entry in trail(shop)] == [Deed.DAY_CLOSED, Deed.DAY_REOPENED]
    assert trail(shop)[-1].facts == {"figures": "asked, unsent"}
    closing = shop.commands.day_desk.closing(DAY)
    assert closing is not None
    assert closing.state is DayState.REOPENED
    assert {change.figure.value for change in shop.commands.day_desk.changes(DAY)} == {"asked", "unsent"}


async def test_a_day_is_reopened_once(shop: Counter) -> None:
    closed(shop)
    async with shop.at_work():
        job = await shop.load()
        await looked(shop)
        await shop.desk.dismiss(job, OPERATOR, "a loja não vende mais")
        await looked(shop)

    assert reopenings(shop) == [DAY]


async def test_a_reopened_day_is_closed_again(shop: Counter) -> None:
    closed(shop)
    async with shop.at_work():
        shop.announce()
        await looked(shop)
        assert closed(shop).state is DayState.CLOSED

        await looked(shop)

    assert reopenings(shop) == [DAY]


async def test_a_job_that_is_sent_the_day_after_leaves_the_closed_day_as_it_was(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
        closed(shop)
        await shop.later(timedelta(days=1))
        await shop.submit(job.id)
        await looked(shop)

    assert reopenings(shop) == []
    assert shop.commands.day_desk.changes(DAY) == ()


async def test_a_job_that_is_taken_up_again_changes_the_day_on_which_it_was_given_up(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.desk.dismiss(job, OPERATOR, "engano")
        closed(shop)
        await shop.later(timedelta(days=2))
        await shop.desk.retry(job, OPERATOR)
        await looked(shop)

    assert reopenings(shop) == [DAY]


async def test_a_change_that_came_as_the_program_ended_is_found_at_the_next_start(shop: Counter) -> None:
    closed(shop)
    shop.announce()

    async with shop.at_work():
        await looked(shop)

    assert reopenings(shop) == [DAY]


async def test_what_changes_as_the_program_ends_reopens_its_day_before_the_end(shop: Counter) -> None:
    shop.commands.closing.collecting = 3600
    async with shop.at_work():
        job = await shop.load()
        closed(shop)
        await shop.desk.dismiss(job, OPERATOR, REASON)
        await looked(shop)
        assert reopenings(shop) == []

    assert reopenings(shop) == [DAY]


async def test_a_look_that_the_end_of_the_program_cuts_short_is_done_to_the_end(shop: Counter) -> None:
    yesterday = DAY - timedelta(days=1)
    shop.clock.move(timedelta(days=-1))
    closed(shop, when=yesterday)
    shop.announce()
    shop.clock.move(timedelta(days=1))
    closed(shop)
    shop.announce(OrderId("v2str-01"))
    watching = asyncio.create_task(shop.commands.closing.run())

    def end(event: object) -> None:
        if event == DayReopened(yesterday):
            watching.cancel()

    shop.engine.subscribe(end)
    with suppress(asyncio.CancelledError):
        await watching

    assert reopenings(shop) == [yesterday, DAY]


async def test_a_day_is_reopened_by_what_came_before_the_clock_was_set_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        shop.clock.move(timedelta(days=-2))
        earlier = DAY - timedelta(days=2)
        closed(shop, when=earlier)
        await looked(shop)
        await shop.desk.dismiss(job, OPERATOR, REASON)
        await looked(shop)

    assert reopenings(shop) == [earlier]


async def test_a_disk_that_refuses_is_asked_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with counter(tmp_path, patience=Patience().hurried(0)) as shop:
        closed(shop)
        shop.book.fails["closing"].append(errors.StorageBusyError())
        shop.announce()
        async with shop.at_work():
            await looked(shop)

        assert "closed days wait for the database" in caplog.text
        assert reopenings(shop) == [DAY]


async def test_a_defect_ends_no_watch_over_closed_days(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    closed(shop)
    async with shop.at_work():
        shop.book.fails["closing"].append(RuntimeError("a defect"))
        shop.announce()
        await looked(shop)
        await shop.load("v2str-01")
        await looked(shop)

    assert "closed days could not be looked at" in caplog.text
    assert reopenings(shop) == [DAY]


def test_news_that_come_after_the_end_of_the_program_do_no_harm(shop: Counter) -> None:
    async def live() -> None:
        async with shop.at_work():
            await looked(shop)

    closed(shop)
    asyncio.run(live())

    shop.announce()

    assert reopenings(shop) == []
