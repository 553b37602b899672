"""What this desk posted, beside what VTEX shows of it: each invoice is matched with one other at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, Order, SkuId


@dataclass(frozen=True, slots=True)
class Pairing:
    """The invoices of an order: ``shown`` are ours with what VTEX has of them, ``vanished`` ours that it has not."""

    shown: tuple[tuple[Invoice, EarlierInvoice], ...]
    vanished: tuple[Invoice, ...] = ()
    foreign: tuple[EarlierInvoice, ...] = ()
    """Those that this desk did not post."""


def pair(posted: Iterable[Invoice], order: Order | None) -> Pairing:
    """Match what was posted with what the order shows; of an order that was not read our own word counts."""
    ours = list(posted)
    if order is None:
        return Pairing(tuple((each, _as_posted(each)) for each in ours))
    seen, shown = list(order.invoices), []
    for fits in (Invoice.is_same_as, _is_same_document):
        for each in tuple(ours):
            match = next((other for other in seen if fits(each, other)), None)
            if match is not None:
                shown.append((each, match))
                ours.remove(each)
                seen.remove(match)
    return Pairing(tuple(shown), tuple(ours), tuple(seen))


def items_left(order: Order, pairing: Pairing) -> tuple[tuple[str, int], ...]:
    """Name what of an order is not invoiced, with its units; of what others posted VTEX's guess counts."""
    skus = {line.index: line.sku for line in order.lines}
    left: Counter[SkuId] = Counter()
    for line in order.lines:
        left[line.sku] += line.invoiceable
    for invoice, _ in pairing.shown:
        if invoice.type is InvoiceType.OUTPUT:
            left.subtract({row.sku: row.quantity for row in invoice.rows})
    for seen in pairing.foreign:
        if seen.type is InvoiceType.OUTPUT:
            for index, units in seen.units.items():
                left[skus.get(index, SkuId(""))] -= units
    names = {line.sku: line.name for line in reversed(order.lines)}
    return tuple((name, left[sku]) for sku, name in reversed(names.items()) if left[sku] > 0)


def _as_posted(invoice: Invoice) -> EarlierInvoice:
    return EarlierInvoice(invoice.number, invoice.type, invoice.value, invoice.key)


def _is_same_document(invoice: Invoice, seen: EarlierInvoice) -> bool:
    """Tell whether VTEX shows the invoice of a document, with whatever value."""
    same = seen.key == invoice.key if seen.key else seen.number == invoice.number
    return seen.type is invoice.type and same
