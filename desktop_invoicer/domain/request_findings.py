"""What VTEX asks of an order, beside the jobs of this desk. What goes on by itself is no finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.notification import NotificationId, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Prospect, foresee
from desktop_invoicer.domain.workflow import Stage

_WAITS = frozenset({Prospect.SEND, Prospect.CONFIRM})
_MOVES = frozenset({Prospect.GOES_ON, Prospect.OVER})


def unknown_requests(
    order_id: OrderId, notifications: Collection[NotificationId], jobs: Iterable[DayJob]
) -> Iterator[Finding]:
    """Find what VTEX asks and no job is about; what a person dismissed is known, what was withdrawn is asked anew."""
    known = {each.job.notification_id for each in jobs if each.job.stage is not Stage.WITHDRAWN}
    for notification in dict.fromkeys(notifications):
        if notification not in known:
            problem = Problem(ProblemCode.NOTIFICATION_UNKNOWN, {"order": order_id})
            yield Finding(notification, problem, Fix.ASK_VTEX)


def job_finding(each: DayJob, notifications: Collection[NotificationId] | None) -> Finding | None:
    """Tell what keeps a job from being done; ``None`` for the notifications when VTEX was not asked for them."""
    is_asked = None if notifications is None else each.job.notification_id in notifications
    match each.job.stage:
        case Stage.SUBMITTED if each.job.hold is not None and is_asked is not False:
            return _left(each, Fix.RETRY)
        case Stage.CLOSED if is_asked:
            return _left(each, Fix.OPEN_IN_VTEX)
        case Stage.RECEIVED | Stage.LOADED | Stage.DOCUMENTED:
            return _unsent(each, is_gone=is_asked is False and each.job.stage is not Stage.RECEIVED)
        case _:
            return None


def _left(each: DayJob, fix: Fix) -> Finding:
    number = each.sent.number if each.sent else ""
    facts: dict[str, str | int] = {"number": number, "value": each.value, "stage": each.job.stage.value}
    return _of_job(each, Problem(ProblemCode.NOTIFICATION_LEFT, facts), fix)


def _unsent(each: DayJob, *, is_gone: bool) -> Finding | None:
    """Tell of a job that is not sent what a person has to do; what only its problem keeps back is told by that."""
    prospect = foresee(each.job).prospect
    if prospect in _MOVES:
        return None
    if is_gone:
        return _of_job(each, Problem(ProblemCode.NOTIFICATION_GONE, {"value": each.value}), Fix.RETRY)
    if prospect is Prospect.DOCUMENT:
        return _of_job(each, Problem(ProblemCode.JOB_WITHOUT_DOCUMENT, {"value": each.value}), Fix.ATTACH)
    if each.job.document is None:
        return None
    problem = Problem(
        ProblemCode.DOCUMENT_WITHOUT_INVOICE,
        {"number": each.job.document.number, "value": each.value, "prospect": prospect.value},
    )
    return _of_job(each, problem, Fix.SUBMIT if prospect in _WAITS else Fix.OPEN_JOB)


def _of_job(each: DayJob, problem: Problem, fix: Fix) -> Finding:
    return Finding(f"job {each.job.id}", problem, fix, job=each.job.id, amount=each.value)
