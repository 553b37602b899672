"""The judge finds what grows, and is not misled by noise, by single outliers, or by what is slow to warm up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from tests.soak.gauge import Sample
from tests.soak.judging import MEGABYTE, judge, slope

COUNT, APART = 120, 25
STILL = Sample(0, 100 * MEGABYTE, 40, 3, 20, 9, 4 * MEGABYTE, 0, 0)


def samples(change: Callable[[int, Random], dict[str, int]]) -> list[Sample]:
    """Take samples over 3,000 notifications; ``change`` says what is other at each."""
    random = Random(1)  # noqa: S311 (repeatable, not secret)
    return [replace(STILL, notifications=at * APART, **change(at, random)) for at in range(COUNT)]


def growing(taken: list[Sample]) -> set[str]:
    return {judged.limit.name for judged in judge(taken) if not judged.is_flat}


def test_noise_is_flat() -> None:
    noisy = samples(
        lambda _, random: {
            "memory": 100 * MEGABYTE + random.randrange(8 * MEGABYTE),
            "handles": random.randrange(30, 50),
            "sockets": random.randrange(10, 30),
        }
    )

    assert growing(noisy) == set()


def test_what_grows_while_the_program_warms_up_is_forgiven() -> None:
    warming = samples(lambda at, _: {"memory": (60 + min(at, COUNT // 3)) * MEGABYTE})

    assert growing(warming) == set()


def test_one_outlier_is_forgiven() -> None:
    spiked = samples(lambda at, _: {"memory": (900 if at == COUNT - 1 else 100) * MEGABYTE})

    assert growing(spiked) == set()


@pytest.mark.parametrize(
    ("name", "leak"),
    [("memory", 5 * 1024 * APART), ("handles", 1), ("connections", 1), ("sockets", 2), ("threads", 1)],
)
def test_a_small_leak_is_found_below_the_noise(name: str, leak: int) -> None:
    """Five kilobytes a notification, or one handle every twenty-five, or one socket every dozen."""
    noise = 8 * MEGABYTE if name == "memory" else 20
    leaky = samples(lambda at, random: {name: getattr(STILL, name) + at * leak + random.randrange(noise)})

    assert growing(leaky) == {name}


def test_a_log_may_grow_only_as_far_as_it_is_turned_over() -> None:
    turned = samples(lambda at, _: {"log": min(at, 12) * MEGABYTE})
    endless = samples(lambda at, _: {"log": at * MEGABYTE})

    assert growing(turned) == set()
    assert growing(endless) == {"log"}


def test_the_slope_is_what_most_pairs_agree_on() -> None:
    assert slope([(0, 0), (1, 2), (2, 4), (3, 600), (4, 8)]) == 2
