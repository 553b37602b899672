"""Who is registered: roles, PINs, coming and going."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.pin import FIRST_WAIT
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.engine.events import PeopleChanged
from tests.counter import Counter, counter
from tests.staff import ADA, CAIO, MARTA, PINS, SAULO, WRONG, enter, may, staffed, trail, wait, wrong

pytestmark = pytest.mark.anyio

SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3000)


async def test_the_first_one_is_an_administrator_and_turns_pins_on(shop: Counter) -> None:
    with pytest.raises(errors.AdministratorNeededError):
        await shop.people.add("root", "Ana", Role.MANAGER, "4071")

    await shop.people.add("root", " Ana  Souza ", Role.ADMINISTRATOR, "4071")

    assert [operator.name for operator in shop.people.operators()] == ["Ana Souza"]
    assert shop.people.uses_pins
    assert trail(shop, Deed.OPERATOR_ADDED) == [("root", "Ana Souza", {"role": "administrator"})]
    assert shop.events == [PeopleChanged()]


async def test_nobody_slips_in_while_the_first_one_is_added(shop: Counter) -> None:
    adding = [
        shop.people.add("root", ADA, Role.ADMINISTRATOR, PINS[ADA]),
        shop.people.add("root", SAULO, Role.ADMINISTRATOR, PINS[SAULO]),
    ]

    first, second = await asyncio.gather(*adding, return_exceptions=True)

    assert [each.name for each in shop.people.operators()] == [ADA]
    assert (type(first).__name__, type(second)) == ("Operator", errors.SignInNeededError)


async def test_who_left_while_a_pin_was_hashed_registers_nobody(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    adding = asyncio.create_task(shop.people.add(ADA, "Nova", Role.MANAGER, "2846"))
    await asyncio.sleep(0)
    shop.people.sign_out(ADA)

    with pytest.raises(errors.SignInNeededError):
        await adding
    assert "Nova" not in {each.name for each in shop.people.operators()}


@pytest.mark.parametrize("name", ["", "  ", "—"])
async def test_nobody_is_called_nothing(shop: Counter, name: str) -> None:
    with pytest.raises(errors.NothingSaidError):
        await shop.people.add("root", name, Role.ADMINISTRATOR, "4071")


async def test_one_name_is_one_person(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    with pytest.raises(errors.NameTakenError):
        await shop.people.add(ADA, "  MÁRTA", Role.ADMINISTRATOR, "2846")

    assert len(shop.people.operators()) == len(PINS)


async def test_a_weak_pin_registers_nobody(shop: Counter) -> None:
    with pytest.raises(errors.WeakPinError):
        await shop.people.add("root", "Ana", Role.ADMINISTRATOR, "1234")

    assert not shop.people.uses_pins


async def test_managers_are_those_of_the_list(shop: Counter) -> None:
    await staffed(shop)

    policy = shop.people.returns(ReturnPolicy(managers=("Bia",)))

    assert policy.managers == (ADA, MARTA)
    assert not policy.is_manager("Bia")


async def test_who_was_taken_off_the_list_is_not_let_in_and_may_come_back(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    shop.people.retire(ADA, MARTA)
    with pytest.raises(errors.WrongPinError):
        await shop.people.sign_in(MARTA, PINS[MARTA])

    back = await shop.people.add(ADA, MARTA, Role.CLERK, "2846")

    assert back.role is Role.CLERK
    assert (await shop.people.sign_in(MARTA, "2846")).id == back.id
    assert trail(shop, Deed.OPERATOR_RETIRED) == [(ADA, MARTA, {})]


async def test_who_is_taken_off_the_list_while_at_the_window_may_do_nothing_more(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    await shop.people.add(ADA, "Adão", Role.ADMINISTRATOR, "2846")

    shop.people.retire(ADA, ADA)

    assert not may(shop, ADA, Action.ATTACH)
    shop.people.sign_out(ADA)
    shop.people.note_leaving(shop.people.door.find(CAIO).operator.id)
    assert trail(shop, Deed.SIGNED_OUT)[-1] == (CAIO, CAIO, {})


async def test_a_role_counts_from_the_moment_it_is_given(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    shop.people.set_role(ADA, CAIO, Role.MANAGER)
    await enter(shop, CAIO)
    assert may(shop, CAIO, Action.CLOSE_DAY)

    await enter(shop, ADA)
    shop.people.set_role(ADA, CAIO, Role.CLERK)
    await enter(shop, CAIO)

    assert not may(shop, CAIO, Action.CLOSE_DAY)
    assert trail(shop, Deed.ROLE_SET)[0] == (ADA, CAIO, {"before": "clerk", "role": "manager"})


async def test_another_role_ends_no_wait(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    await wrong(shop, times=3)

    shop.people.set_role(ADA, MARTA, Role.CLERK)

    assert await wait(shop) == FIRST_WAIT


async def test_the_last_administrator_stays_one(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    with pytest.raises(errors.AdministratorNeededError):
        shop.people.retire(ADA, ADA)
    with pytest.raises(errors.AdministratorNeededError):
        shop.people.set_role(ADA, ADA, Role.MANAGER)

    shop.people.set_role(ADA, ADA, Role.ADMINISTRATOR)
    shop.people.set_role(ADA, MARTA, Role.ADMINISTRATOR)
    shop.people.retire(ADA, ADA)
    assert [each.name for each in shop.people.operators() if each.role is Role.ADMINISTRATOR] == [MARTA]


async def test_a_name_that_nobody_has_is_told(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    with pytest.raises(errors.UnknownOperatorError):
        shop.people.retire(ADA, "Zeca")


async def test_an_administrator_gives_another_pin_and_ends_the_wait(shop: Counter) -> None:
    await staffed(shop)
    await wrong(shop, times=3)
    await enter(shop, ADA)

    await shop.people.set_pin(ADA, MARTA, "2846")

    assert (await shop.people.sign_in(MARTA, "2846")).name == MARTA
    assert trail(shop, Deed.PIN_SET) == [(ADA, MARTA, {})]


async def test_who_gets_another_pin_from_others_begins_anew(shop: Counter) -> None:
    """Whoever knew the old one may be at work with it right now."""
    await staffed(shop)
    await enter(shop, CAIO)
    token = shop.people.sessions.open(shop.people.door.find(CAIO).operator.id)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")

    await shop.people.allow(ADA, PINS[ADA], Action.MANAGE_PEOPLE, ADA, CAIO)
    await shop.people.set_pin(ADA, CAIO, "2846")

    assert not may(shop, CAIO, Action.ATTACH)
    assert shop.people.sessions.operator(token) is None
    await shop.people.sign_in(CAIO, "2846")
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_who_comes_back_to_the_list_has_to_sign_in(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    token = shop.people.sessions.open(shop.people.door.find(CAIO).operator.id)
    await shop.people.allow(ADA, PINS[ADA], Action.MANAGE_PEOPLE, ADA, CAIO)
    shop.people.retire(ADA, CAIO)
    await shop.people.allow(ADA, PINS[ADA], Action.MANAGE_PEOPLE, ADA, CAIO)
    await shop.people.add(ADA, CAIO, Role.CLERK, "2846")

    assert not may(shop, CAIO, Action.ATTACH)
    assert shop.people.sessions.operator(token) is None


async def test_the_pin_that_somebody_has_is_no_new_one(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    with pytest.raises(errors.WeakPinError):
        await shop.people.set_pin(ADA, MARTA, PINS[MARTA])


async def test_everybody_changes_their_own_pin_with_the_old_one(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, CAIO)
    with pytest.raises(errors.WrongPinError):
        await shop.people.set_pin(CAIO, CAIO, "2846", WRONG)

    await shop.people.set_pin(CAIO, CAIO, "2846", PINS[CAIO])

    assert (await shop.people.sign_in(CAIO, "2846")).name == CAIO
    assert trail(shop, Deed.PIN_SET) == [(CAIO, CAIO, {})]


async def test_not_even_an_administrator_changes_their_own_without_it(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    with pytest.raises(errors.WrongPinError):
        await shop.people.set_pin(ADA, ADA, "2846")


async def test_a_pin_that_an_administrator_gives_meanwhile_stays(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    changing = asyncio.create_task(shop.people.set_pin(CAIO, CAIO, "2846", PINS[CAIO]))
    giving = asyncio.create_task(shop.people.set_pin(ADA, CAIO, "6174"))

    with pytest.raises(errors.WrongPinError):
        await changing
    await giving
    assert (await shop.people.sign_in(CAIO, "6174")).name == CAIO


async def test_a_role_given_while_a_pin_is_tried_is_not_lost(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)

    coming = asyncio.create_task(shop.people.sign_in(CAIO, PINS[CAIO]))
    await asyncio.sleep(0)
    shop.people.set_role(ADA, CAIO, Role.MANAGER)

    assert (await coming).role is Role.MANAGER


async def test_a_pin_that_was_replaced_while_it_was_tried_does_not_count(shop: Counter) -> None:
    await staffed(shop)
    await enter(shop, ADA)
    door = shop.people.door

    coming = asyncio.create_task(shop.people.sign_in(CAIO, PINS[CAIO]))
    await asyncio.sleep(0)
    shop.people.retire(ADA, CAIO)

    with pytest.raises(errors.WrongPinError):
        await coming
    assert "caio" not in door.known


async def test_pins_are_switched_off_with_a_word_in_the_trail(shop: Counter) -> None:
    await staffed(shop)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    await enter(shop, ADA)

    shop.people.switch_off(ADA)

    assert not shop.people.uses_pins
    assert may(shop, "anybody", Action.MANAGE_PEOPLE)
    assert trail(shop, Deed.PINS_OFF) == [(ADA, "", {})]


async def test_words_and_presence_do_not_outlive_the_pins(shop: Counter) -> None:
    await staffed(shop)
    await shop.people.allow(MARTA, PINS[MARTA], Action.DISMISS, CAIO, "7")
    await enter(shop, ADA)
    shop.people.switch_off(ADA)

    await staffed(shop)
    assert not may(shop, ADA, Action.ATTACH)
    await enter(shop, CAIO)
    assert not may(shop, CAIO, Action.DISMISS, "7")


async def test_the_systems_user_rescues_an_administrator_who_forgot_the_pin(shop: Counter) -> None:
    await staffed(shop)
    await wrong(shop, ADA, times=3)

    await shop.people.rescue("root", ADA, "2846")

    assert (await shop.people.sign_in(ADA, "2846")).name == ADA
    assert trail(shop, Deed.PIN_RESCUED) == [("root", ADA, {})]


@pytest.mark.parametrize(
    ("name", "error"), [(MARTA, errors.NoAdministratorError), ("Zeca", errors.UnknownOperatorError)]
)
async def test_nobody_else_is_rescued(shop: Counter, name: str, error: type[Exception]) -> None:
    await staffed(shop)

    with pytest.raises(error):
        await shop.people.rescue("root", name, "2846")


async def test_people_are_known_after_a_restart(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:
        await staffed(shop)

    with counter(tmp_path) as again:
        assert {each.name for each in again.people.operators()} == set(PINS)
        assert not may(again, ADA, Action.ATTACH)
        await enter(again, SAULO)
