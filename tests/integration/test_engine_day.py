"""The store's days: figures, what would become of what is not sent, and the history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import NotificationId, OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.prospect import Forecast, Prospect
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.day_desk import LOOKS_AT_ONCE
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from tests.builders import ACCOUNT, a_notification, an_earlier_invoice, an_order
from tests.counter import DESK, OPERATOR, Counter, counter

pytestmark = pytest.mark.anyio

DAY = date(2026, 11, 20)
REFUSED = errors.CredentialsRefusedError(ACCOUNT, 401)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


@pytest.fixture
def in_english() -> Iterator[None]:
    activate(Language.EN)
    yield
    activate(Language.PT_BR)


async def looked_ahead(shop: Counter) -> tuple[Forecast, ...]:
    return await shop.commands.day_desk.look_ahead(DAY)


def told(forecast: Forecast) -> tuple[Prospect, ProblemCode | None, bool]:
    return forecast.prospect, None if forecast.problem is None else forecast.problem.code, forecast.is_asked


async def test_a_change_that_is_under_way_goes_by_and_needs_nobody(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
    shop.vtex.orders[job.order_id] = replace(shop.vtex.orders[job.order_id], is_changing=True)

    (forecast,) = await looked_ahead(shop)

    assert told(forecast) == (Prospect.GOES_ON, ProblemCode.CHANGE_IN_FLIGHT, True)
    assert shop.job(job.id) == job


async def test_a_day_is_counted_in_the_time_zone_of_the_store(shop: Counter) -> None:
    async with shop.at_work():
        await shop.later(timedelta(hours=11, minutes=15))  # 02:45 in UTC, 23:45 in the store
        job = await shop.ready()
        await shop.later(timedelta(minutes=30))
        await shop.submit(job.id)

    friday, saturday = shop.commands.day_desk.day(DAY), shop.commands.day_desk.day(DAY + timedelta(days=1))
    assert (friday.totals.asked.count, friday.totals.invoiced.count, friday.totals.unsent.count) == (1, 0, 1)
    assert (saturday.totals.asked.count, saturday.totals.invoiced.value, saturday.totals.unsent.count) == (0, 9990, 0)
    assert shop.commands.day_desk.today().date == DAY + timedelta(days=1)


async def test_the_journal_alone_tells_what_would_become_of_each_job(shop: Counter) -> None:
    async with shop.at_work():
        await shop.ready()
        await shop.load("v2str-01")
        day = shop.commands.day_desk.day(DAY)

        calls = len(shop.vtex.calls)
        forecasts = shop.commands.day_desk.forecasts(day)

    assert [told(forecast) for forecast in forecasts] == [
        (Prospect.SEND, ProblemCode.CONFIRMATION_DUE, False),
        (Prospect.DOCUMENT, ProblemCode.DOCUMENT_DUE, False),
    ]
    assert len(shop.vtex.calls) == calls


async def test_looking_ahead_asks_vtex_about_what_is_ready_alone_and_writes_nothing(shop: Counter) -> None:
    async with shop.at_work():
        ready = await shop.ready()
        await shop.load("v2str-01")
        shop.vtex.calls.clear()

        forecasts = await looked_ahead(shop)

    assert [forecast.is_asked for forecast in forecasts] == [True, False]
    assert forecasts[0].prospect is Prospect.SEND
    assert shop.vtex.calls == [("notification", NotificationId("n1")), ("order", OrderId("v1str-01"))]
    assert shop.job(ready.id) == ready


async def ready_with(shop: Counter, trouble: str) -> Job:
    """Take a sale so far that it is ready, and then let VTEX show something else."""
    job = await shop.ready()
    order = shop.vtex.orders[job.order_id]
    match trouble:
        case "changed":
            shop.vtex.shows(an_order(order_id=order.order_id, last_change="2026-11-20T16:00:00+00:00", freight=100))
        case "invoiced":
            shop.vtex.shows(an_order(order_id=order.order_id, invoices=[an_earlier_invoice(number="1", value=9990)]))
        case _:
            shop.vtex.asked[job.order_id, job.notification_id] = a_notification(
                order_id=job.order_id, notification_id=job.notification_id, units={0: 2}
            )
    return job


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("changed", ProblemCode.ORDER_CHANGED),
        ("invoiced", ProblemCode.INVOICE_ALREADY_THERE),
        ("asked", ProblemCode.NOTIFICATION_CHANGED),
    ],
)
async def test_a_dry_run_says_what_a_post_would_say(shop: Counter, trouble: str, code: ProblemCode) -> None:
    async with shop.at_work():
        job = await ready_with(shop, trouble)
        (forecast,) = await looked_ahead(shop)
        await shop.submit(job.id)

    assert told(forecast) == (Prospect.PERSON, code, True)
    assert shop.problem(job.id) is code
    assert shop.vtex.posts == []


async def test_an_invoice_of_ours_that_vtex_shows_by_now_is_no_obstacle(shop: Counter) -> None:
    shop.vtex.shows_posts = False
    async with shop.at_work():
        job = await shop.ready()
        shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "no"))
        await shop.submit(job.id)
        await shop.desk.retry(job.id, OPERATOR)
        await shop.settle()
        (effect,) = shop.journal.effects(job.id)
        assert effect.invoice is not None
        assert shop.stage(job.id) is Stage.DOCUMENTED
        shop.vtex.show_post(job.order_id, effect.invoice)

        (forecast,) = await looked_ahead(shop)

    assert (forecast.prospect, forecast.is_asked) == (Prospect.SEND, True)


@pytest.mark.parametrize(
    ("call", "failure", "expected"),
    [
        ("order", errors.VtexUnavailableError("503"), (Prospect.GOES_ON, ProblemCode.WAITING_FOR_VTEX)),
        (
            "notification",
            errors.NotificationNotReadyError("v1", "n1"),
            (Prospect.GOES_ON, ProblemCode.NOTIFICATION_MISSING),
        ),
        ("order", REFUSED, (Prospect.ACCOUNT, ProblemCode.CREDENTIALS)),
        ("order", errors.InvalidOrderError("no items"), (Prospect.PERSON, ProblemCode.ORDER_UNREADABLE)),
    ],
)
async def test_a_failure_is_what_it_would_end_in(
    shop: Counter, call: str, failure: Exception, expected: tuple[Prospect, ProblemCode]
) -> None:
    async with shop.at_work():
        await shop.ready()
        shop.vtex.fails[call].append(failure)

        (forecast,) = await looked_ahead(shop)

    assert told(forecast) == (*expected, True)


async def test_a_defect_while_looking_ahead_is_told_and_logged(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    async with shop.at_work():
        await shop.ready()
        shop.vtex.fails["order"].append(RuntimeError("a defect"))

        (forecast,) = await looked_ahead(shop)

    assert told(forecast) == (Prospect.PERSON, ProblemCode.INTERNAL, True)
    assert "cannot be looked at" in caplog.text


@pytest.mark.parametrize("seconds", [0.001, None])
async def test_an_account_that_rests_is_waited_for(shop: Counter, seconds: float | None) -> None:
    async with shop.at_work():
        await shop.ready()
        shop.vtex.fails["order"].append(errors.VtexBusyError(seconds))

        (forecast,) = await looked_ahead(shop)

    assert forecast.prospect is Prospect.SEND


async def test_vtex_is_asked_about_a_few_jobs_at_a_time(shop: Counter) -> None:
    async with shop.at_work():
        for number in range(1, LOOKS_AT_ONCE + 3):
            await shop.ready(number)
        under_way, most, heard = 0, 0, []

        async def count() -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

        shop.vtex.hooks["order"] = count
        await shop.commands.day_desk.look_ahead(DAY, lambda done, total: heard.append((done, total)))

    assert most == LOOKS_AT_ONCE
    assert heard == [(number, LOOKS_AT_ONCE + 2) for number in range(1, LOOKS_AT_ONCE + 3)]


async def closed_days(shop: Counter) -> None:
    """Close the 20th by Ângela with an order of that day, and send one on the 21st, which stays open."""
    async with shop.at_work():
        await shop.submit((await shop.ready(1)).id)
        day_desk = shop.commands.day_desk
        shop.commands.closing.sign_off(DAY, "Ângela Prado", "", fingerprint(day_desk.day(DAY)))
        await shop.later(timedelta(days=1))
        await shop.submit((await shop.ready(2)).id)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [21, 20]),
        ("  ", [21, 20]),
        ("20/11/2026", [20]),
        ("2026-11-21", [21]),
        ("11/2026", [21, 20]),
        ("angela", [20]),
        ("not closed", [21]),
        ("v2str-01", [21]),
        ("nobody", []),
    ],
)
@pytest.mark.usefixtures("in_english")
async def test_days_are_found_by_what_people_know_of_them(shop: Counter, search: str, found: list[int]) -> None:
    await closed_days(shop)

    days = shop.commands.day_desk.history(DAY - timedelta(days=30), DAY + timedelta(days=1), search)

    assert [day.date.day for day in days] == found


async def test_a_report_holds_what_is_known_of_a_day(shop: Counter) -> None:
    await closed_days(shop)

    report = shop.commands.day_desk.report(DAY)

    assert (report.store, report.account, report.desk, report.made_at) == (
        "Loja Gávea",
        ACCOUNT,
        DESK,
        shop.clock.now(),
    )
    assert report.day == shop.commands.day_desk.day(DAY)
    assert (report.forecasts, report.findings) == ((), None)
    assert report.closing == shop.commands.day_desk.closing(DAY)


def test_a_day_that_nobody_closed_has_no_changes(shop: Counter) -> None:
    shop.announce()

    assert shop.commands.day_desk.changes(DAY) == ()
