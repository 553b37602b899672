"""The polling plan: how soon an order is asked about again, and how many may be asked in one round. Pure.

VTEX has no list of all notifications. Most come soon after the order, returns up to weeks later; an order that stays
silent is asked less and less often and leaves the list after a month (design.md, section 4).
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

INTERVALS = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta(days=7), timedelta(minutes=30)),
    (timedelta(days=30), timedelta(hours=6)),
)
"""Up to which age an order is asked how often."""

JITTER = 0.2
"""Part of the interval by which it may be shorter or longer, so that orders listed together drift apart."""

_FOR_ORDERS = 0.8
"""Part of the background readings that asks about orders; the rest lists orders and reads the feed."""


def next_ask(age: timedelta, random: Random) -> timedelta | None:
    """Give the time until an order of this age is asked about again; ``None`` takes it off the list."""
    for until, interval in INTERVALS:
        if age < until:
            return interval * random.uniform(1 - JITTER, 1 + JITTER)
    return None


def orders_a_round(requests_per_minute: int, round_: timedelta) -> int:
    """Give how many orders may be asked in one round: within the half of the budget that background readings have."""
    background = requests_per_minute / 2 * _FOR_ORDERS
    return max(int(background * round_ / timedelta(minutes=1)), 1)
