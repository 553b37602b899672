"""What a step of a job writes into the audit trail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.audited_step import DEEDS, JobState, audit_entries, audited, subject_of
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.workflow import Job, Stage
from tests.builders import NOW, a_document, a_job, a_paper

DOCUMENT = a_document()
KEY = DOCUMENT.key.text
UNTOLD = {Entry.RECEIVED, Entry.RECEIVED_AGAIN, Entry.LOADED, Entry.HELD, Entry.POST_UNKNOWN}
"""What neither leaves the desk nor decides anything."""


def at(stage: Stage, **values: object) -> Job:
    return replace(a_job(), stage=stage, **values)  # type: ignore[arg-type]  # fields of a job


def only(step: Step, before: JobState) -> AuditEntry:
    (entry,) = audit_entries(step, before)
    return entry


def test_everything_that_happens_to_a_job_is_told_or_left_out_on_purpose() -> None:
    assert set(DEEDS) | UNTOLD == set(Entry)
    assert not set(DEEDS) & UNTOLD
    assert all(deed.value == entry.value for entry, deed in DEEDS.items())


@pytest.mark.parametrize("entry", sorted(UNTOLD))
def test_what_decides_nothing_leaves_no_line(entry: Entry) -> None:
    step = Step(at(Stage.LOADED), TimelineEntry(NOW, entry))

    assert audited(step) == ()
    assert list(audit_entries(step, JobState("received", None, None))) == []


def test_a_line_names_who_when_what_and_the_job_below_its_order() -> None:
    job = at(Stage.DOCUMENTED, value=9990, document=DOCUMENT, confirmed_by="ana")
    step = Step(job, TimelineEntry(NOW, Entry.CONFIRMED, {"operator": "ana", "value": 9990}))

    entry = only(step, JobState("documented", 9990, KEY))

    assert entry == AuditEntry(
        NOW,
        "ana",
        Deed.CONFIRMED,
        f"{job.account}/{job.order_id}/{job.id}",
        {"stage": "documented", "value": 9990, "key": KEY, "confirmed_by": "ana"},
    )
    assert entry.subject == subject_of(job)


def test_what_the_program_does_by_itself_is_done_by_nobody() -> None:
    step = Step(at(Stage.SUBMITTED), TimelineEntry(NOW, Entry.POST_CONFIRMED, {"number": "7", "receipt": "abc"}))

    entry = only(step, JobState("documented", None, None))

    assert entry.who == ""
    assert entry.facts == {"before stage": "documented", "stage": "submitted", "number": "7", "receipt": "abc"}


def test_what_was_there_before_is_told_where_it_is_another_now() -> None:
    other = a_document(nnf=77)
    job = at(Stage.DOCUMENTED, value=5000, document=other)
    step = Step(
        job,
        TimelineEntry(NOW, Entry.DOCUMENT_ATTACHED, {"operator": "ana", "key": other.key.text, "file": "maria.xml"}),
        attachment=a_paper(other),
        releases_document=True,
    )

    facts = only(step, JobState("loaded", 9990, KEY)).facts

    assert facts == {
        "before stage": "loaded",
        "stage": "documented",
        "before value": 9990,
        "value": 5000,
        "before key": KEY,
        "key": other.key.text,
    }


@pytest.mark.parametrize(("entry", "stage"), [(Entry.DISMISSED, Stage.DISMISSED), (Entry.WITHDRAWN, Stage.WITHDRAWN)])
def test_a_document_that_goes_with_its_job_was_there_before(entry: Entry, stage: Stage) -> None:
    step = Step(at(stage, document=DOCUMENT), TimelineEntry(NOW, entry), releases_document=True)

    facts = only(step, JobState("documented", None, KEY)).facts

    assert facts["before key"] == KEY
    assert "key" not in facts


def test_a_step_of_two_deeds_writes_two_lines() -> None:
    freed = TimelineEntry(NOW, Entry.DOCUMENT_RELEASED, {"key": KEY})
    step = Step(at(Stage.LOADED), TimelineEntry(NOW, Entry.LOADED), releases_document=True, also=freed)
    both = replace(step, entry=TimelineEntry(NOW, Entry.RETRIED, {"operator": "ana"}))

    assert [entry.deed for entry in audit_entries(step, JobState("received", None, KEY))] == [Deed.DOCUMENT_RELEASED]
    assert [entry.deed for entry in audit_entries(both, JobState("received", None, KEY))] == [
        Deed.RETRIED,
        Deed.DOCUMENT_RELEASED,
    ]


def test_what_a_buyer_or_vtex_wrote_stays_out() -> None:
    told = {
        "operator": "bia",
        "matter": "operation",
        "observation": "inStore: falar com Maria, 529.982.247-25",
        "operation": "return",
        "store": "",
        "words": "cpf 52998224725 inválido",
        "raw": "{}",
        "reason": "cliente 529.982.247-25 desistiu",
    }

    entry = only(Step(at(Stage.RECEIVED), TimelineEntry(NOW, Entry.SETTLED, told)), JobState("received", None, None))

    assert entry.who == "bia"
    assert entry.facts == {
        "stage": "received",
        "matter": "operation",
        "operation": "return",
        "reason": "cliente •••••••••25 desistiu",
    }
