"""From the wire to the domain, and from an invoice to the JSON that is posted (facts: VTEX, sections 1 to 5 and 7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from desktop_invoicer.domain.access_key import strip_key
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AskedItem, InvoiceType, Notification, NotificationId, OrderId
from desktop_invoicer.domain.order import Channel, EarlierInvoice, Order, OrderLine, ProductId, SkuId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import InvalidOrderError
from desktop_invoicer.vtex import channel, payments, people, pricing, wire

_NCM = re.compile(r"[0-9]{8}")
_SEPARATORS = re.compile(r"[\s.\-]")


def to_order(order: wire.Order) -> Order:
    """Cut an order down to what invoicing needs.

    Raises:
        InvalidOrderError: a line has no price, or an invoice no value.

    """
    indexes = range(len(order.items))
    goods, freight = pricing.goods(order), pricing.freight(order)
    removed = _removed(order, sum(goods) + sum(freight.get(index, 0) for index in indexes))
    channels = channel.channels(order)
    return Order(
        order_id=OrderId(order.order_id),
        status=order.status,
        value=Cents(order.value),
        lines=tuple(
            OrderLine(
                index=index,
                sku=SkuId(item.id),
                product_id=ProductId(item.product_id),
                name=item.name,
                quantity=item.quantity,
                goods=Cents(goods[index]),
                freight=Cents(freight.get(index, 0)),
                channel=channels[index],
                removed=removed[index],
                unit_multiplier=item.unit_multiplier,
                measurement_unit=item.measurement_unit or "un",
                is_gift=item.is_gift,
                pickup_point=channel.pickup_point(order, index) if channels[index] is Channel.PICKUP else "",
                ncm=read_ncm(item.tax_code),
                ean=item.ean,
                pickup_name=channel.pickup_name(order, index) if channels[index] is Channel.PICKUP else "",
                address=people.address(order, index) if channels[index] is Channel.DELIVERY else None,
            )
            for index, item in enumerate(order.items)
        ),
        buyer=people.buyer(order, is_delivered=Channel.DELIVERY in channels),
        invoices=tuple(_invoices(order)),
        last_change=order.last_change,
        changes=tuple(_receipts(order.changes)),
        sequence=order.sequence,
        marketplace=people.marketplace(order),
        marketplace_order_id=order.marketplace_order_id,
        rounding_error=Cents(order.rounding_error),
        notices=tuple(_notices(freight, len(order.items))),
        is_in_store=channel.is_in_store(order),
        created_at=order.created_at,
        payments=tuple(payments.payments(order)),
        origin=order.origin,
        affiliate=order.affiliate_id,
        connectors=tuple(people.connectors(order)),
        is_in_error=order.workflow_in_error or order.workflow.is_in_error,
        is_changing=any(change.is_under_way for change in order.changes),
    )


def to_listed_order(row: wire.ListedOrder) -> ListedOrder:
    """Give a row of the list of orders."""
    return ListedOrder(
        order_id=OrderId(row.order_id),
        status=row.status,
        value=None if row.value is None else Cents(row.value),
        origin=row.origin,
        affiliate=row.affiliate_id,
        marketplace_order_id=row.marketplace_order_id,
        is_in_error=row.is_in_error,
    )


def to_notification(
    notification: wire.Notification, order_id: OrderId, notification_id: NotificationId
) -> Notification:
    """Give the notification; rows that ask for the same line are summed."""
    asked: Counter[int] = Counter()
    for item in notification.items:
        asked[item.item_index or 0] += item.quantity
    return Notification(
        id=notification_id,
        order_id=order_id,
        items=tuple(AskedItem(index, quantity) for index, quantity in asked.items()),
        changed_items=notification.changed_items,
        observation=notification.observation,
        type=notification.type,
    )


def invoice_payload(invoice: Invoice, embedded: str | None = None) -> dict[str, Any]:
    """Write an invoice as the notifier's contract wants it (design.md, section 4), perhaps with its document's XML.

    Raises:
        ValueError: the moment of issue has no offset, which is a defect of ours.

    """
    if invoice.issued_at.tzinfo is None:
        msg = "the moment of issue has no offset"
        raise ValueError(msg)
    return {
        "type": invoice.type.value,
        "issuanceDate": invoice.issued_at.isoformat(timespec="seconds"),
        "invoiceNumber": invoice.number,
        "invoiceValue": str(invoice.value),
        "invoiceKey": invoice.key or None,
        "invoiceUrl": invoice.url or None,
        "courier": None,
        "trackingNumber": None,
        "trackingUrl": None,
        "items": [{"id": row.sku, "price": row.price, "quantity": row.quantity} for row in invoice.rows],
        **({} if embedded is None else {"embeddedInvoice": embedded}),
    }


def read_ncm(text: str) -> str:
    """Give the eight digits of an NCM however it is written, or nothing (facts: VTEX, section 10)."""
    bare = _SEPARATORS.sub("", text)
    return bare if _NCM.fullmatch(bare) else ""


def _notices(freight: dict[int, int], lines: int) -> Iterator[Problem]:
    lost = sum(cents for index, cents in freight.items() if not 0 <= index < lines)
    if lost:
        yield Problem(ProblemCode.FREIGHT_WITHOUT_LINE, {"freight": lost})


def _invoices(order: wire.Order) -> Iterator[EarlierInvoice]:
    """Give the packages that are invoices; their items may be VTEX's guess (KI 1330069, 1008459)."""
    for package in order.attachment.packages if order.attachment else ():
        if not package.number:
            continue
        if package.value is None or package.value < 0:  # below zero a refund would count as money to give back
            reason = f"the order holds invoice {package.number} without a value of zero or more"
            raise InvalidOrderError(reason)
        units: Counter[int] = Counter()
        for item in package.items:
            units[item.item_index] += max(item.quantity or 0, 0)
        yield EarlierInvoice(
            number=package.number,
            type=package.type or InvoiceType.OUTPUT,
            value=Cents(package.value),
            key=strip_key(package.key),
            units=dict(+units),
            issued_at=package.issued_at,
            has_xml=bool(package.embedded),
        )


def _removed(order: wire.Order, lines: int) -> list[int]:
    """Count the units of each line that a Change v1 took out while leaving the line where it was.

    A Change v2 takes the line away itself. The sums tell them apart: with the leftovers, all lines together are nearer
    to the value before the Change than to the value now.
    """
    removed = [0] * len(order.items)
    before = order.value - (order.total("Change") or 0)
    if abs(lines - before) >= abs(lines - order.value):
        return removed
    for taken in (item for change in order.changes for item in change.removed):
        left = max(1 if taken.quantity is None else taken.quantity, 0)
        candidates = [index for index, item in enumerate(order.items) if item.id == taken.id]
        for index in sorted(candidates, key=lambda index: order.items[index].selling_price != taken.price):
            units = min(left, order.items[index].quantity - removed[index])
            removed[index] += units
            left -= units
    return removed


def _receipts(changes: list[wire.Change]) -> Iterator[str]:
    """Name each Change by its receipt, or by what it did; oldest first where all are dated."""

    def date(change: wire.Change) -> str:
        return change.receipt.date if change.receipt else ""

    for change in sorted(changes, key=date) if all(map(date, changes)) else changes:
        if change.receipt and change.receipt.receipt:
            yield change.receipt.receipt
        else:
            yield _told(change)


def _told(change: wire.Change) -> str:
    items = [("+", change.added), ("-", change.removed)]
    rows = [f"{sign}{item.quantity}×{item.id}@{item.price}" for sign, rows in items for item in rows]
    return f"{' '.join(rows)} {change.increment or 0} {-(change.discount or 0)} {change.reason}".strip()
