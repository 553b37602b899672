"""The store's day, by the store's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_invoicer.domain.store_day import StoreDay
from tests.day_builders import DAY, ZONE

HAVANA = ZoneInfo("America/Havana")


def test_a_day_goes_from_midnight_to_midnight_in_the_store() -> None:
    assert DAY.begin == datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert DAY.end == datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert DAY.holds(DAY.begin)
    assert not DAY.holds(DAY.end)
    assert not DAY.holds(None)


def test_late_evening_still_belongs_to_the_day() -> None:
    late = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)

    assert StoreDay.of(late, ZONE) == DAY
    assert DAY.hour(late) == 23


@pytest.mark.parametrize(
    ("when", "hours"),
    [(date(2018, 11, 4), 23), (date(2019, 2, 16), 25), (date(2026, 11, 20), 24)],
)
def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is(when: date, hours: int) -> None:
    """In 2018 Brazil still moved its clocks, at midnight."""
    day = StoreDay(when, ZONE)

    assert day.end - day.begin == timedelta(hours=hours)


def test_no_moment_falls_between_two_days_or_into_both() -> None:
    """In Havana midnight happens twice when summer ends."""
    day = StoreDay(date(2026, 11, 1), HAVANA)
    second_midnight = datetime(2026, 11, 1, 0, 30, tzinfo=HAVANA, fold=1)

    assert day.next(-1).end == day.begin
    assert day.holds(second_midnight)
    assert not day.next(-1).holds(second_midnight)


def test_days_are_counted_in_both_directions() -> None:
    assert DAY.next().date == date(2026, 11, 21)
    assert DAY.next(-20).date == date(2026, 10, 31)
