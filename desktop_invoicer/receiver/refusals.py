"""Counts how often strangers were refused, by the address they called from: guessing and shouting have to cost little.

The right token is never kept waiting: behind a tunnel all calls come from one address, VTEX's and those of others.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

SECONDS = 60.0
"""So long a count lasts; then it begins anew."""
MOST = 20
"""So often an address learns why it is refused; from then on it is told to wait."""
ADDRESSES = 1000
"""So many are remembered; the one that has been known longest is forgotten first."""

_NETWORK = 64
"""Bits of an IPv6 address that tell two clients apart: each has as many of the rest as it likes."""


@dataclass(slots=True)
class _Count:
    since: float
    times: int = 0


@dataclass(slots=True)
class Refusals:
    """How often calls of each address were refused, lately."""

    clock: Callable[[], float] = time.monotonic
    _counts: OrderedDict[str, _Count] = field(default_factory=OrderedDict)

    def count(self, address: str) -> int:
        """Count a refusal, and give how many there were of the address."""
        now, place = self.clock(), _place(address)
        count = self._counts.get(place)
        if count is None or now - count.since >= SECONDS:
            self._counts.pop(place, None)
            count = self._counts[place] = _Count(now)
            if len(self._counts) > ADDRESSES:
                self._counts.popitem(last=False)
        count.times += 1
        return count.times

    def seconds_left(self, address: str) -> int:
        """Give after how many seconds the count of an address begins anew."""
        count = self._counts[_place(address)]
        return max(1, round(count.since + SECONDS - self.clock()))


def _place(address: str) -> str:
    """Give what tells clients apart."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:  # a test in memory, or a socket without addresses
        return address
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(IPv6Address(int(known) >> (128 - _NETWORK) << (128 - _NETWORK)))
    return address
