"""Invoices that other desks or programs sent: many of them are told once, since a list of hundreds helps nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import Truths, has_work

MOST_TOLD = 5
"""So many sales by others are told one by one."""


def folded(findings: Sequence[Finding], truths: Truths) -> Iterator[Finding]:
    """Tell of many sales by others once; orders with work of this desk, and money out, stand alone."""
    known = {(truth.account, truth.order_id) for truth in truths.orders if has_work(truth.jobs)}
    parts = [each for each in findings if _is_sale_by_others(each) and (each.account, each.order_id) not in known]
    parts += _unread(truths)
    if len(parts) <= MOST_TOLD:
        parts = []
    told = {id(each) for each in parts}
    yield from (each for each in findings if id(each) not in told)
    if parts:
        yield _together(parts, truths)


def _is_sale_by_others(finding: Finding) -> bool:
    facts = finding.problem.facts
    return finding.problem.code is ProblemCode.FOREIGN_INVOICE and facts["type"] == InvoiceType.OUTPUT.value


def _unread(truths: Truths) -> Iterator[Finding]:
    """Give the sales that VTEX's list tells of: their numbers are not known."""
    for each in truths.elsewhere:
        facts: dict[str, str | int] = {"number": "", "value": each.value, "type": InvoiceType.OUTPUT.value}
        problem = Problem(ProblemCode.FOREIGN_INVOICE, facts)
        identity = f"{problem.code}:{each.account}:{each.order_id}"
        yield Finding(identity, problem, Fix.NOTE, each.account, each.order_id, amount=each.value)


def _together(parts: Sequence[Finding], truths: Truths) -> Finding:
    value = Cents(sum(each.amount for each in parts))
    orders = sorted({each.order_id for each in parts if each.order_id})
    facts: dict[str, str | int] = {"count": len(parts), "value": value, "orders": ", ".join(orders[:MOST_TOLD])}
    problem = Problem(ProblemCode.FOREIGN_INVOICES, facts)
    day = "" if truths.day is None else truths.day.date.isoformat()
    identity = f"{problem.code}:{day}:{len(parts)}:{value}"
    return Finding(identity, problem, Fix.NOTE, amount=value, parts=tuple(parts))
