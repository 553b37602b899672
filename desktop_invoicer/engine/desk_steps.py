"""What becomes of a job by what a person does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.fit import warnings
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.steps import documented


def attached(  # noqa: PLR0913 (what is attached to what, and by whom)
    job: Job, paper: Paper, draft: Draft, checks: Sequence[Check], context: Context, *, operator: str, file: str
) -> Step:
    """Give a job its document, found in ``file`` or brought; one that it had is freed."""
    document = paper.document
    if job.stage is Stage.DOCUMENTED:
        job = replace(job, stage=Stage.LOADED)  # the new document takes the place of the old one
    become = documented(job, document, draft, tuple(checks), context)
    facts = {"key": document.key.text, "source": document.source.value}
    facts |= {name: told for name, told in (("operator", operator), ("file", file)) if told}
    if to_look_at := warnings(checks):
        facts["warnings"] = ", ".join(check.name.value for check in to_look_at)
    return Step(
        replace(become, operator=operator or become.operator),
        TimelineEntry(become.updated_at, Entry.DOCUMENT_ATTACHED, facts),
        attachment=paper,
        releases_document=True,
    )


def let_go(job: Job, operator: str, now: datetime) -> Step:
    """Let a job with its document go out; what is sent already is only finished."""
    free = replace(job.held(None, now), operator=operator)
    if job.stage is Stage.SUBMITTED:
        return Step(free, TimelineEntry(now, Entry.RETRIED, {"operator": operator}))
    entry = TimelineEntry(now, Entry.CONFIRMED, {"operator": operator, "value": job.value or 0})
    return Step(replace(free, confirmed_by=operator), entry)


def sending(job: Job) -> Action:
    """Give the action that lets a job go out; one that is not loaded goes nowhere, whoever asks."""
    is_return = job.operation not in {None, Operation.SALE}
    return Action.SUBMIT_RETURN if is_return else Action.SUBMIT_SALE
