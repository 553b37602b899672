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
class Group:
    """Jobs that one owner treats alike. ``step`` and ``sentence`` are empty where they differ from job to job."""

    owner: Owner
    rows: tuple[Pending, ...]
    step: str
    sentence: str

    @property
    def tally(self) -> Tally:
        """How many, and how much."""
        return Tally.of(row.job for row in self.rows)

    @property
    def differs(self) -> bool:
        """Tell whether something has to be told of each job."""
        return not (self.sentence and self.step)

    def differing(self, row: Pending) -> str:
        """Tell of a job what the group does not tell."""
        parts = ["" if self.sentence else row.message.sentence, "" if self.step else f"→ {row.message.step}"]
        return " ".join(part for part in parts if part)


def pending(report: DayReport) -> tuple[Pending, ...]:
    """Tell about each unsent job, oldest first."""
    forecasts = {forecast.job.id: forecast for forecast in report.forecasts}
    return tuple(_told(job, forecasts.get(job.job.id) or foresee(job.job)) for job in report.day.unsent)


def grouped(rows: Iterable[Pending]) -> tuple[Group, ...]:
    """Put together what one owner does in one way."""

    def turn(row: Pending) -> tuple[int, str]:
        return TURNS.index(row.message.owner), row.kind

    return tuple(_group(tuple(members)) for _, members in groupby(sorted(rows, key=turn), turn))


def _told(job: DayJob, forecast: Forecast) -> Pending:
    kind = forecast.prospect.value if forecast.problem is None else forecast.problem.code.value
    return Pending(job, explain_forecast(forecast), kind)


def _group(rows: tuple[Pending, ...]) -> Group:
    return Group(
        owner=rows[0].message.owner,
        rows=rows,
        step=_alike(row.message.step for row in rows),
        sentence=_alike(row.message.sentence for row in rows),
    )


def _alike(texts: Iterable[str]) -> str:
    different = set(texts)
    return different.pop() if len(different) == 1 else ""
