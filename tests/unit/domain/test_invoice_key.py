"""What is wrong with a text that stands as an access key in VTEX."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import check_digit
from desktop_invoicer.domain.invoice_key import KeyDefect, find_defect
from tests.builders import a_key

KEY = a_key().text
SLIP = "00193373700000001000500940144816060680935031"
"""The bars of the bank slip that Febraban's own layout shows."""


def rightly_ended(body: str) -> str:
    return body + check_digit(body)


@pytest.mark.parametrize("model", ["55", "65"])
@pytest.mark.parametrize("written", ["{}", "NFe{}", " {} "])
def test_a_key_of_a_note_has_no_defect_in_any_writing(model: str, written: str) -> None:
    assert find_defect(written.format(a_key(model=model).text)) is None


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("", KeyDefect.LENGTH),
        (KEY[:-1], KeyDefect.LENGTH),
        (KEY + "0", KeyDefect.LENGTH),
        ("X" + KEY[1:], KeyDefect.CHARACTERS),
        (f"{KEY[:-1]}{(int(KEY[-1]) + 1) % 10}", KeyDefect.CHECK_DIGIT),
        (rightly_ended("99" + KEY[2:-1]), KeyDefect.IMPOSSIBLE),
        (SLIP, KeyDefect.BANK_SLIP),
        ("CFe35201100063960001504590006629690333214542150", KeyDefect.CFE),
        (a_key(model="59").text, KeyDefect.CFE),
        (a_key(model="57").text, KeyDefect.MODEL),
    ],
)
def test_each_defect_is_named(text: str, defect: KeyDefect) -> None:
    assert find_defect(text) is defect


@pytest.mark.parametrize("text", [SLIP[:3] + "8" + SLIP[4:], SLIP[:4] + "4" + SLIP[5:]], ids=["currency", "digit"])
def test_digits_that_make_no_bank_slip_are_called_none(text: str) -> None:
    assert find_defect(text) is not KeyDefect.BANK_SLIP


@pytest.mark.parametrize("remainder", [0, 1])
def test_a_bank_slip_has_no_digit_of_zero(remainder: int) -> None:
    """Where the rule gives 10 or 11 the digit is 1."""
    rests = (f"{free:039}" for free in range(200))
    slips = (f"00191{rest}" for rest in rests if _remainder(f"0019{rest}") == remainder)

    assert find_defect(next(slips)) is KeyDefect.BANK_SLIP


def _remainder(rest: str) -> int:
    return sum(int(digit) * (2 + place % 8) for place, digit in enumerate(reversed(rest))) % 11


@given(st.text() | st.text(alphabet="0123456789", min_size=44, max_size=44))
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    assert find_defect(text) in {None, *KeyDefect}
