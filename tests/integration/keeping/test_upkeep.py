"""The file of the database: it stays small over the years, is whole, and nobody notices the work."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.persistence import database as database_module
from desktop_invoicer.persistence.database import Database, unlocked
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.keeping import KeepingTable
from tests.builders import NOW
from tests.counter import DATABASE, KEY
from tests.integration.keeping import person
from tests.past import Past

DAY = timedelta(days=1)


@pytest.fixture
def keeping(database: Database) -> KeepingTable:
    return KeepingTable(database, {})


def size(database: Database) -> int:
    return sum(file.stat().st_size for file in database.path.parent.glob(f"{DATABASE}*") if "-shm" not in file.name)


def a_day_of_keeping(keeping: KeepingTable, now: datetime) -> None:
    """Do what the desk does once a day."""
    while keeping.erase(now - 90 * DAY, now, 10):
        pass
    keeping.begin_forgetting()
    while keeping.go_on_forgetting():
        pass
    keeping.tidy()
    while keeping.shrink():
        pass


@pytest.mark.slow
def test_the_file_stays_bounded_over_a_year(database: Database, past: Past, keeping: KeepingTable) -> None:
    sizes = []
    for week in range(53):
        now = NOW + 7 * week * DAY
        for _ in range(5):
            person.closed(past, now)
        a_day_of_keeping(keeping, now)
        sizes.append(size(database))
    growing, bounded = sizes[12] / 13, (sizes[-1] - sizes[13]) / 39  # a week, before data gets old and afterwards

    assert bounded < growing / 2  # what the law and the audit trail keep of a job


def test_free_pages_go_back_to_the_disk_in_small_steps(database: Database, past: Past, keeping: KeepingTable) -> None:
    for _ in range(150):
        person.closed(past, NOW - 100 * DAY)
    keeping.tidy()
    full = size(database)
    while keeping.erase(NOW - 90 * DAY, NOW, 10):
        pass
    keeping.tidy()
    steps, slowest = 0, 0.0
    begun = time.thread_time()
    while keeping.shrink():
        slowest = max(slowest, time.thread_time() - begun)
        begun = time.thread_time()
        steps += 1
    keeping.tidy()

    assert steps > 0
    assert size(database) < full * 0.75
    assert slowest < 1


def test_the_log_is_folded_into_the_file(database: Database, past: Past, keeping: KeepingTable) -> None:
    person.closed(past, NOW)
    log = database.path.with_name(f"{DATABASE}-wal")
    assert log.stat().st_size > 0

    keeping.tidy()

    assert log.stat().st_size == 0


def test_a_reader_keeps_the_upkeep_waiting_only_for_a_moment(
    database: Database, past: Past, keeping: KeepingTable
) -> None:
    person.closed(past, NOW)
    with database.apart() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs").fetchone()
        begun = time.perf_counter()
        keeping.tidy()
        assert time.perf_counter() - begun < database_module.BUSY_SECONDS
        assert past.asked(NOW).id


def test_a_sound_database_is_sound(past: Past, keeping: KeepingTable) -> None:
    person.closed(past, NOW)

    assert keeping.is_sound()


@pytest.mark.parametrize("place", [3, 10, 20])
def test_a_damaged_page_is_found(database: Database, past: Past, keeping: KeepingTable, place: int) -> None:
    for _ in range(20):
        person.closed(past, NOW)
    keeping.tidy()
    with database.path.open("r+b") as file:
        file.seek(4096 * place + 1000)
        file.write(b"damage")

    assert not keeping.is_sound()


def test_a_new_file_can_become_smaller_from_the_beginning(tmp_path: Path) -> None:
    with closing(Database(tmp_path / DATABASE, KEY)), closing(unlocked(tmp_path / DATABASE, KEY)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def test_a_file_that_cannot_be_written_anew_goes_on_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / DATABASE
    with closing(unlocked(path, KEY)) as connection:
        connection.execute("CREATE TABLE early (id INTEGER PRIMARY KEY)")
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    with closing(unlocked(path, KEY)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        with closing(Database(path, KEY)) as database:  # it has become as a new one
            assert JobJournal(database).jobs() == ()
        other.execute("BEGIN")
        other.execute("SELECT * FROM early").fetchall()
        with closing(Database(path, KEY)) as database:
            assert JobJournal(database).jobs() == ()


def test_a_database_that_is_gone_is_not_sound(database: Database, keeping: KeepingTable) -> None:
    database.close()
    database.path.write_bytes(b"garbage" * 1000)

    assert not keeping.is_sound()
    with pytest.raises(errors.WrongKeyError):
        Database(database.path, KEY)
