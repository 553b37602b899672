"""What the engine needs from the world. Adapters fit by shape; only ``bootstrap`` names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.document import Document, DocumentContent, Paper
from desktop_invoicer.domain.draft import Claim
from desktop_invoicer.domain.filing import FileGone, FileId, FilePage, FileRead, FileState, FoundFile, Pair, Stamp
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Content, Effect, Step, TimelineEntry
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import (
    AccountName,
    FeedEvent,
    Notification,
    NotificationCall,
    NotificationId,
    OrderId,
)
from desktop_invoicer.domain.order import EarlierInvoice, Order, ProductId
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.settlement import Settlements
from desktop_invoicer.domain.sourced import Sourced
from desktop_invoicer.domain.workflow import DueJob, Job, JobId, Stage


class Vtex(Protocol):
    """One VTEX account.

    Every call raises the families of ``errors``: ``TransientError`` (nothing happened), ``OutcomeUnknownError`` (only
    from calls that change something), ``RejectedError``, ``InvalidOrderError`` (the answer cannot be invoiced) and
    ``SetupError`` (credentials, origins).
    """

    async def notification(self, order_id: OrderId, notification_id: NotificationId) -> Sourced[Notification]:
        """Read a notification's details; a 404 is ``NotificationNotReadyError``."""
        ...

    async def notifications(self, order_id: OrderId, *, background: bool = False) -> tuple[NotificationId, ...]:
        """List the notifications of an order, perhaps none; a background reading gives way to jobs."""
        ...

    async def order(self, order_id: OrderId, *, background: bool = False) -> Sourced[Order]:
        """Read an order as it is now; a background reading gives way to jobs."""
        ...

    async def ncm(self, product_id: ProductId) -> str:
        """Read the NCM from the product's specification: eight digits, or empty when the catalogue has none."""
        ...

    async def post_invoice(self, callback_url: str, invoice: Invoice, embedded: str | None = None) -> str:
        """Post an invoice, which moves money, and give VTEX's receipt (perhaps empty).

        ``embedded`` is the XML of its document, where the account has it sent along.
        """
        ...

    async def delete_notification(self, order_id: OrderId, notification_id: NotificationId) -> bool:
        """Delete a notification; one that is gone already counts as deleted. Tell whether it was there."""
        ...

    async def handled_orders(self) -> tuple[OrderId, ...]:
        """List the orders that OMS shows as being handled or freshly invoiced (about four minutes late)."""
        ...

    async def orders_between(self, since: datetime, until: datetime) -> tuple[ListedOrder, ...]:
        """List the orders created or invoiced from ``since`` on and before ``until``: each once, all of them or none.

        A background reading: it gives way to jobs, and waits where the account rests.
        """
        ...

    async def check_feed(self) -> None:
        """Raise ``FeedMissingError`` unless these credentials have a feed; VTEX deletes one that nobody reads."""
        ...

    async def feed(self) -> tuple[FeedEvent, ...]:
        """Take up to ten events of this desk's own feed; ``FeedMissingError`` where the account has none."""
        ...

    async def commit_feed(self, handles: Sequence[str]) -> None:
        """Tell the feed that the events are durably noted."""
        ...

    def callback_url(self, order_id: OrderId) -> str:
        """Give the address where an invoice of the order is posted, for notifications found by asking."""
        ...

    def order_page(self, order_id: OrderId) -> str:
        """Give the address of the order's page in VTEX, for a person's browser."""
        ...

    def bridge_page(self) -> str:
        """Give the address where VTEX logs what marketplaces answered (Marketplace, Connections, Orders)."""
        ...

    def check_callback(self, url: str, order_id: OrderId) -> None:
        """Raise ``UntrustedOriginError`` unless ``url`` is the account's own callback address of this very order."""
        ...


class Journal(Protocol):
    """The durable memory of all jobs. Every method is one transaction; ``StorageError`` when it cannot be kept."""

    def record(self, call: NotificationCall, now: datetime, source: str) -> tuple[Job, bool]:
        """Keep a notification; the job and whether it is new. One that was WITHDRAWN starts again."""
        ...

    def job(self, job_id: JobId) -> Job | None:
        """Give a job."""
        ...

    def find(self, account: AccountName | None, order_id: OrderId) -> tuple[Job, ...]:
        """Give the jobs of an order, oldest first."""
        ...

    def jobs(self, stage: Stage | None = None) -> tuple[Job, ...]:
        """Give all jobs, or those of a stage, oldest first."""
        ...

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        """Give ``limit`` jobs of a list, from ``offset`` on."""
        ...

    def counts(self, section: Section, search: str) -> Mapping[JobFilter, int]:
        """Count what a search finds of a section, by filter; no count exceeds ``MOST_COUNTED``."""
        ...

    def count_open(self) -> int:
        """Count what is still to do, up to ``MOST_COUNTED``."""
        ...

    def tally(self) -> list[dict[str, str | int]]:
        """Count all jobs by ``stage``, kind of ``hold`` and code of its ``problem`` (empty where there is none)."""
        ...

    def due(self, now: datetime, limit: int) -> tuple[DueJob, ...]:
        """Name unfinished jobs that nothing holds back any more: the first of each order, oldest first."""
        ...

    def next_due(self, now: datetime) -> datetime | None:
        """Give the moment after ``now`` when the next job that waits for time becomes due."""
        ...

    def correct_callback(self, job: Job, callback_url: str, now: datetime) -> Job:
        """Replace the callback address of a job that was announced with a foreign one, and let it start.

        Raises:
            StaleJobError: somebody changed the job meanwhile; nothing is written.

        """
        ...

    def release_paused(self, account: AccountName | None, now: datetime) -> None:
        """Let paused jobs try again: of one account, or of all."""
        ...

    def moves_by_itself(self) -> bool:
        """Tell whether any unfinished job is free to go on, or waits only for time."""
        ...

    def content(self, job_id: JobId) -> Content | None:
        """Give what was loaded for a job."""
        ...

    def claims(self, job: Job) -> tuple[Claim, ...]:
        """Give what other unsent jobs of the same order, loaded before this one, will take of it."""
        ...

    def own_invoices(self, job: Job) -> tuple[EarlierInvoice, ...]:
        """Give the invoices that other jobs of the order have posted, or may have posted, with units by line."""
        ...

    def apply(self, step: Step) -> Job:
        """Write a step as a whole: job, content, effects, document, timeline.

        Raises:
            StaleJobError: somebody changed the job meanwhile; nothing is written.
            DocumentUsedError: the document serves another job; nothing is written.

        """
        ...

    def open_effect(self, job_id: JobId) -> Effect | None:
        """Give the outside effect that was begun and whose outcome was never written."""
        ...

    def effects(self, job_id: JobId) -> tuple[Effect, ...]:
        """Give all outside effects of a job, oldest first."""
        ...

    def timeline(self, job_id: JobId) -> tuple[TimelineEntry, ...]:
        """Give what happened to a job, oldest first."""
        ...

    def document_owner(self, document: Document) -> Job | None:
        """Give the job that the document serves already."""
        ...

    def document_xml(self, job_id: JobId) -> bytes | None:
        """Give the very bytes of the job's document; ``None`` when just the key is known."""
        ...

    def document_content(self, job_id: JobId) -> DocumentContent | None:
        """Give what the XML of the job's document said beyond it; ``None`` when just the key is known."""
        ...

    def is_cancelled(self, key: AccessKey, environment: Environment) -> bool:
        """Tell whether an event of an environment is known that cancels the document of a key."""
        ...

    def settlements(self, job_id: JobId) -> Settlements:
        """Give what people settled about a job."""
        ...

    def sold_papers(self, account: AccountName, order_id: OrderId) -> tuple[Paper, ...]:
        """Give the documents of an order's sales that this desk attached, oldest first; without their bytes."""
        ...

    def cancelled_among(self, keys: Collection[str], environment: Environment) -> frozenset[str]:
        """Give those of some access keys of which an event of an environment is known that cancels the document."""
        ...

    def remembered_ncm(self, account: AccountName, product_id: ProductId, since: datetime) -> str | None:
        """Give a product's NCM as read after ``since``; ``None`` when it has to be asked."""
        ...

    def remember_ncm(self, account: AccountName, product_id: ProductId, ncm: str, now: datetime) -> None:
        """Keep a product's NCM."""
        ...


class FoundFiles(Protocol):
    """What is known of the files of watched folders. Every method is one transaction."""

    def known(self) -> Mapping[str, Stamp]:
        """Give every path that was looked into, with what it was like then."""
        ...

    def note(self, news: Sequence[FileRead | FileGone], now: datetime) -> tuple[FileId, ...]:
        """Write down what was found, all or nothing; give the files that hold a document, in the order of ``news``."""
        ...

    def file(self, file_id: FileId) -> FoundFile | None:
        """Give a file."""
        ...

    def content(self, file_id: FileId) -> DocumentContent | None:
        """Give what the XML of a file said beyond its document."""
        ...

    def page(self, states: Iterable[FileState], offset: int, limit: int) -> FilePage:
        """Give files of some states, newest first, and how many there are of each state."""
        ...

    def pairs_of_file(self, file_id: FileId) -> tuple[Pair, ...]:
        """Give the waiting jobs that a file's document may be for."""
        ...

    def pairs_of_job(self, job_id: JobId) -> tuple[Pair, ...]:
        """Give the files that may be for a waiting job."""
        ...

    def jobs_waiting(self, names: Iterable[str], value: Cents | None) -> tuple[JobId, ...]:
        """Give the waiting jobs of orders that are named, or that were sold with named keys, and of a value."""
        ...

    def waiting_files(self, among: Sequence[FileId] | None = None) -> tuple[FileId, ...]:
        """Give the files, of all or of some, that may be for any waiting job."""
        ...

    def set_aside(self, file_id: FileId, operator: str | None, entry: AuditEntry) -> None:
        """Note that a person needs a file no more, or (without ``operator``) again, with its line in the trail."""
        ...


class WatchList(Protocol):
    """Orders to ask about, since VTEX has no list of all notifications."""

    def watch(self, account: AccountName, orders: Sequence[OrderId], now: datetime) -> None:
        """Put orders on the list; those on it already stay as they are."""
        ...

    def watch_known(self, account: AccountName, now: datetime) -> None:
        """Put the orders of this desk's own jobs on the list: a return may be asked for on each."""
        ...

    def due_watches(self, account: AccountName, now: datetime, limit: int) -> tuple[tuple[OrderId, datetime], ...]:
        """Give the orders to ask about now, each with the time since when it is watched; most overdue first."""
        ...

    def rescheduled(self, account: AccountName, order_id: OrderId, ask_at: datetime | None) -> None:
        """Ask again at ``ask_at``; ``None`` takes the order off the list."""
        ...

    def count(self, account: AccountName) -> int:
        """Count the orders of an account that are on the list."""
        ...


class Clock(Protocol):
    """The time, always with UTC offset."""

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        ...
