"""Notes to which no invoice belongs: those that may be meant for an order, and all others, the sales of the till.

The till of a store drops its notes into the same folder. Told one by one they would hide what has to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.matching import names_some_order, order_name, orders_named
from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import CANCELLED, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import SeenDocument, Truths
from desktop_invoicer.domain.workflow import Stage

_INVOICED = CANCELLED | {"invoiced"}
_UNSENT = frozenset({Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED})


@dataclass(frozen=True, slots=True)
class _Ties:
    """What ties a note to VTEX: orders by name, keys that stand in them, and values and buyers that still wait."""

    orders: frozenset[str]
    keys: frozenset[str]
    values: frozenset[Cents]
    buyers: frozenset[str]

    @classmethod
    def of(cls, truths: Truths) -> Self:
        """Gather them from what is compared."""
        orders = [truth.order for truth in truths.orders if truth.order is not None]
        waiting = [order for order in orders if _left(order)]
        jobs = [each.job for truth in truths.orders for each in truth.jobs if each.job.stage in _UNSENT]
        return cls(
            orders=frozenset(order_name(truth.order_id) for truth in truths.orders),
            keys=frozenset(invoice.key for order in orders for invoice in order.invoices),
            values=frozenset({*map(_left, waiting), *(job.value for job in jobs if job.value is not None)}),
            buyers=frozenset(order.buyer.tax_id for order in waiting),
        )

    def hold(self, seen: SeenDocument) -> bool:
        """Tell whether anything ties a note to VTEX."""
        document, content = seen.document, seen.content
        if seen.was_attached or document.value in self.values or document.key.text in self.keys:
            return True
        if content is None:
            return False
        is_of_buyer = bool(content.buyer) and content.buyer in self.buyers
        takes_back = not self.keys.isdisjoint(content.references)
        return (
            is_of_buyer or takes_back or names_some_order(content) or not self.orders.isdisjoint(orders_named(content))
        )


def loose_findings(notes: Sequence[SeenDocument], truths: Truths) -> Iterator[Finding]:
    """Tell of each note that something ties to VTEX, and once of all the others together."""
    ties, others = _Ties.of(truths), []
    for seen in notes:
        if ties.hold(seen):
            yield _without_invoice(seen)
        else:
            others.append(seen)
    if others:
        worth = sum(seen.document.value or ZERO for seen in others)
        problem = Problem(ProblemCode.TILL_DOCUMENTS, {"count": len(others), "value": worth})
        yield Finding(
            problem.code.value if truths.day is None else f"{problem.code}:{truths.day.date}", problem, Fix.NOTE
        )


def _left(order: Order) -> Cents:
    """Give what VTEX still waits to be invoiced of an order."""
    return ZERO if order.status in _INVOICED else Cents(order.full_value - order.invoiced(InvoiceType.OUTPUT))


def _without_invoice(seen: SeenDocument) -> Finding:
    document = seen.document
    facts: dict[str, str | int] = {"number": document.number}
    if document.value is not None:
        facts["value"] = document.value
    problem = Problem(ProblemCode.DOCUMENT_WITHOUT_INVOICE, facts)
    fix = Fix.NOTE if seen.file is None else Fix.OPEN_FILE
    return Finding(f"{problem.code}:{document.key}", problem, fix, file=seen.file, amount=document.value or ZERO)
