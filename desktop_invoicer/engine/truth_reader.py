"""Reading orders as VTEX shows them now, beside what this desk wrote down of them; many at a time, behind all jobs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from desktop_invoicer import errors
from desktop_invoicer.domain.day import DayJob, Sent
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Effect, Outcome
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import AccountName, InvoiceType, NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import posts_of
from desktop_invoicer.engine.progress import Told, unheard
from desktop_invoicer.engine.reactions import problem_of

T = TypeVar("T")

AT_ONCE = 16
MOST_ASKED = 100
"""On a day with more orders nothing is asked about those that VTEX's list and the journal prove whole."""
TRIES = 3
MOST_RESTS = 30
"""So often one reading waits until the account may be asked again."""
MOST_IN_A_ROW = 16
"""After so many failures in a row an account is not asked for the rest."""
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order to read, and how much of it."""

    account: AccountName
    order_id: OrderId
    reads_order: bool = True
    """Whether the order itself is read, too, and not only the notifications of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What this desk wrote down of an order: its jobs, and what it posted and knows to be in VTEX."""

    jobs: tuple[DayJob, ...]
    posts: tuple[Effect, ...]

    @property
    def posted(self) -> tuple[Invoice, ...]:
        """Give the invoices."""
        return tuple(post.invoice for post in self.posts if post.invoice is not None)

    def is_whole(self, row: ListedOrder | None) -> bool:
        """Tell whether VTEX's list leaves nothing to ask: all of the order was invoiced, and all of it by this desk."""
        if row is None or not row.is_done:
            return False
        is_sold = all(invoice.type is InvoiceType.OUTPUT for invoice in self.posted)
        is_over = all(each.job.stage.is_end for each in self.jobs)
        return is_sold and is_over and sum(invoice.value for invoice in self.posted) == row.value


@dataclass(slots=True)
class _Round:
    """One reading of many orders: which accounts do not answer any more."""

    in_a_row: Counter[AccountName] = field(default_factory=Counter)
    failures: dict[AccountName, errors.InvoicerError] = field(default_factory=dict)

    def check(self, account: AccountName) -> None:
        """Raise why an account is not asked any more."""
        if self.in_a_row[account] >= MOST_IN_A_ROW:
            raise self.failures[account]

    def hear(self, account: AccountName, failure: errors.InvoicerError | None) -> None:
        """Take in how a reading ended; that VTEX refuses or garbles one order says nothing of the others."""
        match failure:
            case errors.SetupError() | errors.UnknownAccountError():
                self.in_a_row[account] = MOST_IN_A_ROW
            case errors.TransientError():
                self.in_a_row[account] += 1
            case _:
                self.in_a_row[account] = 0
        if failure is not None:
            self.failures[account] = failure


@dataclass(frozen=True, slots=True)
class TruthReader:
    """Reads orders. Nothing is written."""

    context: Context

    def written(self, account: AccountName, order_id: OrderId) -> Written:
        """Give what this desk wrote down of an order."""
        journal = self.context.journal
        jobs = journal.find(account, order_id)
        done = {job.id: _done(posts_of(job.id, journal)) for job in jobs}
        return Written(
            jobs=tuple(_day_job(job, done[job.id]) for job in jobs),
            posts=tuple(post for posts in done.values() for post in posts),
        )

    async def read(self, wanted: Wanted) -> OrderTruth:
        """Read an order, so that VTEX and the journal are seen at one moment; waits while the account rests.

        Raises:
            InvoicerError: the account is not known, or VTEX does not give it.

        """
        account, order_id = wanted.account, wanted.order_id
        order, notifications, written = None, None, self.written(account, order_id)
        for _ in range(_LOOKS):
            before = written
            order, notifications = await self._ask(wanted)
            written = self.written(account, order_id)
            if before == written:
                break
        return OrderTruth(account, order_id, order, notifications, written.jobs, written.posted)

    async def read_all(self, wanted: Sequence[Wanted], told: Told = unheard) -> tuple[OrderTruth, ...]:
        """Read many orders; what VTEX does not give has its ``failure``."""
        this, places, done = _Round(), asyncio.Semaphore(AT_ONCE), count(1)

        async def read(each: Wanted) -> OrderTruth:
            async with places:
                truth = await self._read_or_say_why(each, this)
            told(next(done), len(wanted))
            return truth

        tasks = [asyncio.create_task(read(each)) for each in wanted]
        try:
            return tuple(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    async def list_orders(self, account: AccountName, day: StoreDay) -> tuple[ListedOrder, ...]:
        """List the orders of an account that were created or invoiced on a day."""
        vtex = self.context.vtex(account)
        return await self._patiently(lambda: vtex.orders_between(day.begin, day.end))

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Ask VTEX again while it does not answer, and as soon as it may be asked where it rests."""
        failures = 0
        while True:
            try:
                return await call()
            except errors.TransientError as exc:
                failures += 1
                if failures >= (MOST_RESTS if isinstance(exc, errors.VtexBusyError) else TRIES):
                    raise
                growing = self.context.patience.growing(failures - 1).total_seconds()
                await asyncio.sleep(growing if exc.retry_after is None else exc.retry_after)

    async def _read_or_say_why(self, wanted: Wanted, this: _Round) -> OrderTruth:
        try:
            this.check(wanted.account)
            truth = await self.read(wanted)
        except (errors.StorageError, errors.StorageBusyError):
            raise
        except errors.InvoicerError as exc:
            this.hear(wanted.account, exc)
            written = self.written(wanted.account, wanted.order_id)
            problem = problem_of(exc, wanted.account)
            return OrderTruth(
                wanted.account, wanted.order_id, None, None, written.jobs, written.posted, failure=problem
            )
        this.hear(wanted.account, None)
        return truth

    async def _ask(self, wanted: Wanted) -> tuple[Order | None, tuple[NotificationId, ...]]:
        vtex, order = self.context.vtex(wanted.account), None
        if wanted.reads_order:
            order = (await self._patiently(lambda: vtex.order(wanted.order_id, background=True))).value
        return order, await self._patiently(lambda: vtex.notifications(wanted.order_id, background=True))


def _done(posts: Sequence[Effect]) -> tuple[Effect, ...]:
    return tuple(post for post in posts if post.outcome is Outcome.DONE)


def _day_job(job: Job, posts: Sequence[Effect]) -> DayJob:
    sent = [
        Sent(post.ended_at or post.begun_at, post.invoice.number, post.invoice.value, post.invoice.key)
        for post in posts
        if post.invoice is not None
    ]
    return DayJob(job, sent=sent[-1] if sent else None, ended_at=job.updated_at if job.stage.is_end else None)
