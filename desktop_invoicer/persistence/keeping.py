"""What keeping needs of the database: backups, erasure and upkeep, and when each was last done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.keeping import Backup, Chore, Done
from desktop_invoicer.persistence import backup, maintenance, retention
from desktop_invoicer.persistence.audit import write_audit
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import chores
from desktop_invoicer.persistence.values import Facts, from_json, to_json


class KeepingTable:
    """Keeps one database. Safe from any thread; most of it takes a while."""

    def __init__(self, database: Database, settings: Mapping[str, Path]) -> None:
        """Use an open database, and the files of settings that a backup takes along, by name."""
        self._database = database
        self._settings = settings
        backup.clear_leftovers(database.path.parent)

    def back_up(self, path: Path, passphrase: str | None, now: datetime) -> Backup:
        """Write a backup, whole or not at all; a passphrase makes one that other machines can open."""
        return backup.write_backup(self._database, self._settings, path, passphrase, now)

    def prune(self, folder: Path, desk: str, kept: int, now: datetime) -> None:
        """Leave the newest backups of a desk in a folder, that of ``now`` included, and whatever else is there."""
        backup.prune(folder, desk, kept, now)

    def erase(self, before: datetime, now: datetime, most: int) -> int:
        """Erase the personal data of some jobs that ended ``before``, and of old files; give how many there were."""
        with self._database.writing() as connection:
            jobs = retention.erase_jobs(connection, before, now, most)
            return jobs + retention.erase_files(connection, before, now, most)

    def begin_forgetting(self) -> None:
        """Begin to take what is left of erased jobs out of the index of words."""
        with self._database.writing() as connection:
            retention.begin_forgetting(connection)

    def go_on_forgetting(self) -> bool:
        """Go on with it; tell whether anything is left to do."""
        with self._database.writing() as connection:
            return retention.go_on_forgetting(connection)

    def tidy(self) -> None:
        """Renew the statistics of the database, and fold its write-ahead log into it."""
        maintenance.tidy(self._database)

    def write_anew(self) -> None:
        """Write the whole file anew, so that nothing of what was erased stays anywhere in it."""
        maintenance.write_anew(self._database)

    def shrink(self) -> bool:
        """Give some free room back to the disk; tell whether there is more."""
        return maintenance.shrink(self._database)

    def is_sound(self) -> bool:
        """Look at every page of the database."""
        return maintenance.is_sound(self._database)

    def last(self, chore: Chore) -> Done | None:
        """Tell when a chore was last done, and what came of it."""
        query = select(chores).where(chores.c.chore == chore.value)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else Done(row.done_at, from_json(row.facts, Facts))

    def note(self, chore: Chore, done: Done, entry: AuditEntry | None = None) -> None:
        """Write down that a chore was done, with its line in the audit trail where it has one."""
        told = {"done_at": done.at, "facts": to_json(done.facts, Facts)}
        row = insert_or(chores).values(chore=chore.value, **told)
        with self._database.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["chore"], set_=told))
            if entry is not None:
                write_audit(connection, entry)
