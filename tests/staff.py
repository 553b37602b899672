"""The people of a counter where people sign in."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.persistence.audit import AuditTable
from tests.counter import Counter

ADA, MARTA, ROSA, CAIO = "Ada", "Marta", "Rosa", "Caio"
SAULO = "Saulo"
"""One more clerk, to whom others do something."""
STAFF = {Role.ADMINISTRATOR: ADA, Role.MANAGER: MARTA, Role.RETURNS: ROSA, Role.CLERK: CAIO}
PINS = {ADA: "4071", MARTA: "5182", ROSA: "6293", CAIO: "7304", SAULO: "8415"}
WRONG = "9999"


async def staffed(shop: Counter) -> None:
    """Register one of each role; nobody is at the window afterwards."""
    await shop.people.add("root", ADA, Role.ADMINISTRATOR, PINS[ADA])
    await shop.people.sign_in(ADA, PINS[ADA])
    for name, role in ((MARTA, Role.MANAGER), (ROSA, Role.RETURNS), (CAIO, Role.CLERK), (SAULO, Role.CLERK)):
        await shop.people.add(ADA, name, role, PINS[name])
    shop.people.sign_out(ADA)


async def enter(shop: Counter, name: str) -> None:
    """Let somebody work at the window."""
    await shop.people.sign_in(name, PINS[name])


def later(shop: Counter, by: timedelta) -> None:
    """Let time pass, on the clock of the desk and on the one that nobody sets."""
    shop.clock.move(by)
    shop.stopwatch.move(by)


def trail(shop: Counter, *deeds: Deed) -> list[tuple[str, str, dict[str, str | int]]]:
    """Give who did what of some deeds, and with which facts."""
    lines = AuditTable(shop.database).lines(0, 10_000, 10_000)
    return [(line.who, line.subject, json.loads(line.facts)) for line in lines if line.deed in deeds]


async def wrong(shop: Counter, name: str = MARTA, times: int = 1) -> errors.WrongPinError:
    """Type wrong PINs, and give what the last one came to."""
    for _ in range(times - 1):
        await wrong(shop, name)
    with pytest.raises(errors.WrongPinError) as refusal:
        await shop.people.sign_in(name, WRONG)
    return refusal.value


async def wait(shop: Counter, name: str = MARTA) -> timedelta:
    """Give how long somebody has to wait before the right PIN counts."""
    with pytest.raises(errors.PinThrottledError) as refusal:
        await shop.people.sign_in(name, PINS[name])
    return refusal.value.until - shop.clock.now()


def may(shop: Counter, who: str, action: Action, subject: str = "7") -> bool:
    """Tell whether somebody may do something now."""
    try:
        shop.people.demand(who, action, subject)
    except (errors.SignInNeededError, errors.NotPermittedError):
        return False
    return True
