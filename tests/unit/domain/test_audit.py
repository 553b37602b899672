"""The chain of the audit trail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.audit import AuditEntry, Deed
from tests.builders import BRASILIA, NOW

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
