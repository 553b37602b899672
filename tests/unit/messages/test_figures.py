"""Money, moments and foreign texts as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate, moment, money
from desktop_invoicer.messages.figures import LONGEST, amount, fill, number, shown


@pytest.mark.parametrize(
    ("cents", "brazilian", "english"),
    [
        (0, "R$ 0,00", "R$ 0.00"),
        (5, "R$ 0,05", "R$ 0.05"),
        (123456, "R$ 1.234,56", "R$ 1,234.56"),
        (123456789012, "R$ 1.234.567.890,12", "R$ 1,234,567,890.12"),
        (-199, "-R$ 1,99", "-R$ 1.99"),
    ],
)
def test_money_is_written_as_the_language_does(cents: int, brazilian: str, english: str) -> None:
    assert money(cents) == brazilian
    activate(Language.ES)
    assert money(cents) == brazilian
    activate(Language.EN)
    assert money(cents) == english


@given(st.integers())
def test_money_loses_no_cent(cents: int) -> None:
    digits = "".join(char for char in money(cents) if char.isdigit())

    assert int(digits) == abs(cents)


def test_an_amount_of_no_world_is_not_written_out() -> None:
    assert money(10**5000) == "R$ ?"


def test_a_moment_is_local_and_written_as_the_language_does() -> None:
    at = datetime(2026, 11, 21, 2, 5, tzinfo=UTC)

    assert moment(at) == "20/11/2026 23:05"
    activate(Language.ES)
    assert moment(at) == "20/11/2026 23:05"
    activate(Language.EN)
    assert moment(at) == "2026-11-20 23:05"


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_do_not_fail(at: datetime) -> None:
    assert str(at.year) in moment(at)


def test_a_foreign_text_becomes_one_visible_line() -> None:
    assert shown("a\x1b[31m\r\nb\u202e\u200b  c\ud800") == "a [31m b c"


def test_a_foreign_text_is_cut_where_it_becomes_too_long() -> None:
    assert shown("x" * LONGEST) == "x" * LONGEST
    assert shown("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"


@given(st.text())
def test_whatever_is_shown_is_short_and_printable(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= LONGEST


def test_facts_are_not_read_as_templates() -> None:
    assert fill("{name}", {"name": "{other}", "other": "x"}) == "{other}"


def test_a_fact_of_another_kind_is_shown_as_it_is() -> None:
    assert fill("{value:money}, {at:moment}, {issuer:cnpj}", {"value": "a", "at": "b", "issuer": "c"}) == "R$ a, b, c"


def test_a_cnpj_is_shown_with_its_mask() -> None:
    assert fill("{issuer:cnpj}", {"issuer": "12ABC34501DE35"}) == "12.ABC.345/01DE-35"


def test_an_amount_leaves_the_currency_to_its_heading() -> None:
    assert amount(-123456) == "-1.234,56"

    activate(Language.EN)
    assert amount(-123456) == "-1,234.56"


def test_a_count_is_written_as_the_language_does() -> None:
    assert number(1204) == "1.204"

    activate(Language.EN)
    assert number(1204) == "1,204"


def test_a_moment_is_written_in_the_zone_that_is_asked_for() -> None:
    assert moment(datetime(2026, 11, 21, 2, 5, tzinfo=UTC), timezone(timedelta(hours=-5))) == "20/11/2026 21:05"
