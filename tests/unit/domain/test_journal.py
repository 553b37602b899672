"""What the engine writes down."""

from __future__ import annotations

from desktop_invoicer.domain.journal import Effect, EffectKind, Entry, Ncm, NcmSource, Step, TimelineEntry
from tests.builders import NOW, a_job


def test_an_effect_that_was_begun_has_no_outcome_yet() -> None:
    assert Effect(EffectKind.POST_INVOICE, NOW).outcome is None


def test_a_step_writes_nothing_but_the_job_and_its_timeline_unless_told() -> None:
    step = Step(a_job(), TimelineEntry(NOW, Entry.RECEIVED))

    assert (step.content, step.attachment, step.began, step.ended) == (None, None, None, None)
    assert not step.releases_document


def test_an_entry_is_the_name_that_json_shows() -> None:
    assert all(entry.value == entry.name.lower() for entry in Entry)


def test_an_ncm_disagrees_with_no_other_source_unless_told() -> None:
    assert Ncm("61091000", NcmSource.TAX_CODE).other == ""
