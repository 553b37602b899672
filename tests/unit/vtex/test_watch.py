"""The polling plan."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.vtex.watch import INTERVALS, JITTER, next_ask, orders_a_round


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (nothing secret)


@pytest.mark.parametrize(
    ("age", "interval"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=59), timedelta(minutes=1)),
        (timedelta(hours=1), timedelta(minutes=5)),
        (timedelta(hours=23), timedelta(minutes=5)),
        (timedelta(days=1), timedelta(minutes=30)),
        (timedelta(days=6), timedelta(minutes=30)),
        (timedelta(days=7), timedelta(hours=6)),
        (timedelta(days=29), timedelta(hours=6)),
    ],
)
def test_the_interval_grows_with_the_age_give_or_take_a_fifth(age: timedelta, interval: timedelta) -> None:
    asked = next_ask(age, seeded(1))

    assert asked is not None
    assert abs(asked - interval) <= interval * JITTER


def test_after_a_month_an_order_leaves_the_list() -> None:
    assert next_ask(timedelta(days=30), seeded(1)) is None


def test_a_clock_that_was_set_back_does_not_drop_an_order() -> None:
    assert next_ask(timedelta(hours=-5), seeded(1)) is not None


def test_orders_listed_together_drift_apart() -> None:
    random = seeded(1)

    assert len({next_ask(timedelta(0), random) for _ in range(20)}) == 20


def test_the_same_random_gives_the_same_plan() -> None:
    assert next_ask(timedelta(0), seeded(7)) == next_ask(timedelta(0), seeded(7))


def test_intervals_grow() -> None:
    assert sorted(INTERVALS) == list(INTERVALS)


@given(st.integers(1, 6000), st.integers(1, 120))
def test_a_round_stays_within_half_the_budget_but_always_asks(per_minute: int, seconds: int) -> None:
    orders = orders_a_round(per_minute, timedelta(seconds=seconds))

    assert orders >= 1
    assert orders == 1 or orders * 60 / seconds <= per_minute / 2


def test_the_usual_budget_asks_eight_orders_in_ten_seconds() -> None:
    assert orders_a_round(120, timedelta(seconds=10)) == 8
