"""Every public order sample: parsed with the sums that SOURCES.md tells, or refused for the right reason."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_invoicer.domain.diagnosis import DiagnosisSight, diagnose
from desktop_invoicer.domain.marketplaces import Marketplaces
from desktop_invoicer.domain.notification import AccountName, InvoiceType, OrderId
from desktop_invoicer.domain.order import Channel, Order
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.errors import InvalidOrderError
from desktop_invoicer.vtex import mapping, reading

SHARED = Path(__file__).parents[4] / "shared" / "vtex" / "orders"

SUMS = {  # file: value, Σ lines, Σ freight
    "garrucho-docs-invoiced-2014.json": (80500, 80000, 500),
    "oficialfarma-invoiced-discount-2020.json": (10221, 8706, 1515),
    "openapi-get-order-input-restitution.json": (1160, 990, 3000),
    "openapi-luxstore-change-2019.json": (1160, 3290, 0),
    "openapi-luxstore-change-v502556.json": (1160, 3290, 1160),
    "openapi-order-group-1of2.json": (5458, 5249, 209),
    "openapi-order-group-2of2.json": (6208, 5999, 209),
    "openapi-pii-pickup-qty2-canceled.json": (19900, 19900, 0),
    "openapi-postman-payment-approved.json": (2012, 1812, 200),
    "openapi-user-order-with-change.json": (1160, 3290, 1160),
    "rihappy-invoiced-qty2-key-2017.json": (31998, 31998, 0),
}
"""As in SOURCES.md, but for the order of 2014, whose freight is in ``price``, and for luxstore-change-2019, whose
freight belongs to no line and is noticed instead."""

REFUSED = {
    "openapi-checkout-order-1146512005522.json": "no status: the shape of Checkout",
    "openapi-checkout-order-v976778amgh.json": "no status: the shape of Checkout",
    **dict.fromkeys(
        [
            "message-center/change-cancelled.json",
            "message-center/discount-half.json",
            "message-center/gift-quantity-7.json",
            "message-center/invoiced-3-items.json",
            "message-center/multi-quantity-3-6.json",
            "message-center/nine-lines-gifts-taxcode-nodots.json",
            "message-center/refund-customtax-split.json",
            "message-center/split-1of2.json",
            "message-center/totals-of-whole-cart-not-suborder.json",
        ],
        "no packageAttachment",
    ),
    **dict.fromkeys(
        [
            "storefront-shape/bundleServiceWithAttachment.json",
            "storefront-shape/pickupAndDelivery.json",
            "storefront-shape/splitOrderTwoSellers.json",
        ],
        "a group of orders",
    ),
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the public order samples are not there (../shared)"),
]


def read(name: str) -> Order:
    text = (SHARED / name).read_text(encoding="utf-8")
    return mapping.to_order(reading.read_order(text, OrderId(json.loads(text).get("orderId", "v1str-01"))))


def test_every_sample_has_its_expectation() -> None:
    files = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*.json")}

    assert files == {*SUMS, *REFUSED}


@pytest.mark.parametrize("name", SUMS)
def test_a_real_order_adds_up_as_published(name: str) -> None:
    order = read(name)

    sums = (order.value, sum(line.goods for line in order.lines), sum(line.freight for line in order.lines))
    assert sums == SUMS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_another_shape_is_refused_for_the_right_reason(name: str) -> None:
    with pytest.raises(InvalidOrderError, match=REFUSED[name]):
        read(name)


def test_the_order_of_2017_knows_its_invoice() -> None:
    (invoice,) = read("rihappy-invoiced-qty2-key-2017.json").invoices

    assert (invoice.number, invoice.value, invoice.units) == ("643797", 31998, {0: 2})
    assert invoice.key == "31170758731662018088550010006437971006437976"


def test_a_return_is_told_from_a_sale_and_its_key_is_stripped() -> None:
    (invoice,) = read("openapi-get-order-input-restitution.json").invoices

    assert invoice.type is InvoiceType.INPUT
    assert len(invoice.key) == 44


@pytest.mark.parametrize("name", [name for name in SUMS if "change" in name])
def test_the_line_that_a_change_removed_cannot_be_invoiced(name: str) -> None:
    (line,) = read(name).lines

    assert line.invoiceable == 0


def test_freight_of_another_item_index_is_noticed() -> None:
    assert [str(notice) for notice in read("openapi-luxstore-change-2019.json").notices] == [
        "freight_without_line (freight=1160)"
    ]


def test_a_pickup_has_no_destination() -> None:
    order = read("openapi-pii-pickup-qty2-canceled.json")

    assert order.lines[0].channel is Channel.PICKUP
    assert (order.lines[0].pickup_point, order.buyer.uf, order.status) == ("strnov_NOV", "", "canceled")


@pytest.mark.parametrize("name", SUMS)
def test_no_order_of_a_stores_own_site_counts_as_an_external_marketplaces(name: str) -> None:
    assert read(name).marketplace == ""


@pytest.mark.parametrize("name", SUMS)
def test_a_real_order_tells_how_it_was_paid(name: str) -> None:
    order = read(name)

    assert all(payment.value > 0 and payment.interest == 0 for payment in order.payments)
    assert order.payments


DIAGNOSES = {
    "garrucho-docs-invoiced-2014.json": [],
    "oficialfarma-invoiced-discount-2020.json": [],
    "openapi-get-order-input-restitution.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-luxstore-change-2019.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-luxstore-change-v502556.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-order-group-1of2.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-order-group-2of2.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-pii-pickup-qty2-canceled.json": [ProblemCode.ORDER_GONE],
    "openapi-postman-payment-approved.json": [ProblemCode.NOT_ASKED_FOR],
    "openapi-user-order-with-change.json": [ProblemCode.NOT_ASKED_FOR],
    "rihappy-invoiced-qty2-key-2017.json": [],
}


@pytest.mark.parametrize("name", SUMS)
def test_of_a_real_order_it_can_be_told_why_it_is_not_invoiced(name: str) -> None:
    order = read(name)
    truth = OrderTruth(AccountName("luxstore"), order.order_id, order, ())

    diagnosis = diagnose(truth, DiagnosisSight(datetime(2026, 11, 20, tzinfo=UTC), Marketplaces(date(2026, 11, 20))))

    assert [cause.problem.code for cause in diagnosis.causes] == DIAGNOSES[name]
