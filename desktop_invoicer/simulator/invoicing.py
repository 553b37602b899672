"""The rules by which VTEX takes or refuses a posted invoice (facts: VTEX, sections 3 to 5). Pure: no state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TypeGuard

from desktop_invoicer.domain.access_key import AccessKeyProblem, read_access_key
from desktop_invoicer.simulator import embedding
from desktop_invoicer.simulator.records import BookedInvoice, InvoiceRequest, InvoiceRow, JsonObject

_NUMBER = re.compile(r"[A-Za-z0-9]+")
_CENTS = re.compile(r"[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(r"https?://[A-Za-z0-9.:-]+(?:[/?#](?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?")
_OPTIONAL = ("invoiceKey", "invoiceUrl", "courier", "trackingNumber", "trackingUrl", "embeddedInvoice")


def read_request(body: object) -> InvoiceRequest | str:
    """Read the body of an invoice callback; a text is the reason why VTEX refuses it."""
    if not isinstance(body, dict):
        return "the body is no JSON object"
    if problem := next(_problems(body), None):
        return problem
    return InvoiceRequest(
        type=body["type"],
        number=body["invoiceNumber"],
        value=int(body["invoiceValue"]),
        issuance_date=body["issuanceDate"],
        key=body.get("invoiceKey"),
        url=body.get("invoiceUrl"),
        courier=body.get("courier"),
        tracking_number=body.get("trackingNumber"),
        tracking_url=body.get("trackingUrl"),
        embedded=body.get("embeddedInvoice"),
        rows=tuple(InvoiceRow(row["id"], row["price"], row["quantity"]) for row in body["items"]),
    )


def refusal(order: JsonObject, booked: Sequence[BookedInvoice], request: InvoiceRequest) -> str | None:
    """Tell why VTEX refuses a readable invoice, or ``None`` when it takes it.

    Outputs are measured against the order's value alone: Inputs do not make room again (KI 930491).
    """
    if not isinstance(order.get("value"), int) or not isinstance(order.get("items"), list):
        return "the order cannot be invoiced"
    sold = sum(invoice.value for invoice in booked if invoice.type == "Output")
    returned = sum(invoice.value for invoice in booked if invoice.type == "Input")
    if request.type == "Output":
        if order.get("status") == "canceled":
            return "the order is canceled"
        if sold + request.value > order["value"]:
            return f"only {max(order['value'] - sold, 0)} cents are left to invoice, not {request.value}"
    elif returned + request.value > sold:
        return f"only {sold - returned} cents can be returned, not {request.value}"
    return None


def why_not_refunded(request: InvoiceRequest, order: JsonObject) -> str | None:
    """Tell why an ``Input`` that VTEX takes gives nobody any money back, or ``None`` when it does."""
    if order["status"] != "invoiced":
        return "the order is not fully invoiced"
    if repeated := _repeated(request):
        return f"SKU {', '.join(repeated)} stands in more than one row (KI 1198829)"
    return None


def breaches(
    request: InvoiceRequest, body: object, order: JsonObject, used_keys: Collection[str | None]
) -> Iterator[str]:
    """Give what VTEX takes although it does harm later, a sentence each; ``body`` is what the request was read from."""
    yield from _form_breaches(request, body)
    yield from _row_breaches(request, order)
    yield from _key_breaches(request, order, used_keys)
    yield from embedding.breaches(request, order)


def resend_breaches(request: InvoiceRequest, held: BookedInvoice) -> Iterator[str]:
    """Give what is wrong with an access key that is sent again: it must be one, and the invoice the same as before."""
    if isinstance(read_access_key(request.key or ""), AccessKeyProblem):
        yield f"invoiceKey {request.key} is no access key"
    if request.type != held.type or request.value != held.value:
        yield f"{request.number} came again worth {request.value} cents as {request.type}, not {held.value}"
    if _units(request.rows) != _units(held.rows):
        yield f"{request.number} came again with other items"


def _units(rows: Sequence[InvoiceRow]) -> Counter[str]:
    return sum((Counter({row.sku: row.quantity}) for row in rows), Counter())


def _form_breaches(request: InvoiceRequest, body: object) -> Iterator[str]:
    if not _NUMBER.fullmatch(request.number):
        yield f"invoiceNumber {request.number!r} holds other than letters and digits"
    if isinstance(body, dict) and not isinstance(body["invoiceValue"], str):
        yield "invoiceValue is no text"
    if request.url and not _URL.fullmatch(request.url):
        yield f"invoiceUrl {request.url!r} is no legal address"
    if _DATE.fullmatch(request.issuance_date):
        yield "issuanceDate has no time"


def _row_breaches(request: InvoiceRequest, order: JsonObject) -> Iterator[str]:
    if repeated := _repeated(request):
        yield f"SKU {', '.join(repeated)} stands in more than one row"
    if not request.rows:
        yield "items is empty"
    unknown = {row.sku for row in request.rows} - {line.get("id") for line in order.get("items", ())}
    if unknown:
        yield f"SKU {', '.join(sorted(unknown))} is not in the order"


def _repeated(request: InvoiceRequest) -> list[str]:
    return [sku for sku, count in Counter(row.sku for row in request.rows).items() if count > 1]


def _key_breaches(request: InvoiceRequest, order: JsonObject, used_keys: Collection[str | None]) -> Iterator[str]:
    if request.key and request.type == "Output":
        if isinstance(read_access_key(request.key), AccessKeyProblem):
            yield f"invoiceKey {request.key} is no access key"
        if request.key in used_keys:
            yield f"invoiceKey {request.key} was used before"
    if not request.key and order.get("affiliateId"):
        yield "the order comes from a marketplace and the invoice has no invoiceKey"


def _problems(body: JsonObject) -> Iterator[str]:
    if body.get("type") not in {"Output", "Input"}:
        yield f"type is {body.get('type')!r}, neither Output nor Input"
    if not _is_date(body.get("issuanceDate")):
        yield f"issuanceDate {body.get('issuanceDate')!r} is no ISO 8601 date"
    if not isinstance(body.get("invoiceNumber"), str) or not body["invoiceNumber"]:
        yield "invoiceNumber is missing or no text"
    if not _is_value(body.get("invoiceValue")):
        yield f"invoiceValue {body.get('invoiceValue')!r} is no positive number of cents"
    rows = body.get("items")
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        yield "items is no list of {id, price, quantity}"
    for name in _OPTIONAL:
        if not isinstance(body.get(name), str | None):
            yield f"{name} is no text"


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_value(value: object) -> bool:
    if isinstance(value, str):
        return bool(_CENTS.fullmatch(value)) and int(value) > 0
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_row(row: object) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return False
    price, quantity = row.get("price"), row.get("quantity")
    return _is_count(price) and price >= 0 and _is_count(quantity) and quantity > 0


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
