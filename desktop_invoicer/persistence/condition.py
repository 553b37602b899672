"""Whether the database takes what is written to it, and how large it has become."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import REVISIONS


@dataclass(frozen=True, slots=True)
class DatabaseCondition:
    """Figures of a database that was written just now."""

    size: int
    """In bytes, without what has not been folded into the file yet."""
    schema: str


def tried(database: Database) -> DatabaseCondition:
    """Write a little, durably, as every step of a job does; nothing that means anything is changed. Blocks.

    Raises:
        StorageError, StorageBusyError: it cannot be written now.

    """
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        page_size = connection.execute(text("PRAGMA page_size")).scalar_one()
    return DatabaseCondition(int(pages) * int(page_size), REVISIONS[-1])  # SQLCipher answers in text
