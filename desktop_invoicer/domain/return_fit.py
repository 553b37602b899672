"""Whether the document of a return or cancellation takes back what the order was sold with, and no more.

What it takes back stands in other documents: the key that an event cancels, the documents and rows that a note names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.brasilia import fiscal_day
from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.document import (
    Document,
    DocumentContent,
    DocumentItem,
    DocumentKind,
    DocumentSource,
    Paper,
)
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.item_match import ItemCodes
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Order, SkuId
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.rules import Reason, RulePack

RETURN = "4"
"""The ``finNFe`` of a note by which goods come back."""


def check_return(
    paper: Paper, wanted: Content, originals: Sequence[Original], rules: RulePack, uf: str
) -> Iterator[Check]:
    """Compare a document with the ``originals`` of the order; a sale takes nothing back.

    Args:
        paper: the document, with its content where its XML is known.
        wanted: what was loaded for the job.
        originals: the documents by which the order was sold.
        rules: tell from which day on each row names the row that it takes back.
        uf: the state of the store.

    """
    document, content = paper.document, paper.content
    if wanted.draft.operation is Operation.SALE:
        return
    if document.kind is DocumentKind.CANCELLATION:
        yield _cancelled(document, originals)
        yield _whole(document, wanted.draft, originals)
        return
    yield _purpose(content)
    yield _original(content, originals)
    if content is not None:
        day = fiscal_day(document.issued_at)
        names_items = any(rule.reason is Reason.RETURN_NAMES_ITEMS for rule in rules.in_force(day, uf))
        yield from _item_references(content, wanted.order, originals, is_due=names_items)


def _cancelled(event: Document, originals: Sequence[Original]) -> Check:
    """Tell whether an event cancels a note of the order; another order's would give back this one's money for it."""
    ours = _keys_of(originals)
    if event.key.text not in ours:
        return _not_here(event.key, originals)
    if event.source is DocumentSource.KEY and any(event.protocol == original.protocol for original in originals):
        problem = Problem(ProblemCode.PROTOCOL_OF_NOTE, {"number": event.key.nnf})
        return Check(CheckName.ORIGINAL, Verdict.BLOCKING, problem)
    substitute = event.substitute
    if substitute and substitute not in ours:
        problem = Problem(ProblemCode.SUBSTITUTE_STANDS, {"number": AccessKey(substitute).nnf})
        return Check(CheckName.ORIGINAL, Verdict.WARNING, problem)
    return Check(CheckName.ORIGINAL, Verdict.OK)


def _whole(event: Document, draft: Draft, originals: Sequence[Original]) -> Check:
    """Compare what the note sold with what comes back: an event always cancels all of a note."""
    cancelled = [original for original in originals if original.key == event.key]
    if not cancelled:
        return Check(CheckName.VALUE, Verdict.UNKNOWN, expected=draft.value)
    sold = {index for original in cancelled for index in original.units}
    if all(original.knows_units for original in cancelled) and any(line.item_index not in sold for line in draft.lines):
        other = Problem(ProblemCode.EVENT_CANCELS_OTHER, {"number": event.key.nnf})
        return Check(CheckName.ITEMS, Verdict.BLOCKING, other)
    if (value := sum(original.value for original in cancelled)) == draft.value:
        return Check(CheckName.VALUE, Verdict.OK, None, draft.value, value)
    facts = {"number": event.key.nnf, "document": value, "value": draft.value}
    return Check(CheckName.VALUE, Verdict.BLOCKING, Problem(ProblemCode.EVENT_CANCELS_MORE, facts), draft.value, value)


def _purpose(content: DocumentContent | None) -> Check:
    if content is None:
        return Check(CheckName.PURPOSE, Verdict.UNKNOWN)
    if content.purpose == RETURN:
        return Check(CheckName.PURPOSE, Verdict.OK)
    return Check(CheckName.PURPOSE, Verdict.BLOCKING, Problem(ProblemCode.PURPOSE_WRONG))


def _original(content: DocumentContent | None, originals: Sequence[Original]) -> Check:
    """Compare the notes that a return names, in its head or its rows, with those of the order."""
    if content is None:
        return Check(CheckName.ORIGINAL, Verdict.UNKNOWN)
    named = [key for key in map(read_access_key, content.references) if isinstance(key, AccessKey)]
    if not named:
        return Check(CheckName.ORIGINAL, Verdict.WARNING, Problem(ProblemCode.ORIGINAL_NOT_NAMED))
    meant = [original for original in originals if original.key in named]
    if not meant:
        return _not_here(named[0], originals)
    for original in meant:
        if original.is_cancelled:
            problem = Problem(ProblemCode.ORIGINAL_CANCELLED, {"number": original.number})
            return Check(CheckName.ORIGINAL, Verdict.BLOCKING, problem)
    return Check(CheckName.ORIGINAL, Verdict.OK)


def _not_here(key: AccessKey, originals: Sequence[Original]) -> Check:
    """Refuse another order's note, unless it may be one of this order's whose key VTEX does not tell."""
    if not _are_known(originals):
        return Check(CheckName.ORIGINAL, Verdict.UNKNOWN)
    return Check(CheckName.ORIGINAL, Verdict.BLOCKING, Problem(ProblemCode.ORIGINAL_NOT_HERE, {"number": key.nnf}))


def _item_references(
    content: DocumentContent, order: Order, originals: Sequence[Original], *, is_due: bool
) -> Iterator[Check]:
    """Compare the rows of the originals that a return names with the rows by which it names them."""
    codes, sold = ItemCodes.of(order), _sold_rows(order, originals)
    ours = _keys_of(originals) if _are_known(originals) else None
    taken: set[tuple[str, int]] = set()
    missing: list[int] = []
    for place, item in enumerate(content.items, 1):
        reference, row = (item.original, item.original_number), item.number or place
        is_foreign = bool(item.original) and ours is not None and item.original not in ours
        if is_foreign or reference in taken or _is_other(item, codes.sku(item), sold.get(item.original, {})):
            yield _item_problem(ProblemCode.ITEM_REFERENCE_WRONG, Verdict.BLOCKING, row)
            return
        if item.original and item.original_number:
            taken.add(reference)
        else:
            missing.append(row)
    if missing and is_due:
        yield _item_problem(ProblemCode.ITEM_NOT_REFERENCED, Verdict.WARNING, missing[0])
    elif taken:
        yield Check(CheckName.ITEM_REFERENCES, Verdict.OK)


def _item_problem(code: ProblemCode, verdict: Verdict, row: int) -> Check:
    return Check(CheckName.ITEM_REFERENCES, verdict, Problem(code, {"row": row}))


def _is_other(item: DocumentItem, sku: SkuId | None, sold: Mapping[int, SkuId]) -> bool:
    """Tell whether a row surely names another item: one of another SKU, or none of this SKU's own rows.

    ``sold`` gives the SKU of each row of the original that is known.
    """
    if not item.original_number or sku is None:
        return False
    return sold.get(item.original_number, sku) != sku or (sku in sold.values() and item.original_number not in sold)


def _sold_rows(order: Order, originals: Sequence[Original]) -> dict[str, dict[int, SkuId]]:
    """Give what each row of each original sold, by key and item number."""
    skus = {line.index: line.sku for line in order.lines}
    return {
        original.key.text: {row: skus[index] for index, rows in original.items.items() for row in rows}
        for original in originals
        if original.key is not None
    }


def _keys_of(originals: Sequence[Original]) -> frozenset[str]:
    return frozenset(original.key.text for original in originals if original.key is not None)


def _are_known(originals: Sequence[Original]) -> bool:
    """Tell whether the key of every document of the sale is known."""
    return bool(originals) and all(original.key is not None for original in originals)
