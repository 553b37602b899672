"""The audit trail: only added to, and every line follows the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import NO_HEAD, AuditEntry, AuditQuery, Deed, TrailHead
from desktop_invoicer.engine.day_ports import AuditTrail
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import audit
from tests.builders import NOW
from tests.counter import KEY

ENTRY = AuditEntry(NOW, "ana", Deed.KEY_SENT, "v1tst-01", {"number": "42", "value": 9990})
BRASILIA = timezone(-timedelta(hours=3))


def hashes(database: Database) -> list[tuple[str, str]]:
    """Give what each line follows, and its own hash."""
    with database.reading() as connection:
        return [(row.previous, row.hash) for row in connection.execute(select(audit).order_by(audit.c.id))]


def test_entries_come_back_by_their_subject_in_order(trail: AuditTrail) -> None:
    answered = replace(ENTRY, deed=Deed.KEY_ANSWERED, facts={"answer": "não aceita"})
    for entry in (ENTRY, replace(ENTRY, subject="v2tst-01"), answered):
        trail.add(entry)

    assert trail.entries("v1tst-01") == (ENTRY, answered)
    assert trail.entries("v3tst-01") == ()


def test_every_line_follows_the_one_before(trail: AuditTrail, database: Database) -> None:
    entries = [replace(ENTRY, subject=f"v{number}") for number in range(3)]
    for entry in entries:
        trail.add(entry)

    previous, chain = "", []
    for entry in entries:
        chain.append((previous, entry.hash_after(previous)))
        previous = chain[-1][1]
    assert hashes(database) == chain


@pytest.mark.parametrize(
    "at", [NOW.astimezone(BRASILIA), datetime(2026, 11, 20, 12, 0, 0, 5, tzinfo=BRASILIA), NOW + timedelta(seconds=0.5)]
)
def test_what_is_read_back_has_the_hash_it_was_written_with(
    trail: AuditTrail, database: Database, at: datetime
) -> None:
    trail.add(replace(ENTRY, at=at, facts={"b": 1, "a": "é"}))

    (read,) = trail.entries(ENTRY.subject)

    assert hashes(database) == [("", read.hash_after(""))]


def test_the_trail_goes_on_after_the_program_was_started_again(tmp_path: Path, database: Database) -> None:
    AuditTable(database).add(ENTRY)
    database.close()
    again = Database(tmp_path / "invoicer.db", KEY)
    AuditTable(again).add(ENTRY)

    (_, first), (previous, _) = hashes(again)
    again.close()

    assert previous == first


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET who = 'bia'",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT 9, at, who, deed, subject, facts, previous, hash FROM audit WHERE id = 2",
    ],
)
def test_a_line_is_never_changed_taken_out_or_put_in_between(
    trail: AuditTrail, database: Database, tampering: str
) -> None:
    trail.add(ENTRY)
    trail.add(replace(ENTRY, deed=Deed.KEY_ANSWERED))
    before = hashes(database)

    with pytest.raises(errors.StorageError), database.writing() as connection:
        connection.execute(text(tampering))

    assert hashes(database) == before


def test_the_newest_lines_of_a_person_a_time_or_a_subject_are_listed(trail: AuditTrail) -> None:
    for minute, (who, subject) in enumerate(
        [("ana", "loja/v1/1"), ("bia", "loja/v10/2"), ("bia", "loja/v1"), ("ana", "")]
    ):
        trail.add(replace(ENTRY, at=NOW + timedelta(minutes=minute), who=who, subject=subject))

    def numbers(query: AuditQuery, before: int | None = None, limit: int = 50) -> list[int]:
        return [line.number for line in trail.page(query, before, limit)]

    assert numbers(AuditQuery()) == [4, 3, 2, 1]
    assert numbers(AuditQuery(), before=3, limit=1) == [2]
    assert numbers(AuditQuery(who="bia")) == [3, 2]
    assert numbers(AuditQuery(subject="loja/v1")) == [3, 1]
    assert numbers(AuditQuery(subject="loja")) == [3, 2, 1]
    assert numbers(AuditQuery(since=NOW + timedelta(minutes=1), until=NOW + timedelta(minutes=3))) == [3, 2]


def test_a_time_spans_the_lines_between_its_first_and_its_last(trail: AuditTrail) -> None:
    for minute in (0, 5, 3, 9):  # a clock may go back
        trail.add(replace(ENTRY, at=NOW + timedelta(minutes=minute)))

    assert trail.span(AuditQuery(since=NOW + timedelta(minutes=3), until=NOW + timedelta(minutes=9))) == (2, 3)
    assert trail.span(AuditQuery(since=NOW + timedelta(days=1))) == (0, 0)


def test_the_newest_line_is_the_head(trail: AuditTrail) -> None:
    assert trail.head() == NO_HEAD

    trail.add(ENTRY)

    assert trail.head() == TrailHead(1, ENTRY.hash_after(""))
    assert trail.hash_of(1) == ENTRY.hash_after("")
    assert trail.hash_of(2) is None


@given(facts=st.dictionaries(st.text(), st.one_of(st.text(), st.integers())), who=st.text(), subject=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_is_written_is_found_whole(
    trail: AuditTrail, facts: dict[str, str | int], who: str, subject: str
) -> None:
    trail.add(AuditEntry(NOW, who, Deed.CONFIRMED, subject, facts))

    (line,) = trail.page(AuditQuery(), None, 1)

    assert line.is_whole
    assert line.told == facts
