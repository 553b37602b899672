"""Slowing down whoever guesses PINs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from desktop_invoicer.domain.pin import DESK_PERIOD, DESK_TRIES, LONGEST_WAIT, wait_after

_NONE = timedelta(0)
_REMEMBERED = LONGEST_WAIT.total_seconds()
"""After so many seconds more, a name that nobody has is forgotten: there is no end of them."""


@dataclass(frozen=True, slots=True)
class _Name:
    failures: int
    free_at: float


@dataclass(slots=True)
class Throttle:
    """Who has to wait before the next PIN is tried: each name by itself, known or not, and the desk as a whole.

    It goes by ``elapsed``, a clock in seconds that nobody sets. What an earlier run of the program left is taken over
    with ``remember`` and never waited for longer than it was worth, whatever the desk's clock was set to since.
    """

    elapsed: Callable[[], float]
    _names: dict[str, _Name] = field(default_factory=dict)
    _desk: deque[float] = field(default_factory=lambda: deque(maxlen=DESK_TRIES))
    """When the last wrong PINs were, oldest first."""

    def remember(self, name: str, failures: int, rest: timedelta) -> None:
        """Take over what is left of somebody's wait."""
        rest = max(_NONE, min(rest, wait_after(failures)))
        self._names[name] = _Name(failures, self.elapsed() + rest.total_seconds())

    def remember_desk(self, ages: Iterable[timedelta]) -> None:
        """Take over the last wrong PINs of the desk, the oldest first."""
        now = self.elapsed()
        self._desk.extend(now - max(age, _NONE).total_seconds() for age in ages)

    def rest(self, name: str) -> timedelta:
        """Give how long nothing is tried for a name; zero when the next PIN counts."""
        free_at = self._names[name].free_at if name in self._names else 0.0
        if len(self._desk) == DESK_TRIES:
            free_at = max(free_at, self._desk[0] + DESK_PERIOD.total_seconds())
        return timedelta(seconds=max(free_at - self.elapsed(), 0.0))

    def missed(self, name: str, before: int) -> int:
        """Count a wrong PIN after ``before`` that are known of; give how many it is in a row for that name."""
        now = self.elapsed()
        self._desk.append(now)
        self._names = {each: seen for each, seen in self._names.items() if seen.free_at > now - _REMEMBERED}
        failures = max(before, self._names[name].failures if name in self._names else 0) + 1
        self._names[name] = _Name(failures, now + wait_after(failures).total_seconds())
        return failures

    def passed(self, name: str) -> None:
        """Forget the wrong PINs of a name."""
        self._names.pop(name, None)
