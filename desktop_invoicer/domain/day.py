"""What a store's day came to: asked, invoiced, returned, cancelled, and what is still not sent.

Nothing is counted twice and nothing falls through: what was open before and what was asked is afterwards sent, given
up, or still open (``Balance``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Job


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

    @property
    def net(self) -> Cents:
        """What was invoiced less what went back, in cents."""
        return Cents(self.invoiced.value - self.returned.value - self.cancelled.value)


class Dimension(StrEnum):
    """What figures are told apart by. Values are those of the domain's own sets; an unknown one is empty."""

    OPERATION = "operation"
    MODEL = "model"
    """``65``, ``55`` or ``event`` (a cancellation event)."""
    CHANNEL = "channel"
    OPERATOR = "operator"
    DESK = "desk"
    HOUR = "hour"
    """``00`` to ``23``, of the moment that made it count."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Every request of the day accounted for: ``brought_in + asked == sent + given_up + left``."""

    brought_in: int
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
