"""From the text of an answer to wire models; refusals say why, and hold nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from desktop_invoicer.domain.notification import NotificationId, OrderId
from desktop_invoicer.errors import InvalidOrderError, InvoicerError
from desktop_invoicer.vtex import wire
from desktop_invoicer.vtex.parsing import read_json, read_notification_json

T = TypeVar("T")

_ORDER = TypeAdapter(wire.Order)
_NOTIFICATION = TypeAdapter(wire.Notification)
_ORDER_LIST = TypeAdapter(wire.OrderList)
_SPECIFICATIONS = TypeAdapter(list[wire.Specification])
_FEED = TypeAdapter(list[wire.FeedEvent])


def read_order(text: str, order_id: OrderId) -> wire.Order:
    """Read the answer of GET order.

    Raises:
        InvalidOrderError: it is no order in the shape of OMS, another order, or cannot be invoiced.

    """
    content = _object(read_json(text), "order")
    _demand("items" in content or "orderGroup" not in content, "the shape of a group of orders, not of one order")
    _demand(bool(content.get("orderId")), "the order has no orderId")
    _demand(content["orderId"] == order_id, "VTEX answered with another order")
    _demand("status" in content, "the order has no status: the shape of Checkout, not of OMS")
    _demand(
        "packageAttachment" in content,
        "the order has no packageAttachment, so it cannot be told what is invoiced already: not the shape of OMS",
    )
    return _validated(_ORDER, content, "order")


def read_notification(text: str, order_id: OrderId, notification_id: NotificationId) -> wire.Notification:
    """Read a notification's details; ids and the wrapper around them may be missing, but must not be others.

    Raises:
        InvalidOrderError: it is no notification, or another one.

    """
    content = _object(read_notification_json(text), "notification")
    inner = _object(content.get("notification", content if "items" in content else None), "notification")
    orders = (inner.get("orderId"), content.get("orderId"))
    _demand(all(id_ in (None, "", order_id) for id_ in orders), "VTEX answered with the notification of another order")
    ids = (inner.get("id"), inner.get("notificationId"), content.get("notificationId"))
    _demand(all(id_ in (None, "", notification_id) for id_ in ids), "VTEX answered with another notification")
    notification = _validated(_NOTIFICATION, inner, "notification")
    unnamed = sum(item.item_index is None for item in notification.items)
    zeros = sum(item.item_index == 0 for item in notification.items)
    _demand(unnamed == 0 or unnamed + zeros == 1, "items of the notification do not say which line they mean")
    return notification


def read_notification_ids(text: str) -> tuple[NotificationId, ...]:
    """Read the list of an order's notifications; its shape is not published, so every likely one is understood.

    Raises:
        InvalidOrderError: it is no list of notifications.

    """
    content = read_json(text)
    if isinstance(content, dict):
        keys = ("notifications", "data", "notification")
        content = next((content[key] for key in keys if content.get(key) is not None), content)
    if isinstance(content, dict):
        content = [content] if content else []
    _demand(isinstance(content, list), "no list of notifications")
    return tuple(dict.fromkeys(_notification_ids(content)))


def read_order_list(text: str) -> wire.OrderList:
    """Read one page of the list of orders; ``InvalidOrderError`` when it is none."""
    return _validated(_ORDER_LIST, read_json(text), "list of orders")


def read_specifications(text: str) -> list[wire.Specification]:
    """Read a product's specifications; ``InvalidOrderError`` when it is no list of them."""
    return _validated(_SPECIFICATIONS, read_json(text) or [], "specification")


def read_feed(text: str) -> list[wire.FeedEvent]:
    """Read a lot of the feed; ``InvalidOrderError`` when it is none."""
    return _validated(_FEED, read_json(text) or [], "feed")


def read_receipt(text: str) -> str:
    """Give the receipt of a posted invoice, or nothing: how the callback answers is not published."""
    try:
        content = read_json(text)
    except InvoicerError:
        return ""
    receipt = content.get("receipt") if isinstance(content, dict) else None
    return receipt if isinstance(receipt, str) else ""


def _notification_ids(rows: Any) -> Iterator[NotificationId]:  # noqa: ANN401 (parsed JSON)
    for row in rows:
        found = row
        if isinstance(row, dict):
            inner = row.get("notification")
            source = inner if isinstance(inner, dict) else row
            found = source.get("id") or source.get("notificationId")
        _demand(isinstance(found, str) and bool(found.strip()), "a listed notification has no id")
        yield NotificationId(found.strip())


def _object(content: object, name: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        reason = f"the {name} is no object"
        raise InvalidOrderError(reason)
    return content


def _demand(condition: bool, reason: str) -> None:  # noqa: FBT001 (reads as a sentence)
    if not condition:
        raise InvalidOrderError(reason)


def _validated(adapter: TypeAdapter[T], content: object, name: str) -> T:
    try:
        return adapter.validate_python(content)
    except ValidationError as exc:
        reason = f"{name}: {'; '.join(_complaints(exc))}"
        raise InvalidOrderError(reason) from exc


def _complaints(error: ValidationError) -> Iterator[str]:
    """Give the first complaints, each with its place and without what was found there."""
    for complaint in error.errors(include_url=False, include_context=False, include_input=False)[:3]:
        yield f"{'.'.join(str(part) for part in complaint['loc'])}: {complaint['msg'].removeprefix('Value error, ')}"
