"""Gaps in the numbers of fiscal documents: each number of a series was issued, voided, or has to be found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

MOST_GAPS = 10
"""More gaps than these are one: another till issues with the same numbers, and a list of them helps nobody."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that nobody has seen: ``count`` of those from ``first`` to ``last``."""

    first: int
    last: int
    count: int


def find_gaps(numbers: Iterable[int], last: int | None) -> tuple[Gap, ...]:
    """Find what is missing between the numbers of a day, and from the last number known before it.

    Numbers below ``last`` come late, such as those of notes issued offline: around them nothing is missed, since what
    was issued before the day is not looked at.
    """
    known = sorted(set(numbers) if last is None else {last, *(number for number in numbers if number > last)})
    gaps = [Gap(one + 1, other - 1, other - one - 1) for one, other in pairwise(known) if other > one + 1]
    if len(gaps) <= MOST_GAPS:
        return tuple(gaps)
    return (Gap(gaps[0].first, gaps[-1].last, sum(gap.count for gap in gaps)),)
