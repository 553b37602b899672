"""How far the clock is off, by what several answers say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.clock_skew import FEWEST, agreed, judged, skew
from desktop_invoicer.domain.health import Condition
from tests.builders import NOW

SECOND = timedelta(seconds=1)


@given(
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    st.timedeltas(timedelta(0), timedelta(seconds=10)),
    st.timedeltas(timedelta(0), timedelta(milliseconds=999)),
)
def test_half_the_round_trip_and_half_a_second_are_all_that_is_uncertain(
    off: timedelta, round_trip: timedelta, fraction: timedelta
) -> None:
    """The server's clock is right; it wrote the whole second at some moment of the round trip's middle."""
    written = NOW + fraction
    here = written + off + round_trip / 2

    found = skew(here, NOW, round_trip)

    assert found is not None
    assert abs(found - off) <= SECOND / 2


@pytest.mark.parametrize("year", [1, 1970, 2024, 2100, 9999])
def test_a_date_that_no_server_has_says_nothing(year: int) -> None:
    assert skew(NOW, datetime(year, 6, 1, tzinfo=UTC), SECOND) is None


@pytest.mark.parametrize("round_trip", [timedelta(seconds=11), -SECOND])
def test_an_answer_that_took_too_long_says_nothing(round_trip: timedelta) -> None:
    assert skew(NOW, NOW, round_trip) is None


def test_a_clock_without_battery_is_noticed() -> None:
    found = skew(datetime(2000, 1, 1, tzinfo=UTC), NOW, SECOND)

    assert found is not None
    assert judged(found) is Condition.TROUBLE


def test_too_few_answers_say_nothing() -> None:
    assert agreed([SECOND] * (FEWEST - 1)) is None
    assert agreed([SECOND] * FEWEST) == SECOND


@given(st.lists(st.timedeltas(), max_size=4))
def test_answers_that_lie_do_not_count_while_more_are_true(lies: list[timedelta]) -> None:
    true = [timedelta(seconds=3)] * (len(lies) + FEWEST)

    assert agreed([*lies, *true]) == timedelta(seconds=3)


@pytest.mark.parametrize(
    ("seconds", "condition"),
    [
        (60, Condition.WELL),
        (-60, Condition.WELL),
        (61, Condition.WARNING),
        (-300, Condition.WARNING),
        (301, Condition.TROUBLE),
        (-301, Condition.TROUBLE),
    ],
)
def test_a_minute_is_noticed_and_five_are_harmful_either_way(seconds: int, condition: Condition) -> None:
    assert judged(timedelta(seconds=seconds)) is condition
