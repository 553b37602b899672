"""How the parts are that lean on the machine: disk, database, keyring, receiver, backups, the audit trail."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop_invoicer.bootstrap.clock import steady_seconds
from desktop_invoicer.bootstrap.health import (
    FULL,
    LOW,
    Threads,
    audit_health,
    backup_health,
    database_health,
    disk_health,
    keyring_health,
    receiver_health,
)
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.domain.health import Condition, PartHealth
from desktop_invoicer.domain.keeping import Backup
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.errors import PortTakenError
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import REVISIONS
from tests.builders import NOW
from tests.counter import Counter


def told(health: PartHealth) -> tuple[Condition, ProblemCode | None]:
    return health.condition, None if health.problem is None else health.problem.code


class Usage(NamedTuple):
    free: int


@pytest.mark.parametrize(
    ("free", "condition", "problem"),
    [
        (LOW, Condition.WELL, None),
        (LOW - 1, Condition.WARNING, ProblemCode.DISK_LOW),
        (FULL, Condition.WARNING, ProblemCode.DISK_LOW),
        (FULL - 1, Condition.TROUBLE, ProblemCode.DISK_FULL),
        (0, Condition.TROUBLE, ProblemCode.DISK_FULL),
    ],
)
def test_a_disk_is_told_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, free: int, condition: Condition, problem: ProblemCode | None
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free))

    found = disk_health(Path("/srv"))

    assert told(found) == (condition, problem)
    assert found.facts == {"free_bytes": free}


def test_a_database_is_well_that_takes_what_is_written(database: Database) -> None:
    found = database_health(database, NOW)

    assert (found.condition, found.last_success) == (Condition.WELL, NOW)
    assert found.facts["schema"] == REVISIONS[-1]
    assert isinstance(size := found.facts["bytes"], int)
    assert size > 4096


@pytest.fixture
def read_only(database: Database) -> Iterator[Database]:
    """Give a database whose writer may only read."""
    with database.writing() as connection:
        raw = connection.connection.cursor()
    raw.execute("PRAGMA query_only = ON")
    yield database
    raw.execute("PRAGMA query_only = OFF")


def test_a_database_that_takes_nothing_is_in_trouble(read_only: Database) -> None:
    assert told(database_health(read_only, NOW)) == (Condition.TROUBLE, ProblemCode.DATABASE_UNUSABLE)


def test_a_keyring_that_keeps_nothing_is_told() -> None:
    assert told(keyring_health(MemoryVault("locked"))) == (Condition.TROUBLE, ProblemCode.KEYRING_UNUSABLE)


def test_a_receiver_that_does_not_run_here_is_off() -> None:
    assert told(receiver_health(Threads())) == (Condition.OFF, None)


def test_a_receiver_whose_port_is_taken_is_told_with_its_address() -> None:
    found = receiver_health(Threads(receiver_failure=PortTakenError("127.0.0.1", 8710, "in use")))

    assert told(found) == (Condition.TROUBLE, ProblemCode.RECEIVER_DEAF)
    assert found.subject == "127.0.0.1:8710"


BACKUP = Backup(Path("/backups/a"), NOW, 1000, 7)


@pytest.mark.parametrize(
    ("last", "age", "backs_up", "expected"),
    [
        (None, timedelta(0), False, (Condition.OFF, ProblemCode.BACKUP_MISSING)),
        (None, timedelta(minutes=59), True, (Condition.WELL, None)),
        (None, timedelta(hours=1), True, (Condition.WARNING, ProblemCode.BACKUP_MISSING)),
        (BACKUP, timedelta(days=2), True, (Condition.WELL, None)),
        (BACKUP, timedelta(days=2, seconds=1), True, (Condition.WARNING, ProblemCode.BACKUP_OLD)),
        (BACKUP, timedelta(days=99), False, (Condition.WELL, None)),
    ],
)
def test_a_backup_is_missed_where_one_is_wanted_every_day(
    last: Backup | None, age: timedelta, *, backs_up: bool, expected: tuple[Condition, ProblemCode | None]
) -> None:
    assert told(backup_health(last, NOW + age, NOW, backs_up=backs_up)) == expected


@dataclass
class Broken:
    """What a check of a trail that was changed found."""

    is_sound: bool = False
    at = NOW


@pytest.mark.anyio
async def test_a_trail_is_well_until_a_check_finds_otherwise(shop: Counter) -> None:
    auditing = shop.commands.auditing
    unchecked = audit_health(auditing)
    await auditing.verify()
    sound = audit_health(auditing)
    auditing.last = Broken()  # type: ignore[assignment]  # all that is asked of it
    broken = audit_health(auditing)
    auditing.last, auditing.is_cut = None, True

    assert (told(unchecked), unchecked.last_success) == ((Condition.WELL, None), None)
    assert (told(sound), sound.last_success) == ((Condition.WELL, None), shop.clock.now())
    assert told(broken) == told(audit_health(auditing)) == (Condition.TROUBLE, ProblemCode.AUDIT_BROKEN)


def test_the_steady_clock_counts_seconds() -> None:
    before = steady_seconds()

    time.sleep(0)

    assert 0 <= steady_seconds() - before < 60


def test_where_the_system_has_no_clock_that_counts_sleep_the_monotonic_one_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)

    assert abs(steady_seconds() - time.monotonic()) < 60
