"""What VTEX asks to be invoiced: the call that arrives, and the details that are read afterwards (facts: IN, 1.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import NewType

AccountName = NewType("AccountName", str)
OrderId = NewType("OrderId", str)
NotificationId = NewType("NotificationId", str)


class InvoiceType(Enum):
    """Direction of an invoice in VTEX: ``Output`` is a sale, ``Input`` a return that refunds by itself."""

    OUTPUT = "Output"
    INPUT = "Input"


class Operation(Enum):
    """What a notification asks for (design.md, section 4)."""

    SALE = "sale"
    CANCELLATION = "cancellation"
    STORE_RETURN = "store_return"
    RETURN = "return"

    @property
    def invoice_type(self) -> InvoiceType:
        """What is posted: ``Output`` for a sale, ``Input`` for every return and cancellation."""
        return InvoiceType.OUTPUT if self is Operation.SALE else InvoiceType.INPUT


@dataclass(frozen=True, slots=True)
class NotificationCall:
    """The announcement of a notification, as it arrives at the receiver or is found by polling."""

    account: AccountName
    order_id: OrderId
    notification_id: NotificationId
    callback_url: str


@dataclass(frozen=True, slots=True)
class AskedItem:
    """Units asked of one order line; ``item_index`` is the position in the order's ``items``."""

    item_index: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Notification:
    """The details of a notification, quantities as VTEX wrote them (zero or less included)."""

    id: NotificationId
    order_id: OrderId
    items: tuple[AskedItem, ...]
    changed_items: tuple[str, ...] = ()
    observation: str = ""
    type: InvoiceType | None = None

    @property
    def asked(self) -> dict[int, int]:
        """Units asked by item index; rows that name the same line ask for all of them."""
        units: Counter[int] = Counter()
        for item in self.items:
            units[item.item_index] += item.quantity
        return dict(units)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of Orders Feed v3: something happened to an order. ``handle`` is given back to commit it."""

    handle: str
    order_id: OrderId
