"""Faults are named, repeatable and bounded."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator.faults import FAULT_NAMES, Fault, Faults, Injector

PLACE = ("order", "1-01")


def strikes(injector: Injector, name: str, place: tuple[str, str] = PLACE, times: int = 200) -> list[bool]:
    return [injector.strikes(name, place) for _ in range(times)]


@pytest.mark.parametrize("name", [name for name in FAULT_NAMES if name not in {"none", "all"}])
def test_a_named_fault_strikes_and_no_other_does(name: str) -> None:
    injector = Injector(Faults.named(name), seed=1)

    struck = {other for other in FAULT_NAMES if any(strikes(injector, other))}

    assert struck == {name}


def test_none_never_strikes() -> None:
    injector = Injector(Faults.named("none"), seed=1)

    assert not any(any(strikes(injector, name)) for name in FAULT_NAMES)


def test_all_holds_every_fault() -> None:
    injector = Injector(Faults.named("all"), seed=1)

    assert {name for name in FAULT_NAMES if any(strikes(injector, name))} == set(FAULT_NAMES) - {"none", "all"}


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(ValueError, match="no fault is called 'rain'"):
        Faults.named("rain")


def test_a_fault_strikes_a_place_a_bounded_number_of_times() -> None:
    injector = Injector(Faults({"slow": Fault(1.0, at_most=2)}), seed=1)

    assert sum(strikes(injector, "slow")) == 2
    assert sum(strikes(injector, "slow", ("order", "2-01"))) == 2


def test_a_fault_that_stops_the_account_is_bounded_over_the_whole_run() -> None:
    injector = Injector(Faults({"429": Fault(1.0, at_most=1, in_total=3)}), seed=1)

    assert sum(injector.strikes("429", ("order", str(number))) for number in range(50)) == 3


def test_the_same_seed_strikes_the_same_places_whatever_comes_between() -> None:
    alone, disturbed = Injector(Faults.named("5xx"), 7), Injector(Faults.named("5xx"), 7)
    seen = []
    for _ in range(50):
        disturbed.strikes("5xx", ("order", "other"))
        seen.append(disturbed.strikes("5xx", PLACE))

    assert seen == strikes(alone, "5xx", times=50)
