"""What stays of a job once its personal data is erased: what the law and the figures need, nothing of the buyer.

Fiscal identifiers stay (key, number, serie, protocol, value), order ids, goods, units and money, who of the store did
what and when. Buyers, addresses, cards, texts that VTEX or people wrote, and the bytes of documents go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_invoicer.domain.document import DocumentContent
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.order import Buyer, Order
from desktop_invoicer.domain.problem import Problem

_IMPERSONAL = frozenset(
    {"key", "matter", "missing_since", "number", "operation", "operator", "problem", "reversed_at", "source", "store"}
)
"""The facts of a timeline or a word that are kept though they are texts: names of the store's own, and identifiers."""


def content_without_person(content: Content) -> Content:
    """Keep of what was loaded what was invoiced: lines, units, money, the decision."""
    return replace(
        content,
        notification=replace(content.notification, observation="", changed_items=()),
        reading=replace(content.reading, problems=(), notices=()),
        order=_order_without_person(content.order),
        draft=replace(content.draft, problems=(), notices=()),
        raw_notification="",
        raw_order="",
    )


def details_without_person(details: DocumentContent) -> DocumentContent:
    """Keep the goods that a document names, and the documents it refers to."""
    items = tuple(replace(item, order_text="") for item in details.items)
    return replace(details, buyer="", order_texts=(), items=items)


def facts_without_person(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """Keep figures, identifiers and names of the store's own people; reasons and answers are free text."""
    return {name: fact for name, fact in facts.items() if isinstance(fact, int) or name in _IMPERSONAL}


def problem_without_person(problem: Problem) -> Problem:
    """Keep what was wrong, without the words that it was wrong with."""
    return replace(problem, facts=facts_without_person(problem.facts))


def _order_without_person(order: Order) -> Order:
    return replace(
        order,
        buyer=Buyer(is_company=order.buyer.is_company, uf=order.buyer.uf),
        lines=tuple(replace(line, address=None) for line in order.lines),
        payments=tuple(replace(payment, last_digits="") for payment in order.payments),
        notices=(),
    )
