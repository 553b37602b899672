"""Named faults: what goes wrong, how often, and how many times at most, so that every story can still end."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

INVISIBLE_SECONDS = 3.0
LATE_DETAILS_SECONDS = 5.0
SLOW_SECONDS = 2.0
RETRY_AFTER_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """How often something goes wrong."""

    probability: float
    at_most: int = 2
    """Per order and endpoint."""
    in_total: int | None = None
    """Over the whole run, where one hit stops the whole account."""


_FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "slow": Fault(0.10),
        "5xx": Fault(0.15),
        "5xx-after": Fault(0.20),
        "html": Fault(0.10),
        "429": Fault(0.05, at_most=1, in_total=3),
        "cut-before": Fault(0.15),
        "cut-after": Fault(0.20),
        "truncated": Fault(0.10),
        "invisible": Fault(0.50),
        "late-details": Fault(0.30, at_most=1),
        "duplicate": Fault(0.50, at_most=1),
        "out-of-order": Fault(0.50, at_most=1),
        "key-required": Fault(1.0, at_most=1000),
        "folder": Fault(0.30),
    }
)

FAULT_NAMES = ("none", *_FAULTS, "all")
"""The names that :meth:`Faults.named` knows."""

Place: TypeAlias = tuple[str, str]
"""An endpoint and the order (or path) it is about."""


@dataclass(frozen=True, slots=True)
class Faults:
    """A choice of faults."""

    chosen: Mapping[str, Fault]

    @classmethod
    def named(cls, name: str) -> Faults:
        """Give one fault by name, ``all`` of them together (each then rarer), or ``none``.

        Raises:
            ValueError: there is no fault of that name.

        """
        if name not in FAULT_NAMES:
            msg = f"no fault is called {name!r}; there are {', '.join(FAULT_NAMES)}"
            raise ValueError(msg)
        if name == "none":
            return cls({})
        if name == "all":
            return cls({key: _rarer(fault) for key, fault in _FAULTS.items()})
        return cls({name: _FAULTS[name]})


class Injector:
    """Decides, repeatably for a seed, what strikes where; it depends on no order between different places."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self._faults = faults
        self._seed = seed
        self._asked: Counter[tuple[str, Place]] = Counter()
        self._struck: Counter[tuple[str, Place]] = Counter()
        self._total: Counter[str] = Counter()
        self._lock = threading.Lock()

    def strikes(self, name: str, place: Place) -> bool:
        """Tell whether a fault strikes at a place now."""
        fault = self._faults.chosen.get(name)
        if fault is None:
            return False
        with self._lock:
            key = (name, place)
            self._asked[key] += 1
            spent = self._struck[key] >= fault.at_most or (
                fault.in_total is not None and self._total[name] >= fault.in_total
            )
            if spent or self._draw(key) >= fault.probability:
                return False
            self._struck[key] += 1
            self._total[name] += 1
            return True

    def first(self, names: tuple[str, ...], place: Place) -> str | None:
        """Give the first of several faults that strikes at a place now."""
        return next((name for name in names if self.strikes(name, place)), None)

    def choose(self, count: int, name: str, place: Place) -> int:
        """Choose one of ``count`` variants of a fault that has just struck."""
        with self._lock:
            return random.Random(f"{self._seed} {name} {place} {self._struck[name, place]}").randrange(count)  # noqa: S311 (repeatable, not secret)

    def struck(self) -> dict[str, int]:
        """Count what struck so far."""
        with self._lock:
            return dict(self._total)

    def _draw(self, key: tuple[str, Place]) -> float:
        return random.Random(f"{self._seed} {key} {self._asked[key]}").random()  # noqa: S311 (repeatable, not secret)


def _rarer(fault: Fault) -> Fault:
    return Fault(fault.probability / 2, 1, fault.in_total)
