"""The money of an order's lines: goods and freight, all units of a line, in cents (facts: VTEX, sections 2 and 3)."""

from __future__ import annotations

from collections import Counter

from desktop_invoicer.errors import InvalidOrderError
from desktop_invoicer.vtex import wire

_NOT_GOODS = frozenset({"Shipping", "Tax", "CustomTax", "Change"})


def goods(order: wire.Order) -> list[int]:
    """Give what each line costs without freight: its price, its paid services and its tax."""
    services = [_services(item) for item in order.items]
    return [sum(parts) for parts in zip(_prices(order, sum(services)), services, _taxes(order), strict=True)]


def freight(order: wire.Order) -> dict[int, int]:
    """Give the freight by item index, also of indexes that name no line.

    ``sellingPrice`` is what is charged; only where it misses the order's shipping total and ``price`` meets it, as in
    orders of 2014, ``price`` is.
    """
    selling: Counter[int] = Counter()
    listed: Counter[int] = Counter()
    for row in order.logistics:
        fallback = row.price or 0
        selling[row.item_index] += fallback if row.selling_price is None else row.selling_price
        listed[row.item_index] += fallback
    shipping = order.total("Shipping")
    if shipping is not None and selling.total() != shipping == listed.total():
        return dict(listed)
    return dict(selling)


def _prices(order: wire.Order, services: int) -> list[int]:
    """Give the lines' prices after discounts: as defined, else unit price times quantity.

    A definition is authoritative, but examples exist where it contradicts the order: where the unit prices meet the
    order's own totals to the cent and the definitions do not come near, the unit prices count.
    """
    defined = [_defined(item) for item in order.items]
    simple = [None if item.selling_price is None else item.selling_price * item.quantity for item in order.items]
    prices = []
    for item, by_definition, by_unit in zip(order.items, defined, simple, strict=True):
        price = by_unit if by_definition is None else by_definition
        if price is None:
            reason = f"the line of SKU {item.id} has no price"
            raise InvalidOrderError(reason)
        prices.append(price)
    by_units = [price for price in simple if price is not None]
    expected = sum(total.value for total in order.totals if total.id not in _NOT_GOODS) - services
    is_near = abs(sum(prices) - expected) <= max(len(prices), abs(order.rounding_error))
    if not is_near and len(by_units) == len(prices) and sum(by_units) == expected:
        return by_units
    return prices


def _defined(item: wire.Item) -> int | None:
    definition = item.definition or item.definitions
    if definition is None:
        return None
    if definition.total is not None:
        return definition.total
    priced = definition.selling_prices
    return sum(price.value * price.quantity for price in priced) if priced else None


def _services(item: wire.Item) -> int:
    bundles = item.bundle_items
    return sum((bundle.price or 0) * (1 if bundle.quantity is None else bundle.quantity) for bundle in bundles)


def _taxes(order: wire.Order) -> list[int]:
    """Give each line's tax: for the line or for a unit, whichever meets the total, and none where prices hold it."""
    by_line = [item.tax or 0 for item in order.items]
    by_unit = [(item.tax or 0) * item.quantity for item in order.items]
    total = order.total("Tax")
    if total == 0:
        return [0] * len(by_line)
    return by_unit if sum(by_unit) == total != sum(by_line) else by_line
