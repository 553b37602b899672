"""Why an order is not invoiced, in VTEX or in its marketplace: causes with their evidence, the likeliest first.

Answers VTEX's two articles on orders that are invoiced in VTEX and keep an earlier state in the marketplace
(facts: VTEX, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain import stuck_in_marketplace, stuck_in_vtex
from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.order_case import DiagnosisSight, OrderCase
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import OrderTruth

__all__ = ["Cause", "Diagnosis", "DiagnosisSight", "Likelihood", "Repair", "diagnose"]

_ORDER = tuple(Likelihood)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with an order; no cause at all: nothing is. Money in cents."""

    account: AccountName
    order_id: OrderId
    status: str
    """As VTEX spells it."""
    marketplace: str
    """Name of the external marketplace, or empty."""
    value: Cents
    invoiced: Cents
    causes: tuple[Cause, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong here."""
        return not self.causes


def diagnose(truth: OrderTruth, sight: DiagnosisSight) -> Diagnosis:
    """Tell why an order is not invoiced; a sound one has no causes, and one that could not be read has that as its."""
    order = truth.order
    if order is None:
        unread = Cause(truth.failure or Problem(ProblemCode.WAITING_FOR_VTEX), Likelihood.CERTAIN, Repair.WAIT)
        return Diagnosis(truth.account, truth.order_id, "", "", ZERO, ZERO, (unread,))
    case = OrderCase(truth, order, sight)
    root = stuck_in_vtex.root_cause(case)
    causes = [root] if root else [*stuck_in_vtex.causes(case), *stuck_in_marketplace.causes(case)]
    return Diagnosis(
        account=truth.account,
        order_id=truth.order_id,
        status=order.status,
        marketplace=case.rule.name if case.rule else "",
        value=order.full_value,
        invoiced=case.invoiced,
        causes=tuple(sorted(causes, key=lambda cause: _ORDER.index(cause.likelihood))),
    )
