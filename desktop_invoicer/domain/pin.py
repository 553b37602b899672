"""What makes a PIN, and how long somebody waits who gets one wrong."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

SHORTEST = 4
LONGEST = 12

FREE_TRIES = 2
"""After one wrong PIN more in a row, whoever they are has to wait."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

DESK_TRIES = 20
"""So many wrong PINs are taken at the whole desk within ``DESK_PERIOD``, whoever they are tried for."""
DESK_PERIOD = LONGEST_WAIT

_WAYS_ON = frozenset({0, 1, 9})
"""From a digit to the next: the same, the one after it, the one before it."""


def is_weak(pin: str) -> bool:
    """Tell whether a PIN is none, or guessed at once: one digit repeated, or a run such as 1234, 4321 or 7890."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return True
    steps = {(int(digit) - int(before)) % 10 for before, digit in pairwise(pin)}
    return len(steps) == 1 and steps <= _WAYS_ON


def wait_after(failures: int) -> timedelta:
    """Give how long nobody may try again after so many wrong PINs in a row."""
    if failures <= FREE_TRIES:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_TRIES - 1, 16)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)
