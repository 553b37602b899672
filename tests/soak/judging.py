"""Whether what was measured stays flat: by the slope that most pairs of samples agree on, not by single numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from tests.soak.gauge import Sample

KILOBYTE, MEGABYTE = 2**10, 2**20
WARM_UP = 1 / 3
"""Part of the samples before caches are full and every module is loaded."""
EACH = 1000
"""Slopes are told for so many notifications."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What counts as flat."""

    name: str
    unit: int
    """What one unit of the printed figures is: 1, or so many bytes."""
    slope: float | None = None
    """The most by which it may grow with a thousand notifications, in units; ``None``: only ``most`` counts."""
    noise: float = 0
    """Growth over the whole time that is nothing yet: what caches and pools come and go by, in units."""
    most: float | None = None
    """What it never may exceed, in units."""


LIMITS = (
    Limit("memory", MEGABYTE, slope=3, noise=6),
    Limit("handles", 1, slope=1, noise=4),
    Limit("connections", 1, slope=1, noise=4),
    Limit("sockets", 1, slope=1, noise=16),
    Limit("threads", 1, slope=1, noise=4),
    Limit("journal", MEGABYTE, slope=1, noise=4, most=16),
    Limit("log", MEGABYTE, most=13),
    Limit("database", KILOBYTE, slope=60_000),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one measure; figures in units."""

    limit: Limit
    first: float
    last: float
    highest: float
    slope: float
    span: float
    """Over how many thousands of notifications."""

    @property
    def is_flat(self) -> bool:
        """Tell whether it keeps within its limits."""
        limit, grown = self.limit, self.slope * self.span
        grows = limit.slope is not None and self.slope > limit.slope and grown > limit.noise
        return not grows and (limit.most is None or self.highest <= limit.most)


def judge(samples: Sequence[Sample], limits: Sequence[Limit] = LIMITS) -> list[Judged]:
    """Judge every measure of samples taken in their order."""
    warm = samples[round(len(samples) * WARM_UP) :]
    return [_judged(limit, warm) for limit in limits]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Give the median of the slopes between any two points (Theil and Sen): single outliers do not move it."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x2 > x1]
    return median(slopes) if slopes else 0.0


def _judged(limit: Limit, samples: Sequence[Sample]) -> Judged:
    values = [getattr(sample, limit.name) / limit.unit for sample in samples]
    points = [(sample.notifications / EACH, value) for sample, value in zip(samples, values, strict=True)]
    span = points[-1][0] - points[0][0]
    return Judged(limit, values[0], values[-1], max(values), slope(points), span)
