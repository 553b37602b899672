"""What is known of each part of a whole desk, put together for whoever wants to know how it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop_invoicer import errors
from desktop_invoicer.config import Home
from desktop_invoicer.config.settings import Keeping as KeepingSettings
from desktop_invoicer.control.server import ControlServer
from desktop_invoicer.credentials import Vault
from desktop_invoicer.domain.health import Condition, Fact, Part, PartHealth
from desktop_invoicer.domain.keeping import Backup
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.engine.clock_watch import ClockWatch
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.keeping import Keeping
from desktop_invoicer.engine.part_health import EngineParts, died
from desktop_invoicer.fiscal.folders.watch import FolderWatch
from desktop_invoicer.persistence.condition import tried
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.receiver.server import ReceiverServer

LOW = 500 * 1024 * 1024
FULL = 50 * 1024 * 1024
"""Bytes that have to be free on the disk."""

DATABASE_SECONDS = 60.0
DISK_SECONDS = 30.0
RECORD_SECONDS = 15.0

FIRST_BACKUP = timedelta(hours=1)
"""So long the first backup may take to be made after the start."""

BACKUP_AGE = timedelta(days=2)
"""Backups are made every day; one that is older means that they fail."""


@dataclass(slots=True)
class Threads:
    """What of a desk runs on threads of its own, as far as it does; ``close`` before they are ended."""

    folders: tuple[Path, ...] = ()
    receiver: ReceiverServer | None = None
    receiver_failure: errors.PortTakenError | None = None
    watch: FolderWatch | None = None
    control: ControlServer | None = None
    accepted: int = 0
    accepted_at: datetime | None = None

    def accept(self, moment: datetime) -> None:
        """Take note of a notification that was kept."""
        self.accepted += 1
        self.accepted_at = moment

    def close(self) -> None:
        """Expect nothing to run any more."""
        self.receiver = self.receiver_failure = self.watch = self.control = None


def watch_health(parts: EngineParts, threads: Threads, clock: ClockWatch) -> None:
    """Let the health desk ask everything that lives on the loop or on threads."""
    desk = parts.health_desk
    desk.watch(Part.ENGINE, parts.engine)
    desk.watch(Part.ENGINE, lambda: _control(threads))
    desk.watch(Part.VTEX, parts.vtex)
    desk.watch(Part.RECEIVER, lambda: [receiver_health(threads)])
    desk.watch(Part.POLLING, parts.polling)
    desk.watch(Part.FOLDERS, lambda: _folders(threads, parts))
    desk.watch(Part.CLOCK, clock.health)


def watch_storage(desk: HealthDesk, home: Home, vault: Vault, database: Database) -> None:
    """Let the health desk look at what holds the desk's memory."""
    desk.watch(Part.KEYRING, lambda: [keyring_health(vault)])
    desk.look_at(Part.DATABASE, lambda: [database_health(database, desk.now())], DATABASE_SECONDS)
    desk.look_at(Part.DISK, lambda: [disk_health(home.data)], DISK_SECONDS)


def watch_records(desk: HealthDesk, keeping: Keeping, auditing: Auditing, wanted: KeepingSettings) -> None:
    """Let the health desk look at backups and the audit trail."""
    backs_up = wanted.backup_folder is not None

    def backup() -> list[PartHealth]:
        if (failure := keeping.backup_failure) is not None:
            problem = Problem(ProblemCode.BACKUP_FAILED, {"reason": str(failure)})
            return [PartHealth(Part.BACKUP, Condition.TROUBLE, problem=problem)]
        return [backup_health(keeping.last_backup(), desk.now(), desk.since, backs_up=backs_up)]

    def damage() -> Iterator[PartHealth]:
        if keeping.is_damaged:
            yield PartHealth(Part.DATABASE, Condition.TROUBLE, problem=Problem(ProblemCode.DATABASE_DAMAGED))

    desk.look_at(Part.BACKUP, backup, RECORD_SECONDS)
    desk.look_at(Part.DATABASE, damage, RECORD_SECONDS)
    desk.look_at(Part.AUDIT, lambda: [audit_health(auditing)], RECORD_SECONDS)


def receiver_health(threads: Threads) -> PartHealth:
    """Tell whether VTEX can announce something here."""
    if (failure := threads.receiver_failure) is not None:
        address = f"{failure.host}:{failure.port}"
        problem = Problem(ProblemCode.RECEIVER_DEAF, {"address": address, "reason": failure.reason})
        return PartHealth(Part.RECEIVER, Condition.TROUBLE, address, problem)
    if threads.receiver is None:
        return PartHealth(Part.RECEIVER, Condition.OFF)
    if not threads.receiver.is_alive:
        return died(Part.RECEIVER, "receiver", threads.receiver.address)
    facts = {"accepted": threads.accepted}
    return PartHealth(Part.RECEIVER, Condition.WELL, threads.receiver.address, None, threads.accepted_at, facts)


def keyring_health(vault: Vault) -> PartHealth:
    """Tell whether credentials outlive this run."""
    if vault.is_kept:
        return PartHealth(Part.KEYRING, Condition.WELL)
    problem = Problem(ProblemCode.KEYRING_UNUSABLE, {"reason": vault.reason})
    return PartHealth(Part.KEYRING, Condition.TROUBLE, problem=problem)


def database_health(database: Database, now: datetime) -> PartHealth:
    """Try whether the database can be written."""
    try:
        found = tried(database)
    except (errors.StorageError, errors.StorageBusyError) as exc:
        problem = Problem(ProblemCode.DATABASE_UNUSABLE, {"reason": str(exc)})
        return PartHealth(Part.DATABASE, Condition.TROUBLE, problem=problem)
    facts: dict[str, Fact] = {"bytes": found.size, "schema": found.schema}
    return PartHealth(Part.DATABASE, Condition.WELL, last_success=now, facts=facts)


def disk_health(folder: Path) -> PartHealth:
    """Tell whether there is room for what is still to come."""
    free = shutil.disk_usage(folder).free
    facts = {"free_bytes": free}
    if free >= LOW:
        return PartHealth(Part.DISK, Condition.WELL, facts=facts)
    code, condition = (
        (ProblemCode.DISK_FULL, Condition.TROUBLE) if free < FULL else (ProblemCode.DISK_LOW, Condition.WARNING)
    )
    problem = Problem(code, {"folder": str(folder), "megabytes": free // (1024 * 1024)})
    return PartHealth(Part.DISK, condition, problem=problem, facts=facts)


def backup_health(last: Backup | None, now: datetime, since: datetime, *, backs_up: bool) -> PartHealth:
    """Tell how old the last backup is; ``backs_up`` where the settings ask for one every day."""
    if last is None:
        is_new = now - since < FIRST_BACKUP
        condition = (Condition.WELL if is_new else Condition.WARNING) if backs_up else Condition.OFF
        problem = None if condition is Condition.WELL else Problem(ProblemCode.BACKUP_MISSING)
        return PartHealth(Part.BACKUP, condition, problem=problem)
    facts = {"bytes": last.size, "jobs": last.jobs}
    if now - last.made_at <= BACKUP_AGE or not backs_up:
        return PartHealth(Part.BACKUP, Condition.WELL, last_success=last.made_at, facts=facts)
    problem = Problem(ProblemCode.BACKUP_OLD, {"at": last.made_at.isoformat()})
    return PartHealth(Part.BACKUP, Condition.WARNING, "", problem, last.made_at, facts)


def audit_health(auditing: Auditing) -> PartHealth:
    """Tell whether the audit trail held together when it was last looked at."""
    verdict = auditing.last
    facts = {"lines": auditing.head.number}
    if auditing.is_cut or (verdict is not None and not verdict.is_sound):
        return PartHealth(Part.AUDIT, Condition.TROUBLE, problem=Problem(ProblemCode.AUDIT_BROKEN), facts=facts)
    return PartHealth(Part.AUDIT, Condition.WELL, last_success=verdict.at if verdict else None, facts=facts)


def _control(threads: Threads) -> Iterator[PartHealth]:
    """Tell only of a command socket that ended: as long as it runs it is nobody's matter."""
    if threads.control is not None and not threads.control.is_alive:
        yield died(Part.ENGINE, "control", "control")


def _folders(threads: Threads, parts: EngineParts) -> Iterator[PartHealth]:
    for folder in threads.folders:
        if threads.watch is None:
            yield PartHealth(Part.FOLDERS, Condition.OFF, str(folder))
        elif not threads.watch.is_alive:
            yield died(Part.FOLDERS, "watched-folders", str(folder))
        else:
            yield parts.folder(str(folder), threads.watch.looked_at(folder))
