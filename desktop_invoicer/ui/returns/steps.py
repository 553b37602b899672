"""The steps of a return, and which of them is to be done now."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.ui.job.remedies import next_matter

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class Step(Enum):
    """What is gone through, in this order."""

    ITEMS = "items"
    WAY = "way"
    TERMINAL = "terminal"
    DOCUMENT = "document"
    REFUND = "refund"


class Standing(Enum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


_STEPPED = frozenset(
    {
        ProblemCode.DOCUMENT_DUE,
        ProblemCode.CONFIRMATION_DUE,
        ProblemCode.REVERSAL_DUE,
        ProblemCode.APPROVAL_DUE,
    }
)
"""What a job waits for that a step asks for; anything else stands above the steps."""


def is_blocked(details: JobDetails) -> bool:
    """Tell whether something has to be settled, or has to pass, before the steps go on."""
    hold = details.job.hold
    if hold is None or details.job.stage.is_end or hold.problem.code in _STEPPED:
        return False
    return hold.kind is not HoldKind.WAITING_FOR_DOCUMENT


def word_due(details: JobDetails) -> Matter | None:
    """Give the word that a person has to say before anything else is done; an approval is not sought before the end."""
    matter = next_matter(details)
    is_early = matter is Matter.APPROVAL and details.job.document is None
    return None if is_early or is_blocked(details) else matter


def standings(details: JobDetails) -> Mapping[Step, Standing]:
    """Tell how far each step of a return is; one that it does not have is left out."""
    steps = [step for step in Step if step is not Step.TERMINAL or _has_terminal(details)]
    job, now = details.job, _now(details)
    if job.stage in {Stage.DISMISSED, Stage.WITHDRAWN}:
        return {Step.ITEMS: Standing.DONE}
    if job.stage in {Stage.SUBMITTED, Stage.CLOSED}:
        return dict.fromkeys(steps, Standing.DONE)
    brought = () if job.document is None else (Step.WAY, Step.DOCUMENT)
    settled = () if _is_reversal_due(details) else (Step.TERMINAL,)
    how_far = dict.fromkeys(steps, Standing.LATER)
    if now is Step.TERMINAL:
        how_far[Step.WAY] = Standing.NEXT  # its clock runs already
    elif now is Step.DOCUMENT:
        how_far[Step.WAY] = Standing.NOW
    how_far |= dict.fromkeys((Step.ITEMS, *brought, *settled), Standing.DONE)
    if now is not None:
        how_far[now] = Standing.NOW
    return {step: how_far[step] for step in steps}


def _has_terminal(details: JobDetails) -> bool:
    """Tell whether a card is reversed: of a cancellation, unless the store does not write that down."""
    case, job = details.case, details.job
    if case is None or job.operation is not Operation.CANCELLATION:
        return False
    return Matter.REVERSAL in case.due or any(word.matter is Matter.REVERSAL for word in case.settlements.said)


def _is_reversal_due(details: JobDetails) -> bool:
    return details.case is not None and Matter.REVERSAL in details.case.due


def _now(details: JobDetails) -> Step | None:
    """Give the one step to be done now; ``None`` where there is none."""
    job, case = details.job, details.case
    if case is None or is_blocked(details) or job.stage not in {Stage.LOADED, Stage.DOCUMENTED}:
        return None
    if job.stage is Stage.DOCUMENTED and Act.SUBMIT not in acts_on(job):
        return Step.REFUND  # it goes out at this moment
    if _is_reversal_due(details):
        return Step.TERMINAL
    return Step.DOCUMENT if job.document is None else Step.REFUND
