"""What does not agree about one order. A cause that makes several differences is told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import CANCELLED, EarlierInvoice
from desktop_invoicer.domain.pairing import Pairing, items_left, pair
from desktop_invoicer.domain.papers import Papers
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.request_findings import job_finding, unknown_requests
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import OrderTruth, Truths
from desktop_invoicer.domain.workflow import Stage

_WHOLE = CANCELLED | {"invoiced"}
"""States in which VTEX waits for no further invoice."""
_WAITING = frozenset(
    {ProblemCode.JOB_WITHOUT_DOCUMENT, ProblemCode.DOCUMENT_WITHOUT_INVOICE, ProblemCode.NOTIFICATION_GONE},
)
"""What is told of a job that has not sent its invoice."""


def order_findings(truth: OrderTruth, truths: Truths, papers: Papers) -> tuple[Finding, ...]:
    """Compare an order; ``papers`` learn which notes belong to it."""
    comparison = _Comparison(truth, truths, papers, pair(truth.posted, truth.order))
    return tuple(_placed(finding, truth) for finding in comparison.findings())


def _placed(finding: Finding, truth: OrderTruth) -> Finding:
    words = finding.problem.code, truth.account, truth.order_id, finding.identity
    identity = ":".join(filter(None, words))
    return replace(finding, identity=identity, account=truth.account, order_id=truth.order_id)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One order with everything that is known around it."""

    truth: OrderTruth
    truths: Truths
    papers: Papers
    pairing: Pairing

    def findings(self) -> Iterator[Finding]:
        requests = list(self._requests())
        yield from self._ours()
        for shown in self.pairing.foreign:
            if self.papers.explain(shown):
                yield from self._shown(shown)
            elif self._is_of_the_day(shown):
                yield self._foreign(shown, requests)
        yield from self._balance(requests)
        yield from requests
        if self.truth.failure is not None:
            reason = str(self.truth.failure)
            yield Finding("", Problem(ProblemCode.ORDER_NOT_CHECKED, {"reason": reason}), Fix.COMPARE)

    def _requests(self) -> Iterator[Finding]:
        notifications = self.truth.notifications
        if notifications is not None:
            yield from unknown_requests(self.truth.order_id, notifications, self.truth.jobs)
        for each in self.truth.jobs:
            finding = job_finding(each, notifications)
            if finding is not None:
                yield finding

    def _ours(self) -> Iterator[Finding]:
        """Look at what this desk posted."""
        for invoice, shown in self.pairing.shown:
            yield from self._shown(shown, invoice)
        for invoice in self.pairing.vanished:
            job = self._job_of(invoice)
            if not self._may_still_show(job):
                yield _of_invoice(ProblemCode.INVOICE_VANISHED, invoice, Fix.OPEN_IN_VTEX, job)

    def _shown(self, shown: EarlierInvoice, ours: Invoice | None = None) -> Iterator[Finding]:
        """Compare an invoice in VTEX with its note, and with what this desk posted."""
        job = None if ours is None else self._job_of(ours)
        if shown.type is InvoiceType.OUTPUT and shown.key in self.papers.cancelled:
            if not self._is_undone(shown):
                yield _of_invoice(ProblemCode.CANCELLED_NOT_RETURNED, shown, Fix.OPEN_IN_VTEX, job)
            return
        note = self.papers.value_of(shown)
        sent = None if ours is None else ours.value
        for name, right in (("document", note), ("sent", sent)):
            if right is not None and right != shown.value:
                finding = _of_invoice(ProblemCode.POSTED_VALUE_DIFFERS, shown, Fix.OPEN_IN_VTEX, job, **{name: right})
                yield replace(finding, amount=Cents(abs(shown.value - right)))
                return

    def _foreign(self, shown: EarlierInvoice, requests: list[Finding]) -> Finding:
        """Tell of an invoice of others; a request that it answers is taken out of those that still wait here."""
        answered = next((each for each in requests if self._answers(shown, each)), None)
        finding = _of_invoice(ProblemCode.FOREIGN_INVOICE, shown, Fix.NOTE, type=shown.type.value)
        if answered is None:
            return finding
        requests.remove(answered)
        return replace(finding, fix=Fix.OPEN_JOB, job=answered.job)

    def _balance(self, requests: Sequence[Finding]) -> Iterator[Finding]:
        """Tell what of an order that was invoiced in part is left, unless a job is about it or an invoice is lost."""
        order = self.truth.order
        is_asked = any(finding.problem.code is ProblemCode.NOTIFICATION_UNKNOWN for finding in requests)
        if order is None or order.status in _WHOLE or self.pairing.vanished or is_asked or self._sells_more():
            return
        invoiced, value = order.invoiced(InvoiceType.OUTPUT), order.full_value
        left = Cents(value - invoiced)
        if 0 < left < value:
            items = ", ".join(f"{units} × {name}" for name, units in items_left(order, self.pairing))
            facts: dict[str, str | int] = {"invoiced": invoiced, "value": value, "open": left, "items": items}
            problem = Problem(ProblemCode.PARTLY_INVOICED, {"order": order.order_id, **facts})
            yield Finding(str(left), problem, Fix.DIAGNOSE, amount=left)

    def _sells_more(self) -> bool:
        """Tell whether a job is to be sent that is a sale, or may be one."""
        open_jobs = (each.job for each in self.truth.jobs if not each.job.stage.is_end)
        return any(job.stage is not Stage.SUBMITTED and job.operation in {None, Operation.SALE} for job in open_jobs)

    def _is_undone(self, sale: EarlierInvoice) -> bool:
        """Tell whether a sale was taken back in VTEX, or is about to be."""
        if self.truth.order is not None and self.truth.order.status in CANCELLED:
            return True
        open_jobs = (each.job for each in self.truth.jobs if not each.job.stage.is_end)
        if any(job.operation not in {None, Operation.SALE} for job in open_jobs):
            return True
        seen = (*(shown for _, shown in self.pairing.shown), *self.pairing.foreign)
        returns = [shown for shown in seen if shown.type is InvoiceType.INPUT]
        return any(each.key == sale.key for each in returns) or sum(each.value for each in returns) >= sale.value

    def _is_of_the_day(self, shown: EarlierInvoice) -> bool:
        """Tell whether an invoice may be of the day: of some VTEX knows no moment, of others only the date."""
        at, day = shown.issued_at, self.truths.day
        return at is None or day is None or day.date in {at.date(), StoreDay.of(at, day.zone).date}

    def _may_still_show(self, job: DayJob | None) -> bool:
        """Tell whether VTEX may need a little longer to show what was sent just now."""
        until = self.truths.shown_until
        return until is not None and job is not None and job.sent is not None and job.sent.at > until

    def _answers(self, shown: EarlierInvoice, finding: Finding) -> bool:
        """Tell whether an invoice of others is what a waiting job was to send."""
        job = next((each.job for each in self.truth.jobs if each.job.id == finding.job), None)
        if job is None or job.operation is None or finding.problem.code not in _WAITING:
            return False
        is_its_note = job.document is not None and str(job.document.key) == shown.key
        return job.operation.invoice_type is shown.type and (is_its_note or finding.amount <= shown.value)

    def _job_of(self, invoice: Invoice) -> DayJob | None:
        """Give the job by which this desk posted an invoice."""
        name = invoice.number, invoice.key
        return next((each for each in self.truth.jobs if each.sent and (each.sent.number, each.sent.key) == name), None)


def _of_invoice(
    code: ProblemCode, invoice: Invoice | EarlierInvoice, fix: Fix, job: DayJob | None = None, **facts: str | int
) -> Finding:
    problem = Problem(code, {"number": invoice.number, "value": invoice.value, **facts})
    identity = " ".join(map(str, (invoice.type.value, invoice.number, invoice.key, invoice.value, *facts.values())))
    return Finding(identity, problem, fix, job=None if job is None else job.job.id, amount=invoice.value)
