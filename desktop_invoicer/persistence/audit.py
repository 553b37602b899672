"""The audit trail in the database: entries are only added, each chained to the one before by its hash."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import audit
from desktop_invoicer.persistence.values import Facts, from_json, to_json

_LAST_HASH = select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)


class AuditTable:
    """The trail of this desk. Triggers refuse to change or to delete a line of it."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def add(self, entry: AuditEntry) -> None:
        """Add an entry, chained to the one before."""
        with self._database.writing() as connection:
            write_audit(connection, entry)

    def entries(self, subject: str) -> tuple[AuditEntry, ...]:
        """Give the entries about a subject, oldest first."""
        query = select(audit).where(audit.c.subject == subject).order_by(audit.c.id)
        with self._database.reading() as connection:
            return tuple(
                AuditEntry(row.at, row.who, Deed(row.deed), row.subject, from_json(row.facts, Facts))
                for row in connection.execute(query)
            )


def write_audit(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry inside the transaction of what it tells."""
    previous = connection.execute(_LAST_HASH).scalar() or ""
    values = {
        "at": entry.at,
        "who": entry.who,
        "deed": entry.deed.value,
        "subject": entry.subject,
        "facts": to_json(entry.facts, Facts),
        "previous": previous,
        "hash": entry.hash_after(previous),
    }
    connection.execute(insert(audit).values(values))
