"""Findings of each kind, as a comparison brings them."""

from __future__ import annotations

from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId
from tests.builders import ACCOUNT
from tests.report_builders import MADE_AT

FACTS: dict[str, str | int] = {
    "number": "77",
    "value": 8990,
    "document": 8890,
    "difference": 100,
    "invoiced": 5990,
    "open": 3000,
    "items": "1 × Camisa",
    "serie": 1,
    "first": 4,
    "last": 9,
    "count": 2,
}


def a_finding(
    code: ProblemCode, fix: Fix, *, order: str = "v70530116str-01", amount: int = 8990, note: str = ""
) -> Finding:
    """Make a finding about an order and its job."""
    identity = f"{code.value}:{order}"
    said = FindingNote(identity, "Rui Lima", MADE_AT, note) if note else None
    return Finding(
        identity, Problem(code, FACTS), fix, ACCOUNT, OrderId(order), JobId(7), amount=Cents(amount), note=said
    )


def some_findings() -> tuple[Finding, ...]:
    """Make one of each sort, and one that somebody settled."""
    return (
        a_finding(ProblemCode.FOREIGN_INVOICE, Fix.OPEN_IN_VTEX, order="v1-01", note="Sent by hand in VTEX"),
        a_finding(ProblemCode.INVOICE_VANISHED, Fix.OPEN_IN_VTEX, order="v2-01", amount=45990),
        a_finding(ProblemCode.NOTIFICATION_UNKNOWN, Fix.ASK_VTEX, order="v3-01"),
        a_finding(ProblemCode.PARTLY_INVOICED, Fix.DIAGNOSE, order="v4-01", amount=3000),
        a_finding(ProblemCode.NUMBER_GAP, Fix.NOTE, order="v5-01", amount=0),
        a_finding(ProblemCode.ORDER_NOT_CHECKED, Fix.COMPARE, order="v6-01", amount=0),
    )
