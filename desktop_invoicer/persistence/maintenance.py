"""The upkeep of the database's file: its statistics, its size, and whether it is whole. Short steps, any thread."""

from __future__ import annotations

from sqlalchemy import text

from desktop_invoicer import errors
from desktop_invoicer.persistence.database import Database

_PAGES = 256
"""Free pages given back at a time: a megabyte, a few milliseconds."""
_PATIENCE = 0.5
"""Seconds to wait for others: tomorrow is another day."""
_WORTH_IT = 0.1
"""So large a part of the file may be free: it is filled again by tomorrow."""


def tidy(database: Database) -> None:
    """Renew the statistics by which queries are planned, and fold the write-ahead log into the file."""
    with database.apart(_PATIENCE) as connection:
        connection.execute("PRAGMA analysis_limit = 400")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_anew(database: Database) -> None:
    """Write the whole file anew: what was erased may have left copies in the unused parts of its pages.

    Half a second for 100 MB, in which others read and wait to write; ``StorageBusyError`` when somebody writes now.
    """
    with database.apart(_PATIENCE) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def shrink(database: Database) -> bool:
    """Give some free pages back to the disk; tell whether many are still free."""
    with database.writing() as connection:
        free = connection.execute(text("PRAGMA freelist_count")).scalar_one()
        all_ = connection.execute(text("PRAGMA page_count")).scalar_one()
        if free <= max(all_ * _WORTH_IT, _PAGES):
            return False
        connection.connection.cursor().execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()  # each is a step
        return True


def is_sound(database: Database) -> bool:
    """Look at every page: whether it is what was written, and whether all of them fit together."""
    try:
        with database.apart() as connection:
            found: list[tuple[str]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            return found == [("ok",)]
    except errors.StorageError:
        return False
