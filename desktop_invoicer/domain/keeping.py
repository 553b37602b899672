"""What is kept of the desk's data, for how long, and what was done for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

DAY = timedelta(days=1)
SHORTEST_PASSPHRASE = 12
AS_OF = "as_of"
"""Among the facts of an erasure: the time by which it went."""
LONGEST_LEAP = 7 * DAY
"""So far ahead of the last erasure goes the next one at most."""

_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z]+")


class Chore(StrEnum):
    """What is done for the data by itself, again and again."""

    BACKUP = "backup"
    """Any backup, whoever asked for it."""
    DAILY_BACKUP = "daily_backup"
    ERASURE = "erasure"
    """Personal data of jobs that ended long ago is erased."""
    WRITING_ANEW = "writing_anew"
    """The whole file, a week after the first job was erased from it."""
    TIDYING = "tidying"
    CHECK = "check"
    """Every page of the database is looked at."""

    @property
    def every(self) -> timedelta:
        """So much time lies between two of them."""
        return 7 * DAY if self in {Chore.CHECK, Chore.WRITING_ANEW} else DAY


@dataclass(frozen=True, slots=True)
class Done:
    """When a chore was done, and what came of it."""

    at: datetime
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written and read again."""

    path: Path
    made_at: datetime
    size: int
    """In bytes."""
    jobs: int
    is_portable: bool = False
    """Whether a passphrase opens it, on any machine; else only this desk's own key does."""

    @property
    def facts(self) -> dict[str, str | int]:
        """Give what is remembered of it beside its moment."""
        return {"path": str(self.path), "size": self.size, "jobs": self.jobs, "is_portable": int(self.is_portable)}

    @classmethod
    def of(cls, done: Done) -> Backup:
        """Make it again of what is remembered."""
        facts = done.facts
        size, jobs = int(facts["size"]), int(facts["jobs"])
        return cls(Path(str(facts["path"])), done.at, size, jobs, is_portable=bool(facts["is_portable"]))


@dataclass(frozen=True, slots=True)
class KeepingPolicy:
    """How long personal data stays after a job has ended, and where copies are put every day."""

    retention: timedelta = timedelta(days=90)
    folder: Path | None = None
    kept: int = 7
    desk: str = "desk"
    """Of this desk; its backups bear the name."""


def erases_as_of(last: Done | None, now: datetime) -> datetime:
    """Give the time by which an erasure goes: that of the last one and a little more, until it is ``now``.

    What a clock that is years ahead would erase could not be got back.
    """
    return now if last is None else min(now, datetime.fromisoformat(str(last.facts[AS_OF])) + LONGEST_LEAP)


def is_due(chore: Chore, done: Done | None, now: datetime) -> bool:
    """Tell whether a chore's time has come, also when the clock was set back since."""
    return done is None or not done.at <= now < done.at + chore.every


def backup_name(desk: str, now: datetime) -> str:
    """Name the daily backup of a desk, so that names sort by time."""
    return f"{_plain(desk)}-{now:%Y%m%d-%H%M%S}.backup"


def is_backup_of(desk: str, name: str) -> bool:
    """Tell whether a file has such a name."""
    return re.fullmatch(rf"{re.escape(_plain(desk))}-[0-9]{{8}}-[0-9]{{6}}\.backup", name) is not None


def _plain(desk: str) -> str:
    return _NOT_IN_NAMES.sub("-", desk).strip("-").lower() or "desk"
