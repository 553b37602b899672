"""Why an order is not invoiced, in VTEX or in its marketplace: reads what there is, and lets the domain tell."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from desktop_invoicer import errors
from desktop_invoicer.domain.diagnosis import Diagnosis, DiagnosisSight, diagnose
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.marketplaces import Marketplaces
from desktop_invoicer.domain.money import ZERO
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.day_ports import AuditTrail
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.key_trail import untaken
from desktop_invoicer.engine.progress import Told, unheard
from desktop_invoicer.engine.returns_desk import ReturnsDesk
from desktop_invoicer.engine.truth_reader import MOST_ASKED, TruthReader, Wanted

NOT_FOUND = 404

_ID = re.compile(r"(?!\.{1,2}$)(?:(?![/\\%?#])[!-~]){1,200}")
_KEYS = frozenset({ScanKind.ACCESS_KEY, ScanKind.BROKEN_KEY})

Place = tuple[AccountName, OrderId]


@dataclass(frozen=True, slots=True)
class Diagnoser:
    """Tells what is wrong with orders. Runs on the engine's loop; only reads."""

    desk: Desk
    day_desk: DayDesk
    marketplaces: Marketplaces
    audit: AuditTrail

    async def diagnose(self, account: AccountName, order_id: OrderId) -> Diagnosis:
        """Ask VTEX for an order, and tell what is wrong with it.

        Raises:
            UnknownOrderError: VTEX has no such order.
            InvoicerError: the account is not known, or VTEX does not answer.

        """
        try:
            truth = await self._reader.read(Wanted(account, order_id))
        except errors.VtexRefusedError as exc:
            if exc.status != NOT_FOUND:
                raise
            raise errors.UnknownOrderError(order_id) from exc
        return self._told(truth)

    async def diagnose_meant(self, text: str, account: AccountName | None = None) -> Diagnosis:
        """Diagnose the order that is meant by its id, its sequence or a job's number, of an account or of any.

        Raises:
            UnknownJobError: several orders are meant.
            UnknownOrderError: no job knows it, and VTEX has no such order.
            InvoicerError: VTEX does not answer, so that it cannot be told.

        """
        meant = [place for place in self._places(text) if account in {None, place[0]}]
        if len(meant) > 1:
            raise errors.UnknownJobError(text, [order_id for _, order_id in meant])
        if meant:
            return await self.diagnose(*meant[0])
        return await self._diagnose_of_any([account] if account else self._accounts(), _order_in(text))

    async def diagnose_day(self, date: date, told: Told = unheard) -> tuple[Diagnosis, ...]:
        """Diagnose the marketplaces' orders that were created or invoiced on a day, and those of the day's jobs.

        An order that VTEX does not give has that as its cause.

        Raises:
            InvoicerError: VTEX does not list its orders.

        """
        day = self.day_desk.on(date)
        rows: dict[Place, ListedOrder] = {}
        for account in self._accounts():
            rows |= {(account, row.order_id): row for row in await self._reader.list_orders(account, day)}
        wanted, whole = await self._planned(day, rows)
        read = await self._reader.read_all(wanted, told)
        return (*map(self._told, read), *whole)

    @property
    def _reader(self) -> TruthReader:
        return TruthReader(self.desk.context)

    def _places(self, text: str) -> list[Place]:
        """Give the orders of jobs that may be meant; a job's number is meant before anything else."""
        with suppress(errors.UnknownJobError):
            job = self.desk.find(text.strip())
            return [(job.account, job.order_id)]
        return [(found.account, found.order_id) for found in ReturnsDesk(self.desk).find(text)]

    def _accounts(self) -> list[AccountName]:
        """Give every account, the store's own first."""
        context = self.desk.context
        return sorted(context.accounts, key=lambda account: account != context.store.account)

    async def _diagnose_of_any(self, accounts: Sequence[AccountName], order_id: OrderId) -> Diagnosis:
        for account in accounts:
            with suppress(errors.UnknownOrderError):
                return await self.diagnose(account, order_id)
        raise errors.UnknownOrderError(order_id)

    async def _planned(
        self, day: StoreDay, rows: Mapping[Place, ListedOrder]
    ) -> tuple[tuple[Wanted, ...], tuple[Diagnosis, ...]]:
        """Tell which orders have to be read, and which VTEX's list and the journal show to be sound."""
        known = ((each.job.account, each.job.order_id) for each in self.day_desk.book.jobs_of(day))
        foreign = (place for place, row in rows.items() if row.may_be_of_marketplace)
        places = dict.fromkeys((*known, *foreign))
        wanted, whole = [], []
        for place in places:
            row = rows.get(place)
            is_own = len(places) > MOST_ASKED and row is not None and not row.may_be_of_marketplace
            if row is None or not is_own or not self._reader.written(*place).is_whole(row):
                wanted.append(Wanted(*place))
            else:
                value = row.value or ZERO
                whole.append(Diagnosis(*place, row.status, "", value, value, ()))
            await asyncio.sleep(0)  # thousands of orders must not hold up the jobs
        return tuple(wanted), tuple(whole)

    def _told(self, truth: OrderTruth) -> Diagnosis:
        context = self.desk.context
        vtex = context.accounts.get(truth.account)  # gone from the settings, perhaps, while its jobs are still here
        page = ""
        if vtex is not None:
            with suppress(errors.InvalidOrderError):  # VTEX lists it under what is no id
                page = vtex.order_page(truth.order_id)
        invoices = () if truth.order is None else truth.order.invoices
        keys = {invoice.key for invoice in invoices if invoice.key}
        sight = DiagnosisSight(
            now=context.clock.now(),
            marketplaces=self.marketplaces,
            cnpj=context.store.cnpj,
            cancelled=context.journal.cancelled_among(keys, context.store.environment),
            policy=context.account_policy(truth.account),
            untaken=untaken(self.audit, truth.account, truth.order_id),
            order_page=page,
            bridge_page="" if vtex is None else vtex.bridge_page(),
        )
        return diagnose(truth, sight)


def _order_in(text: str) -> OrderId:
    """Take a text for the id of an order; what names a person or a document is not sent to VTEX as one."""
    scan = read_scan(text)
    told = without_tax_ids(scan.value)
    if scan.kind in _KEYS or told != scan.value or not _ID.fullmatch(told):
        raise errors.UnknownOrderError(told)
    return OrderId(told)
