"""What a person may do with a job as it stands. The desk refuses the rest; the window does not even offer it."""

from __future__ import annotations

from enum import Enum

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage


class Act(Enum):
    """Something a person does with a job."""

    ATTACH = "attach"
    SUBMIT = "submit"
    RETRY = "retry"
    DISMISS = "dismiss"
    SETTLE = "settle"
    """Say what a return needs a person's word for."""


AT_STAGE: dict[Stage, frozenset[Act]] = {
    Stage.RECEIVED: frozenset({Act.RETRY, Act.DISMISS}),
    Stage.LOADED: frozenset({Act.ATTACH, Act.RETRY, Act.DISMISS, Act.SETTLE}),
    Stage.DOCUMENTED: frozenset({Act.ATTACH, Act.SUBMIT, Act.RETRY, Act.DISMISS, Act.SETTLE}),
    Stage.SUBMITTED: frozenset({Act.RETRY}),
    Stage.CLOSED: frozenset(),
    Stage.WITHDRAWN: frozenset({Act.RETRY}),
    Stage.DISMISSED: frozenset({Act.RETRY}),
}
"""What each stage allows; submitting again what is in VTEX already is a retry."""


def acts_on(job: Job) -> frozenset[Act]:
    """Give what may be done with a job; one that is going out at this moment is left alone."""
    if job.stage is Stage.DOCUMENTED and job.confirmed_by and job.hold is None:
        return frozenset()
    return AT_STAGE[job.stage]


def next_act(job: Job) -> Act | None:
    """Give the one thing to do next; ``None`` while the desk goes on by itself or somebody else has to act."""
    if job.stage is Stage.LOADED and job.hold is not None and job.hold.kind is HoldKind.WAITING_FOR_DOCUMENT:
        return Act.ATTACH
    if job.stage is Stage.DOCUMENTED and not job.confirmed_by:
        return Act.SUBMIT
    if job.hold is not None and job.hold.kind is HoldKind.NEEDS_PERSON:
        return Act.RETRY
    return None


def is_same_invoice(one: Job, other: Job) -> bool:
    """Tell whether the same would come of sending a job as it was and as it is: who saw one has seen the other."""
    return _seen(one) == _seen(other)


def _seen(job: Job) -> tuple[object, ...]:
    """Give what would go out, and what was said of it to whoever confirms: who refunds may change, too."""
    problem = None if job.hold is None else job.hold.problem
    said = problem if problem is not None and problem.code is ProblemCode.CONFIRMATION_DUE else None
    return job.id, job.stage, job.operation, job.value, job.units, job.document, said
