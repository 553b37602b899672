"""Whoever guesses PINs waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer.domain.pin import DESK_PERIOD, DESK_TRIES, FIRST_WAIT, LONGEST_WAIT
from desktop_invoicer.engine.throttle import Throttle
from tests.fakes import FakeStopwatch

SECOND = timedelta(seconds=1)


@pytest.fixture
def stopwatch() -> FakeStopwatch:
    return FakeStopwatch()


@pytest.fixture
def throttle(stopwatch: FakeStopwatch) -> Throttle:
    return Throttle(stopwatch.seconds)


def missed(throttle: Throttle, name: str, times: int) -> None:
    for _ in range(times):
        throttle.missed(name, 0)


def test_the_third_wrong_pin_in_a_row_costs_half_a_minute(throttle: Throttle, stopwatch: FakeStopwatch) -> None:
    missed(throttle, "ana", 2)
    assert throttle.rest("ana") == timedelta(0)

    missed(throttle, "ana", 1)
    assert throttle.rest("ana") == FIRST_WAIT

    stopwatch.move(FIRST_WAIT - SECOND)
    assert throttle.rest("ana") == SECOND
    stopwatch.move(SECOND)
    assert throttle.rest("ana") == timedelta(0)


def test_another_name_does_not_wait(throttle: Throttle) -> None:
    missed(throttle, "ana", 3)

    assert throttle.rest("bia") == timedelta(0)


def test_a_right_pin_is_a_new_beginning(throttle: Throttle) -> None:
    missed(throttle, "ana", 2)
    throttle.passed("ana")
    throttle.passed("bia")

    assert throttle.missed("ana", 0) == 1


def test_wrong_pins_that_the_desk_remembers_count_on(throttle: Throttle) -> None:
    assert throttle.missed("ana", 7) == 8
    assert throttle.rest("ana") == LONGEST_WAIT


def test_who_tries_all_names_waits_at_the_whole_desk(throttle: Throttle, stopwatch: FakeStopwatch) -> None:
    for number in range(DESK_TRIES):
        assert throttle.rest("marta") == timedelta(0)
        missed(throttle, f"name {number}", 1)
        stopwatch.move(SECOND)

    assert throttle.rest("marta") == DESK_PERIOD - DESK_TRIES * SECOND
    stopwatch.move(throttle.rest("marta"))
    assert throttle.rest("marta") == timedelta(0)
    missed(throttle, "one more", 1)
    assert throttle.rest("marta") == SECOND


def test_a_right_pin_of_somebody_is_no_new_beginning_for_the_desk(throttle: Throttle) -> None:
    for number in range(DESK_TRIES):
        missed(throttle, f"name {number}", 1)
        throttle.passed("ana")

    assert throttle.rest("ana") == DESK_PERIOD


@pytest.mark.parametrize(
    ("left", "waits"),
    [
        (timedelta(seconds=20), timedelta(seconds=20)),
        (timedelta(days=3000), FIRST_WAIT),
        (-timedelta(days=3000), timedelta(0)),
    ],
    ids=["as it was", "the clock was set back", "the clock was set forward"],
)
def test_a_wait_of_an_earlier_run_is_never_longer_than_it_was_worth(
    throttle: Throttle, left: timedelta, waits: timedelta
) -> None:
    throttle.remember("ana", 3, left)

    assert throttle.rest("ana") == waits


@pytest.mark.parametrize(
    ("age", "waits"),
    [(timedelta(minutes=5), timedelta(minutes=10)), (-timedelta(days=3000), DESK_PERIOD), (DESK_PERIOD, timedelta(0))],
    ids=["just now", "the clock was set back", "long ago"],
)
def test_the_desk_remembers_its_wrong_pins(throttle: Throttle, age: timedelta, waits: timedelta) -> None:
    throttle.remember_desk([age] * DESK_TRIES)

    assert throttle.rest("ana") == waits


def test_names_that_nobody_has_are_forgotten(throttle: Throttle, stopwatch: FakeStopwatch) -> None:
    for number in range(10_000):
        missed(throttle, f"name {number}", 1)
        stopwatch.move(SECOND)

    assert len(throttle._names) <= LONGEST_WAIT.total_seconds() + 1  # noqa: SLF001 (it has no other face)
