"""The timeline of a job as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate, tell, word
from tests.unit.messages.examples import AT, TIMELINE


def test_every_entry_has_an_example() -> None:
    assert {entry.entry for entry in TIMELINE} == set(Entry)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("entry", TIMELINE, ids=lambda entry: f"{entry.entry} {sorted(entry.facts.values(), key=str)}")
def test_an_entry_is_told_with_its_figures(entry: TimelineEntry, language: Language) -> None:
    activate(language)

    told = tell(entry)

    assert told.startswith(word(entry.entry))
    assert not set(told) & set("{}?")


def test_an_entry_without_its_facts_is_told_by_its_word() -> None:
    assert tell(TimelineEntry(AT, Entry.POST_BEGUN)) == "Enviando à VTEX"


def test_a_stop_says_what_was_wrong() -> None:
    facts: dict[str, str | int] = {"problem": "balance_differs", "computed": 12980, "open": 12480}

    told = tell(TimelineEntry(AT, Entry.HELD, facts))

    assert told.startswith("Parada: ")
    assert "R$ 129,80" in told


def test_a_stop_of_an_unknown_kind_keeps_its_code() -> None:
    assert tell(TimelineEntry(AT, Entry.HELD, {"problem": "of_tomorrow"})) == "Parada: of_tomorrow"


def test_a_document_tells_its_file_and_what_was_to_be_looked_at() -> None:
    activate(Language.EN)
    facts: dict[str, str | int] = {"key": "3526", "operator": "Ana", "file": "nota.xml", "warnings": "buyer, items"}

    told = tell(TimelineEntry(AT, Entry.DOCUMENT_ATTACHED, facts))

    assert told.endswith("by Ana: 3526; from the file nota.xml; to look at: buyer, items")


def test_a_check_of_another_version_is_left_out() -> None:
    told = tell(TimelineEntry(AT, Entry.DOCUMENT_ATTACHED, {"key": "3526", "warnings": "of_tomorrow"}))

    assert told.endswith(": 3526")


def test_a_matter_of_another_version_is_told_by_its_word() -> None:
    facts: dict[str, str | int] = {"operator": "Ana", "matter": "of_tomorrow"}

    assert tell(TimelineEntry(AT, Entry.SETTLED, facts)) == word(Entry.SETTLED)


@given(
    st.sampled_from(Entry),
    st.dictionaries(
        st.sampled_from(
            [
                *("source", "value", "status", "key", "operator", "number", "words", "problem", "reason", "file"),
                *("warnings", "matter", "operation", "store", "authorisation", "reversed_at"),
            ]
        ),
        st.one_of(st.text(), st.integers()),
    ),
)
def test_missing_or_hostile_facts_never_fail(entry: Entry, facts: dict[str, str | int]) -> None:
    assert tell(TimelineEntry(AT, entry, facts)).isprintable()
