"""Which line of an order a row of a document names."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.item_match import ItemCodes
from tests.builders import a_line, an_item, an_order

LINES = [a_line(0, sku="42", ean="07891000000017"), a_line(1, sku="A7", ean=""), a_line(2, sku="789", ean="")]
CODES = ItemCodes.of(an_order(lines=LINES))


@pytest.mark.parametrize(
    ("code", "gtin", "sku"),
    [
        ("42", "", "42"),
        ("000042", "", "42"),
        (" a7 ", "", "A7"),
        ("till-1", "7891000000017", "42"),
        ("till-1", "0789", "789"),
        ("A7", "7891000000017", "A7"),
        ("till-1", "SEM GTIN", None),
        ("", "", None),
        ("0", "0", None),
    ],
)
def test_a_row_is_found_by_sku_then_by_gtin_then_by_a_sku_in_place_of_the_gtin(
    code: str, gtin: str, sku: str | None
) -> None:
    assert CODES.sku(an_item(code, gtin=gtin)) == sku


def test_a_gtin_that_several_skus_have_tells_none_of_them() -> None:
    lines = [a_line(0, sku="42", ean="7891000000017"), a_line(1, sku="43", ean="7891000000017")]

    assert ItemCodes.of(an_order(lines=lines)).sku(an_item("till-1", gtin="7891000000017")) is None


def test_two_lines_of_one_sku_share_its_gtin() -> None:
    lines = [a_line(0, sku="42", ean="7891000000017"), a_line(1, sku="42", ean="7891000000017")]

    assert ItemCodes.of(an_order(lines=lines)).sku(an_item("till-1", gtin="7891000000017")) == "42"
