"""What time VTEX has, by the ``Date`` of an answer that was written for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Heard = Callable[[datetime, float], None]
"""Is told the time that an answer carries, and the seconds from sending the request to its head."""

_LONGEST = 64


def ignored(_there: datetime, _round_trip: float) -> None:
    """Tell nobody."""


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """Read when an answer was written; ``None`` where it does not say so, or comes out of somebody's cache."""
    said = headers.get("Date", "")
    if not 0 < len(said) <= _LONGEST or headers.get("Age", "0").strip() != "0" or "hit" in _cache_word(headers):
        return None
    try:
        moment = parsedate_to_datetime(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError):
        return None


def _cache_word(headers: Mapping[str, str]) -> str:
    return f"{headers.get('X-Cache', '')} {headers.get('CF-Cache-Status', '')}".casefold()
