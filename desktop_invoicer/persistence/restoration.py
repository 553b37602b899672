"""Putting the database of a backup in the place of the desk's own."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select, text

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.persistence import rows
from desktop_invoicer.persistence.audit import write_audit
from desktop_invoicer.persistence.backup import Unpacked, settle
from desktop_invoicer.persistence.database import Database, is_busy, unlocked
from desktop_invoicer.persistence.tables import jobs

_UNSENT = text("stage IN ('loaded', 'documented') AND id NOT IN (SELECT job_id FROM effects WHERE outcome IS NULL)")
"""What has not begun to be sent. Of what has, the truth is read anyway before anything is repeated."""


def take_over(found: Unpacked, key: bytes, entry: AuditEntry) -> int:
    """Make the database of a backup this desk's own, with this desk's ``key``; give how many jobs begin again.

    Its schema is brought up to date. What it takes for unsent may have been sent since: everything is read again from
    VTEX, and every word about sending is asked for again.
    """
    if found.key != key:
        with closing(unlocked(found.database, found.key)) as connection:
            connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
    database = Database(found.database, key)
    try:
        with database.writing() as connection:
            ids = connection.execute(select(jobs.c.id).where(_UNSENT)).scalars().all()
            begun = {"stage": "received", "hold_kind": None, "hold_until": None, "hold_problem": None, "attempts": 0}
            changes = {**begun, "confirmed_by": "", "version": jobs.c.version + 1, "updated_at": entry.at}
            connection.execute(jobs.update().where(_UNSENT).values(changes))
            for job_id in ids:
                rows.write_entry(connection, job_id, TimelineEntry(entry.at, Entry.RETRIED, {"operator": entry.who}))
            write_audit(connection, entry)
        return len(ids)
    finally:
        database.close()


def count_operators(path: Path, key: bytes | None) -> int | None:
    """Count the people who may sign in by a database; ``None`` where it is not there or cannot be read.

    Raises:
        StorageBusyError: another program keeps it from being read just now, which is no reason to ask nobody.

    """
    if key is None or not path.exists():
        return None
    try:
        with closing(unlocked(path, key, "ro")) as connection:
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'operators'").fetchone()[0]
            count: int = (
                known and connection.execute("SELECT count(*) FROM operators WHERE retired_at IS NULL").fetchone()[0]
            )
            return count
    except sqlcipher.Error as exc:
        if is_busy(exc):
            raise errors.StorageBusyError from exc
        return None


def put_in_place(new: Path, current: Path, aside: Path, key: bytes | None) -> bool:
    """Put a closed database in the place of another, which stays under the name ``aside``; tell whether there was one.

    At every moment one of them is there under the name of the desk's database.
    """
    if current.exists():
        _fold(current, aside, key)
        try:
            os.link(current, aside)
        except OSError:  # a file system without links
            shutil.copy2(current, aside)
    new.replace(current)
    settle(current.parent)
    return aside.exists()


def _fold(current: Path, aside: Path, key: bytes | None) -> None:
    """Fold the write-ahead log of a database into it; one that cannot be read goes aside as it is."""
    with suppress(sqlcipher.Error):
        if key is not None:
            with closing(unlocked(current, key)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for ending in ("-wal", "-shm"):
        log = current.with_name(current.name + ending)
        if log.exists():
            log.replace(aside.with_name(aside.name + ending))
