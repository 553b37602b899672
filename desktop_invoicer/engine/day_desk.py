"""The store's days: figures, what is not sent and what would become of it, and how each was signed off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo

from desktop_invoicer.domain.closing import DayClosing, DaySummary
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.prospect import Forecast
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.ports import DayBook

Told = Callable[[int, int], None]
"""Is told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class DayDesk:
    """Answers questions about the store's days. Runs on the engine's loop."""

    desk: Desk
    book: DayBook
    zone: tzinfo
    name: str
    """Of this desk."""
    store: str = ""
    """Name of the store, as its reports show it."""

    def today(self) -> StoreDay:
        """Give the day that it is now in the store."""
        return StoreDay.of(self.desk.context.clock.now(), self.zone)

    def on(self, when: date) -> StoreDay:
        """Give the store's day of a date."""
        return StoreDay(when, self.zone)

    def day(self, when: date) -> Day:
        """Give the figures of a day and what is not sent, from the journal alone."""
        raise NotImplementedError

    def forecasts(self, day: Day) -> tuple[Forecast, ...]:
        """Tell of each job that is not sent what would become of it, from the journal alone; oldest first."""
        raise NotImplementedError

    async def look_ahead(self, when: date, told: Told = lambda _done, _total: None) -> tuple[Forecast, ...]:
        """Ask VTEX what would become of each job that is ready, by the checks of a post; nothing is written."""
        raise NotImplementedError

    def closing(self, when: date) -> DayClosing | None:
        """Give how a day was last signed off."""
        return self.book.closing(when)

    def changes(self, when: date) -> tuple[object, ...]:
        """Tell what has changed since a day was signed off."""
        raise NotImplementedError

    def history(self, since: date, until: date, search: str = "") -> tuple[DaySummary, ...]:
        """Give the days of a period, newest first.

        ``search`` is a date as people type it, a manager, a state in words, or an order's id.
        """
        raise NotImplementedError

    def report(self, when: date, findings: tuple[Finding, ...] | None = None) -> DayReport:
        """Put a day together for writing it; ``findings`` is ``None`` where nobody has compared the truths."""
        raise NotImplementedError
