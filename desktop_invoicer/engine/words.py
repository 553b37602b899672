"""What people say, as it is written down with a job: in one short line, about a moment that can have been."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.personal import without_personal_numbers
from desktop_invoicer.messages.figures import shown

LONGEST = 500
"""Characters of what somebody says."""

_AHEAD = timedelta(minutes=2)
"""The clock of the card terminal may be so far ahead."""
_LONG_AGO = timedelta(days=366)
"""No payment of a sale that is cancelled now was given back so long ago."""


def one_line(told: str) -> str:
    """Take what may be left empty."""
    return shown(told, LONGEST)


def words(told: str) -> str:
    """Take a name; ``NothingSaidError`` where nothing is said, because nobody has spoken."""
    line = one_line(told)
    if not any(map(str.isalnum, line)):
        raise errors.NothingSaidError
    return line


def statement(told: str) -> str:
    """Take what somebody says, without personal numbers; ``NothingSaidError`` where it says nothing."""
    return without_personal_numbers(words(told))


def past(moment: datetime, now: datetime) -> datetime:
    """Take a moment at which money of a sale can have been given back, else ``ImpossibleMomentError``."""
    if moment.tzinfo is None or not now - _LONG_AGO <= moment <= now + _AHEAD:
        raise errors.ImpossibleMomentError(moment.isoformat())
    return moment.astimezone()
