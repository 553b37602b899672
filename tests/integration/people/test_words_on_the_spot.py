"""Words on the spot: one act, for one person, soon."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.pin import FIRST_WAIT
from desktop_invoicer.engine.people import WORD
from tests.counter import Counter
from tests.staff import ADA, CAIO, MARTA, PINS, ROSA, WRONG, enter, may, staffed, trail, wait

pytestmark = pytest.mark.anyio

SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3000)


async def test_a_word_lets_somebody_do_one_thing_once(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)

    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    assert not may(shop, CAIO, Action.DISMISS, "8")
    assert not may(shop, CAIO, Action.CLOSE_DAY, "7")
    assert may(shop, CAIO, Action.DISMISS, "7")
    assert not may(shop, CAIO, Action.DISMISS, "7")
    assert trail(shop, Deed.ALLOWED) == [(MARTA, "7", {"action": "dismiss", "operator": CAIO})]


async def test_a_word_said_twice_is_one_word(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    for _ in range(2):
        await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    assert may(shop, CAIO, Action.DISMISS, "7")
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_a_word_is_for_one_person(shop: Counter) -> None:
    await staffed(shop)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    await enter(shop, ROSA)

    assert not may(shop, ROSA, Action.DISMISS, "7")
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_a_word_counts_for_two_minutes(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    shop.clock.move(-YEARS)
    shop.stopwatch.move(WORD + SECOND)

    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_an_act_that_fails_leaves_the_word_for_another_try(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    with pytest.raises(errors.SendingAlreadyError), shop.people.permit(CAIO, Action.DISMISS, "7"):
        raise errors.SendingAlreadyError

    assert may(shop, CAIO, Action.DISMISS, "7")
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_an_act_that_may_have_happened_uses_the_word_up(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    with pytest.raises(asyncio.CancelledError), shop.people.permit(CAIO, Action.DISMISS, "7"):
        raise asyncio.CancelledError

    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_two_acts_at_once_never_share_a_word(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    with shop.people.permit(CAIO, Action.DISMISS, "7"):
        assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_a_word_of_who_may_not_do_it_either_is_none(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)

    with pytest.raises(errors.NotPermittedError) as refusal:
        await shop.people.allow(ROSA, PINS[ROSA], Action.DISMISS, CAIO, "7")

    assert refusal.value.who == ROSA
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_a_wrong_pin_for_a_word_counts_for_whose_word_it_would_be(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    for _ in range(3):
        with pytest.raises(errors.WrongPinError):
            await shop.people.allow(MARTA, WRONG, Action.DISMISS, CAIO, "7")

    with pytest.raises(errors.PinThrottledError):
        await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    assert await wait(shop, MARTA) == FIRST_WAIT
    assert not may(shop, CAIO, Action.DISMISS, "7")
    assert may(shop, CAIO, Action.ATTACH)


async def test_a_word_of_who_was_taken_off_the_list_is_none(shop: Counter) -> None:
    await staffed(shop)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    await enter(shop, ADA)
    shop.people.retire(ADA, MARTA)
    await enter(shop, CAIO)

    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_a_word_of_who_may_not_say_it_any_more_is_none(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    await enter(shop, ADA)
    shop.people.set_role(ADA, MARTA, Role.CLERK)
    await enter(shop, CAIO)

    assert not may(shop, CAIO, Action.DISMISS)


async def test_who_is_not_at_the_window_may_vouch_for_themselves_once(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)

    await shop.people.allow(MARTA, PINS[MARTA], Action.TAKE_OVER, MARTA, "7")

    assert not may(shop, MARTA, Action.DISMISS, "7")
    assert may(shop, MARTA, Action.TAKE_OVER, "7")
    assert not may(shop, MARTA, Action.TAKE_OVER, "7")


async def test_a_word_for_nobody_is_refused(shop: Counter) -> None:
    await staffed(shop)

    for who in ("Zeca", ""):
        with pytest.raises(errors.SignInNeededError):
            await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, who, "7")


async def test_without_pins_no_word_is_needed(shop: Counter) -> None:
    await shop.people.allow("anybody", "", Action.DISMISS, "anybody", "7")

    assert trail(shop, Deed.ALLOWED) == []
    shop.people.withdraw(CAIO, Action.DISMISS, "7")  # there is none
    assert may(shop, CAIO, Action.DISMISS)
