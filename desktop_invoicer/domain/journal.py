"""What the engine writes down: intentions before effects, results after them, and what happened to a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

from desktop_invoicer.domain.decision import Decision
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.notification import Notification
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.settlement import Settlement
from desktop_invoicer.domain.workflow import Job


class NcmSource(StrEnum):
    """Where a line's NCM was found."""

    TAX_CODE = "tax_code"
    SPECIFICATION = "specification"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Ncm:
    """The NCM of an order line: eight digits, or empty when missing; ``other`` when two sources disagree."""

    code: str
    source: NcmSource
    other: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was loaded for a job, with the raw texts it was read from."""

    notification: Notification
    reading: Reading
    order: Order
    draft: Draft
    decision: Decision
    ncms: Mapping[int, Ncm]
    raw_notification: str
    raw_order: str


class EffectKind(Enum):
    """Something done to the world outside."""

    POST_INVOICE = "post_invoice"
    DELETE_NOTIFICATION = "delete_notification"


class Outcome(Enum):
    """How an effect ended."""

    DONE = "done"
    NOT_DONE = "not_done"
    """Surely: nothing was sent."""
    NOT_SEEN = "not_seen"
    """Presumably not: VTEX has not shown it for so long that it may be tried again."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Effect:
    """The intention of an outside effect; ``outcome`` is ``None`` until it is known."""

    kind: EffectKind
    begun_at: datetime
    invoice: Invoice | None = None
    """The very invoice that is posted; ``None`` for a deletion."""
    outcome: Outcome | None = None
    ended_at: datetime | None = None


class Entry(StrEnum):
    """What a line of a job's timeline tells."""

    RECEIVED = "received"
    RECEIVED_AGAIN = "received_again"
    LOADED = "loaded"
    DOCUMENT_ATTACHED = "document_attached"
    DOCUMENT_RELEASED = "document_released"
    CONFIRMED = "confirmed"
    POST_BEGUN = "post_begun"
    POST_UNKNOWN = "post_unknown"
    POST_NOT_DONE = "post_not_done"
    POST_REFUSED = "post_refused"
    POST_CONFIRMED = "post_confirmed"
    POST_FOUND = "post_found"
    DELETE_BEGUN = "delete_begun"
    CLOSED = "closed"
    HELD = "held"
    RETRIED = "retried"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    SETTLED = "settled"


RAW = "raw"
"""The fact that holds the text of an answer that was refused: personal data, shown only when asked for."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a job."""

    at: datetime
    entry: Entry
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One transition, written as a whole or not at all.

    ``job`` is the job afterwards: its ``version`` is one above the one it was made from. ``began`` opens an effect,
    ``ended`` closes the last one. ``releases_document`` frees the document for another job.
    """

    job: Job
    entry: TimelineEntry
    content: Content | None = None
    attachment: Paper | None = None
    releases_document: bool = False
    began: Effect | None = None
    ended: Outcome | None = None
    also: TimelineEntry | None = None
    """A second line for the timeline, where a step does two things at once."""
    settlement: Settlement | None = None
