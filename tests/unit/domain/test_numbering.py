"""Gaps in the numbers of documents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.numbering import MOST_GAPS, Gap, find_gaps


def test_numbers_that_follow_each_other_have_no_gap() -> None:
    assert not find_gaps([43, 41, 42, 42], last=40)


def test_a_range_that_is_missing_is_one_gap() -> None:
    assert find_gaps([41, 45, 46, 48], last=None) == (Gap(42, 44, 3), Gap(47, 47, 1))


def test_numbers_are_missing_since_the_last_one_that_was_known() -> None:
    assert find_gaps([43], last=40) == (Gap(41, 42, 2),)


def test_a_huge_leap_is_one_gap() -> None:
    assert find_gaps([900_000_000], last=12) == (Gap(13, 899_999_999, 899_999_987),)


def test_numbers_that_come_late_open_no_gap() -> None:
    assert find_gaps([37, 40, 42], last=41) == ()


def test_a_desk_that_sees_every_other_number_is_told_once() -> None:
    numbers = range(1, 2 * MOST_GAPS + 4, 2)

    assert find_gaps(numbers, last=None) == (Gap(2, 2 * MOST_GAPS + 2, MOST_GAPS + 1),)


def test_a_day_without_documents_has_no_gap() -> None:
    assert find_gaps([], last=None) == find_gaps([], last=7) == ()


@given(st.sets(st.integers(1, 60), min_size=1), st.none() | st.integers(1, 60))
def test_what_is_seen_and_what_is_missing_make_up_the_whole_range(numbers: set[int], last: int | None) -> None:
    gaps = find_gaps(numbers, last)

    first = min(numbers) if last is None else last + 1
    seen = {number for number in numbers if number >= first}
    assert sum(gap.count for gap in gaps) + len(seen) == max(*numbers, first - 1, 0) - first + 1
