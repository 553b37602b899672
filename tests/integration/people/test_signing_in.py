"""Signing in and leaving: who is at the window, and that no PIN is written down."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.persistence.tables import metadata, operators
from tests.counter import USER, Counter
from tests.staff import ADA, CAIO, MARTA, PINS, WRONG, enter, may, staffed, trail, wrong

pytestmark = pytest.mark.anyio

SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3000)


async def test_without_anybody_registered_every_name_is_believed(shop: Counter) -> None:
    assert not shop.people.uses_pins
    assert shop.people.operators() == ()
    assert may(shop, "anybody", Action.MANAGE_PEOPLE)
    assert shop.people.returns(ReturnPolicy(managers=("Bia",))).managers == ("Bia",)


async def test_what_is_done_in_no_name_is_done_by_the_systems_user_or_by_who_signed_in(shop: Counter) -> None:
    with shop.people.permit("", Action.EXPORT) as before, shop.people.permit(CAIO, Action.EXPORT) as named:
        pass
    await staffed(shop)
    await enter(shop, MARTA)
    with shop.people.permit("", Action.EXPORT) as after:
        pass

    assert (before, named, after) == (USER, CAIO, MARTA)


async def test_a_name_and_its_pin_let_somebody_work(shop: Counter) -> None:
    await staffed(shop)

    operator = await shop.people.sign_in(" cáio ", PINS[CAIO])

    assert (operator.name, operator.role) == (CAIO, Role.CLERK)
    assert may(shop, CAIO, Action.ATTACH)
    assert may(shop, "", Action.ATTACH)
    assert trail(shop, Deed.SIGNED_IN)[-1] == (CAIO, CAIO, {})


async def test_one_person_works_at_the_window(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, MARTA)
    await enter(shop, CAIO)

    assert may(shop, CAIO, Action.ATTACH)
    assert not may(shop, MARTA, Action.ATTACH)


async def test_who_left_may_do_nothing(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    shop.people.sign_out(MARTA)
    assert may(shop, CAIO, Action.ATTACH)

    shop.people.sign_out(CAIO)
    shop.people.sign_out("nobody")

    assert not may(shop, CAIO, Action.ATTACH)
    assert not may(shop, "", Action.ATTACH)
    assert trail(shop, Deed.SIGNED_OUT) == [(ADA, ADA, {}), (CAIO, CAIO, {})]


async def test_who_was_taken_off_the_list_meanwhile_has_left_already(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    marta = next(operator for operator in shop.people.operators() if operator.name == MARTA)
    shop.people.retire(ADA, MARTA)

    shop.people.note_leaving(marta.id)

    assert [who for who, *_ in trail(shop, Deed.SIGNED_OUT)] == [ADA]


async def test_who_was_there_goes_on_when_the_desk_starts_anew(shop: Counter) -> None:
    await staffed(shop)

    shop.people.welcome_back(CAIO)

    assert may(shop, CAIO, Action.ATTACH)
    with pytest.raises(errors.UnknownOperatorError):
        shop.people.welcome_back("Zeca")


async def test_a_wrong_name_and_a_wrong_pin_are_one_error(shop: Counter) -> None:
    await staffed(shop)

    nobody, somebody = await wrong(shop, "Zeca"), await wrong(shop, MARTA)

    assert (str(nobody), vars(nobody)) == (str(somebody), vars(somebody))


async def test_a_pin_is_tried_off_the_loop_whether_anybody_has_the_name_or_not(shop: Counter) -> None:
    await staffed(shop)
    shop.pins.checked_on.clear()

    await wrong(shop, "Zeca")
    await wrong(shop, MARTA)

    assert len(shop.pins.checked_on) == 2
    assert threading.current_thread().name not in shop.pins.checked_on


async def test_the_pin_of_another_does_not_do(shop: Counter) -> None:
    await staffed(shop)

    with pytest.raises(errors.WrongPinError):
        await shop.people.sign_in(MARTA, PINS[CAIO])


async def test_more_than_a_pin_is_no_pin(shop: Counter) -> None:
    await staffed(shop)

    for pin in (PINS[MARTA] + " ", PINS[MARTA] * 1000, "\ud800", ""):
        with pytest.raises((errors.WrongPinError, errors.PinThrottledError)):
            await shop.people.sign_in(MARTA, pin)


async def test_no_pin_is_in_any_log_error_event_or_line_of_the_trail(
    shop: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await staffed(shop)
    errors_told = [repr(await wrong(shop)), repr(vars(await wrong(shop)))]
    await enter(shop, ADA)
    await shop.people.set_pin(ADA, CAIO, "260419")
    with pytest.raises(errors.WeakPinError) as weak:
        await shop.people.set_pin(ADA, CAIO, "987654")

    with shop.database.reading() as connection:
        kept = [connection.execute(select(table)).all() for table in metadata.sorted_tables if table is not operators]
    told = " ".join(map(repr, (kept, shop.events, shop.people, caplog.text, errors_told, weak.value, vars(weak.value))))

    for pin in (*PINS.values(), WRONG, "260419", "987654"):
        assert pin not in told


async def test_a_pin_in_the_field_of_the_name_is_not_written_down(shop: Counter) -> None:
    await staffed(shop)

    with pytest.raises(errors.WrongPinError):
        await shop.people.sign_in("518273", MARTA)

    assert trail(shop, Deed.SIGN_IN_REFUSED) == [("", "", {"failures": 1})]
