"""What the list of orders is asked for: states, and periods of creation and of invoicing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

_PERIOD = re.compile(r"(?P<field>[A-Za-z]+):\[(?P<since>\S+) TO (?P<until>\S+)\]")


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment to another one, both of them in it; an open one holds everything, even what has no moment."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment falls in the period."""
        if self.since is None or self.until is None:
            return True
        return moment is not None and self.since <= moment <= self.until


EVER = Period()


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which orders are wanted; no state means any."""

    statuses: Collection[str] = ()
    created: Period = EVER
    invoiced: Period = EVER


def read_period(text: str, field: str) -> Period:
    """Read a filter as ``creationDate:[2026-11-20T03:00:00.000Z TO 2026-11-21T02:59:59.999Z]``; nothing is open.

    Raises:
        ValueError: it is none, or of another field.

    """
    if not text:
        return EVER
    found = _PERIOD.fullmatch(text)
    if found is None or found["field"] != field:
        msg = f"{text!r} is no period of {field}"
        raise ValueError(msg)
    return Period(_moment(found["since"]), _moment(found["until"]))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
