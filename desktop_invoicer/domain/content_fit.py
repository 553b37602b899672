"""Whether what the XML of a document says, beyond the document itself, fits a job: content, buyer, items, date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.document import Document, DocumentContent, DocumentItem, DocumentKind, Paper
from desktop_invoicer.domain.draft import Draft, DraftLine
from desktop_invoicer.domain.item_match import ItemCodes
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Order, SkuId
from desktop_invoicer.domain.policy import StorePolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.tax_id import masked

CLOCKS_APART = timedelta(minutes=5)
"""By so much the fiscal program's clock may be ahead of ours (facts: fiscal, section 10: SEFAZ tolerates as much)."""
BEFORE_ORDER = timedelta(days=1)
"""So long before its order a document may have been issued at a till that told VTEX late."""
OLD = timedelta(days=60)
"""A document older than this was hardly issued for what is asked now."""


def check_content(paper: Paper, wanted: Content, store: StorePolicy, now: datetime) -> tuple[Check, ...]:
    """Compare what a document says with what the job needs; without an XML most of it is not known."""
    document, content, draft, order = paper.document, paper.content, wanted.draft, wanted.order
    return (
        _digest(content, store),
        *_buyer(document, content, draft, order.buyer, store),
        *_items(document, content, draft, order, store),
        _date(document, order, store, now),
    )


def check_cancelled(document: Document, *, is_cancelled: bool) -> tuple[Check, ...]:
    """Tell whether an event is known that cancels the document; an event itself cannot be cancelled."""
    if document.kind is DocumentKind.CANCELLATION:
        return ()
    if is_cancelled:
        return (Check(CheckName.UNCANCELLED, Verdict.BLOCKING, Problem(ProblemCode.DOCUMENT_CANCELLED)),)
    return (Check(CheckName.UNCANCELLED, Verdict.OK),)


def _questionable(
    name: CheckName,
    problem: Problem,
    store: StorePolicy,
    expected: str | int | None = None,
    found: str | int | None = None,
) -> Check:
    """Warn of what is wrong, or keep the document out where the store wants that."""
    verdict = Verdict.BLOCKING if name in store.blocking else Verdict.WARNING
    return Check(name, verdict, problem, expected, found)


def _digest(content: DocumentContent | None, store: StorePolicy) -> Check:
    if content is None or content.is_genuine is None:
        return Check(CheckName.DIGEST, Verdict.UNKNOWN)
    if content.is_genuine:
        return Check(CheckName.DIGEST, Verdict.OK)
    return _questionable(CheckName.DIGEST, Problem(ProblemCode.DIGEST_WRONG), store)


def _buyer(
    document: Document, content: DocumentContent | None, draft: Draft, buyer: Buyer, store: StorePolicy
) -> Iterator[Check]:
    """Compare who buys. A document may name somebody where the order does not: whoever asked for it at the till.

    Of a return nothing is told: who the goods come back from, and who the document names, need not be the same.
    """
    if document.kind is DocumentKind.CANCELLATION or draft.operation is not Operation.SALE:
        return
    expected = masked(buyer.tax_id) or None
    if content is None or (buyer.masked and not buyer.tax_id):
        yield Check(CheckName.BUYER, Verdict.UNKNOWN, expected=expected)
        return
    found = masked(content.buyer) or None
    if buyer.tax_id in {"", content.buyer}:
        yield Check(CheckName.BUYER, Verdict.OK, None, expected, found)
    elif not content.buyer:
        problem = Problem(ProblemCode.BUYER_NOT_NAMED, {"order": expected or ""})
        yield _questionable(CheckName.BUYER, problem, store, expected)
    else:
        problem = Problem(ProblemCode.BUYER_DIFFERS, {"document": found or "", "order": expected or ""})
        yield _questionable(CheckName.BUYER, problem, store, expected, found)


def _items(
    document: Document, content: DocumentContent | None, draft: Draft, order: Order, store: StorePolicy
) -> Iterator[Check]:
    """Compare the goods by SKU or GTIN; a fiscal program that has codes of its own leaves nothing to compare."""
    if document.kind is DocumentKind.CANCELLATION:
        return
    if content is None:
        yield Check(CheckName.ITEMS, Verdict.UNKNOWN)
        return
    named, others = _by_sku(content.items, order)
    if not named:
        yield Check(CheckName.ITEMS, Verdict.UNKNOWN)
    elif difference := _difference(named, others, draft.lines, order):
        problem = Problem(ProblemCode.ITEMS_DIFFER, difference)
        if draft.operation is Operation.SALE:
            yield _questionable(CheckName.ITEMS, problem, store)
        else:  # money goes out for them
            yield Check(CheckName.ITEMS, Verdict.BLOCKING, problem)
    else:  # what the document does not name may be there under another code
        yield Check(CheckName.ITEMS, Verdict.UNKNOWN if others else Verdict.OK)


def _by_sku(items: Sequence[DocumentItem], order: Order) -> tuple[dict[SkuId, Decimal], list[DocumentItem]]:
    """Give the quantity of each SKU that the order knows, and the items that it does not."""
    codes = ItemCodes.of(order)
    named: dict[SkuId, Decimal] = {}
    others: list[DocumentItem] = []
    for item in items:
        sku = codes.sku(item)
        if sku is None:
            others.append(item)
        else:
            named[sku] = named.get(sku, Decimal(0)) + item.quantity
    return named, others


def _difference(
    named: Mapping[SkuId, Decimal], others: Sequence[DocumentItem], lines: Sequence[DraftLine], order: Order
) -> dict[str, str | int] | None:
    """Tell the first SKU of which the document has more or less than the invoice, or ``None``."""
    units: Counter[SkuId] = Counter()
    names = {line.sku: line.name for line in order.lines}
    for line in lines:
        units[line.sku] += line.units
    measures = {line.sku: line.unit_multiplier for line in order.lines}
    for sku in (*units, *(sku for sku in named if sku not in units)):
        found = named.get(sku, Decimal(0))
        hidden = sku not in named and bool(others)  # it may be there under another code
        if not hidden and found not in {Decimal(units[sku]), units[sku] * measures[sku]}:
            return {"name": names[sku], "asked": units[sku], "document": _plain(found)}
    if others and all(sku in named for sku in units):
        return {"name": others[0].code, "asked": 0, "document": _plain(others[0].quantity)}
    return None


def _date(document: Document, order: Order, store: StorePolicy, now: datetime) -> Check:
    issued = document.issued_at
    found = issued.date().isoformat()
    facts = {"issued": found}
    if issued > now + CLOCKS_APART:
        return _questionable(CheckName.DATE, Problem(ProblemCode.DATE_IN_FUTURE, facts), store, found=found)
    if order.created_at is not None and issued < order.created_at - BEFORE_ORDER:
        expected = order.created_at.date().isoformat()
        problem = Problem(ProblemCode.DATE_BEFORE_ORDER, {**facts, "ordered": expected})
        return _questionable(CheckName.DATE, problem, store, expected, found)
    if issued < now - OLD:
        problem = Problem(ProblemCode.DATE_LONG_AGO, {**facts, "days": (now - issued).days})
        return _questionable(CheckName.DATE, problem, store, found=found)
    return Check(CheckName.DATE, Verdict.OK, found=found)


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
