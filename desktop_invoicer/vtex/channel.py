"""How each line reaches the buyer: channels can differ within an order (facts: VTEX, 2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer.domain.order import Channel
from desktop_invoicer.vtex import wire

_NO_HOME = frozenset({"pickup", "search"})
"""Address types that are never the buyer's: the store's, and a place typed to find stores."""


def channels(order: wire.Order) -> list[Channel]:
    """Give the channel of each line; delivered as soon as one of its rows is."""
    if _is_local_stock(order):
        return [Channel.PICKUP] * len(order.items)
    found = []
    for index in range(len(order.items)):
        rows = [_of_row(order, row) for row in order.logistics if row.item_index == index] or [_by_address(order, "")]
        found.append(Channel.DELIVERY if Channel.DELIVERY in rows else Channel.PICKUP)
    return found


def is_in_store(order: wire.Order) -> bool:
    """Tell whether it was sold to somebody who stood in a store; VTEX spells that in three ways."""
    return order.is_checked_in or order.checked_in or bool(order.checked_in_pickup_point)


def pickup_point(order: wire.Order, index: int) -> str:
    """Give where a line is picked up, or nothing."""
    return next((row.pickup_point for row in order.logistics if row.item_index == index and row.pickup_point), "")


def pickup_name(order: wire.Order, index: int) -> str:
    """Give what the store where a line is picked up is called, or nothing."""
    stores = (row.pickup_store for row in order.logistics if row.item_index == index)
    return next((store.name for store in stores if store and store.name), "")


def delivery_address(order: wire.Order, index: int | None = None) -> wire.Address | None:
    """Give where the goods, or one line of them, are delivered; a store's address is never the buyer's."""
    if order.shipping is None:
        return None
    used = {row.address_id for row in order.logistics if row.address_id and index in {None, row.item_index}}
    homes = [address for address in _addresses(order.shipping) if address.type.casefold() not in _NO_HOME]
    return next((home for home in homes if home.id in used), homes[0] if homes else None)


def _is_local_stock(order: wire.Order) -> bool:
    """Tell whether everything is taken along in the store where it was sold."""
    here = order.checked_in_pickup_point
    return bool(here and order.logistics) and all(row.pickup_point == here for row in order.logistics)


def _of_row(order: wire.Order, row: wire.Logistics) -> Channel:
    for told in (row.delivery_channel, row.selected_delivery_channel):
        if told:
            return _named(told)
    if row.pickup_store and row.pickup_store.is_pickup_store:
        return Channel.PICKUP
    chosen = next((sla.delivery_channel for sla in row.slas if row.selected_sla and sla.id == row.selected_sla), "")
    return _named(chosen) if chosen else _by_address(order, row.address_id)


def _by_address(order: wire.Order, address_id: str) -> Channel:
    if order.shipping is None:
        return Channel.DELIVERY
    own = [address for address in _addresses(order.shipping) if address_id and address.id == address_id]
    address = own[0] if own else order.shipping.address
    return Channel.PICKUP if address and address.type.casefold() == "pickup" else Channel.DELIVERY


def _named(channel: str) -> Channel:
    return Channel.PICKUP if channel.casefold().startswith("pickup") else Channel.DELIVERY


def _addresses(shipping: wire.Shipping) -> Iterator[wire.Address]:
    if shipping.address:
        yield shipping.address
    yield from shipping.selected_addresses
