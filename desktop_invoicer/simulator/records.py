"""What the simulated account writes down: plain values, all amounts in cents, all times in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object as it travels; its shape is VTEX's."""

InvoiceType: TypeAlias = Literal["Output", "Input"]
"""``Output`` is a sale, ``Input`` a return that makes VTEX refund the buyer."""

Embedded: TypeAlias = Literal["none", "own", "other"]
"""Which XML came along with an invoice: that of its own document, or something else."""

_IN_STORE = re.compile(r"^inStore\b")


def vtex_time(moment: datetime) -> str:
    """Write a time as VTEX does: seven fractional digits and an offset."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "1+00:00"


@dataclass(frozen=True, slots=True)
class Press:
    """One press of the *Request Invoice* button, and what may be invoiced for it in the end."""

    items: tuple[tuple[int, int], ...]
    """Pairs of ``itemIndex`` and quantity."""
    expected_value: int
    """What one invoice for it must be worth; 0 when nothing may be posted for it."""
    observation: str = ""
    type: str | None = None
    """As sent; ``None`` leaves the key out, which VTEX does on sales."""
    changed_items: object = ()
    """SKUs added after closing, in whatever shape VTEX sends them."""

    @property
    def invoice_type(self) -> InvoiceType:
        """The type the invoice must have: an observation that says ``inStore`` is a return whatever ``type`` says."""
        return "Input" if self.type == "Input" or _IN_STORE.match(self.observation) else "Output"


@dataclass(frozen=True, slots=True)
class Notification:
    """A press that was sent to the invoicer."""

    id: str
    order_id: str
    press: Press

    def as_json(self) -> JsonObject:
        """Write it as the Invoice Notifier shows it."""
        shown: JsonObject = {
            "id": self.id,
            "items": [{"itemIndex": index, "quantity": quantity} for index, quantity in self.press.items],
            "changedItems": self.press.changed_items,
            "observation": self.press.observation,
        }
        if self.press.type is not None:
            shown["type"] = self.press.type
        return shown


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One row of ``items`` in a posted invoice."""

    sku: str
    price: int
    quantity: int


@dataclass(frozen=True, slots=True)
class InvoiceRequest:
    """A readable body of the invoice callback."""

    type: InvoiceType
    number: str
    value: int
    issuance_date: str
    key: str | None
    url: str | None
    courier: str | None
    tracking_number: str | None
    tracking_url: str | None
    embedded: str | None
    rows: tuple[InvoiceRow, ...]


@dataclass(frozen=True, slots=True)
class BookedInvoice:
    """An invoice that the order holds, ours or somebody else's."""

    order_id: str
    type: InvoiceType
    number: str
    value: int
    key: str | None
    rows: tuple[InvoiceRow, ...]
    at: datetime
    ours: bool
    """Whether it was posted to this account while it ran, rather than being there before."""
    embedded: Embedded = "none"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back to the buyer because an ``Input`` was posted."""

    order_id: str
    number: str
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StalledRefund:
    """An ``Input`` that was taken and gave nobody any money back, and why."""

    order_id: str
    number: str
    value: int
    why: str


@dataclass(frozen=True, slots=True)
class KeySent:
    """An access key that was sent again for an invoice which the order holds."""

    order_id: str
    number: str
    key: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that VTEX refused, and why."""

    method: str
    path: str
    status: int
    why: str


@dataclass(frozen=True, slots=True)
class Breach:
    """Something VTEX lets through although its contract forbids it."""

    order_id: str
    what: str
