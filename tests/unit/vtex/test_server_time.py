"""What time VTEX has, by headers that may be anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.vtex.server_time import ignored, server_time

DATE = "Fri, 20 Nov 2026 15:30:00 GMT"
MOMENT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", [DATE, "Fri, 20 Nov 2026 12:30:00 -0300", "Fri, 20 Nov 2026 15:30:00 -0000", "20 Nov 2026 15:30:00"]
)
def test_a_date_is_read_whatever_its_zone(said: str) -> None:
    assert server_time({"Date": said}) == MOMENT


@pytest.mark.parametrize(
    "said", ["", "yesterday", "0", "\x00", DATE * 9, "Fri, 99 Nov 2026 15:30:00 GMT", "31 Dec 9999 23:59:59 -2359", ","]
)
def test_what_is_no_date_says_nothing(said: str) -> None:
    assert server_time({"Date": said}) is None


def test_an_answer_without_date_says_nothing() -> None:
    assert server_time({}) is None


@pytest.mark.parametrize(
    "cached", [{"Age": "30"}, {"Age": "x"}, {"X-Cache": "Hit from cloudfront"}, {"CF-Cache-Status": "HIT"}]
)
def test_an_answer_of_a_cache_says_nothing(cached: dict[str, str]) -> None:
    assert server_time({"Date": DATE, **cached}) is None


def test_an_answer_that_passed_a_cache_counts() -> None:
    assert server_time({"Date": DATE, "Age": "0", "X-Cache": "Miss from cloudfront"}) == MOMENT


@given(st.text(max_size=80) | st.dates().map(str), st.text(max_size=9))
def test_no_header_fails(said: str, age: str) -> None:
    found = server_time({"Date": said, "Age": age})

    assert found is None or found.tzinfo is UTC


def test_whoever_does_not_listen_is_not_troubled() -> None:
    ignored(MOMENT, 0.1)
