"""What is posted to VTEX: a value, not yet JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, islice

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents, unit_price
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, SkuId

_LETTERS_AND_DIGITS = re.compile(r"[0-9A-Za-z]+")
_USUAL = 2
"""How many of a document's numbers are looked for where an invoice has no key."""


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


def build_invoice(
    draft: Draft, document: Document, earlier: Iterable[EarlierInvoice], tried: Iterable[Invoice] = ()
) -> Invoice:
    """Make the invoice of a draft and the document that fits it (``check_document`` found nothing).

    Args:
        draft: what is invoiced.
        document: its fiscal document.
        earlier: the invoices that the order holds, or may hold.
        tried: what was begun for the same draft before, the last one first: whatever became of it, the same document
            keeps its number.

    """
    type_ = draft.operation.invoice_type
    begun = (invoice.number for invoice in tried if invoice.type is type_ and invoice.key == document.key.text)
    return Invoice(
        type=type_,
        number=invoice_number(document, type_, earlier, begun),
        value=draft.value if document.value is None else document.value,
        key=document.key.text,
        url=document.url,
        issued_at=document.issued_at,
        rows=_rows(draft),
    )


def invoice_number(
    document: Document, type_: InvoiceType, earlier: Iterable[EarlierInvoice], begun: Iterable[str] = ()
) -> str:
    """Give the first of ``begun``, or else of the document's numbers, that is of no other document in the order.

    Letters and digits only: spaces, ``#`` and ``/`` break the order in VTEX for ever (KI 953285, 409225).
    """
    others = [invoice for invoice in earlier if not may_be(document, type_, invoice)]
    taken = {_plain(other.number) for other in others}
    return next(number for number in chain(begun, _numbers(document)) if _plain(number) not in taken)


def may_be(document: Document, type_: InvoiceType, seen: EarlierInvoice) -> bool:
    """Tell whether an invoice in the order may be of this very document: its key, or no key and one of its numbers.

    A note cannot be both sale and return: the same number of the other type is another document, even without a key.
    """
    if seen.type is not type_:
        return False
    if seen.key:
        return seen.key == document.key.text
    return _plain(seen.number) in map(_plain, islice(_numbers(document), _USUAL))


def _numbers(document: Document) -> Iterator[str]:
    """Give the document's number, with serie and model behind it, and then with a count, without end."""
    number = "".join(_LETTERS_AND_DIGITS.findall(document.number)) or document.key.text
    long = f"{number}{document.key.serie:03}{document.key.model}"
    yield number
    yield long
    yield from (f"{long}{again}" for again in count(2))


def _plain(number: str) -> str:
    """Give what tells numbers apart: other programs fill up with zeros."""
    return number.lstrip("0").casefold()


def _rows(draft: Draft) -> tuple[InvoiceRow, ...]:
    goods: dict[SkuId, int] = {}
    units: dict[SkuId, int] = {}
    for line in draft.lines:
        goods[line.sku] = goods.get(line.sku, 0) + line.goods
        units[line.sku] = units.get(line.sku, 0) + line.units
    return tuple(InvoiceRow(sku, unit_price(Cents(goods[sku]), units[sku]), units[sku]) for sku in units)
