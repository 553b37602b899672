"""Many sales by other desks are one finding, as long as nothing of this desk is in them."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.foreign_invoices import MOST_TOLD
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.reconciliation import reconcile
from desktop_invoicer.domain.truths import OrderElsewhere, OrderTruth, Truths
from desktop_invoicer.domain.workflow import Stage
from tests.builders import ACCOUNT, an_earlier_invoice, an_order
from tests.day_builders import a_day_job, a_truth

SINGLE, MANY = ProblemCode.FOREIGN_INVOICE, ProblemCode.FOREIGN_INVOICES


def foreign(number: int, type_: InvoiceType = InvoiceType.OUTPUT, stage: Stage | None = None) -> OrderTruth:
    """Give an order that somebody else invoiced."""
    order_id = f"v7000{number:04}str-01"
    invoice = an_earlier_invoice(number=str(number), type_=type_, value=100 * number)
    jobs = [] if stage is None else [a_day_job(stage)]
    return a_truth(an_order(order_id=order_id, status="invoiced", invoices=[invoice]), order_id=order_id, jobs=jobs)


def elsewhere(*numbers: int) -> tuple[OrderElsewhere, ...]:
    return tuple(OrderElsewhere(ACCOUNT, OrderId(f"v8000{each:04}str-01"), Cents(each)) for each in numbers)


def found(*orders: OrderTruth, unread: tuple[OrderElsewhere, ...] = ()) -> tuple[Finding, ...]:
    return reconcile(Truths(orders, elsewhere=unread))


def test_a_few_are_told_one_by_one() -> None:
    findings = found(*map(foreign, range(1, MOST_TOLD + 1)))

    assert [finding.problem.code for finding in findings] == [SINGLE] * MOST_TOLD


def test_many_are_told_once_with_all_behind_it() -> None:
    (finding,) = found(*map(foreign, range(1, MOST_TOLD + 2)))

    orders = ", ".join(f"v7000{number:04}str-01" for number in range(1, MOST_TOLD + 1))
    assert finding.problem == Problem(MANY, {"count": 6, "value": 2100, "orders": orders})
    assert (finding.fix, finding.amount, finding.identity) == (Fix.NOTE, 2100, "foreign_invoices::6:2100")
    assert [part.amount for part in finding.parts] == [100, 200, 300, 400, 500, 600]
    assert not finding.is_settled


@pytest.mark.parametrize("alone", [foreign(9, InvoiceType.INPUT), foreign(9, stage=Stage.DISMISSED)])
def test_money_out_and_what_concerns_a_job_of_this_desk_stand_alone(alone: OrderTruth) -> None:
    findings = found(*map(foreign, range(1, MOST_TOLD + 2)), alone)

    assert [finding.problem.code for finding in findings] == [SINGLE, MANY]
    assert findings[0].amount == 900


def test_a_request_that_another_desk_answered_first_is_no_work_of_this_one() -> None:
    (finding,) = found(*(foreign(number, stage=Stage.WITHDRAWN) for number in range(1, MOST_TOLD + 2)))

    assert finding.problem.code is MANY


def test_what_only_the_list_tells_counts_along() -> None:
    (finding,) = found(foreign(1), unread=elsewhere(1, 2, 3, 4, 5))

    assert (finding.problem.facts["count"], finding.amount) == (6, 115)
