"""Where a mistyped key is likely wrong: named where something singles it out, and never guessed."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, KeyPart, read_access_key
from desktop_invoicer.domain.key_doubt import KeyDoubt, Known, find_doubt
from tests.builders import BUYER_CNPJ, CNPJ, a_key

TODAY = date(2026, 11, 20)
STORE = Known(CNPJ, "RJ", TODAY)
KEY = a_key(nnf=10234, cnf="83746251").text
LETTERS = "12ABC34501DE35"
KEYS = st.builds(
    a_key,
    aamm=st.sampled_from(["2609", "2610", "2611"]),
    model=st.sampled_from(["55", "65"]),
    serie=st.integers(0, 999),
    nnf=st.integers(1, 999_999_999),
    tp_emis=st.sampled_from("19"),
    cnf=st.from_regex(r"[0-9]{8}", fullmatch=True),
).map(str)
UNMISTAKABLE = [*range(2), *range(6, 20), *range(22, LENGTH)]
"""Places where no slip makes another month or model that might be meant."""
LIKE_KEYS = st.text(string.digits + "ABO", min_size=43, max_size=45)


def doubt(text: str, known: Known = STORE) -> KeyDoubt:
    found = find_doubt(text, known)
    assert found is not None
    return found


def changed(at: int, to: str, key: str = KEY) -> str:
    return key[:at] + to + key[at + len(to) :]


def with_wrong_digit(key: str) -> str:
    return changed(43, str((int(key[43]) + 5) % 10), key)


@pytest.mark.parametrize(
    ("wrong", "part", "group", "written", "proposed"),
    [
        (changed(0, "4"), KeyPart.CUF, 1, "4326", "3326"),
        (changed(3, "7"), KeyPart.AAMM, 1, "3327", "3326"),
        (changed(4, "7"), KeyPart.AAMM, 2, "7111", "1111"),
        (changed(8, "7"), KeyPart.CNPJ, 3, "7223", "2223"),
        (changed(17, "0"), KeyPart.CNPJ, 5, "0081", "0181"),
        (changed(21, "6"), KeyPart.MODEL, 6, "6600", "6500"),
        (changed(34, "0"), KeyPart.TP_EMIS, 9, "3408", "3418"),
        (changed(9, "32"), KeyPart.CNPJ, 3, "2323", "2223"),
        (changed(12, "O"), KeyPart.CNPJ, 4, "O300", "3300"),
    ],
)
def test_a_part_that_is_known_names_the_group_and_what_it_should_be(
    wrong: str, part: KeyPart, group: int, written: str, proposed: str
) -> None:
    found = doubt(wrong)

    assert (found.part, found.groups, found.found, found.proposed) == (part, range(group, group + 1), written, proposed)


def test_two_slips_in_the_stores_own_cnpj_are_put_right_together() -> None:
    found = doubt(changed(8, "7" + KEY[9:16] + "9"))

    assert (found.start, found.end, found.expected) == (8, 17, KEY[8:17])


def test_two_slips_in_the_state_are_put_right_together() -> None:
    assert doubt(changed(0, "44")).expected == "33"


def test_a_part_with_more_slips_than_can_be_told_is_named_as_a_whole() -> None:
    found = doubt(changed(0, "4", changed(40, "0")))

    assert (found.part, found.start, found.end, found.proposed) == (KeyPart.CUF, 0, 2, "")


@pytest.mark.parametrize("at", [22, 25, 30, 36, 42, 43])
def test_what_nobody_can_know_is_told_in_groups(at: int) -> None:
    found = doubt(changed(at, str((int(KEY[at]) + 5) % 10)))

    assert (found.part, found.groups, found.proposed) == (None, range(6, 12), "")


def test_a_letter_among_the_digits_is_named() -> None:
    assert doubt(changed(28, "O")).groups == range(8, 9)


def test_a_character_that_was_lost_is_found_where_the_rest_tells() -> None:
    found = doubt(KEY[:10] + KEY[11:])

    assert (found.part, found.groups, found.proposed) == (KeyPart.CNPJ, range(3, 4), "2223")


def test_a_lost_character_that_nobody_can_know_is_told_in_groups() -> None:
    found = doubt(KEY[:30] + KEY[31:])

    assert (found.groups[0], found.groups[-1], found.proposed) == (6, 9, "")


def test_a_character_too_much_is_found_where_the_rest_tells() -> None:
    found = doubt(KEY[:10] + "7" + KEY[10:])

    assert (found.found, found.expected) == ("2272", "")


def test_a_character_too_much_at_the_end_is_in_the_last_group() -> None:
    assert doubt(KEY + "7").groups[-1] == 11


def test_letters_are_tried_where_no_digit_fits() -> None:
    key = a_key(cnpj=LETTERS).text

    found = doubt(changed(9, "8", key), Known(LETTERS, "RJ", TODAY))

    assert (found.start, found.expected) == (9, "B")


def test_without_a_store_the_cnpj_is_judged_by_its_own_digits() -> None:
    assert doubt(changed(12, "4"), Known()).proposed == "3300"


def test_without_a_store_nothing_is_said_about_a_key_whose_parts_are_possible() -> None:
    assert find_doubt(changed(43, "0"), Known()) is None


def test_another_companys_key_is_not_taken_for_a_mistyped_cnpj() -> None:
    key = a_key(cnpj=BUYER_CNPJ, cuf="35").text

    found = doubt(changed(20, "7", key))

    assert (found.part, found.proposed) == (KeyPart.MODEL, "6500")


@pytest.mark.parametrize("text", ["", KEY, KEY[:-2], KEY + "77", "9" * 43])
def test_where_nothing_can_be_told_nothing_is_said(text: str) -> None:
    assert find_doubt(text, STORE) is None


def test_a_month_may_be_three_months_ago_and_not_more() -> None:
    assert doubt(with_wrong_digit(a_key(aamm="2608").text)).part is None
    assert doubt(with_wrong_digit(a_key(aamm="2607").text)).part is KeyPart.AAMM


@given(KEYS, st.sampled_from(UNMISTAKABLE), st.sampled_from(string.digits))
def test_one_wrong_digit_is_never_told_in_the_wrong_place(key: str, at: int, digit: str) -> None:
    found = find_doubt(changed(at, digit, key), STORE)

    assert found is None or found.start <= at < found.end


@given(KEYS | LIKE_KEYS, st.lists(st.tuples(st.integers(0, 45), st.sampled_from(string.digits + "AO")), max_size=2))
def test_what_is_proposed_makes_a_key(key: str, slips: list[tuple[int, str]]) -> None:
    for at, character in slips:
        key = key[:at] + character + key[at + 1 :]

    found = find_doubt(key, STORE)

    if found is not None and found.expected is not None:
        repaired = key[: found.start] + found.expected + key[found.end :]
        assert read_access_key(repaired) == AccessKey(repaired)


@given(st.text(min_size=43, max_size=45) | LIKE_KEYS, st.sampled_from([STORE, Known()]))
def test_no_text_ever_raises(text: str, known: Known) -> None:
    found = find_doubt(text, known)

    if found is not None:
        assert 0 <= found.start <= found.end <= len(text)
        assert found.groups[0] in range(1, 12)
        assert set(found.facts) == {"start", "end", "part", "first", "last", "found", "expected"}
