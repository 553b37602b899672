"""Comparing the three truths of a day: what VTEX holds, which documents there are, and what this desk wrote down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_invoicer.domain.finding import Finding, FindingNote
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.ports import DayBook

if TYPE_CHECKING:
    from desktop_invoicer.engine.day_desk import DayDesk

Told = Callable[[int, int], None]
"""Is told how many of how many are done."""


def unheard(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a comparison came to. ``read`` orders were read from VTEX, ``listed`` ones the list of orders proved."""

    date: date
    at: datetime
    findings: tuple[Finding, ...]
    read: int
    listed: int
    unread: int
    """Orders that VTEX did not give; each is a finding, too."""


@dataclass(slots=True)
class Reconciler:
    """Compares the truths of a day, and keeps the last result of each. Runs on the engine's loop; only reads VTEX."""

    desk: Desk
    day_desk: DayDesk
    book: DayBook
    _last: dict[date, Reconciled] = field(default_factory=dict)

    async def reconcile(self, date: date, told: Told = unheard) -> tuple[Finding, ...]:
        """Compare everything of a day, the most money first."""
        return (await self.compare(date, told)).findings

    async def compare(self, date: date, told: Told = unheard) -> Reconciled:
        """Compare everything of a day, and tell how it was compared."""
        raise NotImplementedError

    def last(self, date: date) -> Reconciled | None:
        """Give what the last comparison of a day came to since the program runs."""
        return self._last.get(date)

    def note(self, finding: str, operator: str, reason: str) -> FindingNote:
        """Keep a person's word about a finding, by its identity.

        Raises:
            NothingSaidError: the name or the reason is empty.

        """
        raise NotImplementedError
