"""What would become of a job that is not sent, if everything that is ready were sent now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage


class Prospect(StrEnum):
    """What would become of it."""

    SEND = "send"
    """It is ready: it goes out."""
    GOES_ON = "goes_on"
    """It moves by itself: it is being loaded or sent, or is tried again soon."""
    CONFIRM = "confirm"
    """A person has to look at it and confirm it by itself, never in a batch.

    Money goes out (design.md, promise 5), or something about its document has to be looked at first.
    """
    DOCUMENT = "document"
    """Its document is missing."""
    PERSON = "person"
    """Somebody has to put something right first."""
    ACCOUNT = "account"
    """Its account is paused."""
    OVER = "over"
    """It was sent or given up since the day it is listed for: nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would become of one job, and why it would not go out. ``is_asked``: VTEX was asked just now."""

    job: Job
    prospect: Prospect
    problem: Problem | None = None
    is_asked: bool = False


_BY_HOLD = {
    HoldKind.RETRY_AT: Prospect.GOES_ON,
    HoldKind.WAITING_FOR_DOCUMENT: Prospect.DOCUMENT,
    HoldKind.NEEDS_PERSON: Prospect.PERSON,
    HoldKind.ACCOUNT_PAUSED: Prospect.ACCOUNT,
}
_BY_PROBLEM = {
    ProblemCode.WAITING_FOR_VTEX: Prospect.GOES_ON,
    ProblemCode.OUTCOME_UNKNOWN: Prospect.GOES_ON,
    ProblemCode.NOTIFICATION_MISSING: Prospect.GOES_ON,
    ProblemCode.CHANGE_IN_FLIGHT: Prospect.GOES_ON,
    ProblemCode.ALIKE_REQUEST_OPEN: Prospect.GOES_ON,
    ProblemCode.CREDENTIALS: Prospect.ACCOUNT,
    ProblemCode.CONNECTION_UNSAFE: Prospect.ACCOUNT,
}
"""What needs nobody at the desk; for everything else that VTEX shows somebody is needed."""


def foresee(job: Job, problem: Problem | None = None) -> Forecast:
    """Tell what would become of a job.

    Args:
        job: as it is now.
        problem: why it would not go out, where VTEX was asked just now; else the job's own hold tells.

    """
    if job.stage.is_end:
        return Forecast(job, Prospect.OVER)
    if problem is not None:
        return Forecast(job, _BY_PROBLEM.get(problem.code, Prospect.PERSON), problem, is_asked=True)
    if job.hold is None:
        is_silent = job.stage is Stage.DOCUMENTED and not job.confirmed_by
        return Forecast(job, _by_word(job) if is_silent else Prospect.GOES_ON)
    problem = job.hold.problem
    if problem.code is ProblemCode.CONFIRMATION_DUE and job.stage is Stage.DOCUMENTED:
        return Forecast(job, _by_word(job, problem), problem)
    return Forecast(job, _BY_HOLD[job.hold.kind], problem)


def _by_word(job: Job, due: Problem | None = None) -> Prospect:
    """Tell whether the one word that is missing may be said for many jobs at once."""
    has_warnings = due is not None and "warnings" in due.facts
    return Prospect.SEND if job.operation is Operation.SALE and not has_warnings else Prospect.CONFIRM
