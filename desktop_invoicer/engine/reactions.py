"""From a failure to what happens with the job: wait, ask a person, pause the account, or end. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience

_MISSING_SINCE = "missing_since"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What becomes of a job after a failure; ``withdraws`` when VTEX no longer asks for it."""

    hold: Hold | None
    withdraws: bool = False


def react(job: Job, failure: Exception, now: datetime, patience: Patience, jitter: float) -> Reaction:
    """Choose by the failure's family; an exception that is not ours is a defect and needs a person.

    Args:
        job: the job as it was before the step failed.
        failure: what the step raised.
        now: the present moment.
        patience: how long to wait for what.
        jitter: between 0 and 1, so that many jobs do not come back at once.

    """
    match failure:
        case errors.NotificationNotReadyError():
            return _missing(job, now, patience, jitter)
        case errors.TransientError():
            wait = _wait(job, patience, jitter, failure.retry_after)
            return _hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX, {"reason": str(failure)}), now + wait)
        case errors.OutcomeUnknownError():
            problem = Problem(ProblemCode.OUTCOME_UNKNOWN, {"reason": str(failure)})
            return _hold(HoldKind.RETRY_AT, problem, now + _wait(job, patience, jitter))
        case errors.VtexRefusedError():
            facts = {"status": failure.status, "words": failure.words}
            return _hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, facts))
        case errors.InvalidOrderError():
            return _hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.ORDER_UNREADABLE, {"reason": failure.reason}))
        case errors.UntrustedOriginError():
            facts = {"address": failure.address, "account": failure.account}
            return _hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.FOREIGN_CALLBACK, facts))
        case errors.SetupError():
            return _hold(HoldKind.ACCOUNT_PAUSED, pause_problem(job, failure), now + patience.paused)
        case _:
            return _hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.INTERNAL, {"error": type(failure).__name__}))


def pause_problem(job: Job, failure: errors.SetupError) -> Problem:
    """Say why an account rests."""
    return Problem(ProblemCode.CREDENTIALS, {"account": job.account, "reason": str(failure)})


def _missing(job: Job, now: datetime, patience: Patience, jitter: float) -> Reaction:
    """Believe that a notification is gone only after it has been missing for a while without a break."""
    since = now
    if job.hold is not None and job.hold.problem.code is ProblemCode.NOTIFICATION_MISSING:
        since = datetime.fromisoformat(str(job.hold.problem.facts[_MISSING_SINCE]))
    if now - since >= (patience.details if job.stage is Stage.RECEIVED else patience.gone):
        return Reaction(None, withdraws=True)
    problem = Problem(ProblemCode.NOTIFICATION_MISSING, {_MISSING_SINCE: since.isoformat()})
    return _hold(HoldKind.RETRY_AT, problem, now + _wait(job, patience, jitter))


def _wait(job: Job, patience: Patience, jitter: float, asked: float | None = None) -> timedelta:
    """Double with each failure up to the longest, give or take a quarter, and never less than VTEX asked for."""
    return max(patience.growing(job.attempts) * (0.75 + jitter / 2), timedelta(seconds=asked or 0))


def _hold(kind: HoldKind, problem: Problem, until: datetime | None = None) -> Reaction:
    return Reaction(Hold(kind, problem, until))
