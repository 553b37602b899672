"""What VTEX can read as an invoice, what it refuses, and what it takes although it does harm."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator import invoicing
from desktop_invoicer.simulator.records import InvoiceRequest, JsonObject

GOOD: JsonObject = {
    "type": "Output",
    "issuanceDate": "2026-11-20T09:00:00-03:00",
    "invoiceNumber": "9999",
    "invoiceValue": "10000",
    "invoiceKey": None,
    "invoiceUrl": None,
    "courier": None,
    "trackingNumber": None,
    "trackingUrl": None,
    "items": [{"id": "A", "price": 5000, "quantity": 2}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"type": "output"},
        {"type": None},
        {"issuanceDate": "20/11/2026"},
        {"issuanceDate": None},
        {"invoiceNumber": ""},
        {"invoiceNumber": 9999},
        {"invoiceValue": "100,00"},
        {"invoiceValue": "0"},
        {"invoiceValue": -1},
        {"invoiceValue": True},
        {"invoiceValue": None},
        {"items": None},
        {"items": [{"id": 1, "price": 1, "quantity": 1}]},
        {"items": [{"id": "A", "price": 1.5, "quantity": 1}]},
        {"items": [{"id": "A", "price": -1, "quantity": 1}]},
        {"items": [{"id": "A", "price": 1, "quantity": 0}]},
        {"items": ["A"]},
        {"invoiceKey": 44},
    ],
)
def test_an_unreadable_field_is_refused_by_name(change: JsonObject) -> None:
    problem = invoicing.read_request(GOOD | change)

    assert isinstance(problem, str)
    assert next(iter(change)) in problem


@pytest.mark.parametrize("body", [None, [], "invoice"])
def test_what_is_no_object_is_refused(body: object) -> None:
    assert invoicing.read_request(body) == "the body is no JSON object"


def breaches(changes: JsonObject | None = None, order: JsonObject | None = None) -> list[str]:
    body = GOOD | (changes or {})
    request = invoicing.read_request(body)
    assert isinstance(request, InvoiceRequest)
    return list(invoicing.breaches(request, body, order or {"items": [{"id": "A"}]}, set()))


def test_a_faithful_invoice_breaches_nothing() -> None:
    assert breaches() == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"invoiceNumber": "65-1/9"}, "letters and digits"),
        ({"invoiceValue": 10000}, "no text"),
        ({"issuanceDate": "2026-11-20"}, "no time"),
        ({"items": []}, "empty"),
        ({"items": [{"id": "A", "price": 1, "quantity": 1}] * 2}, "more than one row"),
        ({"items": [{"id": "Z", "price": 1, "quantity": 1}]}, "not in the order"),
        ({"invoiceKey": "1" * 44}, "no access key"),
        ({"invoiceUrl": "https://nfce.example/qr?p=1|2|1"}, "no legal address"),
        ({"invoiceUrl": "consulta"}, "no legal address"),
        ({"embeddedInvoice": "<nfeProc>"}, "no well-formed XML"),
    ],
)
def test_what_vtex_takes_although_it_does_harm_is_a_breach(changes: JsonObject, word: str) -> None:
    found = breaches(changes)

    assert len(found) == 1
    assert word in found[0]


def test_a_marketplace_order_without_key_is_a_breach() -> None:
    assert breaches(order={"items": [{"id": "A"}], "affiliateId": "MLB"}) == [
        "the order comes from a marketplace and the invoice has no invoiceKey"
    ]


def test_an_order_of_a_foreign_shape_cannot_be_invoiced() -> None:
    request = invoicing.read_request(GOOD)
    assert isinstance(request, InvoiceRequest)

    assert invoicing.refusal({}, [], request) == "the order cannot be invoiced"
