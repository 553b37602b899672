"""The audit trail at work: who did what is written down as it happens, checked, anchored and exported."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest

from desktop_invoicer import __version__, errors
from desktop_invoicer.domain.audit import NO_HEAD, AuditEntry, AuditLine, AuditQuery, Deed, TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.audit_commands import AuditCommands
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.reports.trail_file import write_trail
from tests.builders import ACCOUNT, NOW, ORDER_ID
from tests.counter import OPERATOR, Counter, ask
from tests.fakes import FakeAnchor
from tests.harmed_trail import entry as an_entry
from tests.harmed_trail import harm

pytestmark = pytest.mark.anyio

SETTINGS: dict[str, str | int] = {"store.uf": "RJ", "submit": "confirm"}


class TroubledTrail(AuditTable):
    """A trail on a disk that fails as told."""

    failure: errors.InvoicerError | None = None

    def add(self, entry: AuditEntry) -> None:
        self._fail()
        super().add(entry)

    def lines(self, first: int, last: int, limit: int) -> tuple[AuditLine, ...]:
        if first > 0:
            self._fail()
        return super().lines(first, last, limit)

    def head(self) -> TrailHead:
        self._fail()
        return super().head()

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


class BusyTrail(AuditTable):
    """A trail to which somebody adds a line whenever it is read."""

    def lines(self, first: int, last: int, limit: int) -> tuple[AuditLine, ...]:
        self.add(an_entry(9))
        return super().lines(first, last, min(limit, 1))


class LongTrail(AuditTable):
    """A trail in which nothing is found at once: ``searched_on`` are the threads that looked for lines."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.searched_on: list[threading.Thread] = []

    def page(self, query: AuditQuery, before: int | None, limit: int) -> tuple[AuditLine, ...]:
        self.searched_on.append(threading.current_thread())
        return super().page(query, before, limit)

    def span(self, query: AuditQuery) -> tuple[int, int]:
        self.searched_on.append(threading.current_thread())
        self.add(an_entry(9))  # which comes too late for an export that has begun
        return super().span(query)


class HangingAnchor(FakeAnchor):
    """A keyring that does not answer before it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def read(self) -> Anchor:
        self.opened.wait(60)
        return super().read()


class ToldAnchor(FakeAnchor):
    """A keyring that tells what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: Queue[TrailHead] = Queue()

    def keep(self, head: TrailHead) -> None:
        super().keep(head)
        self.heads.put(head)

    async def told(self) -> TrailHead:
        """Wait for the next head."""
        return await asyncio.to_thread(self.heads.get, timeout=60)


@pytest.fixture
def table(database: Database) -> TroubledTrail:
    return TroubledTrail(database)


@pytest.fixture
def anchor() -> ToldAnchor:
    return ToldAnchor()


@pytest.fixture
def auditing(shop: Counter, table: TroubledTrail, anchor: ToldAnchor) -> Auditing:
    return Auditing(shop.context, table, anchor, write_trail)


def deeds(auditing: Auditing, subject: str = "") -> list[str]:
    """Give what was done, oldest first."""
    return [line.deed for line in reversed(auditing.entries(AuditQuery(subject=subject), None, 99))]


@asynccontextmanager
async def running(auditing: Auditing) -> AsyncIterator[None]:
    task = asyncio.create_task(auditing.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# what is written


async def test_a_sale_leaves_its_way_through_the_desk(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await shop.submit(job)

    auditing = shop.commands.auditing
    lines = auditing.entries(AuditQuery(subject=f"{ACCOUNT}/{ORDER_ID}"), None, 99)[::-1]
    assert [(line.deed, line.who) for line in lines] == [
        ("document_attached", ""),
        ("confirmed", OPERATOR),
        ("post_begun", ""),
        ("post_confirmed", ""),
        ("delete_begun", ""),
        ("closed", ""),
    ]
    assert {line.subject for line in lines} == {f"{ACCOUNT}/{ORDER_ID}/{job}"}
    posted = json.loads(lines[2].facts)
    assert (posted["value"], posted["confirmed_by"]) == (shop.job(job).value, OPERATOR)
    assert len(posted["key"]) == 44
    assert (await auditing.verify()).is_sound


async def test_a_step_that_comes_too_late_leaves_no_line(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        stale = shop.job(job)
        await shop.desk.dismiss(job, OPERATOR, "doubled")
        before = deeds(shop.commands.auditing)

        with pytest.raises(errors.StaleJobError):
            shop.journal.apply(Step(stale.held(None, NOW), TimelineEntry(NOW, Entry.RETRIED)))

    assert deeds(shop.commands.auditing) == before == ["dismissed"]


async def test_credentials_are_told_by_name_alone(shop: Counter) -> None:
    secrets = {"app-key": "key-of-the-store", "app-token": "hush", "user-token": None}

    await ask(shop, "set_credentials", account=ACCOUNT, values=secrets, operator=OPERATOR)

    (line,) = shop.commands.auditing.entries(AuditQuery(), None, 9)
    assert (line.who, line.deed, line.subject) == (OPERATOR, "credentials_set", ACCOUNT)
    assert line.told == {"set": "app-key, app-token", "cleared": "user-token"}


async def test_a_day_that_was_exported_is_told(shop: Counter, tmp_path: Path) -> None:
    await ask(shop, "export_day", path=str(tmp_path / "day.csv"), operator=OPERATOR)

    (line,) = shop.commands.auditing.entries(AuditQuery(), None, 9)
    assert (line.who, line.deed, line.subject, line.told) == (
        OPERATOR,
        "day_exported",
        "2026-11-20",
        {"file": "day.csv"},
    )


async def test_start_and_end_are_told_with_version_and_schema(auditing: Auditing) -> None:
    auditing.begin("0008", {})
    await auditing.end()

    ended, started = auditing.entries(AuditQuery(), None, 9)
    assert (started.deed, started.who, started.told) == (
        "program_started",
        "",
        {"version": __version__, "schema": "0008"},
    )
    assert ended.deed == "program_ended"


async def test_settings_are_compared_with_those_of_the_start_before(auditing: Auditing) -> None:
    auditing.begin("0008", SETTINGS)
    auditing.begin("0008", SETTINGS)
    auditing.begin("0008", {"store.uf": "SP", "polling.enabled": "True"})
    auditing.begin("0008", {"store.uf": "SP", "polling.enabled": "True"})

    changes = [line for line in auditing.entries(AuditQuery(), None, 9) if line.deed == Deed.SETTINGS_CHANGED]
    assert [line.told for line in reversed(changes)] == [
        SETTINGS,
        {
            "polling.enabled": "True",
            "before store.uf": "RJ",
            "store.uf": "SP",
            "before submit": "confirm",
            "submit": "",
        },
    ]


async def test_whoever_changed_settings_at_the_window_is_named(auditing: Auditing) -> None:
    auditing.begin("0008", SETTINGS)

    auditing.note_settings("bia", SETTINGS | {"submit": "automatic"})
    auditing.begin("0008", SETTINGS | {"submit": "automatic"})

    changes = [line for line in auditing.entries(AuditQuery(), None, 9) if line.deed == Deed.SETTINGS_CHANGED]
    assert [(line.who, line.told) for line in changes[:1]] == [
        ("bia", {"before submit": "confirm", "submit": "automatic"})
    ]
    assert len(changes) == 2


@pytest.mark.parametrize("failure", [errors.StorageFullError("db", "full"), errors.StorageBusyError()])
async def test_a_disk_that_takes_nothing_keeps_nobody_from_starting_and_ending(
    auditing: Auditing, table: TroubledTrail, anchor: ToldAnchor, failure: errors.InvoicerError
) -> None:
    table.failure = failure

    auditing.begin("0008", SETTINGS)
    async with running(auditing):
        await asyncio.sleep(0)
    await auditing.end()

    table.failure = None
    assert deeds(auditing) == []
    assert anchor.kept.state is AnchorState.NONE


# what is kept outside


async def test_the_head_is_kept_outside_from_time_to_time(auditing: Auditing, anchor: ToldAnchor) -> None:
    auditing.between_anchors = 0.01
    auditing.begin("0008", {})

    async with running(auditing):
        first = await anchor.told()
        auditing.note("ana", Deed.BACKED_UP)
        second = await anchor.told()

    assert (first.number, second) == (1, auditing.head)


async def test_a_head_that_is_kept_already_is_not_written_again(auditing: Auditing, anchor: ToldAnchor) -> None:
    auditing.between_anchors = 0
    auditing.note("ana", Deed.BACKED_UP)

    async with running(auditing):
        await anchor.told()
        with pytest.raises(Empty):
            await asyncio.to_thread(anchor.heads.get, timeout=0.1)


async def test_the_end_of_the_program_is_kept_outside(auditing: Auditing, anchor: ToldAnchor) -> None:
    await auditing.end()

    assert anchor.kept.head == auditing.head != NO_HEAD


async def test_a_keyring_that_hangs_does_not_keep_the_program_running(shop: Counter, table: TroubledTrail) -> None:
    anchor = HangingAnchor()
    auditing = Auditing(shop.context, table, anchor, write_trail, at_the_end=0.05)

    await auditing.end()

    anchor.opened.set()
    assert deeds(auditing) == ["program_ended"]


async def test_a_remembered_line_that_is_gone_is_never_overwritten(
    auditing: Auditing, anchor: ToldAnchor, caplog: pytest.LogCaptureFixture
) -> None:
    auditing.note("ana", Deed.BACKED_UP)
    lost = Anchor(AnchorState.KEPT, TrailHead(7, "ab"))
    anchor.kept = lost

    await auditing.end()

    assert auditing.is_cut
    assert anchor.kept == lost
    assert "line 7" in caplog.text


async def test_an_anchor_that_is_behind_is_no_damage(auditing: Auditing, anchor: ToldAnchor) -> None:
    auditing.note("ana", Deed.BACKED_UP)
    anchor.keep(auditing.head)
    auditing.note("ana", Deed.BACKED_UP)

    verdict = await auditing.verify()

    assert verdict.is_sound
    assert verdict.anchor is AnchorState.KEPT
    assert auditing.last == verdict


# checking


async def test_lines_that_come_while_the_trail_is_checked_do_no_harm(
    shop: Counter, database: Database, anchor: ToldAnchor
) -> None:
    trail = BusyTrail(database)
    for number in range(3):
        trail.add(an_entry(number))

    verdict = await Auditing(shop.context, trail, anchor, write_trail).verify()

    assert verdict.is_sound
    assert verdict.lines == 3
    assert trail.head().number > 3


async def test_a_database_that_breaks_while_it_is_checked_is_told(auditing: Auditing, table: TroubledTrail) -> None:
    table.add(an_entry(1))
    table.failure = errors.StorageError("invoicer.db", "database disk image is malformed")

    (finding,) = (await auditing.verify()).findings

    assert finding.code is ProblemCode.AUDIT_UNREADABLE
    assert finding.facts == {"number": 2, "reason": "database disk image is malformed"}


async def test_a_database_that_is_busy_is_no_verdict(auditing: Auditing, table: TroubledTrail) -> None:
    table.add(an_entry(1))
    table.failure = errors.StorageBusyError()

    with pytest.raises(errors.StorageBusyError):
        await auditing.verify()

    assert auditing.last is None


async def test_a_broken_trail_is_told_in_words_as_json(shop: Counter, tmp_path: Path) -> None:
    auditing = shop.commands.auditing
    for number in range(3):
        auditing.note("ana", Deed.CONFIRMED, f"loja/v1/{number}", {"value": 9990})
    harm(tmp_path, "UPDATE audit SET who = 'bia' WHERE id = 2")

    told = await ask(shop, "audit_verify")

    assert (told["sound"], told["lines"], told["found"], told["anchor"]) == (False, 3, 1, "none")
    (finding,) = told["findings"]
    assert (finding["problem"], finding["owner"]) == ("audit_changed", "manager")
    assert "2" in finding["message"]
    assert finding["next_action"]


# listing and exporting


async def test_lines_are_listed_oldest_first_a_page_at_a_time(shop: Counter) -> None:
    for number in range(5):
        shop.commands.auditing.note("ana", Deed.BACKED_UP, f"b{number}")

    newest = await ask(shop, "audit", limit=2)
    before = await ask(shop, "audit", before=newest[0]["number"], limit=2, since="2026-11-01T00:00:00+00:00")

    assert [line["subject"] for line in before + newest] == ["b1", "b2", "b3", "b4"]
    assert await ask(shop, "audit", who="bia") == []


async def test_an_export_holds_every_line_and_the_head(shop: Counter, tmp_path: Path) -> None:
    auditing = shop.commands.auditing
    for number in range(3):
        auditing.note("ana", Deed.BACKED_UP, f"b{number}", {"file": "=1+1"})
    file = tmp_path / "trail.jsonl"

    told = await ask(shop, "audit_export", path=str(file), operator="bia")

    *lines, head = map(json.loads, file.read_text("utf-8").splitlines())
    assert [line["subject"] for line in lines] == ["b0", "b1", "b2"]
    assert head == {"head": lines[-1]["hash"], "number": 3}
    assert told["lines"] == 3
    assert (told["head"], told["number"]) == (head["head"], head["number"])
    assert (await ask(shop, "audit", limit=1))[0]["deed"] == "trail_exported"


async def test_an_export_that_cannot_be_written_is_not_told_as_one(shop: Counter, tmp_path: Path) -> None:
    shop.commands.auditing.note("ana", Deed.BACKED_UP)

    with pytest.raises(errors.UnknownTrailFormatError):
        await shop.commands.auditing.export(tmp_path / "trail.pdf", OPERATOR)

    assert deeds(shop.commands.auditing) == ["backed_up"]


async def test_looking_for_lines_among_very_many_keeps_nobody_waiting(shop: Counter, tmp_path: Path) -> None:
    trail = LongTrail(shop.database)
    trail.add(an_entry(1))
    auditing = Auditing(shop.context, trail, FakeAnchor(), write_trail)
    file = tmp_path / "trail.jsonl"

    await AuditCommands(auditing).audit(who="bia")
    await auditing.export(file, OPERATOR)

    *lines, head = map(json.loads, file.read_text("utf-8").splitlines())
    assert threading.current_thread() not in trail.searched_on
    assert len(trail.searched_on) == 2
    assert head == {"head": lines[-1]["hash"], "number": 1}
