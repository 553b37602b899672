"""Where goods come back: finding the order of whoever stands there, and looking at what may still be returned of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_invoicer import errors
from desktop_invoicer.domain.draft import Draft, claims_on
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, AskedItem, Notification, Operation, OrderId
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.returns import Returnable, Terms, draft_return, find_returnable
from desktop_invoicer.domain.route import Routes, Sight, find_routes
from desktop_invoicer.domain.scan import Scan, ScanKind, read_scan
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.explaining import NOBODY_ASKED
from desktop_invoicer.engine.posts import with_known
from desktop_invoicer.engine.returning import originals_of

MOST_FOUND = 50
"""A search gives so many orders, the newest: who finds more has to say more."""

_MOST_OPEN = 100
"""So many open returns are looked through for the key of a sale that another desk invoiced."""
_WITHOUT_HYPHEN = re.compile(r"(v?[0-9]{5,}+[a-z]*+|[0-9]{8,})([0-9]{2})", re.IGNORECASE | re.ASCII)
"""An order's id as it is read out: ``v70530116str01`` for ``v70530116str-01``."""
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order that jobs of this desk know. ``jobs`` are all of it, newest first; money and day as last loaded."""

    account: AccountName
    order_id: OrderId
    buyer: str
    """As a list may name somebody; empty before anything is loaded."""
    value: Cents | None
    ordered_at: datetime | None
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class OrderReturns:
    """What may be returned of an order as VTEX shows it now.

    ``routes`` are the ways that would be open if all that is left were cancelled here now; ``jobs`` are the returns
    asked for, open ones first.
    """

    account: AccountName
    order: Order
    returnable: Returnable
    originals: tuple[Original, ...]
    routes: Routes
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class ReturnsDesk:
    """Finds orders and looks at them. Nothing is written."""

    desk: Desk

    def find(self, text: str) -> tuple[FoundOrder, ...]:
        """Find the orders that are meant by anything that people know of them, most recent first.

        Such as the id of the order or a notification, the key of the sale's document, the buyer's CPF, a job's number.
        """
        scan = read_scan(text)
        jobs = self._jobs_of(scan) if scan.value else ()
        found = dict.fromkeys((job.account, job.order_id) for job in sorted(jobs, key=lambda job: job.id, reverse=True))
        named = [(account, order_id) for account, order_id in found if order_id == scan.value]
        return tuple(self._found(account, order_id) for account, order_id in (named or [*found])[:MOST_FOUND])

    async def look(self, account: AccountName, order_id: OrderId) -> OrderReturns:
        """Ask VTEX for an order, and tell what may be returned of it.

        Raises:
            UnknownOrderError: VTEX has no such order.
            InvoicerError: the account is not known, or VTEX does not answer.

        """
        context = self.desk.context
        try:
            order = (await context.vtex(account).order(order_id)).value
        except errors.VtexRefusedError as exc:
            if exc.status != _NOT_FOUND:
                raise
            raise errors.UnknownOrderError(order_id) from exc
        jobs = context.journal.find(account, order_id)
        if jobs:
            order = with_known(order, _nobodys(jobs[0]), Operation.CANCELLATION, context.journal)
        originals = originals_of(account, order, context)
        returnable = find_returnable(order, claims_on(order), context.returns)
        sight = Sight(context.store.cnpj, context.rules, context.clock.now())
        returns = (job for job in jobs if job.operation not in {None, Operation.SALE})
        return OrderReturns(
            account=account,
            order=order,
            returnable=returnable,
            originals=originals,
            routes=find_routes(_all_cancelled(order, returnable, context), originals, sight),
            jobs=tuple(sorted(returns, key=lambda job: (job.stage.is_end, -job.id))),
        )

    async def look_anywhere(self, order_id: OrderId) -> OrderReturns:
        """Look at an order of any account, the store's own first.

        Raises:
            UnknownOrderError: none of them has such an order.
            InvoicerError: an account does not answer, so that it cannot be told.

        """
        own = self.desk.context.store.account
        for account in sorted(self.desk.context.accounts, key=lambda account: account != own):
            try:
                return await self.look(account, order_id)
            except errors.UnknownOrderError:
                continue
        raise errors.UnknownOrderError(order_id)

    def _jobs_of(self, scan: Scan) -> tuple[Job, ...]:
        if jobs := self._searched(scan.value):
            return jobs
        if scan.kind is ScanKind.ACCESS_KEY:
            return self._sold_by(scan.value)
        parts = _WITHOUT_HYPHEN.fullmatch(scan.value)
        return self._searched(f"{parts[1]}-{parts[2]}") if parts else ()

    def _searched(self, text: str) -> tuple[Job, ...]:
        queries = (JobQuery(section, search=text, descending=True) for section in Section)
        return tuple(job for query in queries for job in self.desk.page(query, 0, MOST_FOUND).jobs)

    def _sold_by(self, key: str) -> tuple[Job, ...]:
        """Give the open returns of orders that were sold by a document which another desk attached."""
        page = self.desk.page(JobQuery(filter=JobFilter.RETURNS, descending=True), 0, _MOST_OPEN)
        return tuple(job for job in page.jobs if key in self._keys_of(job))

    def _keys_of(self, job: Job) -> Iterable[str]:
        content = self.desk.context.journal.content(job.id)
        return () if content is None else (invoice.key for invoice in content.order.invoices)

    def _found(self, account: AccountName, order_id: OrderId) -> FoundOrder:
        journal = self.desk.context.journal
        jobs = journal.find(account, order_id)[::-1]
        contents = (journal.content(job.id) for job in jobs)
        order = next((content.order for content in contents if content is not None), None)
        return FoundOrder(
            account=account,
            order_id=order_id,
            buyer=next((job.buyer for job in jobs if job.buyer), ""),
            value=None if order is None else order.value,
            ordered_at=None if order is None else order.created_at,
            jobs=jobs,
        )


def _nobodys(job: Job) -> Job:
    """Give a job of the same order that is none of them, for which all others count."""
    return replace(job, id=JobId(0))


def _all_cancelled(order: Order, returnable: Returnable, context: Context) -> Draft:
    """Draft the cancellation, here, of everything that has not come back."""
    items = tuple(AskedItem(line.line.index, line.left) for line in returnable.lines if line.left)
    notification = Notification(NOBODY_ASKED, order.order_id, items)
    terms = Terms(context.store.account, context.returns)
    return draft_return(order, notification, claims_on(order), Reading(Operation.CANCELLATION), terms)
