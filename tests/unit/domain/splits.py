"""Orders and ways to invoice them in parts, for properties that hold whatever the split."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop_invoicer.domain.order import Order, OrderLine
from tests.builders import a_line, an_order, everything_of


@st.composite
def lines(draw: st.DrawFn, index: int, *, free: bool = False) -> OrderLine:
    """Draw a line of which every unit costs at least a cent, unless it may be ``free``; SKUs repeat often."""
    quantity = draw(st.integers(1, 6))
    return a_line(
        index,
        sku=draw(st.sampled_from(["100", "101", "102"])),
        quantity=quantity,
        goods=draw(st.integers(0 if free else quantity, 50_000)),
        freight=draw(st.integers(0, 3_000)),
        removed=draw(st.sampled_from([0, 0, 0, 1, quantity])),
    )


@st.composite
def orders(draw: st.DrawFn, *, free: bool = False, off: int = 0) -> Order:
    """Draw an order with something to invoice, worth its lines to within ``off`` cents."""
    count = draw(st.integers(1, 4))
    drawn = tuple(draw(lines(index, free=free)) for index in range(count))
    order = an_order(lines=drawn)
    value = order.value + draw(st.integers(-off, off))
    return an_order(lines=drawn, value=max(value, 0), rounding_error=off)


@st.composite
def splits(draw: st.DrawFn, order: Order) -> list[dict[int, int]]:
    """Draw a way to ask for all units of an order, in one to many notifications."""
    units = draw(st.permutations([index for index, count in everything_of(order).items() for _ in range(count)]))
    parts: list[dict[int, int]] = []
    for position, index in enumerate(units):
        if position == 0 or draw(st.booleans()):
            parts.append({})
        parts[-1][index] = parts[-1].get(index, 0) + 1
    return parts
