"""What VTEX sends is read as it comes; what cannot be invoiced is refused with a reason."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.notification import AskedItem, InvoiceType, Notification, NotificationId, OrderId
from desktop_invoicer.errors import InvalidOrderError
from desktop_invoicer.vtex import mapping, reading
from tests.vtex_payloads import (
    NOTIFICATION_ID,
    ORDER_ID,
    PUBLISHED_NOTIFICATION,
    a_notification_body,
    a_row,
    an_item,
    an_order,
    an_order_body,
    totals,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def read_notification(text: str, order_id: str = ORDER_ID, id_: str = NOTIFICATION_ID) -> Notification:
    order, notification = OrderId(order_id), NotificationId(id_)
    return mapping.to_notification(reading.read_notification(text, order, notification), order, notification)


def notification(**keys: Any) -> Notification:  # noqa: ANN401 (JSON)
    return read_notification(json.dumps(a_notification_body(**keys)))


# notifications


def test_the_published_notification_is_understood() -> None:
    read = read_notification(PUBLISHED_NOTIFICATION, "123", "fd3f5e70-8b60-11e8-b707-1195e463c587")

    assert read.items == (AskedItem(0, 1),)
    assert read.changed_items == ("200342", "230298")
    assert read.observation == "AGO2019"
    assert read.type is None


def test_a_return_as_published_has_no_id_and_no_wrapper() -> None:
    text = '{"type": "Input", "observation": "inStore: {\\"tradeAccount\\": \\"x\\"}", "items": []}'

    read = read_notification(text)

    assert (read.id, read.type) == (NOTIFICATION_ID, InvoiceType.INPUT)
    assert read.observation == 'inStore: {"tradeAccount": "x"}'


@pytest.mark.parametrize(
    ("written", "skus"),
    [
        (["1", "2"], ("1", "2")),
        ([["1", "2"], ["3"]], ("1", "2", "3")),
        ([{"id": "1", "quantity": 2}, {"skuId": 2}], ("1", "2")),
        ([{"a": "1", "b": "2"}], ("1", "2")),
        ([1, None, "", "1", True], ("1",)),
        ("1", ("1",)),
        (None, ()),
        ({}, ()),
    ],
    ids=str,
)
def test_changed_items_come_in_many_shapes(written: object, skus: tuple[str, ...]) -> None:
    assert notification(changedItems=written).changed_items == skus


def test_changed_items_may_be_missing() -> None:
    body = a_notification_body()
    del body["notification"]["changedItems"]

    assert read_notification(json.dumps(body)).changed_items == ()


def test_rows_that_ask_for_the_same_line_are_summed() -> None:
    asked = [{"itemIndex": 1, "quantity": 2}, {"itemIndex": 0, "quantity": "1.0"}, {"itemIndex": 1, "quantity": 3}]

    assert notification(items=asked).items == (AskedItem(1, 5), AskedItem(0, 1))


@pytest.mark.parametrize("quantity", [0, -2])
def test_a_quantity_of_zero_or_less_stays_as_vtex_wrote_it(quantity: int) -> None:
    assert notification(items=[{"itemIndex": 0, "quantity": quantity}]).items == (AskedItem(0, quantity),)


def test_one_row_without_an_index_means_the_first_line() -> None:
    assert notification(items=[{"quantity": 1}, {"itemIndex": 1, "quantity": 1}]).items[0] == AskedItem(0, 1)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"items": [{"quantity": 1}, {"quantity": 1}]}, "which line"),
        ({"items": [{"quantity": 1}, {"itemIndex": 0, "quantity": 1}]}, "which line"),
        ({"items": [{"itemIndex": 0, "quantity": 0.5}]}, "items.0.quantity: 0.5 is not a whole number"),
        ({"items": [{"itemIndex": 0}]}, "items.0.quantity"),
        ({"items": [{"itemIndex": True, "quantity": 1}]}, "items.0.itemIndex"),
        ({"items": "all"}, "items"),
        ({"type": "Refund"}, "type: the type is neither Output nor Input"),
        ({"observation": {"inStore": True}}, "observation: text was expected"),
        ({"id": "another"}, "another notification"),
        ({"orderId": "another"}, "another order"),
    ],
    ids=str,
)
def test_a_notification_that_is_not_clear_is_refused(keys: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidOrderError, match=reason):
        notification(**keys)


@pytest.mark.parametrize(
    "text", ["[]", "null", '"text"', "{}", '{"orderId": "v70530116str-01"}', '{"notification": 1}']
)
def test_what_is_no_notification_is_refused(text: str) -> None:
    with pytest.raises(InvalidOrderError, match="the notification is no object"):
        read_notification(text)


def test_the_notification_of_another_order_is_refused() -> None:
    with pytest.raises(InvalidOrderError, match="another order"):
        read_notification(json.dumps(a_notification_body() | {"orderId": "v1str-01"}))


@pytest.mark.parametrize("type_", ["Input", "input", " INPUT "])
def test_the_case_of_a_type_does_not_matter(type_: str) -> None:
    assert notification(type=type_).type is InvoiceType.INPUT


@given(JSON, st.sampled_from(["items", "changedItems", "observation", "type", "id"]))
def test_any_notification_is_read_or_refused(content: object, key: str) -> None:
    try:
        assert notification(**{key: content}).order_id == ORDER_ID
    except InvalidOrderError as refusal:
        assert refusal.reason  # noqa: PT017 (either is right)


# lists of notifications


@pytest.mark.parametrize(
    "content",
    [
        ["1", "2"],
        [{"id": "1"}, {"notificationId": "2"}],
        {"notifications": [{"id": "1"}, {"id": "2"}, {"id": "1"}]},
        {"orderId": ORDER_ID, "data": ["1", "2"]},
        [{"orderId": ORDER_ID, "notification": {"id": "1"}}, {"orderId": ORDER_ID, "notification": {"id": "2"}}],
    ],
    ids=str,
)
def test_the_list_of_notifications_is_read_in_every_likely_shape(content: object) -> None:
    assert reading.read_notification_ids(json.dumps(content)) == ("1", "2")


@pytest.mark.parametrize("content", [[], {}, {"notifications": []}, {"data": []}], ids=str)
def test_an_empty_list_of_notifications_is_no_error(content: object) -> None:
    assert reading.read_notification_ids(json.dumps(content)) == ()


@pytest.mark.parametrize("content", [None, 1, "text", [{}], [1], [[]], {"message": "no"}, [{"id": " "}]], ids=str)
def test_what_is_no_list_of_notifications_is_refused(content: object) -> None:
    with pytest.raises(InvalidOrderError, match="notification"):
        reading.read_notification_ids(json.dumps(content))


# orders


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"orderId": None}, "no orderId"),
        ({"orderId": "v1str-01"}, "another order"),
        ({"items": []}, "items"),
        ({"items": None}, "items"),
        ({"items": {}}, "items"),
        ({"value": None}, "value"),
        ({"value": -1}, "value"),
        ({"value": 99.5}, "value: 99.5 is not a whole number"),
        ({"value": "1e99"}, "value"),
        ({"items": [an_item(quantity=0)]}, "items.0.quantity"),
        ({"items": [an_item(quantity=-1)]}, "items.0.quantity"),
        ({"items": [an_item(quantity=1.5)]}, "items.0.quantity: 1.5 is not a whole number"),
        ({"items": [an_item(quantity=None)]}, "items.0.quantity"),
        ({"items": [an_item(quantity=True)]}, "items.0.quantity"),
        ({"items": [an_item(id=None)]}, "items.0.id"),
        ({"items": [an_item(sellingPrice=None)]}, "the line of SKU 101 has no price"),
        ({"items": [an_item(sellingPrice="free")]}, "items.0.sellingPrice"),
        ({"packageAttachment": [1]}, "packageAttachment"),
        ({"packageAttachment": {"packages": [{"invoiceNumber": "1", "invoiceValue": None}]}}, "without a value"),
        ({"packageAttachment": {"packages": [{"invoiceNumber": "1", "invoiceValue": -1}]}}, "without a value"),
        ({"packageAttachment": {"packages": [{"invoiceNumber": "1", "invoiceValue": 1, "type": "X"}]}}, "neither"),
    ],
    ids=str,
)
def test_an_order_that_cannot_be_invoiced_is_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    body = an_order_body() | change

    with pytest.raises(InvalidOrderError, match=reason):
        mapping.to_order(reading.read_order(json.dumps(body), ORDER_ID))


@pytest.mark.parametrize(
    ("missing", "reason"),
    [("status", "Checkout"), ("packageAttachment", "invoiced already"), ("value", "value"), ("items", "items")],
)
def test_an_order_without_what_invoicing_needs_is_refused(missing: str, reason: str) -> None:
    body = an_order_body()
    del body[missing]

    with pytest.raises(InvalidOrderError, match=reason):
        reading.read_order(json.dumps(body), ORDER_ID)


@pytest.mark.parametrize("text", ["[]", "null", "1", '"order"'])
def test_what_is_no_object_is_no_order(text: str) -> None:
    with pytest.raises(InvalidOrderError, match="the order is no object"):
        reading.read_order(text, ORDER_ID)


def test_a_refusal_does_not_repeat_what_was_found() -> None:
    body = an_order_body(value="Maria da Silva, CPF 000.000.001-91")

    with pytest.raises(InvalidOrderError) as refusal:
        reading.read_order(json.dumps(body), ORDER_ID)

    assert "Maria" not in str(refusal.value)
    assert "000.000" not in str(refusal.value)


@pytest.mark.parametrize("quantity", [2, 2.0, "2", "2.0000"], ids=repr)
def test_a_quantity_may_be_written_in_many_ways(quantity: object) -> None:
    assert an_order([an_item(quantity=quantity)]).lines[0].quantity == 2


@pytest.mark.parametrize("status", ["", None])
def test_an_empty_status_is_an_unknown_one(status: str | None) -> None:
    assert an_order(status=status).status == ""


@pytest.mark.parametrize(
    "nulls",
    [
        {"totals": None},
        {"shippingData": None},
        {"clientProfileData": None},
        {"packageAttachment": None},
        {"packageAttachment": {"packages": None}},
        {"changesAttachment": {}},
        {"marketplace": "none", "customData": []},
        {"roundingError": "?", "lastChange": None, "sequence": None},
        {"unknown": {"key": [1]}},
    ],
    ids=str,
)
def test_what_decides_nothing_may_be_null_or_odd(nulls: dict[str, Any]) -> None:
    assert an_order(**nulls).lines[0].goods == 9990


def test_a_whole_line_of_nulls_is_tolerated() -> None:
    nulls = dict.fromkeys(
        ["productId", "name", "ean", "tax", "taxCode", "bundleItems", "unitMultiplier", "measurementUnit", "isGift"]
    )

    line = an_order([an_item(priceDefinition=None, priceDefinitions=None, **nulls)]).lines[0]

    assert (line.goods, line.measurement_unit, line.ncm) == (9990, "un", "")
    assert line.unit_multiplier == Decimal(1)


@given(JSON, st.sampled_from(sorted(an_order_body())))
def test_any_order_is_read_or_refused(content: object, key: str) -> None:
    try:
        assert mapping.to_order(reading.read_order(json.dumps(an_order_body() | {key: content}), ORDER_ID)).lines
    except InvalidOrderError as refusal:
        assert refusal.reason  # noqa: PT017 (either is right)


@given(JSON, st.sampled_from(["quantity", "priceDefinition", "tax", "bundleItems", "unitMultiplier", "taxCode", "ean"]))
def test_any_line_is_read_or_refused(content: object, key: str) -> None:
    try:
        assert an_order([an_item(**{key: content})], totals=totals(Items=9990)).lines[0].quantity > 0
    except InvalidOrderError as refusal:
        assert refusal.reason  # noqa: PT017 (either is right)


@given(JSON, st.sampled_from(sorted(a_row())))
def test_any_row_of_logistics_is_read_or_refused(content: object, key: str) -> None:
    try:
        assert an_order(rows=[a_row() | {key: content}]).lines
    except InvalidOrderError as refusal:
        assert refusal.reason  # noqa: PT017 (either is right)
