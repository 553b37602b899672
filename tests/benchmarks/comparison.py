"""Two sides measured in turn, and the line that tells how they compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

PAIRS = 5
"""So many pairs are counted, after one that is not: machines are noisy, and the first round warms up."""

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Target:
    """What the ratio has to keep."""

    bound: float
    is_least: bool
    """Whether the ratio must not be below the bound; otherwise it must not be above it."""

    def is_met(self, ratio: float) -> bool:
        """Tell whether a ratio keeps the target."""
        return ratio >= self.bound if self.is_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs of figures measured right after each other; the first of a pair over the second is its ratio."""

    name: str
    target: Target
    sides: tuple[str, str]
    """What each figure is, written so that the figure can stand in its braces."""
    pairs: Sequence[Pair]

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios."""
        return median(first / second for first, second in self.pairs)

    def __str__(self) -> str:
        verdict = "ok" if self.target.is_met(self.ratio) else "MISSED"
        medians = [median(figures) for figures in zip(*self.pairs, strict=True)]
        shown = ", ".join(side.format(figure) for side, figure in zip(self.sides, medians, strict=True))
        return f"{self.name}: {self.ratio:.2f} (target {self.target}) {verdict}: {shown}"


def in_turn(first: Callable[[], float], second: Callable[[], float], pairs: int = PAIRS) -> list[Pair]:
    """Measure both sides in turn; the first pair only warms up."""
    return [(first(), second()) for _ in range(pairs + 1)][1:]
