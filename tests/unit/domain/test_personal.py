"""Personal numbers inside a text that somebody wrote."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.personal import without_personal_numbers, without_tax_ids


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5555.5555.5555.4444",
        "378282246310005",
        "3782 822463 10005",
        "6362970000457013",
    ],
)
def test_the_number_of_a_card_keeps_its_last_four_digits(number: str) -> None:
    assert (
        without_personal_numbers(f"NSU 004217 cartão {number}, Visa") == f"NSU 004217 cartão •••• {number[-4:]}, Visa"
    )


@pytest.mark.parametrize(
    "told",
    [
        "NSU 004217 AUT 123456",
        "411111 1111 111111",  # no grouping of a card
        "4111 1111 1111 1112",  # no check digit
        "Pix E4111111111111111202611211530abc",
        "pedido 1080883513398-01",
        "pedido MLB-52998224725",
        "NSU 12345678901",
        "33261111222333000181650010000030291290667680",
    ],
)
def test_what_a_slip_says_stays(told: str) -> None:
    assert without_personal_numbers(told) == told


@pytest.mark.parametrize("number", ["529.982.247-25", "52998224725", "11.222.333/0001-81"])
def test_who_got_the_money_is_masked(number: str) -> None:
    told = without_personal_numbers(f"Pix para {number}")

    assert number not in told
    assert told.endswith(f"•{number[-2:]}")


def test_a_card_is_no_tax_id() -> None:
    assert without_tax_ids("4111 1111 1111 1111") == "4111 1111 1111 1111"
