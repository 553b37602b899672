"""A manager signs off a day: what was signed, by whom, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop_invoicer.domain.day import Day, Figure, Figures, Tally
from desktop_invoicer.domain.workflow import JobId


class DayState(StrEnum):
    """How a day stands."""

    OPEN = "open"
    CLOSED = "closed"
    REOPENED = "reopened"
    """Something changed after it was closed: it has to be looked at and closed again."""


@dataclass(frozen=True, slots=True)
class DayClosing:
    """A day as it was signed off."""

    date: date
    manager: str
    closed_at: datetime
    figures: Figures
    pending: Mapping[JobId, str] = field(default_factory=dict)
    """What was not sent then, with the code of its problem (or empty)."""
    findings: tuple[str, ...] = ()
    """Identities of the findings that stood then."""
    reason: str = ""
    """Why it was closed although something was pending; empty when nothing was."""
    reopened_at: datetime | None = None
    """When the first change after it was noticed."""

    @property
    def state(self) -> DayState:
        """Tell whether it still stands as signed."""
        return DayState.CLOSED if self.reopened_at is None else DayState.REOPENED


@dataclass(frozen=True, slots=True)
class DaySummary:
    """A day in the history: its figures and its last closing, if any."""

    date: date
    figures: Figures
    closing: DayClosing | None = None

    @property
    def state(self) -> DayState:
        """Tell how it stands."""
        return DayState.OPEN if self.closing is None else self.closing.state


@dataclass(frozen=True, slots=True)
class DayChange:
    """A figure that is not what was signed; ``jobs`` are those that were unsent then and are not now, or vice versa."""

    figure: Figure
    signed: Tally
    now: Tally
    jobs: tuple[JobId, ...] = ()


_MONEY = frozenset({Figure.INVOICED, Figure.RETURNED, Figure.CANCELLED})


def changes_since(closing: DayClosing, day: Day) -> tuple[DayChange, ...]:
    """Tell what a manager would not have signed so.

    What moved money counts to the cent. Of the rest only the number counts, and which jobs were not sent: amounts that
    nobody had computed, or that a document corrects by cents later, change nothing of what happened on the day.
    """
    return tuple(_changes(closing, day))


def _changes(closing: DayClosing, day: Day) -> Iterator[DayChange]:
    for figure in Figure:
        signed, now = closing.figures.of(figure), day.totals.of(figure)
        unsent = {each.job.id for each in day.unsent}
        jobs = tuple(sorted(unsent ^ closing.pending.keys())) if figure is Figure.UNSENT else ()
        if jobs or signed.count != now.count or (figure in _MONEY and signed != now):
            yield DayChange(figure, signed, now, jobs)
