"""What is compared for a day: what VTEX holds, which documents there are, and what this desk wrote down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.document import Document, DocumentContent
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import JobId, Stage


def has_work(jobs: Iterable[DayJob]) -> bool:
    """Tell whether this desk has, or had, something to do with an order.

    Where several desks serve one account each hears of every request; whoever is not quickest has it withdrawn.
    """
    return any(each.job.stage is not Stage.WITHDRAWN for each in jobs)


@dataclass(frozen=True, slots=True)
class OrderTruth:
    """An order as VTEX shows it now, beside this desk's jobs of it.

    ``order`` and ``notifications`` are ``None`` when VTEX was not read; ``failure`` says why.
    """

    account: AccountName
    order_id: OrderId
    order: Order | None
    notifications: tuple[NotificationId, ...] | None
    jobs: tuple[DayJob, ...] = ()
    posted: tuple[Invoice, ...] = ()
    """What this desk posted for the order and knows to be in VTEX."""
    failure: Problem | None = None


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document that this desk knows: attached to a job, or found in a watched folder, or both.

    One without either was attached to a job that gave it back.
    """

    document: Document
    job: JobId | None = None
    file: FileId | None = None
    is_cancelled: bool = False
    is_set_aside: bool = False
    """A person said of its file that no job needs it."""
    was_attached: bool = False
    """A job had it that was not to keep it."""
    content: DocumentContent | None = None
    """What only its XML says, of one in a folder that no job has."""


@dataclass(frozen=True, slots=True)
class OrderElsewhere:
    """An order that VTEX lists as invoiced and that this desk has no work with: it was not read. ``value`` in cents."""

    account: AccountName
    order_id: OrderId
    value: Cents


@dataclass(frozen=True, slots=True)
class Truths:
    """Everything that is compared for one day."""

    orders: tuple[OrderTruth, ...]
    documents: tuple[SeenDocument, ...] = ()
    """Those issued on the day, or attached to a job of it."""
    last_numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    """The highest nNF known from before the day, by model and série."""
    cnpj: str = ""
    """The store's own, bare; notes of others are no concern of its."""
    day: StoreDay | None = None
    """Invoices that others sent count when they were issued on it; ``None``: whenever."""
    shown_until: datetime | None = None
    """What was sent later than this may take a while to show in VTEX; ``None``: everything has had its time."""
    elsewhere: tuple[OrderElsewhere, ...] = ()
    """Orders of a large day that others invoiced, as far as VTEX's list tells."""
