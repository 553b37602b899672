"""Comparing the three truths of a day: what VTEX holds, which documents there are, and what this desk wrote down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.foreign_invoices import MOST_TOLD
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.reconciliation import reconcile
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import OrderElsewhere, OrderTruth, Truths, has_work
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.day_ports import DayBook
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.progress import Told, unheard
from desktop_invoicer.engine.truth_reader import MOST_ASKED, TruthReader, Wanted
from desktop_invoicer.engine.words import statement, words

Place = tuple[AccountName, OrderId]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a comparison came to.

    ``read`` orders were read from VTEX, ``listed`` ones were compared by its list alone, and ``unread`` ones it did
    not give: each of those is a finding.
    """

    date: date
    at: datetime
    findings: tuple[Finding, ...]
    read: int
    listed: int
    unread: int


@dataclass(slots=True)
class Reconciler:
    """Compares the truths of a day, and keeps the last result of each. Runs on the engine's loop; only reads VTEX."""

    desk: Desk
    day_desk: DayDesk
    book: DayBook
    _last: dict[date, Reconciled] = field(default_factory=dict)

    async def reconcile(self, date: date, told: Told = unheard) -> tuple[Finding, ...]:
        """Compare everything of a day, the most money first."""
        return (await self.compare(date, told)).findings

    async def compare(self, date: date, told: Told = unheard) -> Reconciled:
        """Compare everything of a day, and tell how it was compared.

        VTEX's list proves most orders of a good day; the others are read, which takes a minute for some thirty.
        """
        context, day = self.desk.context, self.day_desk.on(date)
        rows, unlisted = await self._listed(day)
        wanted, proved, elsewhere = await self._planned(day, rows)
        truths, shown_until = await self._read(wanted, told)
        found = reconcile(
            Truths(
                orders=(*truths, *proved),
                documents=self.book.documents_of(day),
                last_numbers=dict(self.book.last_numbers(day, context.store.cnpj)),
                cnpj=context.store.cnpj,
                day=day,
                shown_until=shown_until,
                elsewhere=elsewhere,
            )
        )
        unread = sum(truth.failure is not None for truth in truths)
        findings = self._with_notes((*unlisted, *found))
        listed = len(proved) + len(elsewhere)
        done = Reconciled(date, context.clock.now(), findings, len(truths) - unread, listed, unread)
        self._last[date] = done
        return done

    def last(self, date: date) -> Reconciled | None:
        """Give what the last comparison of a day came to since the program runs."""
        return self._last.get(date)

    def note(self, finding: str, operator: str, reason: str) -> FindingNote:
        """Keep a person's word about a finding, by its identity.

        Raises:
            UnknownFindingError: no comparison found it since the program runs.
            NothingSaidError: the name or the reason is empty.
            SignInNeededError, NotPermittedError: as for ``People.permit``.

        """
        with self.desk.context.people.permit(operator, Action.NOTE_FINDING, finding):
            return self._noted(finding, words(operator), statement(reason))

    @property
    def _reader(self) -> TruthReader:
        return TruthReader(self.desk.context)

    def _noted(self, finding: str, operator: str, reason: str) -> FindingNote:
        if not any(each.identity == finding for done in self._last.values() for each in done.findings):
            raise errors.UnknownFindingError
        now = self.desk.context.clock.now()
        note = FindingNote(finding, operator, now, reason)
        self.book.note(note, AuditEntry(now, note.operator, Deed.FINDING_NOTED, finding, {"reason": note.reason}))
        for day, done in self._last.items():
            noted = (replace(each, note=note) if each.identity == finding else each for each in done.findings)
            self._last[day] = replace(done, findings=tuple(noted))
        return note

    async def _listed(self, day: StoreDay) -> tuple[Mapping[Place, ListedOrder], tuple[Finding, ...]]:
        """List every account's orders of a day; what cannot be listed is told."""
        rows: dict[Place, ListedOrder] = {}
        unlisted = []
        for account in self.desk.context.accounts:
            try:
                listed = await self._reader.list_orders(account, day)
            except (errors.TransientError, errors.RejectedError, errors.SetupError, errors.InvalidOrderError) as exc:
                problem = Problem(ProblemCode.ORDERS_NOT_LISTED, {"account": account, "reason": str(exc)})
                identity = f"{problem.code.value}:{account}:{day.date.isoformat()}"
                unlisted.append(Finding(identity, problem, Fix.NOTE, account))
            else:
                rows |= {(account, row.order_id): row for row in listed}
        return rows, tuple(unlisted)

    async def _planned(
        self, day: StoreDay, rows: Mapping[Place, ListedOrder]
    ) -> tuple[tuple[Wanted, ...], tuple[OrderTruth, ...], tuple[OrderElsewhere, ...]]:
        """Tell which orders have to be read, and how much of them, and of which the list is enough on a large day.

        Those are the ones that it and the journal prove whole, and many that other desks or programs invoiced.
        """
        known = ((each.job.account, each.job.order_id) for each in self.book.jobs_of(day))
        places = dict.fromkeys((*known, *rows))
        is_large = len(places) > MOST_ASKED
        wanted, proved, elsewhere = [], [], []
        for place in places:
            written, row = self._reader.written(*place), rows.get(place)
            if is_large and not has_work(written.jobs) and row is not None and row.value and row.is_done:
                elsewhere.append(OrderElsewhere(*place, row.value))
            elif not written.is_whole(row):
                wanted.append(Wanted(*place))
            elif is_large:
                proved.append(OrderTruth(*place, None, None, written.jobs, written.posted))
            else:
                wanted.append(Wanted(*place, reads_order=False))
            await asyncio.sleep(0)  # thousands of orders must not hold up the jobs
        if len(elsewhere) <= MOST_TOLD:
            wanted += [Wanted(each.account, each.order_id) for each in elsewhere]
            elsewhere = []
        return tuple(wanted), tuple(proved), tuple(elsewhere)

    async def _read(self, wanted: Sequence[Wanted], told: Told) -> tuple[tuple[OrderTruth, ...], datetime]:
        """Read orders, and until when everything that was posted must show (KI 1372902).

        What was posted just now and does not show yet is given its time, and read once more.
        """
        truths = await self._reader.read_all(wanted, told)
        since = self.desk.context.clock.now() - self.desk.context.patience.invisible
        late = [(_place(truth), at) for truth in truths for at in _unshown(truth) if at > since]
        if not late:
            return truths, since
        shown_until = max(at for _, at in late)
        await asyncio.sleep((shown_until - since).total_seconds())
        wanted = [Wanted(*place) for place in dict.fromkeys(place for place, _ in late)]
        again = {_place(truth): truth for truth in await self._reader.read_all(wanted)}
        return tuple(again.get(_place(truth), truth) for truth in truths), shown_until

    def _with_notes(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        notes = self.book.notes([finding.identity for finding in findings])
        return tuple(replace(finding, note=notes.get(finding.identity)) for finding in findings)


def _place(truth: OrderTruth) -> Place:
    return truth.account, truth.order_id


def _unshown(truth: OrderTruth) -> Iterator[datetime]:
    """Give when this desk posted what an order does not show."""
    if truth.order is not None:
        shown = {invoice.number for invoice in truth.order.invoices}
        yield from (each.sent.at for each in truth.jobs if each.sent is not None and each.sent.number not in shown)
