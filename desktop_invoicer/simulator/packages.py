"""How VTEX shows invoices in ``packageAttachment.packages``: as a hint, with its own guesses about the items."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from desktop_invoicer.simulator.records import BookedInvoice, InvoiceRequest, InvoiceRow, JsonObject, vtex_time


def package(request: InvoiceRequest, order: JsonObject, posted: datetime, rng: random.Random) -> JsonObject:
    """Write a posted invoice as a package.

    ``invoiceValue`` is a number here; items are guessed by SKU, so that one SKU on two lines may land on the wrong one
    (KI 1008459); an invoice of the whole order has its items rewritten (KI 1330069); index 0 is sometimes left out.
    """
    whole = request.type == "Output" and request.value >= order["value"]
    items = _every_line(order) if whole else _guessed_lines(request.rows, order)
    if rng.random() < 1 / 3:
        items = [{key: value for key, value in item.items() if (key, value) != ("itemIndex", 0)} for item in items]
    return {
        "items": items,
        "courier": request.courier,
        "invoiceNumber": request.number,
        "invoiceValue": request.value,
        "invoiceUrl": request.url,
        "issuanceDate": _as_shown(request.issuance_date, posted),
        "trackingNumber": request.tracking_number,
        "invoiceKey": request.key,
        "trackingUrl": request.tracking_url,
        "embeddedInvoice": request.embedded or "",
        "type": request.type,
        "courierStatus": None,
        "cfop": None,
        "restitutions": {},
        "volumes": 1,
        "EnableInferItems": None,
    }


def with_refund(shown: JsonObject, request: InvoiceRequest) -> JsonObject:
    """Add the refund that an ``Input`` started."""
    rows = [
        {
            "useFreight": False,
            "isCompensation": False,
            "compensationValue": 0,
            "id": row.sku,
            "quantity": row.quantity,
            "price": row.price,
            "description": None,
        }
        for row in request.rows
    ]
    return {**shown, "restitutions": {"Refund": {"value": request.value, "giftCardData": None, "items": rows}}}


def read_packages(order: JsonObject, at: datetime) -> list[BookedInvoice]:
    """Give the invoices that an order held before this account started."""
    attachment = order.get("packageAttachment") or {}
    lines = order.get("items") or []
    booked = []
    for shown in attachment.get("packages") or ():
        rows = [(lines[index], entry) for entry in shown.get("items") or () if (index := _index(entry)) < len(lines)]
        booked.append(
            BookedInvoice(
                order_id=order["orderId"],
                type="Input" if shown.get("type") == "Input" else "Output",
                number=str(shown.get("invoiceNumber")),
                value=shown.get("invoiceValue") or 0,
                key=shown.get("invoiceKey"),
                rows=tuple(InvoiceRow(line["id"], entry.get("price") or 0, entry["quantity"]) for line, entry in rows),
                at=at,
                ours=False,
            )
        )
    return booked


def units_invoiced(order: JsonObject, kind: str) -> dict[int, int]:
    """Give the units per line in the order's packages of a type (``Output`` or ``Input``)."""
    units: dict[int, int] = {}
    for shown in (order.get("packageAttachment") or {}).get("packages") or ():
        if (shown.get("type") or "Output") == kind:
            for entry in shown.get("items") or ():
                units[_index(entry)] = units.get(_index(entry), 0) + int(entry["quantity"])
    return units


def _index(entry: JsonObject) -> int:
    return int(entry.get("itemIndex") or 0)


def _every_line(order: JsonObject) -> list[JsonObject]:
    return [
        _entry(index, line["quantity"], line.get("sellingPrice") or 0, line.get("name"))
        for index, line in enumerate(order["items"])
    ]


def _guessed_lines(rows: Sequence[InvoiceRow], order: JsonObject) -> list[JsonObject]:
    first: dict[str, int] = {}
    for index, line in enumerate(order["items"]):
        first.setdefault(line["id"], index)
    return [_entry(first[row.sku], row.quantity, row.price, None) for row in rows if row.sku in first]


def _entry(index: int, quantity: int, price: int, description: str | None) -> JsonObject:
    return {
        "itemIndex": index,
        "quantity": quantity,
        "price": price,
        "description": description,
        "unitMultiplier": 0.0,
    }


def _as_shown(issuance_date: str, posted: datetime) -> str:
    issued = datetime.fromisoformat(issuance_date)
    return vtex_time(issued if issued.tzinfo else issued.replace(tzinfo=posted.tzinfo))
