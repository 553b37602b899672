"""What an invoice must be worth, computed with exact fractions and without the product's own arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from desktop_invoicer.simulator.lines import half_up
from desktop_invoicer.simulator.packages import units_invoiced
from desktop_invoicer.simulator.records import JsonObject, Press


def left_to_invoice(order: JsonObject) -> list[tuple[int, int]]:
    """Give the lines that no ``Output`` package names yet, with their units."""
    done = units_invoiced(order, "Output")
    left = [(index, int(line["quantity"]) - done.get(index, 0)) for index, line in enumerate(order["items"])]
    return [(index, units) for index, units in left if units > 0]


def sold_before(order: JsonObject) -> int:
    """Give the sum of the order's ``Output`` packages."""
    shown = (order.get("packageAttachment") or {}).get("packages") or ()
    return sum(package.get("invoiceValue") or 0 for package in shown if package.get("type", "Output") == "Output")


def press_for(
    order: JsonObject, items: Sequence[tuple[int, int]] | None, observation: str = "", kind: str | None = None
) -> Press:
    """Give the press for lines of an order as it stands (``None``: everything left), with its expected value.

    Raises:
        IndexError: a line is not in the order.

    """
    asked = tuple(left_to_invoice(order) if items is None else items)
    draft = Press(asked, 0, observation, kind)
    if draft.invoice_type == "Input":
        done = units_invoiced(order, "Input")
        value = sum(_goods(order, index, done.get(index, 0), units) for index, units in asked)
        return Press(asked, value, observation, kind)
    done = units_invoiced(order, "Output")
    after = {index: done.get(index, 0) for index in range(len(order["items"]))}
    for index, units in asked:
        after[index] += units
    if all(after[index] >= int(line["quantity"]) for index, line in enumerate(order["items"])):
        value = max(order["value"] - sold_before(order), 0)
    else:
        value = sum(
            _goods(order, index, done.get(index, 0), units) + _freight(order, index, done.get(index, 0), units)
            for index, units in asked
        )
    return Press(asked, value, observation, kind)


def _goods(order: JsonObject, index: int, done: int, units: int) -> int:
    line = order["items"][index]
    quantity = int(line["quantity"])
    definition = line.get("priceDefinition") or line.get("priceDefinitions")
    total = definition["total"] if definition else line["sellingPrice"] * quantity
    services = sum(bundle["price"] * bundle.get("quantity", 1) for bundle in line.get("bundleItems") or ())
    return _part(total + services + (line.get("tax") or 0), quantity, done, units)


def _freight(order: JsonObject, index: int, done: int, units: int) -> int:
    rows = (order.get("shippingData") or {}).get("logisticsInfo") or ()
    total = sum(row.get("sellingPrice") or 0 for row in rows if row.get("itemIndex") == index)
    return _part(total, int(order["items"][index]["quantity"]), done, units)


def _part(total: int, ordered: int, done: int, units: int) -> int:
    return half_up(Fraction(total * (done + units), ordered)) - half_up(Fraction(total * done, ordered))
