"""The chain of the audit trail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.audit import AuditEntry, Deed
from tests.builders import BRASILIA, NOW
from tests.trail_lines import chain

ENTRY = AuditEntry(NOW, "Bia", Deed.DAY_CLOSED, "2026-11-20", {"unsent": 2, "reason": "amanhã"})


def test_equal_entries_have_equal_hashes() -> None:
    same = AuditEntry(NOW.astimezone(BRASILIA), "Bia", Deed.DAY_CLOSED, "2026-11-20", {"reason": "amanhã", "unsent": 2})

    assert same == ENTRY
    assert same.hash_after("0a") == ENTRY.hash_after("0a")


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, at=NOW.replace(microsecond=1)),
        replace(ENTRY, who="Ana"),
        replace(ENTRY, deed=Deed.DAY_REOPENED),
        replace(ENTRY, subject="2026-11-21"),
        replace(ENTRY, facts={"unsent": 3, "reason": "amanhã"}),
        replace(ENTRY, facts={"unsent": "2", "reason": "amanhã"}),
    ],
)
def test_whatever_is_changed_breaks_the_chain(other: AuditEntry) -> None:
    assert other.hash_after("0a") != ENTRY.hash_after("0a")


def test_an_entry_hangs_on_the_one_before_it() -> None:
    assert ENTRY.hash_after("0a") != ENTRY.hash_after("0b")


def test_a_moment_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        replace(ENTRY, at=NOW.replace(tzinfo=None)).hash_after("")


def test_a_stored_line_is_whole_as_long_as_it_says_what_its_hash_says() -> None:
    line = chain(1)[0]

    assert line.is_whole
    assert line.told == {"value": 100, "reason": "não é nosso"}


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("at", "2026-11-20T12:01:00+00:00"),
        ("at", "0001-01-01T00:00:00.000000+14:00"),
        ("at", "no moment"),
        ("who", ""),
        ("facts", '{"value":100}'),
        ("facts", '{"value": 100,"reason":"não é nosso"}'),
        ("facts", "[1]"),
        ("facts", "no JSON"),
        ("previous", "ab"),
        ("hash", "ab"),
    ],
)
def test_a_stored_line_with_another_text_is_not_whole(column: str, text: str) -> None:
    assert not replace(chain(1)[0], **{column: text}).is_whole  # type: ignore[arg-type]  # texts alone


@pytest.mark.parametrize("facts", ["no JSON", "[1]", "[" * 100_000])
def test_facts_that_cannot_be_read_are_told_as_they_are(facts: str) -> None:
    assert replace(chain(1)[0], facts=facts).told == facts
