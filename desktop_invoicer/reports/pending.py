"""What is not sent, for people: grouped by whose turn it is and by what has to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from desktop_invoicer.domain.day import DayJob, Tally
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.prospect import Forecast, foresee
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


@dataclass(frozen=True, slots=True)
class Pending:
    """A job that is not sent, and what is told about it; ``kind`` is alike where the same is to be done."""

    job: DayJob
    message: Message
    kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Jobs that are treated alike. ``sentence`` and ``step`` are empty where they differ from job to job."""

    rows: tuple[Pending, ...]
    sentence: str
    step: str

    def differing(self, row: Pending) -> str:
        """Tell of a job what is not told of all."""
        parts = ["" if self.sentence else row.message.sentence, "" if self.step else f"→ {row.message.step}"]
        return " ".join(part for part in parts if part)


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
    return tuple(_told(job, forecasts.get(job.job.id) or foresee(job.job)) for job in report.day.unsent)


def turns(rows: Iterable[Pending]) -> tuple[Turn, ...]:
    """Put together what one owner does, and of that what is done in one way."""
    owned = groupby(sorted(rows, key=_place), _place)
    return tuple(Turn(TURNS[place], _kinds(members)) for place, members in owned)


def _place(row: Pending) -> int:
    return TURNS.index(row.message.owner)


def _kinds(rows: Iterable[Pending]) -> tuple[Kind, ...]:
    kinds = groupby(sorted(rows, key=_kind), _kind)
    return tuple(_told_together(tuple(members)) for _name, members in kinds)


def _kind(row: Pending) -> str:
    return row.kind


def _told_together(rows: tuple[Pending, ...]) -> Kind:
    return Kind(rows, _alike(row.message.sentence for row in rows), _alike(row.message.step for row in rows))


def _told(job: DayJob, forecast: Forecast) -> Pending:
    kind = forecast.prospect.value if forecast.problem is None else forecast.problem.code.value
    return Pending(job, explain_forecast(forecast), kind)


def _alike(texts: Iterable[str]) -> str:
    different = set(texts)
    return different.pop() if len(different) == 1 else ""
