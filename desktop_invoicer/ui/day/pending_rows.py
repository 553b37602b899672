"""What is not sent, as the list shows it: whose turn it is, why, and what came of sending it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.prospect import Forecast, Prospect
from desktop_invoicer.domain.submission import LineResult, Progress, SubmissionLine
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages import Message, Owner
from desktop_invoicer.messages.forecasts import explain_forecast

Turn = Owner | Prospect
"""Whose turn it is; nobody's is what is ready to be sent, and what is over."""
TURNS: tuple[Turn, ...] = (
    Prospect.SEND,
    Owner.CLERK,
    Owner.RETURNS_DESK,
    Owner.MANAGER,
    Owner.CATALOGUE,
    Owner.ACCOUNTANT,
    Owner.IT,
    Owner.VTEX,
    Owner.WAIT,
    Owner.US,
    Prospect.OVER,
)
"""In the order of the list."""
_RANKS = {turn: rank for rank, turn in enumerate(TURNS)}

Key = tuple[int, float, int]
Mark = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One job that is not sent, or was chosen and is sent now."""

    forecast: Forecast
    turn: Turn
    result: LineResult | None = None
    """How it stands in the submission in view; ``None``: it is in none."""

    @property
    def job(self) -> Job:
        """Give the job."""
        return self.forecast.job

    @property
    def value(self) -> Cents:
        """Give what is to be sent; nothing while that is unknown."""
        return self.job.value or ZERO

    @property
    def is_ready(self) -> bool:
        """Tell whether it would go out now."""
        return self.forecast.prospect is Prospect.SEND and self.result in {None, LineResult.FAILED}

    @property
    def may_be_chosen(self) -> bool:
        """Tell whether a person may have it sent with the others: it is ready, or is again once it is put right."""
        return self.is_ready or self.result is LineResult.FAILED

    @property
    def message(self) -> Message:
        """Say what is the matter with it, whose turn it is, and what to do."""
        return explain_forecast(self.forecast)

    @property
    def key(self) -> Key:
        """Place it in the list: by whose turn it is, the oldest first."""
        return (_RANKS[self.turn], self.job.received_at.timestamp(), self.job.id)

    @property
    def mark(self) -> Mark:
        """Give what changes in it; the version stands for everything in the job."""
        forecast = self.forecast
        return (self.job.version, self.result, forecast.prospect, forecast.problem, forecast.is_asked)

    def with_line(self, line: SubmissionLine) -> PendingRow:
        """Show how far it is, where it stands."""
        problem = line.problem or self.forecast.problem
        return replace(self, forecast=replace(self.forecast, job=line.job, problem=problem), result=line.result)


@dataclass(frozen=True, slots=True)
class Head:
    """Stands above the rows of one turn."""

    turn: Turn
    count: int
    value: Cents

    @property
    def key(self) -> Key:
        """Stand above the oldest row."""
        return (_RANKS[self.turn], 0, 0)

    @property
    def mark(self) -> Mark:
        """Give what changes in it."""
        return (self.count, self.value)


def rows_of(forecasts: Iterable[Forecast], progress: Progress | None) -> tuple[PendingRow, ...]:
    """List what is not sent, and while a submission runs everything that was chosen, too."""
    rows = {forecast.job.id: PendingRow(forecast, _turn(forecast)) for forecast in forecasts}
    if progress is not None and progress.is_running:
        rows.update((line.job.id, _row_under_way(line, rows)) for line in progress.lines)
    elif progress is not None:
        for line in progress.lines:
            if line.result is LineResult.FAILED and line.job.id in rows:
                rows[line.job.id] = _row_that_failed(rows[line.job.id], line)
    return tuple(sorted(rows.values(), key=lambda row: row.key))


def with_heads(rows: Iterable[PendingRow]) -> tuple[PendingRow | Head, ...]:
    """Put a head above the rows of each turn."""
    groups: dict[Turn, list[PendingRow]] = {}
    for row in rows:
        groups.setdefault(row.turn, []).append(row)
    items: list[PendingRow | Head] = []
    for turn, group in groups.items():
        items += [Head(turn, len(group), Cents(sum(row.value for row in group))), *group]
    return tuple(items)


def asked_just_now(rows: Iterable[PendingRow], asked: Mapping[JobId, Forecast]) -> tuple[PendingRow, ...]:
    """Show what VTEX said just now of a job, as long as the job is the same and is not being sent."""
    if not asked:
        return tuple(rows)
    return tuple(sorted((_as_asked(row, asked.get(row.job.id)) for row in rows), key=lambda row: row.key))


def _as_asked(row: PendingRow, told: Forecast | None) -> PendingRow:
    if told is None or row.result is not None or told.job.version != row.job.version:
        return row
    return PendingRow(told, _turn(told))


def _turn(forecast: Forecast) -> Turn:
    prospect = forecast.prospect
    return prospect if prospect in {Prospect.SEND, Prospect.OVER} else explain_forecast(forecast).owner


def _row_under_way(line: SubmissionLine, rows: Mapping[JobId, PendingRow]) -> PendingRow:
    """Keep what was chosen among what is ready, however it stands by now."""
    known = rows.get(line.job.id)
    forecast = Forecast(line.job, Prospect.SEND) if known is None else known.forecast
    return PendingRow(forecast, Prospect.SEND).with_line(line)


def _row_that_failed(row: PendingRow, line: SubmissionLine) -> PendingRow:
    """Say why it was not sent, unless the job itself says so."""
    forecast = row.forecast
    if forecast.problem is None and line.problem is not None:
        forecast = replace(forecast, problem=line.problem)
    return PendingRow(forecast, row.turn, LineResult.FAILED)
