"""The trail of a real database, and what somebody with its key does to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.audit_check import Anchor, AnchorState, AuditVerdict, ChainCheck
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from tests.builders import NOW
from tests.counter import DATABASE, KEY, new_database

LINES = 12
NO_ANCHOR = Anchor(AnchorState.NONE)


def entry(number: int) -> AuditEntry:
    facts: dict[str, str | int] = {"value": 100 * number, "reason": "não é nosso"}
    return AuditEntry(NOW + timedelta(minutes=number), "ana", Deed.CONFIRMED, f"loja/v{number}/{number}", facts)


def written(folder: Path) -> Anchor:
    """Write a trail, close its database, and give the head as a keyring would keep it."""
    with closing(new_database(folder)) as database:
        trail = AuditTable(database)
        for number in range(1, LINES + 1):
            trail.add(entry(number))
        return Anchor(AnchorState.KEPT, trail.head())


@contextmanager
def with_key(folder: Path) -> Iterator[sqlcipher.Connection]:
    """Open the database as somebody does who has its key and means harm: the guards are away, and back afterwards."""
    with closing(sqlcipher.connect(str(folder / DATABASE), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute("BEGIN")
        guards = list(
            connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        )
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, guard in guards:
            connection.execute(guard)
        connection.execute("COMMIT")


def harm(folder: Path, *statements: str) -> None:
    with with_key(folder) as connection:
        for statement in statements:
            connection.execute(statement)


def verify(folder: Path, anchor: Anchor = NO_ANCHOR, slice_: int = 5) -> AuditVerdict:
    with closing(Database(folder / DATABASE, KEY)) as database:
        trail, check, first = AuditTable(database), ChainCheck(anchor), -(2**63)
        state = trail.state()
        while lines := trail.lines(first, state.last, slice_):
            check.follow(lines)
            first = lines[-1].number + 1
        check.end(state)
        return check.verdict(NOW)


def codes(verdict: AuditVerdict) -> list[ProblemCode]:
    return [finding.code for finding in verdict.findings]


def forged(folder: Path, changed: Sequence[AuditEntry]) -> None:
    """Write a whole trail anew, each line with its right hash."""
    with with_key(folder) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'audit'")
    with closing(Database(folder / DATABASE, KEY)) as database:
        for one in changed:
            AuditTable(database).add(one)
