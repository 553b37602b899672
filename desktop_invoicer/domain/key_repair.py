"""An invoice in VTEX that lacks a good access key: whether its key may be sent again, and what came of it.

VTEX publishes contradictory things about a number that is posted again: taken as a change, or as nothing at all
(facts: VTEX, 4.1). So it is done only where nothing is left that a doubled invoice could take, and read back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.access_key import AccessKey, read_access_key, strip_key
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS, Document, DocumentKind, DocumentSource
from desktop_invoicer.domain.invoice import Invoice, InvoiceRow, may_be
from desktop_invoicer.domain.money import Cents, share, unit_price
from desktop_invoicer.domain.notification import AccountName, InvoiceType, Operation, OrderId
from desktop_invoicer.domain.order import NOT_INVOICEABLE, EarlierInvoice, Order, SkuId, units_by_line
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import SeenDocument


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """An invoice whose key can be sent again. ``shown`` is the key that VTEX shows, ``key`` the one that is known."""

    account: AccountName
    order_id: OrderId
    number: str
    value: Cents
    shown: str
    key: str = ""
    """Of a document that this desk knows; empty where somebody has to bring it."""


class KeyOutcome(StrEnum):
    """What VTEX did with a key."""

    TAKEN = "taken"
    """The order shows it."""
    NOT_TAKEN = "not_taken"
    """VTEX answered well and changed nothing."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """VTEX did not answer, and the order does not show it (yet)."""
    DOUBLED = "doubled"
    """VTEX booked it as one more invoice."""


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """What came of sending a key; ``words`` are VTEX's own, where it refused."""

    outcome: KeyOutcome
    number: str
    key: str
    words: str = ""


def is_good_key(text: str, cnpj: str) -> bool:
    """Tell whether an invoice's key, as VTEX shows it, is that of a note of this store, in whichever writing."""
    key = read_access_key(text)
    return isinstance(key, AccessKey) and not _misfits(key, cnpj)


def find_invoice(order: Order, number: str) -> EarlierInvoice | None:
    """Give the order's invoice of a number."""
    outputs = (invoice for invoice in order.invoices if invoice.type is InvoiceType.OUTPUT)
    return next((invoice for invoice in outputs if invoice.number == number), None)


def order_problem(order: Order) -> Problem | None:
    """Tell why no key of an order may be sent again: something is left that a doubled invoice could take.

    While a Change is under way VTEX takes more than is left (KI 1348894).
    """
    if order.status in NOT_INVOICEABLE:
        return Problem(ProblemCode.ORDER_NOT_INVOICEABLE, {"status": order.status})
    if order.is_changing:
        return Problem(ProblemCode.CHANGE_IN_FLIGHT)
    invoiced, value = order.invoiced(InvoiceType.OUTPUT), order.value
    if order.status != "invoiced" and order.worth - order.tolerance > value:
        value = order.worth  # after a part VTEX may show as the value what was settled (facts, section 3)
    if invoiced < value:
        return Problem(ProblemCode.ORDER_NOT_WHOLE, {"invoiced": invoiced, "value": value})
    return None


def check_key(text: str, invoice: EarlierInvoice, cnpj: str, now: datetime) -> Document | Problem:
    """Take the key that a person gives for an invoice as its document, or tell why it cannot be sent."""
    key = read_access_key(text)
    if not isinstance(key, AccessKey):
        return Problem(KEY_PROBLEMS[key], {"key": text})
    if misfit := _misfits(key, cnpj):
        return misfit
    document = Document(DocumentKind.NOTE, DocumentSource.KEY, key, invoice.issued_at or now)
    if not may_be(document, InvoiceType.OUTPUT, replace(invoice, key="")):
        return Problem(ProblemCode.KEY_OF_OTHER_NUMBER, {"number": invoice.number, "nnf": key.nnf})
    if is_good_key(invoice.key, cnpj) and strip_key(invoice.key) != key.text:
        return Problem(ProblemCode.KEY_THERE_ALREADY, {"number": invoice.number})
    return document


def sale_problem(document: Document) -> Problem | None:
    """Tell why a document that this desk knows is none of a sale that stands."""
    if document.is_entry:
        return Problem(ProblemCode.DIRECTION_WRONG, {"operation": Operation.SALE.value})
    return Problem(ProblemCode.NOT_AUTHORISED) if document.is_authorised is False else None


def find_document(invoice: EarlierInvoice, seen: Iterable[SeenDocument], cnpj: str) -> SeenDocument | None:
    """Find the document that an invoice was made of, among those that are known; ``None`` where it is in doubt."""
    fitting = {each.document.key.text: each for each in seen if _fits(each, invoice, cnpj)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def invoice_again(order: Order, invoice: EarlierInvoice, document: Document, posted: Iterable[Invoice] = ()) -> Invoice:
    """Make the very invoice that the order holds, with the key of its document.

    Args:
        order: as VTEX shows it now.
        invoice: the invoice as the order shows it.
        document: of the key; when it was issued counts only where VTEX does not tell.
        posted: what this desk posted for the order, which it repeats to the letter.

    """
    key = document.key.text
    for own in posted:
        if own.type is invoice.type and own.number == invoice.number and own.value == invoice.value:
            return replace(own, key=key)
    issued_at = invoice.issued_at or document.issued_at
    rows = _rows(order, invoice)
    return Invoice(invoice.type, invoice.number, invoice.value, key, document.url, issued_at, rows)


def came_of(order: Order, number: str, key: str, invoiced: int) -> KeyOutcome:
    """Tell what VTEX made of a key that was sent again, by the order as it shows now.

    ``invoiced`` is the sum of the order's sales before, in cents: nothing was left that anybody could have added.
    """
    if order.invoiced(InvoiceType.OUTPUT) > invoiced:
        return KeyOutcome.DOUBLED
    invoice = find_invoice(order, number)
    return KeyOutcome.TAKEN if invoice is not None and strip_key(invoice.key) == key else KeyOutcome.NOT_TAKEN


def _misfits(key: AccessKey, cnpj: str) -> Problem | None:
    if cnpj and key.cnpj != cnpj:
        return Problem(ProblemCode.CNPJ_NOT_OURS, {"document": key.cnpj, "store": cnpj})
    if DocumentModel.of(key.model) is None:
        return Problem(ProblemCode.MODEL_UNKNOWN, {"model": key.model})
    return None


def _fits(seen: SeenDocument, invoice: EarlierInvoice, cnpj: str) -> bool:
    document = seen.document
    stands = not seen.is_cancelled and sale_problem(document) is None
    is_its = may_be(document, InvoiceType.OUTPUT, replace(invoice, key="")) and document.value in {None, invoice.value}
    return document.kind is DocumentKind.NOTE and stands and is_its and _misfits(document.key, cnpj) is None


def _rows(order: Order, invoice: EarlierInvoice) -> tuple[InvoiceRow, ...]:
    """Give the rows of somebody else's invoice: of its units, or of everything where it is the only one."""
    is_only = sum(each.type is InvoiceType.OUTPUT for each in order.invoices) == 1
    units = invoice.units or ({line.index: line.invoiceable for line in order.lines} if is_only else {})
    taken = units_by_line(order.lines, [units])
    goods: Counter[SkuId] = Counter()
    counts: Counter[SkuId] = Counter()
    for line in order.lines:
        count = min(taken[line.index], line.quantity)
        if count > 0:
            goods[line.sku] += share(line.goods, line.quantity, 0, count)
            counts[line.sku] += count
    return tuple(InvoiceRow(sku, unit_price(Cents(goods[sku]), counts[sku]), counts[sku]) for sku in counts)
