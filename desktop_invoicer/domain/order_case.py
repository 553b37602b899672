"""An order that is looked at: what VTEX shows of it, what this desk wrote down, and what follows from both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.marketplaces import MarketplaceRule, Marketplaces
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.policy import AccountPolicy
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.domain.workflow import Job, JobId, Stage

INVOICED = "invoiced"

SETTLES_IN = timedelta(minutes=15)
"""So long VTEX may take to show an invoice and to settle its payment before anybody has to look at it (ours)."""

_UNSENT = frozenset({Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED})


@dataclass(frozen=True, slots=True)
class DiagnosisSight:
    """What a diagnosis is made with, beside the order itself. The pages are addresses for a browser."""

    now: datetime
    marketplaces: Marketplaces
    cnpj: str = ""
    """The store's own, bare; empty where it is not known."""
    cancelled: frozenset[str] = frozenset()
    """Access keys of documents that are known to be cancelled."""
    policy: AccountPolicy = field(default_factory=AccountPolicy)
    untaken: frozenset[str] = frozenset()
    """Numbers of invoices of which a key was sent again, and VTEX did not take it."""
    order_page: str = ""
    bridge_page: str = ""


@dataclass(frozen=True, slots=True)
class OrderCase:
    """One order under diagnosis."""

    truth: OrderTruth
    order: Order
    sight: DiagnosisSight

    @property
    def outputs(self) -> tuple[EarlierInvoice, ...]:
        """The invoices of sales that VTEX shows."""
        return tuple(invoice for invoice in self.order.invoices if invoice.type is InvoiceType.OUTPUT)

    @property
    def invoiced(self) -> Cents:
        """What VTEX shows as invoiced."""
        return self.order.invoiced(InvoiceType.OUTPUT)

    @property
    def left(self) -> Cents:
        """What VTEX shows as not invoiced yet."""
        return Cents(max(self.order.full_value - self.invoiced, 0))

    @property
    def is_whole(self) -> bool:
        """Tell whether the order is invoiced in full, as VTEX says or by the sum of its invoices."""
        return self.order.status == INVOICED or bool(self.outputs and not self.left)

    @property
    def unseen(self) -> tuple[Invoice, ...]:
        """What this desk posted, knows to be in VTEX, and does not see there."""
        shown = {name for seen in self.outputs for name in (seen.number, seen.key) if name}
        return tuple(
            post
            for post in self.truth.posted
            if post.type is InvoiceType.OUTPUT and not {post.number, post.key} & shown
        )

    @property
    def sales(self) -> tuple[Job, ...]:
        """Jobs of this desk that are about a sale, as far as that is known."""
        jobs = (each.job for each in self.truth.jobs)
        return tuple(job for job in jobs if job.operation in {None, Operation.SALE})

    @property
    def open_jobs(self) -> tuple[Job, ...]:
        """Those that have it still to send."""
        return tuple(job for job in self.sales if job.stage in _UNSENT)

    @property
    def is_recent(self) -> bool:
        """Tell whether VTEX may still be at work on what was sent last, or on what changed last."""
        sent = [each.sent.at for each in self.truth.jobs if each.sent and each.job.operation is Operation.SALE]
        last = max(sent, default=None) or _moment(self.order.last_change)
        return last is not None and abs(self.sight.now - last) < SETTLES_IN

    @property
    def rule(self) -> MarketplaceRule | None:
        """What the external marketplace of the order needs; ``None`` where it comes from none."""
        return self.sight.marketplaces.rule_of(self.order) if self.order.marketplace else None

    def cause(
        self,
        problem: Problem,
        repair: Repair,
        likelihood: Likelihood = Likelihood.CERTAIN,
        job: JobId | None = None,
    ) -> Cause:
        """Make a cause, with the page where it is seen or put right."""
        return Cause(problem, likelihood, repair, self._link(repair), job)

    def _link(self, repair: Repair) -> str:
        match repair:
            case Repair.BRIDGE:
                return self.sight.bridge_page
            case Repair.JOB | Repair.BACK_OFFICE:
                return ""
            case _:
                return self.sight.order_page


def _moment(text: str) -> datetime | None:
    """Read a moment as VTEX writes it; what is none is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
