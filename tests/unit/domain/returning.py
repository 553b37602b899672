"""Orders that were sold, and what is given back of them."""

from __future__ import annotations

from desktop_invoicer.domain.draft import Claim, Draft
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.returns import Terms, draft_return
from tests.builders import ACCOUNT, a_claim, a_notification, an_earlier_invoice, claims_of, everything_of

RETURN = Reading(Operation.RETURN)
HERE = Terms(ACCOUNT)
KEEPING = Terms(ACCOUNT, ReturnPolicy(refunds_freight=False))


def codes(draft: Draft) -> list[ProblemCode]:
    return [problem.code for problem in draft.problems]


def sold(order: Order, *more: EarlierInvoice) -> Order:
    """Give the order as it is after all of it was invoiced at once."""
    invoice = an_earlier_invoice(value=order.value, units=everything_of(order))
    return order.with_own([invoice, *more])


def give_back(
    order: Order, units: dict[int, int], *claims: Claim, reading: Reading = RETURN, terms: Terms = HERE
) -> Draft:
    return draft_return(order, a_notification(units=units), [*claims_of(order), *claims], reading, terms)


def returned(value: int, units: dict[int, int]) -> Claim:
    return a_claim(type_=InvoiceType.INPUT, value=value, units=units)
