"""What a story is: an order, the requests pressed for it, and what must come of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from desktop_invoicer.simulator.keys import Issuer, Number, Numbering, access_key
from desktop_invoicer.simulator.lines import PICKUP_POINT, Line
from desktop_invoicer.simulator.orders import OrderPlan
from desktop_invoicer.simulator.people import ANONYMOUS, Buyer
from desktop_invoicer.simulator.quirks import USUAL, Quirks
from desktop_invoicer.simulator.records import JsonObject, Press, vtex_time

Outcome: TypeAlias = Literal["closed", "held"]
"""What an unattended run must come to: everything closed, or a person asked and nothing posted."""

Model: TypeAlias = Literal["65", "55"]
"""The document a store would issue: NFC-e or NF-e."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a story happens; the sequence number makes its order and its SKUs its own."""

    account: str
    issuer: Issuer
    sequence: int
    rng: random.Random
    now: datetime
    numbers: Numbering = field(default_factory=Numbering)
    """Those of the store's fiscal program."""

    @property
    def order_id(self) -> str:
        """The id of the story's order."""
        return f"v{70000000 + self.sequence}gvea-01"

    @property
    def created(self) -> datetime:
        """When the order was made: long enough ago for the late index of the order list."""
        return self.now - timedelta(minutes=30, seconds=self.sequence % 600)

    def sku(self, number: int = 0) -> str:
        """Give a SKU that no other story has."""
        return f"{100000 + self.sequence}{number:03d}"

    def at_the_counter(self, lines: Sequence[Line], buyer: Buyer = ANONYMOUS) -> OrderPlan:
        """Plan an in-store order."""
        return OrderPlan(self.order_id, self.account, self.created, lines, buyer, checked_in_at=PICKUP_POINT)

    def online(self, lines: Sequence[Line], buyer: Buyer) -> OrderPlan:
        """Plan an order of the web shop."""
        return OrderPlan(self.order_id, self.account, self.created, lines, buyer)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that the fiscal program issued before the story begins. ``value`` in cents."""

    key: str
    issued: datetime
    items: Sequence[tuple[int, int]]
    """Pairs of ``itemIndex`` and quantity."""
    value: int
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One order, the presses of *Request Invoice*, and the truth about them."""

    name: str
    order: JsonObject
    presses: tuple[Press, ...]
    outcome: Outcome = "closed"
    reason: str = ""
    """For people: why a held story is held."""
    model: Model = "65"
    specifications: dict[str, list[JsonObject]] = field(default_factory=dict)
    """What the catalogue knows about products, where it is not the usual NCM."""
    changed: JsonObject | None = None
    """What the order becomes after its request was loaded."""
    document_number: int | None = None
    """The nNF that the store's next document for this order must get."""
    quirks: Quirks = USUAL
    papers: tuple[Paper, ...] = ()
    planted: tuple[str, ...] = ()
    """What is wrong, by the problem codes that must name it; nothing for an order with which all is well."""

    @property
    def order_id(self) -> str:
        """The id of the order."""
        return str(self.order["orderId"])


Telling: TypeAlias = Callable[[Setting], Story]
"""Tells a story in a setting."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An invoice that the order held before the story begins."""

    value: int
    items: Sequence[tuple[int, int]]
    number: Number
    age: timedelta | None = None
    """How long before the story begins its document was authorised; by default ten minutes after the order."""


def invoiced_before(order: JsonObject, setting: Setting, earlier: Earlier) -> JsonObject:
    """Give the order with an ``Output`` package of an earlier invoice, and as invoiced when nothing is left."""
    issued = setting.created + timedelta(minutes=10) if earlier.age is None else setting.now - earlier.age
    shown: JsonObject = {
        "items": [
            {"itemIndex": index, "quantity": units, "price": order["items"][index]["sellingPrice"]}
            | {"description": None, "unitMultiplier": 0.0}
            for index, units in earlier.items
        ],
        "courier": None,
        "invoiceNumber": str(earlier.number.nnf),
        "invoiceValue": earlier.value,
        "invoiceUrl": None,
        "issuanceDate": vtex_time(issued),
        "trackingNumber": None,
        "invoiceKey": access_key(setting.issuer, earlier.number, issued, setting.rng),
        "trackingUrl": None,
        "embeddedInvoice": "",
        "type": "Output",
        "courierStatus": None,
        "cfop": None,
        "restitutions": {},
        "volumes": 1,
        "EnableInferItems": None,
    }
    whole = earlier.value == order["value"]
    return {
        **order,
        "status": "invoiced" if whole else order["status"],
        "invoicedDate": vtex_time(issued) if whole else None,
        "lastChange": vtex_time(issued),
        "packageAttachment": {"packages": [shown]},
    }
