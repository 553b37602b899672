"""Which lines of the audit trail a step of a job makes: whatever leaves the desk or decides something does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_invoicer.domain.audit import BEFORE, AuditEntry, Deed
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.personal import without_personal_numbers
from desktop_invoicer.domain.workflow import Job

DEEDS: Mapping[Entry, Deed] = {
    Entry.DOCUMENT_ATTACHED: Deed.DOCUMENT_ATTACHED,
    Entry.DOCUMENT_RELEASED: Deed.DOCUMENT_RELEASED,
    Entry.CONFIRMED: Deed.CONFIRMED,
    Entry.SETTLED: Deed.SETTLED,
    Entry.POST_BEGUN: Deed.POST_BEGUN,
    Entry.POST_CONFIRMED: Deed.POST_CONFIRMED,
    Entry.POST_FOUND: Deed.POST_FOUND,
    Entry.POST_NOT_DONE: Deed.POST_NOT_DONE,
    Entry.POST_REFUSED: Deed.POST_REFUSED,
    Entry.DELETE_BEGUN: Deed.DELETE_BEGUN,
    Entry.CLOSED: Deed.CLOSED,
    Entry.RETRIED: Deed.RETRIED,
    Entry.DISMISSED: Deed.DISMISSED,
    Entry.WITHDRAWN: Deed.WITHDRAWN,
}

_TOLD = (
    "value",
    "number",
    "key",
    "source",
    "warnings",
    "receipt",
    "status",
    "reason",
    "matter",
    "operation",
    "store",
    "goods",
    "authorisation",
    "reversed_at",
)
"""The facts that go into the trail: never what a buyer wrote, what VTEX answered in words, or the name of a file."""
_IN_WORDS = frozenset({"receipt", "reason"})


@dataclass(frozen=True, slots=True)
class JobState:
    """What the trail compares: where a job stood before a step, and where it stands after it."""

    stage: str
    value: int | None
    key: str | None
    """Of the document that the job holds."""

    @classmethod
    def after(cls, step: Step) -> JobState:
        """Give the state that a step leaves."""
        is_freed = step.releases_document and step.attachment is None
        document = None if is_freed else step.job.document
        return cls(step.job.stage.value, step.job.value, None if document is None else document.key.text)


def audited(step: Step) -> tuple[TimelineEntry, ...]:
    """Give what of a step belongs into the trail."""
    return tuple(line for line in (step.entry, step.also) if line is not None and line.entry in DEEDS)


def audit_entries(step: Step, before: JobState) -> Iterator[AuditEntry]:
    """Make the lines of a step; nobody but the program did what no operator is named for."""
    facts = dict(_changes(before, JobState.after(step)))
    if step.job.confirmed_by:
        facts["confirmed_by"] = step.job.confirmed_by
    for line in audited(step):
        who = str(line.facts.get("operator", ""))
        yield AuditEntry(line.at, who, DEEDS[line.entry], subject_of(step.job), facts | dict(_told(line)))


def subject_of(job: Job) -> str:
    """Name a job as the trail does: below its order, which is below its account."""
    return f"{job.account}/{job.order_id}/{job.id}"


def _changes(before: JobState, after: JobState) -> Iterator[tuple[str, str | int]]:
    for name in JobState.__slots__:
        was, now = getattr(before, name), getattr(after, name)
        if was not in {None, now}:
            yield BEFORE + name, was
        if now is not None:
            yield name, now


def _told(line: TimelineEntry) -> Iterator[tuple[str, str | int]]:
    for name in _TOLD:
        fact = line.facts.get(name, "")
        if fact != "":
            yield name, without_personal_numbers(str(fact)) if name in _IN_WORDS else fact
