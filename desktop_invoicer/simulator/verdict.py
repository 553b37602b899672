"""Judges what happened to one order: invoices lost, doubled, or wrong by some cents.

The callback carries no notification id, so nobody can tell which invoice answered which notification. What can be told
is that invoices and notifications of an order must pair off. Notifications that ask for the same are interchangeable:
whichever was answered first is due any of their shares, and all of them together the whole. An invoice may be there
before its notification is deleted, never the other way round.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_invoicer.simulator.records import BookedInvoice, InvoiceType, JsonObject, Press


@dataclass(frozen=True, slots=True)
class Due:
    """What the notifications of an order are worth, in cents."""

    deleted: tuple[int, ...]
    remaining: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The faults found in one order, for one type of invoice."""

    lost: int
    """Notifications that were deleted although no invoice was posted for them."""
    doubled: tuple[str, ...]
    """Why more was invoiced than may be; empty when all is well."""
    cents_off: int
    """How far the invoices are from what their notifications are worth."""


def due(
    kind: InvoiceType,
    notifications: Iterable[tuple[Press, bool]],
    intended: Iterable[Press] = (),
    posted: Iterable[int] = (),
) -> Due:
    """Give what notifications of a type are worth; each comes with whether it was deleted.

    Of requests for the same, the first that are there are worth the first shares of all that were ``intended``: one
    that was never accepted leaves its share to the next. Those answered had the shares that were ``posted``.
    """
    alike: defaultdict[tuple[tuple[int, int], ...], list[tuple[int, bool]]] = defaultdict(list)
    for press, is_deleted in notifications:
        if press.invoice_type == kind:
            alike[press.items].append((press.expected_value, is_deleted))
    shares: defaultdict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for press in intended:
        if press.invoice_type == kind:
            shares[press.items].append(press.expected_value)
    deleted: list[int] = []
    remaining: list[int] = []
    unclaimed = Counter(posted)
    for items, group in alike.items():
        values = [value for value, _ in group] if len(shares[items]) < len(group) else shares[items]
        values = values[: len(group)]
        for value in _answered(values, sum(is_deleted for _, is_deleted in group), unclaimed):
            values.remove(value)
            deleted.append(value)
        remaining += values
    return Due(tuple(deleted), tuple(remaining))


def _answered(values: Sequence[int], count: int, unclaimed: Counter[int]) -> list[int]:
    """Tell which shares so many answered notifications had: those that were posted, then the first of the others."""
    posted: list[int] = []
    others: list[int] = []
    for value in values:
        if unclaimed[value] and len(posted) < count:
            unclaimed[value] -= 1
            posted.append(value)
        else:
            others.append(value)
    return [*posted, *others[: count - len(posted)]]


def judge(owed: Due, posted: Sequence[int]) -> Verdict:
    """Pair invoices with notifications: those deleted first, then those still there."""
    due_now = [value for value in owed.deleted if value]
    unpaired, left_due = _pair_exactly(posted, due_now)
    unpaired, left_remaining = _pair_exactly(unpaired, [value for value in owed.remaining if value])
    covered = min(len(unpaired), len(left_due))
    lost = len(left_due) - covered
    early = min(len(unpaired) - covered, len(left_remaining))
    extra = len(unpaired) - covered - early
    counted = sum(due_now) + sum(owed.remaining) - sum(left_remaining) + sum(sorted(left_remaining)[:early])
    doubled = []
    if extra:
        doubled.append(f"{extra} more invoices than notifications")
    if sum(posted) > sum(owed.deleted) + sum(owed.remaining):
        doubled.append(f"{sum(posted)} cents invoiced where {sum(owed.deleted) + sum(owed.remaining)} were asked for")
    return Verdict(lost, tuple(doubled), abs(sum(posted) - counted))


def oversold(order: JsonObject, invoices: Iterable[BookedInvoice]) -> tuple[str, ...]:
    """Tell what an order's Outputs, ours and others', exceed: its value, or the units of a SKU."""
    value, invoiced = _booked(invoices, "Output")
    found = [f"more than the order's {order['value']} cents were invoiced"] if value > order["value"] else []
    return (*found, *_too_many(invoiced, _ordered(order), "units"))


def overreturned(order: JsonObject, invoices: Sequence[BookedInvoice]) -> tuple[str, ...]:
    """Tell what an order's Inputs, ours and others', exceed: the money that came in, or the units sold of a SKU."""
    (paid, sold), (value, returned) = _booked(invoices, "Output"), _booked(invoices, "Input")
    found = [f"more than the {paid} cents invoiced were returned"] if value > paid else []
    is_sold_whole = paid >= order["value"]
    return (*found, *_too_many(returned, _ordered(order) if is_sold_whole else sold, "units sold came back"))


def _booked(invoices: Iterable[BookedInvoice], kind: InvoiceType) -> tuple[int, Counter[str]]:
    """Sum the invoices of a type: their value, and their units by SKU."""
    value, units = 0, Counter[str]()
    for invoice in invoices:
        if invoice.type == kind:
            value += invoice.value
            for row in invoice.rows:
                units[row.sku] += row.quantity
    return value, units


def _ordered(order: JsonObject) -> Counter[str]:
    units = Counter[str]()
    for line in order["items"]:
        units[line["id"]] += int(line["quantity"])
    return units


def _too_many(units: Counter[str], most: Counter[str], what: str) -> list[str]:
    return [f"SKU {sku}: {count} of {most[sku]} {what}" for sku, count in units.items() if count > most[sku]]


def _pair_exactly(posted: Sequence[int], values: Sequence[int]) -> tuple[list[int], list[int]]:
    """Take equal values off both sides, and give what is left of each."""
    both = Counter(posted) & Counter(values)
    return list((Counter(posted) - both).elements()), list((Counter(values) - both).elements())
