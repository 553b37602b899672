"""Sales to somebody who stood in the store (facts: VTEX, 2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.vtex_payloads import an_order


@pytest.mark.parametrize(
    "keys",
    [
        {"isCheckedIn": True},
        {"isCheckedIn": "true"},
        {"checkedIn": True},
        {"isCheckedIn": None, "checkedIn": True},
        {"checkedInPickupPointId": "strnov_NOV"},
    ],
)
def test_a_checked_in_order_was_sold_in_a_store(keys: dict[str, Any]) -> None:
    assert an_order(**keys).is_in_store


@pytest.mark.parametrize(
    "keys",
    [{}, {"isCheckedIn": False, "checkedInPickupPointId": None}, {"isCheckedIn": None}, {"isCheckedIn": {"at": 1}}],
)
def test_an_order_that_does_not_say_so_was_not_sold_in_a_store(keys: dict[str, Any]) -> None:
    assert not an_order(**keys).is_in_store
