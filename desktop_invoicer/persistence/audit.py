"""The audit trail in the database: entries are only added, each chained to the one before by its hash."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, Select, cast, func, insert, or_, select, text

from desktop_invoicer.domain.audit import AuditEntry, AuditLine, AuditQuery, Deed, TrailHead
from desktop_invoicer.domain.audit_check import TrailState
from desktop_invoicer.domain.audited_step import JobState, audit_entries, audited
from desktop_invoicer.domain.journal import Step
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.prepared import Prepared
from desktop_invoicer.persistence.tables import audit
from desktop_invoicer.persistence.values import Facts, from_json, to_json

_LAST_HASH = "SELECT hash FROM audit ORDER BY id DESC LIMIT 1"
_STATE = """
    SELECT jobs.stage, jobs.value, documents.access_key
    FROM jobs LEFT JOIN documents ON documents.job_id = jobs.id AND documents.released_at IS NULL
    WHERE jobs.id = ?
"""
_ADD = Prepared(insert(audit))
_HEAD = select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)
_TEXTS = (audit.c.at, audit.c.who, audit.c.deed, audit.c.subject, audit.c.facts, audit.c.previous, audit.c.hash)
_LINES = select(audit.c.id, *(cast(column, LargeBinary).label(column.name) for column in _TEXTS))
"""As bytes: what is stored may be no text at all any more."""
_COUNTER = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'")
_TRIGGERS = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
_GUARDS = frozenset(
    f"CREATE TRIGGER {name} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
    for name, act in (("unchanged_audit", "UPDATE"), ("undeleted_audit", "DELETE"))
)


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

    def page(self, query: AuditQuery, before: int | None, limit: int) -> tuple[AuditLine, ...]:
        """Give the newest ``limit`` lines that are asked for, of those below a number; newest first."""
        asked = _asked(_LINES, query).order_by(audit.c.id.desc()).limit(limit)
        return self._read(asked if before is None else asked.where(audit.c.id < before))

    def lines(self, first: int, last: int, limit: int) -> tuple[AuditLine, ...]:
        """Give the lines from one number to another, at most ``limit``, exactly as they are stored."""
        return self._read(_LINES.where(audit.c.id >= first, audit.c.id <= last).order_by(audit.c.id).limit(limit))

    def span(self, query: AuditQuery) -> tuple[int, int]:
        """Give the numbers of the first and the last line that are asked for; ``(0, 0)`` where there is none."""
        with self._database.reading() as connection:
            first, last = connection.execute(_asked(select(func.min(audit.c.id), func.max(audit.c.id)), query)).one()
            return (first or 0, last or 0)

    def head(self) -> TrailHead:
        """Give the newest line."""
        with self._database.reading() as connection:
            row = connection.execute(_HEAD).first()
            return TrailHead() if row is None else TrailHead(row.id, row.hash)

    def hash_of(self, number: int) -> str | None:
        """Give the hash of a line; ``None`` where it is not there."""
        with self._database.reading() as connection:
            found: str | None = connection.execute(select(audit.c.hash).where(audit.c.id == number)).scalar()
            return found

    def state(self) -> TrailState:
        """Tell what the database says of the trail as a whole."""
        with self._database.reading() as connection:
            last = connection.execute(select(func.coalesce(func.max(audit.c.id), 0))).scalar_one()
            counter = connection.execute(_COUNTER).scalar_one()
            guards = {" ".join(sql.split()) for sql in connection.execute(_TRIGGERS).scalars()}
            return TrailState(last, counter, guards == _GUARDS)

    def _read(self, query: Select[Any]) -> tuple[AuditLine, ...]:
        with self._database.reading() as connection:
            return tuple(map(_line, connection.execute(query)))


def write_audit(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry inside the transaction of what it tells."""
    last = connection.connection.cursor().execute(_LAST_HASH).fetchone()
    previous = last[0] if last else ""
    values = {
        "at": entry.at,
        "who": entry.who,
        "deed": entry.deed.value,
        "subject": entry.subject,
        "facts": to_json(entry.facts, Facts),
        "previous": previous,
        "hash": entry.hash_after(previous),
    }
    _ADD.run(connection, values)


def write_audit_of(connection: Connection, step: Step) -> None:
    """Add what a step of a job means for the trail, before the step itself is written in the same transaction."""
    if not audited(step):
        return
    before = connection.connection.cursor().execute(_STATE, (step.job.id,)).fetchone()
    if before is not None:
        for entry in audit_entries(step, JobState(*before)):
            write_audit(connection, entry)


def _asked(columns: Select[Any], query: AuditQuery) -> Select[Any]:
    wanted = []
    if query.since is not None:
        wanted.append(audit.c.at >= query.since)
    if query.until is not None:
        wanted.append(audit.c.at < query.until)
    if query.who is not None:
        wanted.append(audit.c.who == query.who)
    if query.subject:
        below = audit.c.subject.startswith(f"{query.subject}/", autoescape=True)
        wanted.append(or_(audit.c.subject == query.subject, below))
    return columns.where(*wanted)


def _line(row: Row[Any]) -> AuditLine:
    texts: list[bytes | None]
    number, *texts = row
    return AuditLine(number, *((stored or b"").decode(errors="replace") for stored in texts))
