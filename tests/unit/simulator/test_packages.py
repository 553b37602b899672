"""Packages are VTEX's picture of an invoice, and not always a true one."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from desktop_invoicer.simulator import packages
from desktop_invoicer.simulator.records import InvoiceRequest, InvoiceRow, JsonObject

AT = datetime(2026, 11, 20, tzinfo=UTC)
ORDER: JsonObject = {
    "orderId": "1-01",
    "value": 3000,
    "items": [
        {"id": "A", "quantity": 1, "sellingPrice": 1000, "name": "A"},
        {"id": "B", "quantity": 1, "sellingPrice": 2000, "name": "B"},
        {"id": "A", "quantity": 1, "sellingPrice": 0, "name": "A"},
    ],
}


def posted(value: int, *rows: InvoiceRow, seed: int = 0) -> JsonObject:
    request = InvoiceRequest("Output", "9", value, "2026-11-20", None, None, None, None, None, None, rows)
    return packages.package(request, ORDER, AT, random.Random(seed))  # noqa: S311


def test_the_value_is_a_number_and_the_date_has_seven_digits() -> None:
    package = posted(1000, InvoiceRow("A", 1000, 1))

    assert package["invoiceValue"] == 1000
    assert package["issuanceDate"] == "2026-11-20T00:00:00.0000001+00:00"


def test_one_sku_on_two_lines_lands_on_the_first() -> None:
    package = posted(1000, InvoiceRow("A", 500, 2))

    assert [(item.get("itemIndex", 0), item["quantity"]) for item in package["items"]] == [(0, 2)]


def test_an_invoice_of_the_whole_order_has_its_items_rewritten() -> None:
    package = posted(3000, InvoiceRow("B", 3000, 1))

    assert [item.get("itemIndex", 0) for item in package["items"]] == [0, 1, 2]


def test_index_zero_is_sometimes_left_out_and_no_other_ever() -> None:
    shown = [posted(3000, seed=seed)["items"] for seed in range(40)]

    assert {"itemIndex" in items[0] for items in shown} == {True, False}
    assert all("itemIndex" in item for items in shown for item in items[1:])


def test_units_are_counted_per_line_and_type() -> None:
    order = ORDER | {"packageAttachment": {"packages": [posted(1000, InvoiceRow("B", 1000, 1))]}}

    assert packages.units_invoiced(order, "Output") == {1: 1}
    assert packages.units_invoiced(order, "Input") == {}


def test_packages_that_were_there_before_are_somebody_elses_invoices() -> None:
    order = ORDER | {"packageAttachment": {"packages": [posted(1000, InvoiceRow("B", 1000, 1))]}}

    (booked,) = packages.read_packages(order, AT)

    assert (booked.number, booked.value, booked.ours) == ("9", 1000, False)
    assert booked.rows == (InvoiceRow("B", 1000, 1),)
