"""What the tests of comparing a day have in common: what was found."""

from __future__ import annotations

from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.reconciliation import Truths, reconcile


def the_finding(truths: Truths) -> Finding:
    """Give what was found, where that is one thing."""
    (finding,) = reconcile(truths)
    return finding


def codes(truths: Truths) -> list[ProblemCode]:
    """Give what kinds of things were found."""
    return [finding.problem.code for finding in reconcile(truths)]
