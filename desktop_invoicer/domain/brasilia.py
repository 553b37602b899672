"""The time of Brasília, by which fiscal rules begin and end."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BRASILIA = timezone(timedelta(hours=-3))
"""Brazil has known no summer time since 2019."""


def fiscal_day(moment: datetime) -> date:
    """Give the day on which a moment falls in Brasília."""
    return moment.astimezone(BRASILIA).date()
