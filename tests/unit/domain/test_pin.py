"""What makes a PIN, and what a wrong one costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.pin import LONGEST_WAIT, is_weak, wait_after


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "407",
        "4071407140714",
        "0000",
        "777777",
        "1234",
        "4321",
        "7890",
        "0987",
        "123456789012",
        "40a1",
        "40 71",
        "-4071",
        "٤٠٧١",
        "\uff14\uff10\uff17\uff11",
        "4071\n",
    ],
)
def test_what_is_no_pin_or_guessed_at_once_is_weak(pin: str) -> None:
    assert is_weak(pin)


@pytest.mark.parametrize("pin", ["4071", "1235", "1357", "0001", "1212", "407140714071"])
def test_other_digits_make_a_pin(pin: str) -> None:
    assert not is_weak(pin)


@given(st.text())
def test_only_digits_make_a_pin(text: str) -> None:
    assert is_weak(text) or set(text) <= set("0123456789")


def test_the_first_two_wrong_pins_cost_nothing() -> None:
    assert [wait_after(failures) for failures in range(3)] == [timedelta(0)] * 3


def test_each_further_one_costs_twice_as_much_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures).total_seconds() for failures in range(3, 10)]

    assert waits == [30, 60, 120, 240, 480, 900, 900]


@given(st.integers(min_value=0))
def test_no_wait_is_longer_than_that(failures: int) -> None:
    assert wait_after(failures) <= LONGEST_WAIT
