"""CPF and CNPJ, numeric and alphanumeric (NT Conjunta 2025.001)."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_invoicer.domain.tax_id import bare, is_cnpj, is_cpf, masked, modulo_11

CHARACTERS = string.digits + string.ascii_uppercase
ROOTS = st.text(CHARACTERS, min_size=12, max_size=12)


def value(character: str) -> int:
    return ord(character) - ord("0")


def with_digits(root: str) -> str:
    first = root + modulo_11(root)
    return first + modulo_11(first)


@pytest.mark.parametrize(
    "cnpj",
    [
        "12ABC34501DE35",
        "99999999000191",
        "11222333000181",
        "ADQFICTI000102",
        "MKTFICTI000120",
        "COMPRAPJ000152",
        "34128745000152",
        "75277525000178",
    ],
)
def test_cnpjs_with_right_digits_are_valid_with_letters_and_without(cnpj: str) -> None:
    assert is_cnpj(cnpj)


@pytest.mark.parametrize(
    "text",
    [
        "12ABC34501DE34",
        "11222333000182",
        "12ABC34501DE53",
        "12ABC34501DE3A",
        "1A2BC34501DE35",
        "00000000000000",
        "AAAAAAAAAAAAAA",
        "123450135",
        "",
        "12abc34501de35",
        "12.ABC.345/01DE-35",
        "12ABC34501DE3\uff15",
        "112223330001811",
        "11222333000181\n",
    ],
)
def test_anything_else_is_no_cnpj(text: str) -> None:
    assert not is_cnpj(text)


def test_a_mask_and_lower_case_are_gone_in_the_bare_form() -> None:
    assert bare(" 12.abc.345/01de-35\t") == "12ABC34501DE35"
    assert is_cnpj(bare("99.999.999/0001-91"))


@given(ROOTS)
def test_every_root_has_exactly_one_pair_of_digits(root: str) -> None:
    assume(len(set(root)) > 1)

    valid = [digits for number in range(100) if is_cnpj(root + (digits := f"{number:02}"))]

    assert valid == [with_digits(root)[-2:]]


@given(ROOTS, st.integers(0, 11), st.sampled_from(CHARACTERS))
def test_any_changed_character_of_a_cnpj_is_noticed_unless_modulo_11_cannot_see_it(
    root: str,
    position: int,
    character: str,
) -> None:
    cnpj = with_digits(root)
    changed = cnpj[:position] + character + cnpj[position + 1 :]
    assume(is_cnpj(cnpj))
    assume((value(character) - value(cnpj[position])) % 11 != 0)
    second_sees_it = modulo_11(changed[:13]) != changed[13]

    assert not is_cnpj(changed) or (not second_sees_it and modulo_11(changed[:12]) == cnpj[12] == "0")


@pytest.mark.parametrize("cpf", ["00000000191", "11144477735", "52998224725", "84513427019"])
def test_cpfs_with_right_digits_are_valid(cpf: str) -> None:
    assert is_cpf(cpf)


@pytest.mark.parametrize(
    "text",
    ["00000000190", "00000000000", "11111111111", "5299822472", "529982247255", "529.982.247-25", "5299822472A", ""],
)
def test_anything_else_is_no_cpf(text: str) -> None:
    assert not is_cpf(text)


@given(st.integers(0, 10**9 - 1))
def test_every_nine_digits_have_exactly_one_pair_of_cpf_digits(body: int) -> None:
    root = f"{body:09}"
    assume(len(set(root)) > 1)

    assert sum(is_cpf(f"{root}{digits:02}") for digits in range(100)) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [("00000000191", "•••••••••91"), ("12ABC34501DE35", "••••••••••••35"), ("5", "5"), ("", "")],
)
def test_only_the_last_two_characters_of_a_person_are_shown(text: str, shown: str) -> None:
    assert masked(text) == shown
