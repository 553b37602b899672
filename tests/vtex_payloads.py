"""Small JSON bodies as VTEX writes them; every argument replaces or adds a key of the JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from desktop_invoicer.domain.notification import NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.vtex import mapping, reading

ORDER_ID = OrderId("v70530116str-01")
NOTIFICATION_ID = NotificationId("fd3f5e70-8b60-11e8-b707-1195e463c587")

PUBLISHED_NOTIFICATION = """{
  "orderId": "123",
  "notification": {
    "id": "fd3f5e70-8b60-11e8-b707-1195e463c587",
    "items": [
      {
        "itemIndex": 0,
        "quantity": 1
      }],
    "changedItems": [ {
\t"200342",
\t "230298"
\t} ],
     "observation": "AGO2019"
  }
}
"""
"""The sample of the notifier's own document, which is no JSON."""


def an_item(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Write one entry of ``items``: one unit at 9990."""
    return {"id": "101", "productId": "501", "name": "Camiseta", "quantity": 1, "sellingPrice": 9990, "tax": 0} | keys


def a_row(index: int = 0, **keys: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Write one row of ``logisticsInfo``: picked up, without freight."""
    channel = {"deliveryChannel": "pickup-in-point", "selectedDeliveryChannel": "pickup-in-point"}
    return {"itemIndex": index, "price": 0, "sellingPrice": 0, **channel} | keys


def a_payment(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Write one payment: 9990 by card, without interest."""
    money = {"value": 9990, "referenceValue": 9990, "installments": 1}
    return {
        "paymentSystemName": "Visa",
        "group": "creditCard",
        "lastDigits": "4242",
        "giftCardId": None,
        **money,
    } | keys


def payment_data(*payments: dict[str, Any]) -> dict[str, Any]:
    """Write ``paymentData`` with one transaction."""
    return {"transactions": [{"isActive": True, "payments": list(payments)}], "giftCards": []}


def totals(**amounts: int) -> list[dict[str, Any]]:
    """Write ``totals``."""
    return [{"id": id_, "name": id_, "value": value} for id_, value in amounts.items()]


def an_order_body(
    items: Sequence[dict[str, Any]] = (),
    rows: Sequence[dict[str, Any]] | None = None,
    **keys: Any,  # noqa: ANN401 (JSON)
) -> dict[str, Any]:
    """Write the answer of GET order; without ``rows`` every line is picked up."""
    items = items or [an_item()]
    logistics = [a_row(index) for index in range(len(items))] if rows is None else rows
    return {
        "orderId": ORDER_ID,
        "sequence": "70530118",
        "status": "handling",
        "value": 9990,
        "totals": [],
        "items": list(items),
        "shippingData": {"address": None, "selectedAddresses": [], "logisticsInfo": list(logistics)},
        "clientProfileData": None,
        "packageAttachment": {"packages": []},
        "changesAttachment": None,
        "lastChange": "2026-11-20T15:17:47.9552847+00:00",
    } | keys


def read_order(body: dict[str, Any]) -> Order:
    """Send a body all the way into the domain."""
    return mapping.to_order(reading.read_order(json.dumps(body), OrderId(str(body.get("orderId", ORDER_ID)))))


def an_order(
    items: Sequence[dict[str, Any]] = (),
    rows: Sequence[dict[str, Any]] | None = None,
    **keys: Any,  # noqa: ANN401 (JSON)
) -> Order:
    """Give the domain's view of ``an_order_body``."""
    return read_order(an_order_body(items, rows, **keys))


def a_notification_body(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Write the details of a notification that asks for one unit of the first line."""
    inner = {"id": NOTIFICATION_ID, "items": [{"itemIndex": 0, "quantity": 1}], "changedItems": [], "observation": ""}
    return {"orderId": ORDER_ID, "notification": inner | keys}
