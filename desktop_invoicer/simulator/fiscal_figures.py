"""The figures of a fiscal document for lines of an order, so that its total is the given value to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop_invoicer.simulator.lines import half_up
from desktop_invoicer.simulator.records import JsonObject

_NCM = re.compile(r"[0-9]{8}")
_USUAL_NCM = "61091000"
"""What the store's own product register says where VTEX has no NCM."""


@dataclass(frozen=True, slots=True)
class ItemReference:
    """One row of another document: its access key and ``nItem``."""

    key: str
    number: int


@dataclass(slots=True)
class Row:
    """One ``det`` of the document; money in cents."""

    index: int
    """Its line of the order."""
    sku: str
    name: str
    ncm: str
    unit: str
    quantity: Decimal
    goods: int
    discount: int
    freight: int
    delivered: bool
    """Whether the line goes to the buyer's home."""
    original: ItemReference | None = None
    """The row of the sale that comes back."""

    @property
    def net(self) -> int:
        """What the row adds to the total besides freight."""
        return self.goods - self.discount


def rows(order: JsonObject, items: Sequence[Mapping[str, int]], value: int) -> list[Row]:
    """Give one row for each asked line; differences to ``value`` go to the largest rows.

    Raises:
        ValueError: a line is not in the order, or the value is none that these lines can have.

    """
    if value <= 0:
        msg = f"a document of {value} cents cannot be issued"
        raise ValueError(msg)
    try:
        found = [_row(order, item["itemIndex"], item["quantity"]) for item in items]
    except IndexError as exc:
        msg = "a line is not in the order"
        raise ValueError(msg) from exc
    if not found:
        msg = "no lines are given"
        raise ValueError(msg)
    _settle(found, value - sum(row.net + row.freight for row in found))
    return found


def _row(order: JsonObject, index: int, units: int) -> Row:
    line = order["items"][index]
    ordered = int(line["quantity"])
    multiplier = Decimal(str(line.get("unitMultiplier") or 1))
    definition = line.get("priceDefinition") or line.get("priceDefinitions")
    total = definition["total"] if definition else line["sellingPrice"] * ordered
    services = sum(bundle.get("price") or 0 for bundle in line.get("bundleItems") or ())
    net = half_up(Fraction((total + services) * units, ordered))
    gross = half_up(
        Fraction(line.get("price") or 0) * units * Fraction(multiplier) + Fraction(services * units, ordered)
    )
    goods = max(gross, net, 1)
    logistics = [
        row for row in (order.get("shippingData") or {}).get("logisticsInfo") or () if row.get("itemIndex") == index
    ]
    ncm = re.sub(r"\D", "", line.get("taxCode") or "")
    return Row(
        index=index,
        sku=str(line["id"]),
        name=str(line.get("name") or line["id"])[:120],
        ncm=ncm if _NCM.fullmatch(ncm) else _USUAL_NCM,
        unit=str(line.get("measurementUnit") or "un").upper()[:6],
        quantity=units * multiplier,
        goods=goods,
        discount=goods - net,
        freight=half_up(Fraction(sum(row.get("sellingPrice") or 0 for row in logistics) * units, ordered)),
        delivered=any(row.get("deliveryChannel") == "delivery" for row in logistics),
    )


def _settle(found: list[Row], difference: int) -> None:
    largest_first = sorted(found, key=lambda row: row.net, reverse=True)
    if difference > 0:
        largest_first[0].goods += difference
        return
    for row in largest_first:
        step = min(-difference, row.net)
        row.discount += step
        difference += step
        step = min(-difference, row.freight)
        row.freight -= step
        difference += step
