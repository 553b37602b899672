"""Fakes of what the engine needs from the world. The journal is the real one: a database is quick enough."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState
from desktop_invoicer.domain.closing import DayClosing
from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import FileId, FileRead, FoundFile, Pair, Stamp
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Step
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.listing import JobFilter, Section
from desktop_invoicer.domain.notification import AccountName, FeedEvent, Notification, NotificationId, OrderId
from desktop_invoicer.domain.order import EarlierInvoice, Order, ProductId
from desktop_invoicer.domain.sourced import Sourced
from desktop_invoicer.domain.submission import SubmissionEnd, SubmissionId
from desktop_invoicer.domain.workflow import DueJob, Job, JobId
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from tests.builders import ACCOUNT, NOW

Hook = Callable[[], Awaitable[None]]


@dataclass
class FakeClock:
    """A clock that stands still until it is moved, in either direction."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by


@dataclass
class FakeStopwatch:
    """Seconds that pass when they are told to, whatever the clock shows."""

    now: float = 1000.0

    def seconds(self) -> float:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by.total_seconds()


@dataclass
class FakePins:
    """Hashes that cost nothing; ``checked_on`` are the threads on which PINs were tried."""

    checked_on: list[str] = field(default_factory=list)

    def hashed(self, pin: str) -> str:
        return f"hash of {pin}"

    def checked(self, kept: str | None, pin: str) -> str | None:
        self.checked_on.append(threading.current_thread().name)
        return kept if kept == self.hashed(pin) else None


@dataclass
class FakeFolder:
    """A watched folder in memory: what lies in it by path, and which paths were read again."""

    papers: dict[str, Paper] = field(default_factory=dict)
    read_again: list[str] = field(default_factory=list)

    def put(self, name: str, paper: Paper, size: int = 1000) -> FileRead:
        """Put a document into the folder, and give the news of it."""
        path = f"/xml/{name}"
        self.papers[path] = paper
        return FileRead(path, Stamp(size, 1_795_000_000_000_000_000 + len(self.papers)), paper)

    def read(self, found: FoundFile) -> Paper:
        self.read_again.append(found.path)
        paper = self.papers.get(found.path)
        if paper is None or paper.document != found.document:
            raise errors.FileChangedError(found.path)
        return paper


@dataclass
class FakeVtex:
    """An account in memory: keeps what it is told, fails as scripted, and remembers every call.

    ``fails[name]`` are failures of the next calls before anything happens (``None``: this call goes well),
    ``fails_after[name]`` those after it happened, ``hooks[name]`` is awaited in the middle.
    """

    account: AccountName = ACCOUNT
    orders: dict[OrderId, Order] = field(default_factory=dict)
    asked: dict[tuple[OrderId, NotificationId], Notification] = field(default_factory=dict)
    ncms: dict[ProductId, str] = field(default_factory=dict)
    handled: tuple[OrderId, ...] = ()
    listed: tuple[ListedOrder, ...] = ()
    """What the list of any period shows."""
    events: list[FeedEvent] = field(default_factory=list)
    has_feed: bool = True
    shows_posts: bool = True
    calls: list[tuple[str, object]] = field(default_factory=list)
    posts: list[tuple[str, Invoice]] = field(default_factory=list)
    embedded: list[str | None] = field(default_factory=list)
    fails: defaultdict[str, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))
    fails_after: defaultdict[str, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))
    hooks: dict[str, Hook] = field(default_factory=dict)

    def shows(self, order: Order, *notifications: Notification) -> None:
        """Hold an order, and the notifications of it."""
        self.orders[order.order_id] = order
        for notification in notifications:
            self.asked[order.order_id, notification.id] = notification

    def count(self, name: str) -> int:
        """Count the calls of a name."""
        return sum(called == name for called, _ in self.calls)

    async def notification(self, order_id: OrderId, notification_id: NotificationId) -> Sourced[Notification]:
        await self._begin("notification", notification_id)
        found = self.asked.get((order_id, notification_id))
        if found is None:
            raise errors.NotificationNotReadyError(order_id, notification_id)
        return Sourced(found, f'{{"notification": "{notification_id}"}}')

    async def notifications(
        self,
        order_id: OrderId,
        *,
        background: bool = False,  # noqa: ARG002 (heard alike)
    ) -> tuple[NotificationId, ...]:
        await self._begin("notifications", order_id)
        return tuple(notification for order, notification in self.asked if order == order_id)

    async def order(self, order_id: OrderId, *, background: bool = False) -> Sourced[Order]:
        await self._begin("background_order" if background else "order", order_id)
        if order_id not in self.orders:
            raise errors.VtexRefusedError(404, "order not found")
        return Sourced(self.orders[order_id], f'{{"orderId": "{order_id}"}}')

    async def ncm(self, product_id: ProductId) -> str:
        await self._begin("ncm", product_id)
        return self.ncms.get(product_id, "")

    async def post_invoice(self, callback_url: str, invoice: Invoice, embedded: str | None = None) -> str:
        await self._begin("post_invoice", invoice.number)
        self.posts.append((callback_url, invoice))
        self.embedded.append(embedded)
        order_id = OrderId(callback_url.split("/")[5])
        if self.shows_posts and order_id in self.orders:
            self.show_post(order_id, invoice)
        self._end("post_invoice")
        return "receipt"

    async def delete_notification(self, order_id: OrderId, notification_id: NotificationId) -> bool:
        await self._begin("delete_notification", notification_id)
        was_there = self.asked.pop((order_id, notification_id), None) is not None
        self._end("delete_notification")
        return was_there

    async def handled_orders(self) -> tuple[OrderId, ...]:
        await self._begin("handled_orders", None)
        return self.handled

    async def orders_between(self, since: datetime, until: datetime) -> tuple[ListedOrder, ...]:
        await self._begin("orders_between", (since, until))
        return self.listed

    async def check_feed(self) -> None:
        await self._begin("check_feed", None)
        if not self.has_feed:
            raise errors.FeedMissingError

    async def feed(self) -> tuple[FeedEvent, ...]:
        await self._begin("feed", None)
        if not self.has_feed:
            raise errors.FeedMissingError
        return tuple(self.events[:10])

    async def commit_feed(self, handles: Sequence[str]) -> None:
        await self._begin("commit_feed", tuple(handles))
        self.events = [event for event in self.events if event.handle not in handles]

    def callback_url(self, order_id: OrderId) -> str:
        return f"https://{self.account}.myvtex.com/_v/invoice-notifier/{order_id}/invoice"

    def order_page(self, order_id: OrderId) -> str:
        if "/" in order_id:
            reason = "no id"
            raise errors.InvalidOrderError(reason)
        return f"https://{self.account}.myvtex.com/admin/orders/{order_id}"

    def bridge_page(self) -> str:
        return f"https://{self.account}.myvtex.com/admin/bridge/#/marketplace/order"

    def check_callback(self, url: str, order_id: OrderId) -> None:
        if url != self.callback_url(order_id):
            raise errors.UntrustedOriginError(url, self.account)

    def show_post(self, order_id: OrderId, invoice: Invoice) -> None:
        """Let the order show an invoice, with VTEX's guess of the lines it is for."""
        shown = EarlierInvoice(invoice.number, invoice.type, invoice.value, invoice.key)
        order = self.orders[order_id]
        self.orders[order_id] = replace(order, invoices=(*order.invoices, shown))

    async def _begin(self, name: str, argument: object) -> None:
        self.calls.append((name, argument))
        if hook := self.hooks.get(name):
            await hook()
        self._fail(self.fails[name])

    def _end(self, name: str) -> None:
        self._fail(self.fails_after[name])

    @staticmethod
    def _fail(script: deque[Exception | None]) -> None:
        failure = script.popleft() if script else None
        if failure is not None:
            raise failure


@dataclass
class FakeWatchList:
    """A watch list in memory: since when, and when to ask."""

    orders: dict[OrderId, tuple[datetime, datetime]] = field(default_factory=dict)
    known: Sequence[OrderId] = ()

    def watch(self, account: AccountName, orders: Sequence[OrderId], now: datetime) -> None:  # noqa: ARG002 (one account)
        for order in orders:
            self.orders.setdefault(order, (now, now))

    def watch_known(self, account: AccountName, now: datetime) -> None:
        self.watch(account, self.known, now)

    def due_watches(
        self,
        account: AccountName,  # noqa: ARG002 (one account)
        now: datetime,
        limit: int,
    ) -> tuple[tuple[OrderId, datetime], ...]:
        due = sorted((ask_at, order, since) for order, (since, ask_at) in self.orders.items() if ask_at <= now)
        return tuple((order, since) for _, order, since in due[:limit])

    def count(self, account: AccountName) -> int:  # noqa: ARG002 (one account)
        return len(self.orders)

    def rescheduled(self, account: AccountName, order_id: OrderId, ask_at: datetime | None) -> None:  # noqa: ARG002
        since, _ = self.orders.pop(order_id)
        if ask_at is not None:
            self.orders[order_id] = (since, ask_at)


class TroubledJournal(JobJournal):
    """The real journal on a disk that fails as scripted: ``fails[name]`` are failures of the next calls."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.fails: defaultdict[str, deque[Exception | None]] = defaultdict(deque)

    def apply(self, step: Step) -> Job:
        self._fail("apply")
        return super().apply(step)

    def counts(self, section: Section, search: str) -> dict[JobFilter, int]:
        self._fail("counts")
        return super().counts(section, search)

    def job(self, job_id: JobId) -> Job | None:
        self._fail("job")
        return super().job(job_id)

    def find(self, account: AccountName | None, order_id: OrderId) -> tuple[Job, ...]:
        self._fail("find")
        return super().find(account, order_id)

    def due(self, now: datetime, limit: int) -> tuple[DueJob, ...]:
        self._fail("due")
        return super().due(now, limit)

    def correct_callback(self, job: Job, callback_url: str, now: datetime) -> Job:
        self._fail("correct_callback")
        return super().correct_callback(job, callback_url, now)

    def _fail(self, name: str) -> None:
        script = self.fails[name]
        failure = script.popleft() if script else None
        if failure is not None:
            raise failure


class TroubledFiles(FileTable):
    """The real table of files on a disk that fails as scripted."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.fails: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self.gone: set[FileId] = set()
        """Files that another part of the program removes while they are looked up."""

    def file(self, file_id: FileId) -> FoundFile | None:
        return None if file_id in self.gone else super().file(file_id)

    def waiting_files(self, among: Sequence[FileId] | None = None) -> tuple[FileId, ...]:
        self._fail("waiting_files")
        return super().waiting_files(among)

    def pairs_of_file(self, file_id: FileId) -> tuple[Pair, ...]:
        self._fail("pairs_of_file")
        return super().pairs_of_file(file_id)

    def pairs_of_job(self, job_id: JobId) -> tuple[Pair, ...]:
        self._fail("pairs_of_job")
        return super().pairs_of_job(job_id)

    def _fail(self, name: str) -> None:
        if script := self.fails[name]:
            raise script.popleft()


class TroubledBook(DayTable):
    """The real book of days on a disk that fails as scripted."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.fails: defaultdict[str, deque[Exception]] = defaultdict(deque)

    def closing(self, day: date) -> DayClosing | None:
        self._fail("closing")
        return super().closing(day)

    def end_submission(self, submission: SubmissionId, end: SubmissionEnd, now: datetime) -> None:
        self._fail("end_submission")
        super().end_submission(submission, end, now)

    def _fail(self, name: str) -> None:
        if script := self.fails[name]:
            raise script.popleft()


class FakeAnchor:
    """Remembers the head of the audit trail in ``kept``, as a keyring would."""

    def __init__(self) -> None:
        self.kept = Anchor(AnchorState.NONE)

    def read(self) -> Anchor:
        return self.kept

    def keep(self, head: TrailHead) -> None:
        self.kept = Anchor(AnchorState.KEPT, head)

    def forget(self) -> None:
        self.kept = Anchor(AnchorState.NONE)


@dataclass
class FakeReports:
    """Writes no file: remembers what was to be written, and where."""

    written: list[tuple[DayReport, Path, PaperSize]] = field(default_factory=list)

    def write(self, report: DayReport, path: Path, size: PaperSize) -> None:
        self.written.append((report, path, size))


@dataclass
class FakeCredentials:
    """Credentials by account, kept in memory."""

    kept: dict[AccountName, dict[str, str | None]] = field(default_factory=dict)
    is_kept: bool = True

    def store(self, account: AccountName, values: Mapping[str, str | None]) -> None:
        self.kept.setdefault(account, {}).update(values)

    def names(self, account: AccountName) -> list[str]:
        return sorted(name for name, value in self.kept.get(account, {}).items() if value is not None)
