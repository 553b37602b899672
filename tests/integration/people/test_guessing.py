"""Guessing: what a wrong PIN costs, whatever the clock and the program do meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.pin import DESK_PERIOD, DESK_TRIES, FIRST_WAIT, LONGEST_WAIT
from tests.builders import NOW
from tests.counter import Counter, counter
from tests.fakes import FakeClock
from tests.staff import CAIO, MARTA, WRONG, enter, later, may, staffed, trail, wait, wrong

pytestmark = pytest.mark.anyio

SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3000)


async def test_wrong_pins_cost_time_and_the_right_one_does_not_count_meanwhile(shop: Counter) -> None:
    await staffed(shop)
    assert (await wrong(shop, times=2)).until is None
    assert (await wrong(shop)).until == shop.clock.now() + FIRST_WAIT

    assert await wait(shop) == FIRST_WAIT
    later(shop, FIRST_WAIT - SECOND)
    assert await wait(shop) == SECOND
    later(shop, SECOND)
    await enter(shop, MARTA)

    assert may(shop, MARTA, Action.CLOSE_DAY)
    assert [facts["failures"] for _, who, facts in trail(shop, Deed.SIGN_IN_REFUSED) if who == MARTA] == [1, 2, 3]


async def test_each_further_one_costs_twice_as_much_until_the_right_one_comes(shop: Counter) -> None:
    await staffed(shop)
    await wrong(shop, times=2)
    waits = []
    for _ in range(7):
        await wrong(shop)
        waits.append(await wait(shop))
        later(shop, waits[-1])

    await enter(shop, MARTA)
    await wrong(shop, times=2)
    await enter(shop, MARTA)

    assert [each.total_seconds() for each in waits] == [30, 60, 120, 240, 480, 900, 900]


async def test_a_name_that_nobody_has_waits_as_well(shop: Counter) -> None:
    await staffed(shop)
    await wrong(shop, "Zeca", times=3)

    with pytest.raises(errors.PinThrottledError):
        await shop.people.sign_in("Zeca", WRONG)


async def test_who_tries_everybody_waits_at_the_whole_desk(shop: Counter) -> None:
    await staffed(shop)
    for number in range(DESK_TRIES):
        await wrong(shop, f"name {number}")

    assert await wait(shop, MARTA) == DESK_PERIOD
    later(shop, DESK_PERIOD)
    await enter(shop, MARTA)


async def test_tries_at_the_same_moment_count_one_by_one(shop: Counter) -> None:
    await staffed(shop)
    tries = [shop.people.sign_in(MARTA, f"{number:04}") for number in range(50)]

    outcomes = [type(each) for each in await asyncio.gather(*tries, return_exceptions=True)]

    assert outcomes == [errors.WrongPinError] * 3 + [errors.PinThrottledError] * 47


@pytest.mark.parametrize("times", [3, 8])
async def test_a_wait_outlives_the_program(tmp_path: Path, times: int) -> None:
    with counter(tmp_path) as shop:
        await staffed(shop)
        for _ in range(times - 1):
            await wrong(shop)
            later(shop, LONGEST_WAIT)
        await wrong(shop)

    with counter(tmp_path, clock=FakeClock(shop.clock.moment + SECOND)) as again:
        assert await wait(again) == min(FIRST_WAIT * 2 ** (times - 3), LONGEST_WAIT) - SECOND


async def test_the_limit_of_the_desk_outlives_the_program(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:
        await staffed(shop)
        for number in range(DESK_TRIES):
            await wrong(shop, f"name {number}")

    with counter(tmp_path) as again:
        assert await wait(again, MARTA) == DESK_PERIOD


@pytest.mark.parametrize("by", [-YEARS, YEARS])
async def test_setting_the_clock_neither_opens_nor_locks_while_the_program_runs(shop: Counter, by: timedelta) -> None:
    await staffed(shop)
    await wrong(shop, times=3)

    shop.clock.move(by)

    assert await wait(shop) == FIRST_WAIT
    shop.stopwatch.move(FIRST_WAIT)
    await enter(shop, MARTA)


async def test_a_clock_set_back_while_the_program_is_closed_locks_nobody_out_for_years(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:
        await staffed(shop)
        for number in range(DESK_TRIES - 3):
            await wrong(shop, f"name {number}")
        await wrong(shop, times=3)

    with counter(tmp_path, clock=FakeClock(NOW - YEARS)) as again:
        assert await wait(again, CAIO) == DESK_PERIOD
        again.stopwatch.move(DESK_PERIOD)
        await enter(again, MARTA)
