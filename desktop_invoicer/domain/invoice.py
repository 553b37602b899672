"""What is posted to VTEX: a value, not yet JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents, unit_price
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, SkuId


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One SKU: the unit price in cents is approximate, the invoice's value is what counts (facts, section 3)."""

    sku: SkuId
    price: Cents
    quantity: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice for VTEX. ``number`` has letters and digits only; ``value`` in cents; one row per SKU."""

    type: InvoiceType
    number: str
    value: Cents
    key: str
    url: str
    issued_at: datetime
    rows: tuple[InvoiceRow, ...]

    def is_same_as(self, earlier: EarlierInvoice) -> bool:
        """Tell whether ``earlier`` is this very invoice as VTEX shows it."""
        return (
            earlier.type is self.type
            and earlier.number == self.number
            and earlier.value == self.value
            and earlier.key in {"", self.key}
        )


def build_invoice(draft: Draft, document: Document, earlier: Iterable[EarlierInvoice]) -> Invoice:
    """Make the invoice of a draft and the document that fits it (``check_document`` found nothing)."""
    return Invoice(
        type=draft.operation.invoice_type,
        number=invoice_number(document, draft.operation.invoice_type, earlier),
        value=draft.value if document.value is None else document.value,
        key=document.key.text,
        url=document.url,
        issued_at=document.issued_at,
        rows=_rows(draft),
    )


def invoice_number(document: Document, type_: InvoiceType, earlier: Iterable[EarlierInvoice]) -> str:
    """Give the document's number; where the order holds it from another document, serie and model follow it.

    A note cannot be both sale and return: the same number of the other type is another document, even without a key.

    No separator: spaces, ``#`` and ``/`` break the order in VTEX for ever (KI 953285, 409225).
    """
    number = document.number
    same = (invoice for invoice in earlier if invoice.number == number)
    taken = any(invoice.type is not type_ or invoice.key not in {"", document.key.text} for invoice in same)
    if not taken or document.kind is DocumentKind.CANCELLATION:
        return number
    return f"{number}{document.key.serie:03}{document.key.model}"


def _rows(draft: Draft) -> tuple[InvoiceRow, ...]:
    goods: dict[SkuId, int] = {}
    units: dict[SkuId, int] = {}
    for line in draft.lines:
        goods[line.sku] = goods.get(line.sku, 0) + line.goods
        units[line.sku] = units.get(line.sku, 0) + line.units
    return tuple(InvoiceRow(sku, unit_price(Cents(goods[sku]), units[sku]), units[sku]) for sku in units)
