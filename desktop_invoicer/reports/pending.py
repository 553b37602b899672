"""What is not sent, for people: grouped by whose turn it is and by what has to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_invoicer.domain.day import DayJob, Tally
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.prospect import foresee
from desktop_invoicer.messages.figures import money
from desktop_invoicer.messages.forecasts import explain_forecast
from desktop_invoicer.messages.message import Message, Owner

TURNS = (
    Owner.MANAGER,
    Owner.RETURNS_DESK,
    Owner.CLERK,
    Owner.CATALOGUE,
    Owner.ACCOUNTANT,
    Owner.IT,
    Owner.VTEX,
    Owner.US,
    Owner.WAIT,
)
"""Whose turn is told first: people of the store, then others; what only takes time comes last."""

_OWN_AMOUNT = "R$ …"
"""Stands for what each order's row tells."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A job that is not sent, and what is told about it."""

    job: DayJob
    message: Message


@dataclass(frozen=True, slots=True)
class Kind:
    """Jobs of which the same is told, but for their own amounts."""

    sentence: str
    step: str
    rows: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one owner has to do, or to wait for."""

    owner: Owner
    kinds: tuple[Kind, ...]

    @property
    def tally(self) -> Tally:
        """How many, and how much."""
        return Tally.of(row.job for kind in self.kinds for row in kind.rows)


def pending(report: DayReport) -> tuple[Pending, ...]:
    """Tell about each unsent job, oldest first."""
    forecasts = {forecast.job.id: forecast for forecast in report.forecasts}
    return tuple(
        Pending(job, explain_forecast(forecasts.get(job.job.id) or foresee(job.job))) for job in report.day.unsent
    )


def turns(rows: Iterable[Pending]) -> tuple[Turn, ...]:
    """Put together what one owner does, and of that what is done in one way; what is most frequent first."""
    alike: defaultdict[Owner, defaultdict[tuple[str, str], list[Pending]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        alike[row.message.owner][_general(row)].append(row)
    return tuple(
        Turn(owner, tuple(_kind(told, members) for told, members in sorted(alike[owner].items(), key=_frequent)))
        for owner in TURNS
        if owner in alike
    )


def _general(row: Pending) -> tuple[str, str]:
    """Give what is told of a job without its own amount."""
    own = money(row.job.value)
    texts = (text.replace(f"{own}.", _OWN_AMOUNT).replace(own, _OWN_AMOUNT) for text in _told(row))
    return next(texts), next(texts)


def _told(row: Pending) -> tuple[str, str]:
    return row.message.sentence, row.message.step


def _frequent(kind: tuple[tuple[str, str], list[Pending]]) -> int:
    return -len(kind[1])


def _kind(told: tuple[str, str], rows: list[Pending]) -> Kind:
    sentence, step = _told(rows[0]) if len(rows) == 1 else told
    return Kind(sentence, step, tuple(rows))
