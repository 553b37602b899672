"""Why VTEX itself does not show an order as invoiced (facts: VTEX, 2.1, 3 and 8)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.domain.order import CANCELLED, units_by_line
from desktop_invoicer.domain.order_case import INVOICED, OrderCase
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Job, Stage

_CANCEL_ASKED = frozenset({"cancellation-requested", "request-cancel"})
_VERIFYING = frozenset({"invoice", "invoice-after-cancellation-deny"})
"""VTEX has the invoice, and waits for the payment to be settled."""
_NOT_RELEASED = frozenset(
    {
        "incomplete",
        "order-created",
        "order-completed",
        "on-order-completed",
        "on-order-completed-ffm",
        "payment-pending",
        "payment-denied",
        "waiting-for-order-authorization",
        "waiting-ffmt-authorization",
        "waiting-for-mkt-authorization",
        "waiting-for-manual-authorization",
        "waiting-for-fulfillment",
        "waiting-for-seller-confirmation",
        "waiting-seller-handling",
    },
)
"""VTEX waits for the payment, or for somebody to release the order."""


def root_cause(case: OrderCase) -> Cause | None:
    """Give what keeps back everything else, if there is such a thing: the order's own state."""
    status = case.order.status
    facts: dict[str, str | int] = {"status": status, "invoiced": case.invoiced}
    job = next((job.id for job in case.open_jobs), None)
    if status in CANCELLED:
        return case.cause(Problem(ProblemCode.ORDER_GONE, facts), Repair.NOTHING, job=job)
    if status in _CANCEL_ASKED:
        is_stuck = case.order.is_in_error or case.is_whole  # cancelled and invoiced at once: KI 1400005
        repair = Repair.SUPPORT if is_stuck else Repair.ADMIN
        return case.cause(Problem(ProblemCode.CANCEL_IN_FLIGHT, {**facts, "stuck": int(is_stuck)}), repair, job=job)
    if case.order.is_changing and status != INVOICED:
        return case.cause(Problem(ProblemCode.CHANGE_IN_FLIGHT, facts), Repair.WAIT, job=job)
    if status in _NOT_RELEASED and not case.outputs:
        return case.cause(Problem(ProblemCode.PAYMENT_PENDING, facts), Repair.WAIT, job=job)
    return None


def causes(case: OrderCase) -> Iterator[Cause]:
    """Give why an order in a normal state is not invoiced in VTEX."""
    if not case.is_whole:
        yield from _short(case)
    elif case.order.status not in {INVOICED, ""}:
        yield _unsettled(case)


def _short(case: OrderCase) -> Iterator[Cause]:
    """Give why something is left to invoice: sent and not seen, waiting here, not asked for, or missing by cents."""
    repair = Repair.WAIT if case.is_recent else Repair.SUPPORT
    for post in case.unseen:
        facts: dict[str, str | int] = {"number": post.number, "value": post.value, "recent": int(case.is_recent)}
        yield case.cause(Problem(ProblemCode.NOT_SHOWN_YET, facts), repair)
    if case.unseen and sum(post.value for post in case.unseen) >= case.left:
        return
    yield from (_pending(case, job) for job in case.open_jobs)
    if case.outputs:
        yield _missing(case)
    if not case.open_jobs:
        yield from _not_asked(case)


def _pending(case: OrderCase, job: Job) -> Cause:
    """Tell what a job waits for: its own problem, whose words and owner it takes."""
    held = {} if job.hold is None else {"because": job.hold.problem.code.value, **job.hold.problem.facts}
    return case.cause(Problem(ProblemCode.JOB_PENDING, held), Repair.JOB, job=job.id)


def _missing(case: OrderCase) -> Cause:
    """Tell what is left of an order that is partly invoiced: VTEX wants it to the cent (facts: VTEX, section 3)."""
    facts: dict[str, str | int] = {"value": case.order.full_value, "invoiced": case.invoiced, "open": case.left}
    if case.left <= case.order.tolerance:
        return case.cause(Problem(ProblemCode.INVOICED_SHORT, facts), Repair.ADMIN)
    taken = units_by_line(case.order.lines, [invoice.units for invoice in case.outputs])
    units = sum(max(line.invoiceable - taken[line.index], 0) for line in case.order.lines)
    repair = Repair.JOB if case.open_jobs else Repair.REQUEST
    job = next((job.id for job in case.open_jobs), None)
    return case.cause(Problem(ProblemCode.INVOICED_PARTLY, {**facts, "units": units}), repair, job=job)


def _not_asked(case: OrderCase) -> Iterator[Cause]:
    """Tell that no job waits for what is left, and what of that is known."""
    requests = case.truth.notifications
    facts: dict[str, str | int] = {"order": case.truth.order_id}
    if set(requests or ()) - {each.job.notification_id for each in case.truth.jobs}:
        yield case.cause(Problem(ProblemCode.NOT_ASKED_FOR, {**facts, "requests": 1}), Repair.REQUEST)
    elif not case.outputs and not case.unseen:
        dismissed = next((job.id for job in reversed(case.sales) if job.stage is Stage.DISMISSED), None)
        if dismissed is not None:
            facts["dismissed"] = dismissed
        sure = Likelihood.LIKELY if requests is None else Likelihood.CERTAIN
        yield case.cause(Problem(ProblemCode.NOT_ASKED_FOR, facts), Repair.REQUEST, sure, dismissed)


def _unsettled(case: OrderCase) -> Cause:
    """Tell that everything is invoiced and VTEX does not move the order on (KI 1465086, 1349027, 1372902, 1348894)."""
    status, is_recent = case.order.status, case.is_recent
    facts: dict[str, str | int] = {"status": status, "invoiced": case.invoiced, "recent": int(is_recent)}
    repair = Repair.WAIT if is_recent else Repair.SUPPORT
    if status in _VERIFYING:
        return case.cause(Problem(ProblemCode.SETTLEMENT_PENDING, {**facts, "verifying": 1}), repair)
    code = ProblemCode.NOT_SHOWN_YET if is_recent else ProblemCode.SETTLEMENT_PENDING
    return case.cause(Problem(code, facts), repair)
