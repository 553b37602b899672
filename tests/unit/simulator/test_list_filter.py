"""Periods of the list of orders, as VTEX writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_invoicer.simulator.list_filter import EVER, read_period

DAY = "creationDate:[2026-11-20T03:00:00.000Z TO 2026-11-21T02:59:59.999Z]"


@pytest.mark.parametrize(
    ("moment", "is_held"),
    [
        (datetime(2026, 11, 20, 3, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 2, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 3, tzinfo=UTC), False),
        (None, False),
    ],
)
def test_a_period_holds_both_of_its_ends(moment: datetime | None, *, is_held: bool) -> None:
    assert read_period(DAY, "creationDate").holds(moment) is is_held


def test_without_a_period_everything_is_wanted() -> None:
    assert read_period("", "creationDate") == EVER
    assert EVER.holds(None)


@pytest.mark.parametrize(
    "text", ["creationDate:2026-11-20", "invoicedDate:[2026-11-20 TO 2026-11-21]", "creationDate:[a TO b]"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (in whose words does not matter)
        read_period(text, "creationDate")
