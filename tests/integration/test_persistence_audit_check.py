"""Checking the trail of a real database that somebody with its key changed."""
# ruff: noqa: S608 (statements of this file alone)

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer.domain.audit import NO_HEAD
from desktop_invoicer.domain.audit_check import AnchorState
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.persistence.audit import AuditTable, write_audit
from desktop_invoicer.persistence.database import Database
from tests.builders import NOW
from tests.counter import DATABASE, KEY, new_database
from tests.harmed_trail import LINES, NO_ANCHOR, codes, entry, forged, harm, verify, with_key, written


def test_a_trail_that_nobody_touched_is_sound(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    verdict = verify(tmp_path, anchor)

    assert verdict.is_sound
    assert verdict.lines == LINES
    assert verdict.head == anchor.head
    assert verdict.anchor is AnchorState.KEPT


def test_an_empty_trail_is_sound(tmp_path: Path) -> None:
    new_database(tmp_path).close()

    verdict = verify(tmp_path)

    assert verdict.is_sound
    assert verdict.head == NO_HEAD


@pytest.mark.parametrize("column", ["who", "subject", "deed"])
def test_a_changed_line_is_named_with_its_moment_and_deed(tmp_path: Path, column: str) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, f"UPDATE audit SET {column} = 'closed' WHERE id = 7")

    (finding,) = verify(tmp_path, anchor).findings
    assert finding.code is ProblemCode.AUDIT_CHANGED
    assert finding.facts["number"] == 7
    assert str(finding.facts["at"]).startswith((NOW + timedelta(minutes=7)).isoformat(timespec="minutes")[:16])
    assert {"deed", "subject"} <= finding.facts.keys()


@pytest.mark.parametrize(
    "facts",
    [
        '{"value":700,"value":1,"reason":"não é nosso"}',
        '{"value": 700,"reason":"não é nosso"}',
        '{"value":700.0,"reason":"não é nosso"}',
        '{"reason":"não é nosso","value":701}',
        "{}",
        "[]",
        "no json",
        "",
        "[" * 100_000,
    ],
)
def test_facts_are_checked_to_the_letter(tmp_path: Path, facts: str) -> None:
    anchor = written(tmp_path)

    with with_key(tmp_path) as connection:
        connection.execute("UPDATE audit SET facts = ? WHERE id = 7", (facts,))

    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_CHANGED]


@pytest.mark.parametrize("at", ["2026-11-20T15:07:00+00:00", "9999-12-31T23:59:59.999999-12:00", "yesterday", ""])
def test_a_moment_is_checked_to_the_letter(tmp_path: Path, at: str) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, f"UPDATE audit SET at = '{at}' WHERE id = 7")

    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_CHANGED]


def test_bytes_that_are_no_text_are_a_changed_line(tmp_path: Path) -> None:
    written(tmp_path)

    harm(tmp_path, "UPDATE audit SET who = CAST(x'ff00fe' AS TEXT) WHERE id = 3")

    assert codes(verify(tmp_path)) == [ProblemCode.AUDIT_CHANGED]


def test_a_changed_line_with_a_hash_of_its_own_breaks_the_chain_behind_it(tmp_path: Path) -> None:
    written(tmp_path)
    with closing(Database(tmp_path / DATABASE, KEY)) as database:
        (line,) = AuditTable(database).lines(7, 7, 1)
        own = replace(entry(7), who="bia").hash_after(line.previous)

    harm(tmp_path, f"UPDATE audit SET who = 'bia', hash = '{own}' WHERE id = 7")

    (finding,) = verify(tmp_path).findings
    assert finding.code is ProblemCode.AUDIT_UNLINKED
    assert finding.facts["number"] == 8


def test_the_newest_line_changed_with_a_hash_of_its_own_is_not_the_one_that_the_keyring_remembers(
    tmp_path: Path,
) -> None:
    anchor = written(tmp_path)
    with closing(Database(tmp_path / DATABASE, KEY)) as database:
        (line,) = AuditTable(database).lines(LINES, LINES, 1)
        own = replace(entry(LINES), who="bia").hash_after(line.previous)

    harm(tmp_path, f"UPDATE audit SET who = 'bia', hash = '{own}' WHERE id = {LINES}")

    assert verify(tmp_path).is_sound
    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_REPLACED]


@pytest.mark.parametrize(
    ("taken", "first", "last", "before"), [("5, 6, 7", 5, 7, 8), ("1", 1, 1, 2), ("1, 2, 3", 1, 3, 4)]
)
def test_lines_that_are_missing_are_counted(tmp_path: Path, taken: str, first: int, last: int, before: int) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, f"DELETE FROM audit WHERE id IN ({taken})")

    (finding,) = verify(tmp_path, anchor).findings
    assert finding.code is ProblemCode.AUDIT_MISSING
    assert (finding.facts["first"], finding.facts["last"], finding.facts["number"]) == (first, last, before)


def test_a_gap_that_was_closed_with_other_numbers_is_found(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    harm(
        tmp_path,
        "DELETE FROM audit WHERE id = 5",
        *(f"UPDATE audit SET id = {n - 1} WHERE id = {n}" for n in range(6, 13)),
    )

    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_UNLINKED, ProblemCode.AUDIT_CUT]


def test_lines_with_other_numbers_alone_are_found(tmp_path: Path) -> None:
    written(tmp_path)

    harm(tmp_path, f"UPDATE audit SET id = 20 WHERE id = {LINES}", "UPDATE sqlite_sequence SET seq = 20")

    assert codes(verify(tmp_path)) == [ProblemCode.AUDIT_UNLINKED]


@pytest.mark.parametrize("keeps_counter", [True, False])
def test_a_cut_end_is_found_by_the_counter_or_by_what_the_keyring_remembers(
    tmp_path: Path, *, keeps_counter: bool
) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, "DELETE FROM audit WHERE id > 9", *([] if keeps_counter else ["UPDATE sqlite_sequence SET seq = 9"]))

    (finding,) = verify(tmp_path, anchor if not keeps_counter else NO_ANCHOR).findings
    assert finding.code is ProblemCode.AUDIT_CUT
    assert (finding.facts["first"], finding.facts["last"]) == (10, LINES)


def test_a_trail_that_was_emptied_is_found(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, "DELETE FROM audit", "DELETE FROM sqlite_sequence WHERE name = 'audit'")

    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_CUT]


def test_a_counter_that_was_turned_back_is_found(tmp_path: Path) -> None:
    written(tmp_path)

    harm(tmp_path, "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit'")

    assert codes(verify(tmp_path)) == [ProblemCode.AUDIT_COUNTER]


def test_lines_in_another_order_are_found(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    harm(tmp_path, *(f"UPDATE audit SET id = {to} WHERE id = {of}" for of, to in ((4, 99), (5, 4), (99, 5))))

    found = verify(tmp_path, anchor).findings
    assert {finding.code for finding in found} == {ProblemCode.AUDIT_UNLINKED}
    assert [finding.facts["number"] for finding in found] == [4, 5, 6]


@pytest.mark.parametrize("number", [0, -7, -(2**63)])
def test_a_line_before_the_first_is_found(tmp_path: Path, number: int) -> None:
    anchor = written(tmp_path)

    harm(
        tmp_path,
        f"INSERT INTO audit SELECT {number}, at, who, deed, subject, facts, 'x', hash FROM audit WHERE id = 1",
    )

    verdict = verify(tmp_path, anchor)
    assert verdict.findings[0].facts["number"] == number
    assert verdict.findings[0].code is ProblemCode.AUDIT_UNLINKED


def test_a_line_put_in_between_is_found(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    harm(
        tmp_path,
        *(f"UPDATE audit SET id = {n + 1} WHERE id = {n}" for n in range(LINES, 5, -1)),
        "INSERT INTO audit SELECT 6, at, who, deed, subject, facts, 'x', 'y' FROM audit WHERE id = 5",
    )

    assert {ProblemCode.AUDIT_UNLINKED, ProblemCode.AUDIT_CHANGED} <= set(codes(verify(tmp_path, anchor)))


def test_a_whole_trail_that_was_forged_is_not_the_one_that_the_keyring_remembers(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    forged(tmp_path, [replace(entry(number), who="bia") for number in range(1, LINES + 1)])

    assert verify(tmp_path).is_sound
    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_REPLACED]


def test_a_forged_trail_that_is_longer_is_found_too(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    forged(tmp_path, [entry(number) for number in range(2, 2 * LINES)])

    (finding,) = verify(tmp_path, anchor).findings
    assert finding.code is ProblemCode.AUDIT_REPLACED
    assert finding.facts["number"] == LINES


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER unchanged_audit",
        "DROP TRIGGER undeleted_audit",
        "CREATE TRIGGER quiet BEFORE INSERT ON audit WHEN NEW.who = 'bia' BEGIN SELECT RAISE(IGNORE); END",
    ],
)
def test_a_guard_that_was_taken_away_or_added_is_found(tmp_path: Path, statement: str) -> None:
    anchor = written(tmp_path)

    with closing(Database(tmp_path / DATABASE, KEY)) as database, database.writing() as connection:
        connection.exec_driver_sql(statement)

    assert codes(verify(tmp_path, anchor)) == [ProblemCode.AUDIT_UNGUARDED]


def test_lines_after_the_remembered_one_are_no_damage(tmp_path: Path) -> None:
    anchor = written(tmp_path)

    with closing(Database(tmp_path / DATABASE, KEY)) as database:
        AuditTable(database).add(entry(LINES + 1))

    assert verify(tmp_path, anchor).is_sound


def undone(database: Database) -> None:
    """Add a line in a transaction that comes to nothing."""
    with database.writing() as connection:
        write_audit(connection, entry(2))
        raise RuntimeError


def test_what_was_rolled_back_leaves_no_gap(tmp_path: Path) -> None:
    with closing(new_database(tmp_path)) as database:
        trail = AuditTable(database)
        trail.add(entry(1))
        with pytest.raises(RuntimeError):
            undone(database)
        trail.add(entry(3))

    assert verify(tmp_path).is_sound


def test_a_thousand_damages_are_counted_and_a_hundred_told(tmp_path: Path) -> None:
    with closing(new_database(tmp_path)) as database:
        for number in range(1, 121):
            AuditTable(database).add(entry(number))

    harm(tmp_path, "UPDATE audit SET who = 'bia'")

    verdict = verify(tmp_path)
    assert verdict.found == 120
    assert len(verdict.findings) == 100
