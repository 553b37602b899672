"""The commands about the store's days: JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.domain.day_report import PaperSize
from desktop_invoicer.domain.workflow import Stage
from tests.counter import DESK, OPERATOR, Counter, ask, counter

pytestmark = pytest.mark.anyio

DAY = "2026-11-20"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path) as made:
        yield made


async def sent(shop: Counter) -> None:
    """Send what is ready, and wait until that is done."""
    await ask(shop, "submit_ready", operator=OPERATOR)
    await shop.commands.submissions.wait(30)


async def test_a_day_is_shown_with_everything_that_closing_it_takes(shop: Counter) -> None:
    async with shop.at_work():
        await shop.ready()
        await shop.load("v2str-01")

        day = await ask(shop, "day")

    assert (day["date"], day["store"], day["desk"], day["state"]) == (DAY, "Loja Gávea", DESK, DayState.OPEN.value)
    assert day["figures"]["unsent"] == {"count": 2, "value": 19980, "freight": 0}
    assert day["by"]["operation"]["sale"]["asked"]["count"] == 2
    assert day["balance"] == {"brought_in": 0, "asked": 2, "sent": 0, "given_up": 0, "left": 2, "even": True}
    assert [(one["order"], one["prospect"], one["owner"]) for one in day["pending"]] == [
        ("v1str-01", "send", "clerk"),
        ("v2str-01", "document", "clerk"),
    ]
    assert (day["submission"], day["findings"], day["closing"], day["changes"]) == (None, None, None, [])


async def test_a_day_of_the_past_is_shown_by_its_date(shop: Counter) -> None:
    day = await ask(shop, "day", date="2026-11-01")

    assert (day["date"], day["figures"]["asked"]["count"]) == ("2026-11-01", 0)


async def test_looking_ahead_marks_what_vtex_was_asked_about(shop: Counter) -> None:
    async with shop.at_work():
        await shop.ready()

        day = await ask(shop, "look_ahead", date=DAY)

    assert [(one["prospect"], one["asked"]) for one in day["pending"]] == [("send", True)]


async def test_what_is_ready_is_sent_by_a_command(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
        await shop.load("v2str-01")

        begun = await ask(shop, "submit_ready", operator=OPERATOR)
        news = await ask(shop, "submission_news")
        await shop.commands.submissions.wait(30)
        ended = await ask(shop, "submission")
        day = await ask(shop, "day")

    assert (begun["total"], begun["running"], begun["operator"]) == (1, True, OPERATOR)
    assert news["counts"]["total"] == 1
    assert ended["results"]["sent"] == 1
    assert [(line["order"], line["value"], line["result"]) for line in ended["lines"]] == [("v1str-01", 9990, "sent")]
    assert (ended["end"], ended["running"]) == ("done", False)
    assert day["submission"] == ended
    assert shop.stage(job.id) is Stage.CLOSED


async def test_where_nothing_is_ready_nothing_is_begun(shop: Counter) -> None:
    assert await ask(shop, "submit_ready", operator=OPERATOR) is None
    assert await ask(shop, "submission") is None
    assert await ask(shop, "submission_news") == {"counts": None, "lines": []}


async def test_what_failed_is_shown_with_its_reason(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
        shop.vtex.asked.pop((job.order_id, job.notification_id))
        shop.vtex.orders.pop(job.order_id)
        await sent(shop)

        ended = await ask(shop, "submission")

    assert [(line["result"], line["problem"]["problem"]) for line in ended["lines"]] == [("failed", "vtex_refused")]


async def test_an_interrupted_submission_is_shown_on_every_day_and_resumed(shop: Counter, tmp_path: Path) -> None:
    async with shop.at_work():
        job = await shop.ready()
    await ask(shop, "submit_ready", operator=OPERATOR)
    with counter(tmp_path, vtex=shop.vtex) as again:
        other_day = await ask(again, "day", date="2026-11-01")
        async with again.at_work():
            await again.ready(2)
            await sent(again)
            ended = await ask(again, "submission")
            later = await ask(again, "day", date="2026-11-01")

    assert (other_day["submission"]["end"], other_day["submission"]["results"]["not_begun"]) == (None, 1)
    assert [line["job"] for line in ended["lines"]] == [job.id, job.id + 1]
    assert ended["results"]["sent"] == 2
    assert later["submission"] is None


async def test_sending_is_cancelled_by_a_command(shop: Counter) -> None:
    async with shop.at_work():
        await shop.ready()
    await ask(shop, "submit_ready", operator=OPERATOR)
    await ask(shop, "cancel_submission")

    async with shop.at_work():
        await shop.commands.submissions.wait(30)

    assert (await ask(shop, "submission"))["end"] == "cancelled"
    assert shop.vtex.posts == []


async def test_nothing_is_sent_where_no_job_is_taken_on_its_way(shop: Counter) -> None:
    shop.commands = replace(shop.commands, works=False)

    assert (await ask(shop, "submit_ready", operator=OPERATOR))["kind"] == "OnlyReceivingError"


async def test_a_day_is_closed_as_it_was_seen(shop: Counter) -> None:
    shop.announce()
    day = await ask(shop, "day")

    refused = await ask(shop, "close_day", manager="Ana", seen=day["seen"])
    closed = await ask(shop, "close_day", manager="Ana", seen=day["seen"], reason="sem documento", date=DAY)

    assert refused["kind"] == "ReasonMissingError"
    assert (closed["state"], closed["closing"]["manager"], closed["closing"]["reason"]) == (
        "closed",
        "Ana",
        "sem documento",
    )
    assert closed["closing"]["pending"] == {"1": ""}


async def test_what_changed_after_the_closing_is_shown(shop: Counter) -> None:
    day = await ask(shop, "day")
    await ask(shop, "close_day", manager="Ana", seen=day["seen"])
    job = shop.announce()

    changed = await ask(shop, "day")

    nothing, one = ({"count": count, "value": 0, "freight": 0} for count in (0, 1))
    assert changed["changes"] == [
        {"figure": "asked", "signed": nothing, "now": one, "jobs": []},
        {"figure": "unsent", "signed": nothing, "now": one, "jobs": [job]},
    ]


async def test_findings_of_the_last_comparison_are_shown_signed_and_reported(shop: Counter) -> None:
    async with shop.at_work():
        await shop.load()
        compared = await ask(shop, "reconcile", date=DAY)
        day = await ask(shop, "day")
        closed = await ask(shop, "close_day", manager="Ana", seen=day["seen"], reason="amanhã")
        await ask(shop, "export_day", path="/srv/day.pdf", date=DAY)

    assert day["findings"] == compared["findings"]
    assert day["compared"] == {name: compared[name] for name in ("at", "read", "listed", "unread")}
    assert closed["closing"]["findings"] == [finding["finding"] for finding in compared["findings"]]
    ((report, _, _),) = shop.reports.written
    assert report.findings is not None
    assert len(report.findings) == len(compared["findings"])


async def test_a_report_is_written_where_it_is_wanted(shop: Counter) -> None:
    path = await ask(shop, "export_day", path="/srv/day.pdf", size="80mm")
    await shop.commands.export_day(shop.commands.day_desk.today().date, Path("/srv/day.csv"))

    assert path == "/srv/day.pdf"
    assert [(file, size) for _, file, size in shop.reports.written] == [
        (Path("/srv/day.pdf"), PaperSize.ROLL_80),
        (Path("/srv/day.csv"), PaperSize.A4),
    ]


async def test_the_window_and_the_terminal_ask_the_same_comparison(shop: Counter) -> None:
    await ask(shop, "reconcile", date=DAY)

    assert shop.commands.reconciler.last(shop.commands.day_desk.today().date) is not None
    assert shop.commands.diagnoser.day_desk == shop.commands.day_desk
