"""The documents by which an order was sold, as a return needs them: number, key, and the item number of each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.item_match import ItemCodes
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, Order


@dataclass(frozen=True, slots=True)
class Original:
    """One document of the sale. ``units`` by item index, ``value`` in cents.

    ``items`` gives the ``nItem`` under which the document names each order line; empty where only its key is known.
    """

    number: str
    value: Cents
    units: Mapping[int, int] = field(default_factory=dict)
    knows_units: bool = False
    """Whether ``units`` are surely those that it sold: this desk sent it."""
    key: AccessKey | None = None
    issued_at: datetime | None = None
    """When it was authorised; of a document known by its key alone when it was issued, as far as VTEX tells."""
    knows_authorisation: bool = False
    """Whether ``issued_at`` is the moment of authorisation."""
    items: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    protocol: str = ""
    """With which SEFAZ authorised it; empty where only its key is known."""
    is_cancelled: bool = False
    is_refunded: bool = False
    """Whether the event that cancels it has given its money back: an ``Input`` has its key."""

    @property
    def model(self) -> DocumentModel | None:
        """NF-e or NFC-e; ``None`` when its key is not known, or is of another model."""
        return None if self.key is None else DocumentModel.of(self.key.model)


def find_originals(order: Order, papers: Iterable[Paper], cancelled: frozenset[str]) -> tuple[Original, ...]:
    """Give the documents of the order's ``Output`` invoices, oldest first.

    Args:
        order: the order with our own record of its invoices.
        papers: the documents of its sales that this desk attached.
        cancelled: keys of documents of which an event is known that cancels them.

    """
    known = {paper.document.key.text: paper for paper in papers}
    refunded = {seen.key for seen in order.invoices if seen.type is InvoiceType.INPUT and seen.key}
    return tuple(
        replace(
            _original(seen, known.get(seen.key), order),
            is_cancelled=seen.key in cancelled,
            is_refunded=seen.key in refunded,
        )
        for seen in order.invoices
        if seen.type is InvoiceType.OUTPUT
    )


def _original(seen: EarlierInvoice, paper: Paper | None, order: Order) -> Original:
    key = read_access_key(seen.key)
    document = None if paper is None else paper.document
    authorised_at = None if document is None else document.authorised_at
    return Original(
        number=seen.number,
        value=seen.value,
        units=seen.units,
        knows_units=seen.is_ours,
        key=key if isinstance(key, AccessKey) else None,
        issued_at=authorised_at or (seen.issued_at if document is None else document.issued_at),
        knows_authorisation=authorised_at is not None,
        items={} if paper is None else _item_numbers(paper, order),
        protocol="" if document is None else document.protocol,
    )


def _item_numbers(paper: Paper, order: Order) -> dict[int, tuple[int, ...]]:
    """Find each order line among the rows of a document; a line of a SKU that stands twice has the rows of both."""
    codes = ItemCodes.of(order)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for item in () if paper.content is None else paper.content.items:
        sku = codes.sku(item)
        if sku is not None and item.number:
            rows[sku].append(item.number)
    return {line.index: tuple(rows[line.sku]) for line in order.lines if line.sku in rows}
