"""From a failure to what happens with the job: wait, ask a person, pause the account, or end. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience

GARBLED_ATTEMPTS = 8
"""An answer that cannot be read so many times in a row was not just cut on its way."""

ALIKE_ATTEMPTS = 8
"""A request that is still open after so many looks in a row, some ten minutes, is not being sent."""

_ALIKE = "times"
_GARBLED = "garbled"
_LOOKED_AT = "looked_at"
_MISSING_SINCE = "missing_since"
_WAITED = "waited_ms"


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
    wait = now + _wait(job, patience, jitter, getattr(failure, "retry_after", None))
    problem = problem_of(failure, job.account)
    match failure:
        case errors.NotificationNotReadyError():
            return _missing(job, now, wait, patience)
        case errors.VtexGarbledError(reason=reason):
            return _garbled(job, wait, reason)
        case errors.AlikeRequestError():
            return _alike(job, problem, wait)
        case errors.TransientError() | errors.OutcomeUnknownError():
            return Reaction(Hold(HoldKind.RETRY_AT, problem, wait))
        case _ if problem.code in {ProblemCode.CREDENTIALS, ProblemCode.CONNECTION_UNSAFE}:
            return Reaction(Hold(HoldKind.ACCOUNT_PAUSED, problem, now + patience.paused))
        case _:
            return Reaction(Hold(HoldKind.NEEDS_PERSON, problem))


def problem_of(failure: Exception, account: str) -> Problem:
    """Say what is wrong when a call to an account failed; an exception that is not ours is a defect."""
    facts: dict[str, str | int] = {"reason": str(failure)}
    match failure:
        case errors.OrderChangingError():
            code = ProblemCode.CHANGE_IN_FLIGHT
        case errors.AlikeRequestError(request=request):
            code, facts = ProblemCode.ALIKE_REQUEST_OPEN, {"request": request}
        case errors.TransientError():
            code = ProblemCode.WAITING_FOR_VTEX
        case errors.OutcomeUnknownError():
            code = ProblemCode.OUTCOME_UNKNOWN
        case errors.VtexRefusedError(status=status, words=words):
            code, facts = ProblemCode.VTEX_REFUSED, {"status": status, "words": words}
        case errors.InvalidOrderError(reason=reason):
            code, facts = ProblemCode.ORDER_UNREADABLE, {"reason": reason}
        case errors.UntrustedOriginError(address=address, account=owner):
            code, facts = ProblemCode.FOREIGN_CALLBACK, {"address": address, "account": owner}
        case errors.UnsafeConnectionError(host=host, reason=reason):
            code, facts = ProblemCode.CONNECTION_UNSAFE, {"account": account, "host": host, "reason": reason}
        case errors.SetupError() | errors.UnknownAccountError():
            code, facts = ProblemCode.CREDENTIALS, {"account": account, **facts}
        case _:
            code, facts = ProblemCode.INTERNAL, {"error": type(failure).__name__}
    return Problem(code, facts)


def _alike(job: Job, problem: Problem, wait: datetime) -> Reaction:
    """Let a request wait for another, until that has been open so many times that somebody has to see to it."""
    times = _times(job, _ALIKE)
    kind = HoldKind.RETRY_AT if times <= ALIKE_ATTEMPTS else HoldKind.NEEDS_PERSON
    until = wait if kind is HoldKind.RETRY_AT else None
    return Reaction(Hold(kind, replace(problem, facts={**problem.facts, _ALIKE: times}), until))


def _times(job: Job, fact: str) -> int:
    """Count once more what a fact of the job's hold counts."""
    return 1 + (int(job.hold.problem.facts.get(fact, 0)) if job.hold is not None else 0)


def _garbled(job: Job, wait: datetime, reason: str) -> Reaction:
    """Take an answer that cannot be read for one cut on its way, until it has been so many times without a break."""
    times = _times(job, _GARBLED)
    if times > GARBLED_ATTEMPTS:
        return _hold(HoldKind.NEEDS_PERSON, ProblemCode.ORDER_UNREADABLE, reason=reason)
    facts: dict[str, str | int] = {"reason": reason, _GARBLED: times}
    return _hold(HoldKind.RETRY_AT, ProblemCode.WAITING_FOR_VTEX, wait, **facts)


def _missing(job: Job, now: datetime, wait: datetime, patience: Patience) -> Reaction:
    """Believe that a notification is gone only after it has been missing for a while without a break.

    That while is made of the waits between two looks: a clock that jumps adds no more than was to be waited anyway.
    """
    since, waited = now, timedelta(0)
    if job.hold is not None and job.hold.problem.code is ProblemCode.NOTIFICATION_MISSING:
        facts = job.hold.problem.facts
        since = min(now, datetime.fromisoformat(str(facts[_MISSING_SINCE])))  # a clock may be set back
        looked_at = datetime.fromisoformat(str(facts.get(_LOOKED_AT, now.isoformat())))
        planned = (job.hold.until or looked_at) - looked_at
        waited = timedelta(milliseconds=int(facts.get(_WAITED, 0))) + min(max(now - looked_at, timedelta(0)), planned)
    if waited >= (patience.details if job.stage is Stage.RECEIVED else patience.gone):
        return Reaction(None, withdraws=True)
    missing: dict[str, str | int] = {
        _MISSING_SINCE: since.isoformat(),
        _LOOKED_AT: now.isoformat(),
        _WAITED: round(waited / timedelta(milliseconds=1)),
    }
    return _hold(HoldKind.RETRY_AT, ProblemCode.NOTIFICATION_MISSING, wait, **missing)


def _wait(job: Job, patience: Patience, jitter: float, asked: float | None) -> timedelta:
    """Double with each failure up to the longest, give or take a quarter, and never less than VTEX asked for."""
    return max(patience.growing(job.attempts) * (0.75 + jitter / 2), timedelta(seconds=asked or 0))


def _hold(kind: HoldKind, code: ProblemCode, until: datetime | None = None, **facts: str | int) -> Reaction:
    return Reaction(Hold(kind, Problem(code, facts), until))
