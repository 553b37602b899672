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


def left_to_return(order: JsonObject) -> list[tuple[int, int]]:
    """Give the lines of which something was sold and has not come back, with the units."""
    done = units_invoiced(order, "Input")
    left = [(index, units - done.get(index, 0)) for index, units in _sold(order).items()]
    return [(index, units) for index, units in left if units > 0]


def invoiced(order: JsonObject, kind: str = "Output") -> int:
    """Give the sum of the order's packages of a type."""
    shown = (order.get("packageAttachment") or {}).get("packages") or ()
    return sum(package.get("invoiceValue") or 0 for package in shown if (package.get("type") or "Output") == kind)


def press_for(
    order: JsonObject, items: Sequence[tuple[int, int]] | None, observation: str = "", kind: str | None = None
) -> Press:
    """Give the press for lines of an order as it stands (``None``: everything left), with its expected value.

    What takes all that is left closes it exactly: the order's value, or all the money that came in for it.

    Raises:
        IndexError: a line is not in the order.

    """
    comes_back = Press((), 0, observation, kind).invoice_type == "Input"
    left = left_to_return(order) if comes_back else left_to_invoice(order)
    asked = tuple(left if items is None else items)
    done = units_invoiced(order, "Input" if comes_back else "Output")
    value = sum(_worth(order, index, done.get(index, 0), units) for index, units in asked)
    wanted = dict(asked)
    if all(wanted.get(index, 0) >= units for index, units in left):
        whole = invoiced(order) - invoiced(order, "Input") if comes_back else order["value"] - invoiced(order)
        value = max(whole, 0)
    return Press(asked, value, observation, kind)


def _sold(order: JsonObject) -> dict[int, int]:
    """Give the units sold of each line: all of them once all is paid, whatever VTEX guessed (KI 1330069)."""
    if invoiced(order) >= order["value"]:
        return {index: int(line["quantity"]) for index, line in enumerate(order["items"])}
    return units_invoiced(order, "Output")


def _worth(order: JsonObject, index: int, done: int, units: int) -> int:
    return _goods(order, index, done, units) + _freight(order, index, done, units)


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
