"""How far this machine's clock is off, as the ``Date`` of several answers shows; no single one is believed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from statistics import median

from desktop_invoicer.domain.health import Condition

NOTICEABLE = timedelta(seconds=60)
HARMFUL = timedelta(minutes=5)
"""SEFAZ refuses what is dated later than this after its own time (facts: fiscal, 703 and 704)."""

SLOWEST = timedelta(seconds=10)
"""An answer that took longer says too little of the moment it was written."""

FEWEST = 3
"""Answers that have to be heard before anything is said."""

_TRUNCATED = timedelta(milliseconds=500)
"""A ``Date`` has whole seconds, cut off: in the mean it is half a second old."""

_EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def skew(here: datetime, there: datetime, round_trip: timedelta) -> timedelta | None:
    """Tell how far the clock is ahead, by one answer that came ``here`` and says ``there``; ``None`` says nothing.

    The answer was written about half a round trip before it came. A date that no server has now, whatever this
    machine's clock says, says nothing.
    """
    if not _EARLIEST <= there < _LATEST or not timedelta(0) <= round_trip <= SLOWEST:
        return None
    return here - round_trip / 2 - (there + _TRUNCATED)


def agreed(skews: Collection[timedelta]) -> timedelta | None:
    """Give the middle of what several answers say, to the second; ``None`` while they are too few."""
    if len(skews) < FEWEST:
        return None
    return timedelta(seconds=round(median(one.total_seconds() for one in skews)))


def judged(off: timedelta) -> Condition:
    """Tell how bad it is that the clock is off by so much."""
    if abs(off) > HARMFUL:
        return Condition.TROUBLE
    return Condition.WARNING if abs(off) > NOTICEABLE else Condition.WELL
