"""What the desk does for its data by itself: when it is due, in short steps, and never before its work."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.health import watch_records
from desktop_invoicer.config.settings import Keeping as KeepingSettings
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.health import Condition
from desktop_invoicer.domain.keeping import Backup, Chore, Done, KeepingPolicy
from desktop_invoicer.domain.people import Role
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.keeping import AGAIN, Keeping, KeepingTempo
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.keeping import KeepingTable
from tests.builders import NOW
from tests.counter import OPERATOR, Counter
from tests.integration.keeping import person
from tests.past import Past
from tests.waiting import PATIENCE, eventually

DAY = timedelta(days=1)
TROUBLE = Condition.TROUBLE
TEMPO = KeepingTempo(first=0, pause=0.01, breath=0, patience=3)


@dataclass
class Book(KeepingTable):
    """The real book, which notes what is asked of it, and fails as scripted."""

    real: KeepingTable
    asked: list[str] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    sound: bool = True

    def back_up(self, path: Path, passphrase: str | None, now: datetime) -> Backup:
        self._asked("back_up")
        return self.real.back_up(path, passphrase, now)

    def prune(self, folder: Path, desk: str, kept: int, now: datetime) -> None:
        self._asked("prune")
        self.real.prune(folder, desk, kept, now)

    def erase(self, before: datetime, now: datetime, most: int) -> int:
        self._asked("erase")
        return self.real.erase(before, now, most)

    def begin_forgetting(self) -> None:
        self._asked("begin_forgetting")
        self.real.begin_forgetting()

    def go_on_forgetting(self) -> bool:
        self._asked("go_on_forgetting")
        return self.real.go_on_forgetting() or self.asked.count("go_on_forgetting") < 2

    def tidy(self) -> None:
        self._asked("tidy")
        self.real.tidy()

    def write_anew(self) -> None:
        self._asked("write_anew")
        self.real.write_anew()

    def shrink(self) -> bool:
        self._asked("shrink")
        return self.asked.count("shrink") < 3

    def is_sound(self) -> bool:
        self._asked("is_sound")
        return self.sound and self.real.is_sound()

    def last(self, chore: Chore) -> Done | None:
        return self.real.last(chore)

    def note(self, chore: Chore, done: Done, entry: object = None) -> None:
        self.real.note(chore, done, entry)  # type: ignore[arg-type]

    def _asked(self, name: str) -> None:
        self.asked.append(name)
        if name in self.fails:
            raise self.fails[name]


@pytest.fixture
def book(shop: Counter) -> Book:
    return Book(KeepingTable(shop.database, {}))


def keeping_of(shop: Counter, book: Book, folder: Path | None = None, tempo: KeepingTempo = TEMPO) -> Keeping:
    return Keeping(shop.context, book, KeepingPolicy(folder=folder, kept=2, desk="Caixa 1"), tempo)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_everything_is_done_at_the_first_turn_and_nothing_again_on_that_day(
    shop: Counter, book: Book, tmp_path: Path
) -> None:
    keeping = keeping_of(shop, book, tmp_path / "usb")
    (tmp_path / "usb").mkdir()

    await keeping.turn()
    first = list(book.asked)
    shop.clock.move(DAY - timedelta(seconds=1))
    await keeping.turn()

    assert set(first) == {
        "back_up",
        "prune",
        "erase",
        "begin_forgetting",
        "go_on_forgetting",
        "tidy",
        "shrink",
        "is_sound",
    }
    assert book.asked == first
    assert names(tmp_path / "usb") == ["caixa-1-20261120-153000.backup"]


async def test_chores_come_back_every_day_and_the_check_every_week(shop: Counter, book: Book) -> None:
    keeping = keeping_of(shop, book)

    for _ in range(15):
        await keeping.turn()
        shop.clock.move(DAY)

    assert [book.asked.count(name) for name in ("erase", "tidy", "is_sound")] == [15, 15, 3]


async def test_a_clock_that_was_set_back_stops_no_chore(shop: Counter, book: Book) -> None:
    keeping = keeping_of(shop, book)
    await keeping.turn()
    shop.clock.move(-400 * DAY)
    book.asked.clear()

    await keeping.turn()

    assert "erase" in book.asked
    assert "is_sound" in book.asked


async def test_only_the_newest_backups_stay(shop: Counter, book: Book, tmp_path: Path) -> None:
    keeping = keeping_of(shop, book, tmp_path / "usb")
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "photo.jpg").touch()

    for _ in range(5):
        await keeping.turn()
        shop.clock.move(DAY)

    assert names(tmp_path / "usb") == [
        "caixa-1-20261123-153000.backup",
        "caixa-1-20261124-153000.backup",
        "photo.jpg",
    ]


async def test_a_backup_that_failed_under_a_wrong_clock_is_tried_again_under_the_right_one(
    shop: Counter, book: Book, tmp_path: Path
) -> None:
    keeping = keeping_of(shop, book, tmp_path / "usb")  # the disk is not connected
    await keeping.turn()
    shop.clock.move(-365 * DAY)
    await keeping.turn()

    assert book.asked.count("back_up") == 2


async def test_a_backup_that_fails_is_told_and_tried_again_after_an_hour(
    shop: Counter, book: Book, tmp_path: Path
) -> None:
    keeping = keeping_of(shop, book, tmp_path / "usb")  # the disk is not connected
    await keeping.turn()
    failure = keeping.backup_failure
    await keeping.turn()
    tried = book.asked.count("back_up")
    (tmp_path / "usb").mkdir()
    shop.clock.move(AGAIN)
    await keeping.turn()

    assert isinstance(failure, errors.BackupUnwritableError)
    assert tried == 1
    assert keeping.backup_failure is None
    last = keeping.last_backup()
    assert last is not None
    assert last.path.parent == tmp_path / "usb"


async def test_other_chores_are_done_though_the_backup_fails(shop: Counter, book: Book, tmp_path: Path) -> None:
    await keeping_of(shop, book, tmp_path / "usb").turn()

    assert "is_sound" in book.asked


async def test_a_backup_by_hand_does_not_stand_for_the_daily_one(shop: Counter, book: Book, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    keeping = keeping_of(shop, book, tmp_path / "usb")
    made = await keeping.back_up(tmp_path / "by-hand.backup", OPERATOR, "correct horse battery")
    shop.clock.move(timedelta(seconds=1))
    await keeping.turn()

    assert made.is_portable
    assert keeping.backs_up_daily
    assert names(tmp_path / "usb") == ["caixa-1-20261120-153001.backup"]


async def test_who_made_a_backup_stands_in_the_audit_trail(shop: Counter, book: Book, tmp_path: Path) -> None:
    keeping = keeping_of(shop, book)
    assert keeping.last_backup() is None
    made = await keeping.back_up(tmp_path / "by-hand.backup", OPERATOR)

    (entry,) = AuditTable(shop.database).entries("by-hand.backup")
    assert (entry.who, entry.deed, entry.facts["jobs"]) == (OPERATOR, Deed.BACKED_UP, 0)
    assert keeping.last_backup() == made
    assert not keeping.backs_up_daily


async def test_a_passphrase_that_is_too_short_makes_no_backup(shop: Counter, book: Book, tmp_path: Path) -> None:
    with pytest.raises(errors.PassphraseTooShortError):
        await keeping_of(shop, book).back_up(tmp_path / "x.backup", OPERATOR, "12345678901")

    assert book.asked == []


async def test_a_backup_takes_a_manager(shop: Counter, book: Book, tmp_path: Path) -> None:
    keeping = keeping_of(shop, book)
    await shop.people.add("Beatriz", "Beatriz", Role.ADMINISTRATOR, "48151623")
    await shop.people.sign_in("Beatriz", "48151623")
    await shop.people.add("Beatriz", "Caio", Role.CLERK, "91827364")
    await shop.people.sign_in("Caio", "91827364")

    with pytest.raises(errors.NotPermittedError):
        await keeping.back_up(tmp_path / "x.backup", "Caio")
    with pytest.raises(errors.SignInNeededError):
        await keeping.back_up(tmp_path / "x.backup", "Beatriz")

    assert not (tmp_path / "x.backup").exists()


async def test_how_many_were_erased_stands_in_the_audit_trail_and_nothing_else(shop: Counter, book: Book) -> None:
    past = Past(shop.journal)
    for _ in range(12):
        person.closed(past, NOW - person.OLD)

    assert await keeping_of(shop, book).erase_expired() == 12
    assert await keeping_of(shop, book).erase_expired() == 0

    entries = [entry for entry in AuditTable(shop.database).entries("") if entry.deed is Deed.ERASED]
    assert [(entry.who, entry.facts) for entry in entries] == [("", {"count": 12})]


async def test_the_file_is_written_anew_a_week_after_an_erasure_even_when_that_failed_before(
    shop: Counter, book: Book
) -> None:
    past = Past(shop.journal)
    person.closed(past, NOW - person.OLD)
    for _ in range(7):
        await keeping_of(shop, book).turn()
        shop.clock.move(DAY)
        person.closed(past, shop.clock.now() - person.OLD)
    before = book.asked.count("write_anew")
    book.fails["write_anew"] = errors.StorageBusyError()
    with pytest.raises(errors.StorageBusyError):
        await keeping_of(shop, book).turn()
    book.fails.clear()
    for _ in range(2):
        await keeping_of(shop, book).turn()

    assert (before, book.asked.count("write_anew")) == (0, 2)


async def test_what_was_erased_is_told_whatever_the_upkeep_comes_to(shop: Counter, book: Book) -> None:
    person.closed(Past(shop.journal), NOW - person.OLD)
    book.fails["write_anew"] = errors.StorageBusyError()
    for _ in range(2):
        with suppress(errors.StorageBusyError):
            await keeping_of(shop, book).turn()
        shop.clock.move(7 * DAY)

    deeds = [entry.deed for entry in AuditTable(shop.database).entries("")]
    assert deeds == [Deed.ERASED]
    assert book.asked.count("is_sound") == 2


async def test_a_clock_that_is_years_ahead_erases_nothing_of_late(shop: Counter, book: Book) -> None:
    person.closed(Past(shop.journal), NOW - DAY)
    keeping = keeping_of(shop, book)
    await keeping.erase_expired()

    shop.clock.move(3650 * DAY)
    assert await keeping.erase_expired() == 0
    shop.clock.move(-3650 * DAY)
    assert await keeping.erase_expired() == 0


async def test_a_desk_that_was_off_for_long_erases_within_days(shop: Counter, book: Book) -> None:
    person.closed(Past(shop.journal), NOW - DAY)
    keeping = keeping_of(shop, book)
    await keeping.erase_expired()

    shop.clock.move(100 * DAY)
    erased = []
    for _ in range(16):
        erased.append(await keeping.erase_expired())
        shop.clock.move(DAY)

    assert sum(erased) == 1


async def test_closed_days_stay_closed_when_their_data_is_erased(shop: Counter, book: Book) -> None:
    past, long_ago = Past(shop.journal), NOW - person.OLD
    for _ in range(3):
        person.closed(past, long_ago)
    date = shop.commands.day_desk.on(long_ago.date()).date
    shown = await shop.commands.days.day(date.isoformat())
    shop.commands.closing.sign_off(date, "Ana", "", shown["seen"], ())
    await keeping_of(shop, book).erase_expired()

    assert shop.commands.day_desk.changes(date) == ()
    assert (await shop.commands.days.day(date.isoformat()))["figures"] == shown["figures"]


async def test_a_step_waits_for_what_is_due(shop: Counter, book: Book) -> None:
    shop.receive()  # and nothing works at it
    waits = list[int]()

    class Watching(Book):
        def erase(self, before: datetime, now: datetime, most: int) -> int:
            waits.append(len(shop.journal.due(shop.clock.now(), 1)))
            return super().erase(before, now, most)

    patient = keeping_of(shop, Watching(book.real), tempo=replace(TEMPO, breath=0.001, patience=10**6))
    working = asyncio.create_task(patient.erase_expired())
    for _ in range(100):
        await asyncio.sleep(0)
    waited = list(waits)
    async with shop.at_work():
        await working

    assert (waited, waits) == ([], [0])


async def test_a_step_waits_not_for_ever(shop: Counter, book: Book) -> None:
    shop.receive()  # and nothing works at it

    await keeping_of(shop, book).erase_expired()

    assert "erase" in book.asked


async def test_damage_is_told_until_a_look_finds_none(shop: Counter, book: Book) -> None:
    keeping = keeping_of(shop, book)
    told = [keeping.is_damaged]
    for book.sound in (False, True):
        await keeping.turn()
        told.append(keeping.is_damaged)
        shop.clock.move(7 * DAY)

    assert told == [False, True, False]


@pytest.mark.parametrize(
    "failure", [errors.StorageBusyError(), errors.StorageError("invoicer.db", "disk I/O error"), ValueError("a defect")]
)
async def test_a_turn_that_fails_is_followed_by_others(shop: Counter, book: Book, failure: Exception) -> None:
    book.fails["tidy"] = failure
    running = asyncio.create_task(keeping_of(shop, book).run())

    await eventually(lambda: book.asked.count("tidy") > 1)
    book.fails.clear()
    await eventually(lambda: "is_sound" in book.asked)

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_loop_goes_on_while_a_backup_is_made(shop: Counter, book: Book, tmp_path: Path) -> None:
    past = Past(shop.journal)
    for _ in range(100):
        person.closed(past, NOW)
    making = asyncio.create_task(keeping_of(shop, book).back_up(tmp_path / "x.backup", OPERATOR))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 20
    assert (await making).jobs == 100


async def test_a_backup_is_made_by_command(shop: Counter, tmp_path: Path) -> None:
    path = tmp_path / "x.backup"

    answer = await shop.commands.answer("back_up", {"path": str(path), "operator": OPERATOR})

    assert answer["result"]["path"] == str(path)
    assert answer["result"]["jobs"] == 0
    assert answer["result"]["is_portable"] is False
    with closing(path.open("rb")) as file:
        assert file.read(23) == b"desktop-invoicer backup"


async def test_damage_and_a_failed_backup_are_troubles_of_the_desk(shop: Counter, book: Book, tmp_path: Path) -> None:
    keeping, desk = keeping_of(shop, book, tmp_path / "usb"), shop.commands.health_desk
    watch_records(desk, keeping, shop.commands.auditing, KeepingSettings(backup_folder=tmp_path / "usb"))
    book.sound = False
    await keeping.turn()
    looking = asyncio.create_task(desk.run())

    def troubles() -> set[ProblemCode]:
        return {part.problem.code for part in desk.health().parts if part.problem and part.condition is TROUBLE}

    await eventually(lambda: {ProblemCode.BACKUP_FAILED, ProblemCode.DATABASE_DAMAGED} <= troubles())
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


async def test_an_erased_job_is_shown_and_reported(shop: Counter, book: Book) -> None:
    job = person.closed(Past(shop.journal), NOW - person.OLD)
    await keeping_of(shop, book).erase_expired()

    shown = (await shop.commands.answer("show", {"job": str(job.id)}))["result"]
    raw = (await shop.commands.answer("raw", {"job": str(job.id)}))["result"]
    report = shop.commands.day_desk.report(shop.commands.day_desk.on(job.received_at.date()).date)

    assert (shown["stage"], shown["value"], len(shown["lines"])) == ("closed", 9990, 1)
    assert [each.job.id for each in report.day.jobs] == [job.id]
    for word in person.EVERYTHING:
        assert word not in json.dumps([shown, raw])


async def test_a_backup_by_hand_does_not_wait_for_an_erasure(shop: Counter, book: Book, tmp_path: Path) -> None:
    shop.receive()  # nothing works at it, so the erasure waits
    keeping = keeping_of(shop, book, tempo=replace(TEMPO, breath=0.001, patience=10**6))
    erasing = asyncio.create_task(keeping.erase_expired())
    await asyncio.sleep(0)

    async with asyncio.timeout(PATIENCE):
        made = await keeping.back_up(tmp_path / "x.backup", OPERATOR)

    assert made.jobs == 1
    assert not erasing.done()
    erasing.cancel()
    await asyncio.gather(erasing, return_exceptions=True)
