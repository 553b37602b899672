"""Money is integer cents, and its shares add up."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.money import Cents, cents_from_brl, share, unit_price

AMOUNTS = st.integers(0, 10**12).map(Cents)
SPLITS = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(lambda parts: sum(parts) > 0)


def shares(total: Cents, parts: list[int]) -> list[Cents]:
    ordered = sum(parts)
    starts = [0, *accumulate(parts)]
    return [share(total, ordered, done, asked) for done, asked in zip(starts, parts, strict=False)]


def test_250_over_3_is_83_84_83() -> None:
    assert shares(Cents(250), [1, 1, 1]) == [83, 84, 83]


@given(AMOUNTS, SPLITS)
def test_successive_shares_add_up_to_the_total_whatever_the_split(total: Cents, parts: list[int]) -> None:
    assert sum(shares(total, parts)) == total


@given(st.integers(-(10**9), -1).map(Cents), SPLITS)
def test_a_discount_adds_up_as_well(total: Cents, parts: list[int]) -> None:
    assert sum(shares(total, parts)) == total


@given(AMOUNTS, st.integers(1, 500), st.data())
def test_a_share_misses_its_proportion_by_less_than_a_cent(total: Cents, ordered: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, ordered))
    asked = data.draw(st.integers(0, ordered - done))

    found = share(total, ordered, done, asked)

    assert abs(found * ordered - total * asked) <= ordered


@given(AMOUNTS, st.integers(1, 100), st.data())
def test_more_units_never_cost_less(total: Cents, ordered: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, ordered))

    successive = [share(total, ordered, done, asked) for asked in range(ordered - done + 1)]

    assert all(less <= more for less, more in pairwise(successive))


def test_no_units_cost_nothing() -> None:
    assert share(Cents(999), 3, 1, 0) == 0


@pytest.mark.parametrize(
    ("ordered", "done", "asked"),
    [(0, 0, 0), (-1, 0, 0), (3, -1, 1), (3, 0, -1), (3, 2, 2), (3, 4, 0)],
)
def test_units_that_do_not_fit_are_a_defect(ordered: int, done: int, asked: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share(Cents(100), ordered, done, asked)


def test_a_unit_price_is_rounded_half_up() -> None:
    assert unit_price(Cents(101), 2) == 51
    assert unit_price(Cents(100), 3) == 33


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("129.80", 12980),
        ("0", 0),
        ("0.00", 0),
        ("0.01", 1),
        ("1", 100),
        ("1.5", 150),
        ("1.2000000000", 120),
        ("-5.01", -501),
        ("1E+3", 100_000),
        ("9999999999999.99", 999_999_999_999_999),
    ],
)
def test_an_amount_in_reais_becomes_cents_exactly(amount: str, cents: int) -> None:
    assert cents_from_brl(Decimal(amount)) == cents


@pytest.mark.parametrize(
    "amount",
    [
        "0.001",
        "1.005",
        "1.00000000000000000000000000000000001",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "1E+30",
        "1E+999999",
        "1E-999999",
    ],
)
def test_what_is_no_amount_in_whole_cents_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"whole cents|NaN"):
        cents_from_brl(Decimal(amount))


@given(st.integers(-(10**15), 10**15))
def test_every_amount_of_cents_survives_the_way_over_reais(cents: int) -> None:
    assert cents_from_brl(Decimal(cents).scaleb(-2)) == cents
