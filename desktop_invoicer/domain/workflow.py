"""A job on its way: stages, holds, and which transitions are legal (design.md, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple, NewType

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, NotificationId, Operation, OrderId
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import Problem

JobId = NewType("JobId", int)


class Stage(Enum):
    """The last completed step of a job; the last two are side ends."""

    RECEIVED = "received"
    LOADED = "loaded"
    DOCUMENTED = "documented"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"

    @property
    def is_end(self) -> bool:
        """Tell whether nothing is left to do."""
        return self in {Stage.CLOSED, Stage.WITHDRAWN, Stage.DISMISSED}


LEGAL: dict[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.LOADED, Stage.SUBMITTED, Stage.WITHDRAWN, Stage.DISMISSED}),
    Stage.LOADED: frozenset({Stage.RECEIVED, Stage.DOCUMENTED, Stage.WITHDRAWN, Stage.DISMISSED}),
    Stage.DOCUMENTED: frozenset({Stage.RECEIVED, Stage.LOADED, Stage.SUBMITTED, Stage.WITHDRAWN, Stage.DISMISSED}),
    Stage.SUBMITTED: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
    Stage.WITHDRAWN: frozenset({Stage.RECEIVED}),
    Stage.DISMISSED: frozenset({Stage.RECEIVED}),
}
"""From each stage, where a job may go. Back to RECEIVED means: everything is read again, and then an invoice of ours
that was believed lost may be found."""


LONGEST_WAIT = timedelta(minutes=30)
"""No hold waits longer for time alone: what says so was written under a wrong clock."""


class HoldKind(Enum):
    """Why a job does not move."""

    WAITING_FOR_DOCUMENT = "waiting_for_document"
    RETRY_AT = "retry_at"
    NEEDS_PERSON = "needs_person"
    ACCOUNT_PAUSED = "account_paused"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a job does not move, and until when (only where time ends it)."""

    kind: HoldKind
    problem: Problem
    until: datetime | None = None


class IllegalTransitionError(ValueError):
    """A defect of ours: a job was about to skip or repeat a step."""

    def __init__(self, job: Job, stage: Stage) -> None:
        """Name the job and the step."""
        super().__init__(f"job {job.id} cannot go from {job.stage.value} to {stage.value}")


class DueJob(NamedTuple):
    """A job whose turn it is, and the order it must not share with another at the same time."""

    id: JobId
    account: AccountName
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class Job:
    """One notification on its way. A value: each change makes a new one with a higher ``version``."""

    id: JobId
    account: AccountName
    order_id: OrderId
    notification_id: NotificationId
    callback_url: str
    received_at: datetime
    updated_at: datetime
    stage: Stage = Stage.RECEIVED
    hold: Hold | None = None
    version: int = 1
    attempts: int = 0
    """Failures in a row of the step being tried."""
    confirmed_by: str = ""
    """Who confirmed that the invoice is to be posted; empty while nobody has."""
    operation: Operation | None = None
    channel: Channel | None = None
    units: int = 0
    value: Cents | None = None
    document: Document | None = None
    buyer: str = ""
    """Who buys, as a list may name them (``listing.masked_buyer``)."""
    due: DocumentModel | None = None
    """Which model of document is due; ``None`` until the job was loaded."""
    operator: str = ""
    """Who last worked on it by hand."""

    def advanced(self, stage: Stage, now: datetime, hold: Hold | None = None) -> Job:
        """Move to ``stage``, with a clean count of failures; a confirmation holds for what was confirmed only.

        Raises:
            IllegalTransitionError: the stages do not follow each other.

        """
        if stage not in LEGAL[self.stage]:
            raise IllegalTransitionError(self, stage)
        keeps_word = stage not in {Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED}
        return replace(
            self,
            stage=stage,
            hold=hold,
            attempts=0,
            confirmed_by=self.confirmed_by if keeps_word else "",
            updated_at=now,
            version=self.version + 1,
        )

    def held(self, hold: Hold | None, now: datetime, *, failed: bool = False) -> Job:
        """Stay in the stage with another hold, or with none to try again."""
        attempts = self.attempts + 1 if failed else self.attempts
        return replace(self, hold=hold, attempts=attempts, updated_at=now, version=self.version + 1)


def is_settled(job: Job) -> bool:
    """Tell whether a job waits for a person, a document or its account, or has ended: nothing moves by itself now."""
    by_itself = job.hold is None or job.hold.kind is HoldKind.RETRY_AT
    return job.stage.is_end or not by_itself
