"""A VTEX order, cut down to what invoicing needs. Lines are told apart by ``index``, never by SKU (facts, 2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import NewType

from desktop_invoicer.domain.money import ZERO, Cents, share
from desktop_invoicer.domain.notification import InvoiceType, OrderId
from desktop_invoicer.domain.problem import Problem

SkuId = NewType("SkuId", str)
ProductId = NewType("ProductId", str)

CANCELLED = frozenset({"canceled", "cancelled", "cancel", "replaced"})
"""VTEX states in which VTEX itself gives back what was paid."""

NOT_INVOICEABLE = CANCELLED | frozenset(
    {
        "cancellation-requested",
        "request-cancel",
        "incomplete",
        "waiting-seller-handling",
        "waiting-for-mkt-authorization",
    },
)
"""VTEX states in which nothing may be invoiced; an unknown or empty state is left to VTEX's own judgement."""


class Channel(Enum):
    """How an item reaches the buyer."""

    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Address:
    """Where goods are delivered, as far as VTEX tells. Personal data: for the eyes of whoever works on the order."""

    receiver: str = ""
    street: str = ""
    number: str = ""
    complement: str = ""
    neighbourhood: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""

    @property
    def is_complete(self) -> bool:
        """Tell whether a fiscal document can name the place; houses without a number exist."""
        return bool(self.street and self.city and self.state)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One entry of the order's ``items``. ``goods`` and ``freight`` are for all ``quantity`` units, in cents.

    ``goods`` holds discounts, paid services (``bundleItems``) and tax; ``removed`` units were taken out by a Change.
    """

    index: int
    sku: SkuId
    product_id: ProductId
    name: str
    quantity: int
    goods: Cents
    freight: Cents
    channel: Channel
    removed: int = 0
    unit_multiplier: Decimal = Decimal(1)
    measurement_unit: str = "un"
    is_gift: bool = False
    pickup_point: str = ""
    ncm: str = ""
    """Eight digits from ``taxCode``, or empty."""
    ean: str = ""
    pickup_name: str = ""
    """What the store calls its pickup point."""
    address: Address | None = None
    """Where the line is delivered; ``None`` for a pickup, or when unknown."""

    @property
    def invoiceable(self) -> int:
        """Units that may be invoiced at all."""
        return max(self.quantity - self.removed, 0)

    @property
    def worth(self) -> Cents:
        """Goods and freight of the units that may be invoiced."""
        return self.worth_of(self.invoiceable)

    def worth_of(self, units: int) -> Cents:
        """Give goods and freight of the first ``units``."""
        if not units:
            return ZERO
        return Cents(share(self.goods, self.quantity, 0, units) + share(self.freight, self.quantity, 0, units))


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys. ``tax_id`` is a bare, valid CPF or CNPJ, or empty; ``masked`` when VTEX hides personal data."""

    name: str = ""
    tax_id: str = ""
    is_company: bool = False
    masked: bool = False
    uf: str = ""
    """State the goods go to; empty for a pickup or when unknown."""

    @property
    def is_identified(self) -> bool:
        """Tell whether a fiscal document can name the buyer."""
        return bool(self.tax_id)


@dataclass(frozen=True, slots=True)
class Payment:
    """How a part of the order was paid. ``value`` in cents holds the ``interest`` that the buyer paid on it.

    ``last_digits`` are those of the card; ``is_gift_card`` for credit that the shop itself had given.
    """

    method: str
    value: Cents
    interest: Cents = ZERO
    last_digits: str = ""
    is_gift_card: bool = False


@dataclass(frozen=True, slots=True)
class EarlierInvoice:
    """An invoice the order already holds. ``units`` by item index are VTEX's guess unless we posted it ourselves."""

    number: str
    type: InvoiceType
    value: Cents
    key: str = ""
    units: Mapping[int, int] = field(default_factory=dict)
    is_ours: bool = False
    issued_at: datetime | None = None
    """When its document was issued, as VTEX was told; ``None`` when unknown."""
    is_sure: bool = True
    """Whether it is in VTEX: of what we posted without an answer nobody knows."""
    skus: Mapping[int, SkuId] = field(default_factory=dict)
    """Of what we posted: the SKU of each line as the order was then, by item index."""
    has_xml: bool = False
    """Whether VTEX holds the XML of its document."""

    def is_shown(self, posted: EarlierInvoice) -> bool:
        """Tell whether this is what VTEX shows of an invoice that we posted; without a key the value has to agree."""
        same_document = self.key == posted.key or (not self.key and self.value == posted.value)
        return self.type is posted.type and self.number == posted.number and same_document


@dataclass(frozen=True, slots=True)
class Order:
    """What is known of an order at the moment it was read. Money in cents; ``last_change`` as VTEX spells it."""

    order_id: OrderId
    status: str
    value: Cents
    lines: tuple[OrderLine, ...]
    buyer: Buyer
    invoices: tuple[EarlierInvoice, ...] = ()
    last_change: str = ""
    changes: tuple[str, ...] = ()
    """Receipts of the Changes made to the order, oldest first."""
    sequence: str = ""
    marketplace: str = ""
    """Name of the external marketplace the order comes from, or empty."""
    marketplace_order_id: str = ""
    rounding_error: Cents = Cents(0)
    notices: tuple[Problem, ...] = ()
    is_in_store: bool = False
    """Whether it was sold to somebody who stood in a store."""
    created_at: datetime | None = None
    payments: tuple[Payment, ...] = ()
    origin: str = ""
    """Whose view of the order it is: ``Marketplace``, ``Fulfillment`` or ``Chain``, as VTEX spells it."""
    affiliate: str = ""
    """Short code by which the account knows who sold the order, or empty."""
    connectors: tuple[str, ...] = ()
    """Apps that connect external marketplaces and left data in the order."""
    is_in_error: bool = False
    """VTEX's workflow of the order stopped with an error."""
    is_changing: bool = False
    """A Change of the order is still under way (KI 1348894)."""

    @property
    def tolerance(self) -> Cents:
        """Cents by which computed lines may miss the order's value: one a line, or VTEX's own rounding error."""
        return Cents(max(len(self.lines), abs(self.rounding_error)))

    @property
    def worth(self) -> Cents:
        """What its lines are worth."""
        return Cents(sum(line.worth for line in self.lines))

    @property
    def full_value(self) -> Cents:
        """What the whole order costs; after a part VTEX may show as its value what was settled (facts, section 3).

        It did where the invoices come to that value, and to what their units cost: then the other units are still open.
        """
        invoiced = self.invoiced(InvoiceType.OUTPUT)
        if self.status == "invoiced" or invoiced != self.value or self.worth - self.tolerance <= self.value:
            return self.value
        units = units_by_line(self.lines, [seen.units for seen in self.invoices if seen.type is InvoiceType.OUTPUT])
        taken = sum(line.worth_of(min(units[line.index], line.quantity)) for line in self.lines)
        return self.worth if abs(taken - invoiced) <= self.tolerance else self.value

    def invoiced(self, type_: InvoiceType) -> Cents:
        """Sum the value of the order's invoices of one type."""
        return Cents(sum(invoice.value for invoice in self.invoices if invoice.type is type_))

    def with_own(self, own: Iterable[EarlierInvoice]) -> Order:
        """Put our own record of invoices in place of VTEX's guess of their units, and add those not visible yet."""
        own = tuple(self._placed(posted) for posted in own)
        foreign = tuple(seen for seen in self.invoices if not any(seen.is_shown(posted) for posted in own))
        return replace(self, invoices=(*foreign, *own))

    def _placed(self, posted: EarlierInvoice) -> EarlierInvoice:
        """Put the units of an invoice of ours on the lines as they stand now: a Change may have moved them."""
        if not posted.skus:
            return posted
        then = _places(posted.skus)
        now = {place: index for index, place in _places({line.index: line.sku for line in self.lines}).items()}
        units: Counter[int] = Counter()
        for index, count in posted.units.items():
            sku, nth = then[index]
            place = now.get((sku, nth), now.get((sku, 0)))
            if place is not None:
                units[place] += count
        return replace(posted, units=dict(units))

    def fingerprint(self) -> tuple[object, ...]:
        """Give what must not change between loading and posting (KI 1070299): lines, money per line, Changes."""
        lines = tuple(
            (line.index, line.sku, line.quantity, line.removed, line.goods, line.freight) for line in self.lines
        )
        return (lines, self.changes)


def _places(skus: Mapping[int, SkuId]) -> dict[int, tuple[SkuId, int]]:
    """Name each line by its SKU and the place that it has among the lines of that SKU."""
    seen: Counter[SkuId] = Counter()
    places = {}
    for index, sku in sorted(skus.items()):
        places[index] = sku, seen[sku]
        seen[sku] += 1
    return places


def units_by_line(
    lines: Iterable[OrderLine],
    claims: Iterable[Mapping[int, int]],
    capacity: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Count the units that ``claims`` take of each line; ``capacity`` is what a line holds, if not all of it.

    VTEX may write a unit on another line of the same SKU (KI 1008459): what a line cannot hold goes to its sisters.
    """
    lines = tuple(lines)
    holds = {line.index: line.invoiceable for line in lines} if capacity is None else capacity
    taken = {line.index: 0 for line in lines}
    for claim in claims:
        for index in taken.keys() & claim.keys():
            taken[index] += max(claim[index], 0)
    for line in lines:
        for sister in lines:
            excess = taken[line.index] - holds[line.index]
            room = holds[sister.index] - taken[sister.index]
            if sister.sku == line.sku and excess > 0 and room > 0:
                moved = min(excess, room)
                taken[line.index] -= moved
                taken[sister.index] += moved
    return taken
