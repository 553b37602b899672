"""Safe parsing of what arrives from outside."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.errors import InvalidOrderError, VtexGarbledError
from desktop_invoicer.vtex.parsing import decimal, read_json, read_notification_json, whole
from tests.vtex_payloads import PUBLISHED_NOTIFICATION


@pytest.mark.parametrize("text", ["NaN", '{"value": NaN}', "[Infinity]", "[-Infinity]"])
def test_numbers_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidOrderError, match="is no number"):
        read_json(text)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_without_end_is_refused_and_nothing_crashes(opening: str) -> None:
    with pytest.raises(InvalidOrderError, match="too deeply"):
        read_json(opening * 200_000)


def test_a_number_of_many_thousand_digits_is_refused() -> None:
    with pytest.raises(InvalidOrderError):
        read_json("9" * 10_000)


def test_a_refusal_says_where_the_text_stops_being_json() -> None:
    with pytest.raises(VtexGarbledError, match="line 2, column 1"):
        read_json('{"a":\n}')


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        read_json(text)
    except (InvalidOrderError, VtexGarbledError) as refusal:
        assert refusal.reason  # noqa: PT017 (either is right)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        assert decimal(text).is_finite()
    except ValueError as refusal:
        assert "number was expected" in str(refusal)  # noqa: PT017 (either is right)


@pytest.mark.parametrize("written", [3, Decimal("3.0"), "3", "3.0000", " 3 "], ids=repr)
def test_a_whole_number_may_be_written_as_text_or_with_zeros(written: object) -> None:
    assert whole(written) == 3


@pytest.mark.parametrize(
    "written", [True, None, [], {}, "", "three", "1.5", Decimal("0.3"), "1e300", "NaN", 10**15], ids=repr
)
def test_what_is_no_whole_number_that_an_order_can_hold_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="number"):
        whole(written)


def test_the_published_sample_with_skus_in_braces_is_read_as_a_list() -> None:
    content = read_notification_json(PUBLISHED_NOTIFICATION)

    assert isinstance(content, dict)
    assert content["notification"]["changedItems"] == [["200342", "230298"]]


def test_braces_around_skus_are_mended_only_where_the_rest_is_json() -> None:
    with pytest.raises(VtexGarbledError, match="not JSON"):
        read_notification_json(PUBLISHED_NOTIFICATION.replace('"observation"', "observation"))


@pytest.mark.parametrize(
    "broken",
    ['{"changedItems": [{"1": }]}', '{"items": [ { "200342", "230298" } ]}', '{"changedItems": [{"a","b"}],}', "{"],
)
def test_other_broken_json_is_not_mended(broken: str) -> None:
    with pytest.raises(VtexGarbledError, match="not JSON"):
        read_notification_json(broken)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_valid_json_is_never_mended(content: object) -> None:
    assert read_notification_json(json.dumps(content)) == content
