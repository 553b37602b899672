"""What a store's day came to: asked, invoiced, returned, cancelled, and what is still not sent.

Nothing is counted twice and nothing falls through: what was open before and what was asked is afterwards sent, given
up, or still open (``Balance``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Job

EVENT = "event"
"""What a cancellation event is called among the models of documents."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An invoice that is in VTEX, and since when this desk knows it. ``value`` in cents."""

    at: datetime
    number: str
    value: Cents
    key: str


@dataclass(frozen=True, slots=True)
class DayJob:
    """A job as its day counts it. ``freight`` is in cents; ``ended_at`` is when it was given up or closed."""

    job: Job
    freight: Cents = ZERO
    sent: Sent | None = None
    ended_at: datetime | None = None
    """When it was closed, withdrawn or dismissed; ``None`` while it is open."""

    @property
    def value(self) -> Cents:
        """What was posted, or is to be; nothing while that is unknown."""
        return self.sent.value if self.sent is not None else self.job.value or ZERO

    @property
    def came_at(self) -> datetime:
        """When it was asked for; never after it was settled, even if the clock was set back in between."""
        settled = self.settled_at
        return self.job.received_at if settled is None else min(self.job.received_at, settled)

    @property
    def settled_at(self) -> datetime | None:
        """When it stopped being unsent: its invoice was in VTEX, or nothing was to be sent any more."""
        return self.ended_at if self.sent is None else self.sent.at


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and how much in cents; ``freight`` is a part of ``value``."""

    count: int = 0
    value: Cents = ZERO
    freight: Cents = ZERO

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.count + other.count, Cents(self.value + other.value), Cents(self.freight + other.freight))

    @classmethod
    def of(cls, jobs: Iterable[DayJob]) -> Tally:
        """Count and add up."""
        found = tuple(jobs)
        return cls(len(found), Cents(sum(each.value for each in found)), Cents(sum(each.freight for each in found)))


class Figure(StrEnum):
    """One of the figures of a day, by its name in ``Figures``."""

    ASKED = "asked"
    INVOICED = "invoiced"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    GIVEN_UP = "given_up"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a day, or of a part of it. What is sent counts on the day when it was in VTEX."""

    asked: Tally = Tally()
    """Requests that came on the day, whatever became of them."""
    invoiced: Tally = Tally()
    returned: Tally = Tally()
    """Returns, this store's and others'."""
    cancelled: Tally = Tally()
    given_up: Tally = Tally()
    """Withdrawn by VTEX, or dismissed by a person."""
    unsent: Tally = Tally()
    """Open at the end of the day (or now), from whichever day."""

    def of(self, figure: Figure) -> Tally:
        """Give one of them."""
        tally: Tally = getattr(self, figure)
        return tally

    @property
    def net(self) -> Cents:
        """What was invoiced less what went back, in cents."""
        return Cents(self.invoiced.value - self.returned.value - self.cancelled.value)


class Dimension(StrEnum):
    """What figures are told apart by. Values are those of the domain's own sets; an unknown one is empty."""

    OPERATION = "operation"
    MODEL = "model"
    """Of the document, or the one that is due: ``65``, ``55`` or ``event`` (a cancellation event)."""
    CHANNEL = "channel"
    OPERATOR = "operator"
    """Who confirmed it."""
    DESK = "desk"
    HOUR = "hour"
    """``00`` to ``23``, of the moment that made it count; what was brought in unsent counts from midnight."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Every request of the day accounted for: ``brought_in + asked == sent + given_up + left``."""

    brought_in: int
    """What was open when the day began."""
    asked: int
    sent: int
    given_up: int
    left: int

    @property
    def is_even(self) -> bool:
        """Tell whether nothing fell through."""
        return self.brought_in + self.asked == self.sent + self.given_up + self.left


@dataclass(frozen=True, slots=True)
class Day:
    """A store's day in figures. ``unsent`` are the jobs behind ``totals.unsent``, oldest first."""

    day: StoreDay
    totals: Figures
    by: Mapping[Dimension, Mapping[str, Figures]]
    balance: Balance
    jobs: tuple[DayJob, ...] = field(default=(), repr=False)
    """Every job that counts in some figure, oldest first."""
    unsent: tuple[DayJob, ...] = field(default=(), repr=False)


class _Count(NamedTuple):
    """One job in one figure, since the moment that made it count."""

    figure: Figure
    at: datetime
    job: DayJob


def day_of(day: StoreDay, jobs: Sequence[DayJob], desk: str) -> Day:
    """Count a day of a desk; ``jobs`` may hold others that do not count on it."""
    oldest_first = sorted(jobs, key=lambda each: (each.came_at, each.job.id))
    counts = [count for each in oldest_first for count in _counts(each, day)]
    totals = _figures(counts)
    counted = {count.job.job.id for count in counts}
    return Day(
        day=day,
        totals=totals,
        by={dimension: _told_apart(counts, dimension, day, desk) for dimension in Dimension},
        balance=Balance(
            brought_in=sum(_is_open_at(day.begin, each) for each in oldest_first),
            asked=totals.asked.count,
            sent=totals.invoiced.count + totals.returned.count + totals.cancelled.count,
            given_up=totals.given_up.count,
            left=totals.unsent.count,
        ),
        jobs=tuple(each for each in oldest_first if each.job.id in counted),
        unsent=tuple(count.job for count in counts if count.figure is Figure.UNSENT),
    )


def figures_of(each: DayJob, day: StoreDay) -> tuple[Figure, ...]:
    """Tell in which figures of a day a job counts."""
    return tuple(count.figure for count in _counts(each, day))


def model_of(job: Job) -> str:
    """Give the model of a job's document, or the one that is due, as ``Dimension.MODEL`` names it."""
    if job.document is not None and job.document.kind is DocumentKind.CANCELLATION:
        return EVENT
    model = job.due if job.document is None else job.document.model
    return model.value if model else ""


def _counts(each: DayJob, day: StoreDay) -> Iterator[_Count]:
    """Tell in which figures of a day a job counts."""
    if day.holds(each.came_at):
        yield _Count(Figure.ASKED, each.came_at, each)
    if each.settled_at is not None and day.holds(each.settled_at):
        yield _Count(_outcome(each), each.settled_at, each)
    if _is_open_at(day.end, each):
        yield _Count(Figure.UNSENT, max(each.came_at, day.begin), each)


def _is_open_at(moment: datetime, each: DayJob) -> bool:
    """Tell whether a job had been asked for and not been settled just before a moment."""
    return each.came_at < moment and (each.settled_at is None or each.settled_at >= moment)


def _outcome(each: DayJob) -> Figure:
    """Tell what became of a job that is settled."""
    if each.sent is None:
        return Figure.GIVEN_UP
    match each.job.operation:
        case Operation.CANCELLATION:
            return Figure.CANCELLED
        case Operation.RETURN | Operation.STORE_RETURN:
            return Figure.RETURNED
        case _:
            return Figure.INVOICED


def _figures(counts: Iterable[_Count]) -> Figures:
    jobs: defaultdict[Figure, list[DayJob]] = defaultdict(list)
    for count in counts:
        jobs[count.figure].append(count.job)
    return Figures(**{figure.value: Tally.of(counted) for figure, counted in jobs.items()})


def _told_apart(counts: Iterable[_Count], dimension: Dimension, day: StoreDay, desk: str) -> Mapping[str, Figures]:
    """Give the figures of each part, in the order of the parts' names."""
    parts: defaultdict[str, list[_Count]] = defaultdict(list)
    for count in counts:
        parts[_part(count, dimension, day, desk)].append(count)
    return {part: _figures(parts[part]) for part in sorted(parts)}


def _part(count: _Count, dimension: Dimension, day: StoreDay, desk: str) -> str:
    job = count.job.job
    match dimension:
        case Dimension.OPERATION:
            return job.operation.value if job.operation else ""
        case Dimension.MODEL:
            return model_of(job)
        case Dimension.CHANNEL:
            return job.channel.value if job.channel else ""
        case Dimension.OPERATOR:
            return job.confirmed_by
        case Dimension.DESK:
            return desk
        case _:
            return f"{day.hour(count.at):02}"
