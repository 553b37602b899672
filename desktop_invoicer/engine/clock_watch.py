"""Whether this machine's clock can be trusted: held against VTEX's, and against a clock that never jumps.

It is only ever told, never corrected: what the desk writes carries the time that the machine has.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop_invoicer.domain.clock_skew import FEWEST, agreed, judged, skew
from desktop_invoicer.domain.health import Condition, Part, PartHealth
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.ports import Clock

JUMP = timedelta(seconds=30)
"""A clock that moves so much by itself between two looks was set, or the machine slept."""

_HEARD = 9
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ClockWatch:
    """Knows how far the clock is off. Runs on the engine's loop.

    ``steady`` counts seconds and never jumps; best it counts on while the machine sleeps.
    """

    clock: Clock
    steady: Callable[[], float]
    _skews: deque[timedelta] = field(default_factory=lambda: deque(maxlen=_HEARD))
    _heard_at: datetime | None = None
    _last: tuple[datetime, float] | None = None
    _jump: timedelta | None = None

    def hear(self, there: datetime, round_trip: float) -> None:
        """Take note of the date of an answer that came just now and took so many seconds."""
        now = self.clock.now()
        off = skew(now, there, timedelta(seconds=round_trip))
        if off is None:
            return
        self._notice_jump(now)
        self._skews.append(off)
        self._heard_at = now
        if len(self._skews) >= FEWEST:
            self._jump = None  # what the clock says now was compared

    def health(self) -> Iterator[PartHealth]:
        """Tell how the clock is."""
        self._notice_jump(self.clock.now())
        off = agreed(self._skews)
        if off is not None and (condition := judged(off)) is not Condition.WELL:
            code = ProblemCode.CLOCK_WRONG if condition is Condition.TROUBLE else ProblemCode.CLOCK_OFF
            yield self._found(condition, Problem(code, {"seconds": abs(_seconds(off))}), off)
        elif self._jump is not None:
            problem = Problem(ProblemCode.CLOCK_JUMPED, {"seconds": abs(_seconds(self._jump))})
            yield self._found(Condition.WARNING, problem, off)
        else:
            yield self._found(Condition.WELL, None, off)

    def _found(self, condition: Condition, problem: Problem | None, off: timedelta | None) -> PartHealth:
        facts = {"skew_seconds": None if off is None else _seconds(off), "answers": len(self._skews)}
        return PartHealth(Part.CLOCK, condition, problem=problem, last_success=self._heard_at, facts=facts)

    def _notice_jump(self, now: datetime) -> None:
        """Compare how far both clocks moved since the last look; what was heard under another time is forgotten."""
        steady = self.steady()
        if self._last is not None:
            moved = now - self._last[0] - timedelta(seconds=steady - self._last[1])
            if abs(moved) > JUMP:
                _log.warning("the clock jumped by %s seconds", _seconds(moved))
                self._jump = moved
                self._skews.clear()
        self._last = (now, steady)


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
