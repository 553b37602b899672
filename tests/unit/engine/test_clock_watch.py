"""Whether this machine's clock can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from desktop_invoicer.domain.health import Condition, PartHealth
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.clock_watch import ClockWatch
from tests.builders import NOW
from tests.fakes import FakeClock


@dataclass
class Machine:
    """A machine whose clock may be set, and VTEX, whose clock is right."""

    clock: FakeClock = field(default_factory=FakeClock)
    steady: float = 0.0
    watch: ClockWatch = field(init=False)
    there: datetime = NOW

    def __post_init__(self) -> None:
        self.watch = ClockWatch(self.clock, lambda: self.steady)

    def passes(self, span: timedelta) -> None:
        """Let time pass everywhere."""
        self.clock.move(span)
        self.steady += span.total_seconds()
        self.there += span

    def hears(self, times: int = 3, there: datetime | None = None) -> None:
        for _ in range(times):
            self.watch.hear(there or self.there, 0.0)

    def health(self) -> PartHealth:
        (found,) = self.watch.health()
        return found


@pytest.fixture
def machine() -> Machine:
    return Machine()


def code(health: PartHealth) -> ProblemCode | None:
    return None if health.problem is None else health.problem.code


def test_before_anything_is_heard_nothing_is_claimed(machine: Machine) -> None:
    assert machine.health() == PartHealth(
        machine.health().part, Condition.WELL, facts={"skew_seconds": None, "answers": 0}
    )


@pytest.mark.parametrize(
    ("off", "condition", "problem"),
    [
        (timedelta(seconds=30), Condition.WELL, None),
        (timedelta(minutes=2), Condition.WARNING, ProblemCode.CLOCK_OFF),
        (timedelta(minutes=-2), Condition.WARNING, ProblemCode.CLOCK_OFF),
        (timedelta(hours=1), Condition.TROUBLE, ProblemCode.CLOCK_WRONG),
        (timedelta(days=-9000), Condition.TROUBLE, ProblemCode.CLOCK_WRONG),
    ],
)
def test_a_clock_that_is_off_is_told_by_how_much(
    machine: Machine, off: timedelta, condition: Condition, problem: ProblemCode | None
) -> None:
    machine.clock.moment += off

    machine.hears()

    found = machine.health()
    assert (found.condition, code(found)) == (condition, problem)
    assert found.facts["skew_seconds"] == pytest.approx(off.total_seconds(), abs=1)
    assert found.last_success == machine.clock.moment


@pytest.mark.parametrize("there", [datetime.max.replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])
def test_dates_that_no_server_has_change_nothing(machine: Machine, there: datetime) -> None:
    machine.hears()

    machine.hears(20, there)

    assert machine.health().facts == {"skew_seconds": 0, "answers": 3}


def test_one_server_that_is_wrong_is_not_believed(machine: Machine) -> None:
    machine.hears(3)

    machine.hears(2, NOW + timedelta(hours=5))

    assert machine.health().condition is Condition.WELL


@pytest.mark.parametrize("jump", [timedelta(minutes=2), timedelta(minutes=-2)])
def test_a_clock_that_jumps_is_noticed_until_vtex_was_heard_again(machine: Machine, jump: timedelta) -> None:
    machine.hears()
    machine.passes(timedelta(seconds=5))
    machine.clock.move(jump)

    jumped = machine.health()
    machine.there += jump  # the clock had been wrong before
    machine.hears(2)
    not_yet = machine.health()
    machine.hears(1)

    assert code(jumped) is code(not_yet) is ProblemCode.CLOCK_JUMPED
    assert jumped.facts["answers"] == 0  # what was heard under the other time is forgotten
    assert machine.health().condition is Condition.WELL


def test_time_that_passes_everywhere_is_no_jump(machine: Machine) -> None:
    machine.hears()

    machine.passes(timedelta(days=3))

    assert machine.health().condition is Condition.WELL


def test_nothing_corrects_the_clock(machine: Machine) -> None:
    machine.clock.move(timedelta(hours=2))
    before = machine.clock.moment

    machine.hears()
    machine.health()

    assert machine.clock.moment == before
