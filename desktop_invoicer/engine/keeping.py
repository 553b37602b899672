"""Keeping: backups, the erasure of old personal data, and the database's upkeep, beside the desk's work.

What takes long is done in threads, in short steps, and never before what is due for the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.keeping import (
    AS_OF,
    SHORTEST_PASSPHRASE,
    Backup,
    Chore,
    Done,
    KeepingPolicy,
    backup_name,
    erases_as_of,
    is_due,
)
from desktop_invoicer.domain.people import Action
from desktop_invoicer.engine.context import Context

KEEPING = "keeping"
"""The name of its work."""

AGAIN = timedelta(hours=1)
"""After this a backup that failed is tried once more."""

_AT_ONCE = 2
"""So many jobs are erased in one transaction: ten milliseconds, in which nobody else can write."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class KeepingBook(Protocol):
    """What keeping needs of the database. Most of it takes a while: call it in a thread of its own."""

    def back_up(self, path: Path, passphrase: str | None, now: datetime) -> Backup:
        """Write a backup, whole or not at all; a passphrase makes one that other machines can open."""
        ...

    def prune(self, folder: Path, desk: str, kept: int, now: datetime) -> None:
        """Leave the newest backups of a desk in a folder, that of ``now`` included, and whatever else is there."""
        ...

    def erase(self, before: datetime, now: datetime, most: int) -> int:
        """Erase the personal data of some jobs that ended ``before``, and of old files; give how many there were."""
        ...

    def begin_forgetting(self) -> None:
        """Begin to take what is left of erased jobs out of the index of words."""
        ...

    def go_on_forgetting(self) -> bool:
        """Go on with it; tell whether anything is left to do."""
        ...

    def tidy(self) -> None:
        """Renew the statistics of the database, and fold its write-ahead log into it."""
        ...

    def write_anew(self) -> None:
        """Write the whole file anew, so that nothing of what was erased stays anywhere in it."""
        ...

    def shrink(self) -> bool:
        """Give some free room back to the disk; tell whether there is more."""
        ...

    def is_sound(self) -> bool:
        """Look at every page of the database."""
        ...

    def last(self, chore: Chore) -> Done | None:
        """Tell when a chore was last done, and what came of it."""
        ...

    def note(self, chore: Chore, done: Done, entry: AuditEntry | None = None) -> None:
        """Write down that a chore was done, with its line in the audit trail where it has one."""
        ...


@dataclass(frozen=True, slots=True)
class KeepingTempo:
    """How patient keeping is, in seconds: after the start, between two looks, and between two steps."""

    first: float = 60.0
    pause: float = 600.0
    breath: float = 0.2
    patience: int = 300
    """So many breaths a step waits for what is due for the store."""


class Keeping:
    """Keeps the desk's data. Runs on the engine's loop; a backup waits for nothing but another backup."""

    def __init__(
        self, context: Context, book: KeepingBook, policy: KeepingPolicy, tempo: KeepingTempo | None = None
    ) -> None:
        """Keep the data of a desk by a policy."""
        self._context = context
        self._book = book
        self._policy = policy
        self._tempo = tempo or KeepingTempo()
        self._copying = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._failure: errors.InvoicerError | None = None
        self._failed_at: datetime | None = None

    @property
    def backup_failure(self) -> errors.InvoicerError | None:
        """Why the last daily backup could not be written; ``None`` where it could."""
        return self._failure

    @property
    def backs_up_daily(self) -> bool:
        """Tell whether a backup is written every day."""
        return self._policy.folder is not None

    @property
    def is_damaged(self) -> bool:
        """Tell whether the last look at every page of the database found one that is not what was written."""
        checked = self._book.last(Chore.CHECK)
        return checked is not None and not checked.facts["is_sound"]

    def last_backup(self) -> Backup | None:
        """Give the last backup that was written, whoever asked for it."""
        done = self._book.last(Chore.BACKUP)
        return None if done is None else Backup.of(done)

    async def back_up(self, path: Path, operator: str, passphrase: str | None = None) -> Backup:
        """Write a backup now; with a passphrase other machines can open it.

        Raises:
            SignInNeededError, NotPermittedError: it takes a manager.
            PassphraseTooShortError: it would be guessed too easily.
            BackupError: it cannot be written there; nothing was left behind.

        """
        with self._context.people.permit(operator, Action.BACK_UP) as who:
            if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
                raise errors.PassphraseTooShortError(SHORTEST_PASSPHRASE)
            return await self._back_up(path, who, passphrase)

    async def erase_expired(self) -> int:
        """Erase the personal data of all jobs that ended long enough ago, and of old files; give how many there were.

        What an earlier run was kept from finishing is finished.
        """
        erased, now = 0, self._context.clock.now()
        async with self._changing:
            as_of = erases_as_of(self._book.last(Chore.ERASURE), now)
            while some := await self._step(lambda: self._book.erase(as_of - self._policy.retention, now, _AT_ONCE)):
                if not self._is_untidy():
                    self._book.note(Chore.WRITING_ANEW, Done(now, {"is_due": 1}))
                erased += some
            await self._step(self._book.begin_forgetting)
            while await self._step(self._book.go_on_forgetting):
                pass
            entry = AuditEntry(now, "", Deed.ERASED, "", {"count": erased}) if erased else None
            self._book.note(Chore.ERASURE, Done(now, {"count": erased, AS_OF: as_of.isoformat()}), entry)
        return erased

    async def run(self) -> None:
        """Do what is due from time to time, until cancelled."""
        await asyncio.sleep(self._tempo.first)
        while True:
            try:
                await self.turn()
            except (errors.StorageError, errors.StorageBusyError) as exc:
                _log.warning("keeping waits for the database: %s", exc)
            except Exception:  # noqa: BLE001 (a defect of ours: the next turn is another one)
                _log.exception("keeping failed")
            await asyncio.sleep(self._tempo.pause)

    async def turn(self) -> None:
        """Do what is due."""
        if self._is_due(Chore.DAILY_BACKUP):
            await self._back_up_daily()
        if self._is_due(Chore.ERASURE):
            await self.erase_expired()
        if self._is_due(Chore.TIDYING):
            await self._tidy()
        if self._is_due(Chore.CHECK):
            await self._check()
        if self._is_untidy() and self._is_due(Chore.WRITING_ANEW):
            await self._write_anew()

    async def _back_up(self, path: Path, who: str, passphrase: str | None = None) -> Backup:
        async with self._copying:
            backup = await asyncio.to_thread(self._book.back_up, path, passphrase, self._context.clock.now())
            told: dict[str, str | int] = {"jobs": backup.jobs, "is_portable": int(backup.is_portable)}
            entry = AuditEntry(backup.made_at, who, Deed.BACKED_UP, path.name, told)
            self._book.note(Chore.BACKUP, Done(backup.made_at, backup.facts), entry)
            return backup

    async def _back_up_daily(self) -> None:
        """Write today's backup where the settings want one; a failure is told, and tried again in a while."""
        folder, now = self._policy.folder, self._context.clock.now()
        failed_at = self._failed_at
        has_just_failed = failed_at is not None and failed_at <= now < failed_at + AGAIN  # a clock may be set back
        if folder is None or has_just_failed:
            return
        try:
            await self._back_up(folder / backup_name(self._policy.desk, now), "")
            await asyncio.to_thread(self._book.prune, folder, self._policy.desk, self._policy.kept, now)
        except errors.InvoicerError as exc:
            _log.warning("today's backup failed: %s", exc)
            self._failure, self._failed_at = exc, now
            return
        self._failure = self._failed_at = None
        self._book.note(Chore.DAILY_BACKUP, Done(now))

    async def _tidy(self) -> None:
        async with self._changing:
            await self._step(self._book.tidy)
            while await self._step(self._book.shrink):
                pass
            self._book.note(Chore.TIDYING, Done(self._context.clock.now()))

    async def _check(self) -> None:
        async with self._changing:
            is_sound = await self._step(self._book.is_sound)
            if not is_sound:
                _log.critical("the database is damaged: restore the last backup")
            self._book.note(Chore.CHECK, Done(self._context.clock.now(), {"is_sound": int(is_sound)}))

    async def _write_anew(self) -> None:
        """Write the file anew; nobody else can write meanwhile, so that is seldom done, and after everything else."""
        async with self._changing:
            await self._step(self._book.write_anew)
            self._book.note(Chore.WRITING_ANEW, Done(self._context.clock.now(), {"is_due": 0}))

    def _is_untidy(self) -> bool:
        """Tell whether something was erased since the file was written anew."""
        written = self._book.last(Chore.WRITING_ANEW)
        return written is not None and bool(written.facts["is_due"])

    async def _step(self, work: Callable[[], T]) -> T:
        """Do a short step in a thread, once nothing is due for the store (but not for ever after)."""
        for _ in range(self._tempo.patience):
            if not self._context.journal.due(self._context.clock.now(), 1):
                break
            await asyncio.sleep(self._tempo.breath)
        await asyncio.sleep(0)
        return await asyncio.to_thread(work)

    def _is_due(self, chore: Chore) -> bool:
        return is_due(chore, self._book.last(chore), self._context.clock.now())
