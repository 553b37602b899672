"""The store's days: figures, what is not sent and what would become of it, and how each was signed off."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from desktop_invoicer import errors
from desktop_invoicer.domain.closing import DayChange, DayClosing, DaySummary, changes_since
from desktop_invoicer.domain.day import Day, day_of
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.policy import plain_name
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Forecast, Prospect, foresee
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.clearance import MayNot, look
from desktop_invoicer.engine.day_ports import DayBook
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.posts import posts_of
from desktop_invoicer.engine.progress import Told, unheard
from desktop_invoicer.engine.reactions import problem_of
from desktop_invoicer.messages import word

LOOKS_AT_ONCE = 16
"""Jobs that VTEX is asked about at a time; the requests are bounded by each account's own budget."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DayDesk:
    """Answers questions about the store's days. Runs on the engine's loop; nothing is written."""

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
        day = self.on(when)
        return day_of(day, self.book.jobs_of(day), self.name)

    def forecasts(self, day: Day) -> tuple[Forecast, ...]:
        """Tell of each job that is not sent what would become of it, from the journal alone; oldest first."""
        return tuple(foresee(unsent.job) for unsent in day.unsent)

    async def look_ahead(self, when: date, told: Told = unheard) -> tuple[Forecast, ...]:
        """Ask VTEX what would become of each job that is ready, by the checks of a post; nothing is written."""
        forecasts = self.forecasts(self.day(when))
        ready = [forecast.job for forecast in forecasts if forecast.prospect is Prospect.SEND]
        asked: dict[JobId, Forecast] = {}
        places = asyncio.Semaphore(LOOKS_AT_ONCE)

        async def ask(job: Job) -> None:
            async with places:
                asked[job.id] = await self._asked(job)
            told(len(asked), len(ready))

        async with asyncio.TaskGroup() as asking:
            for job in ready:
                asking.create_task(ask(job))
        return tuple(asked.get(forecast.job.id, forecast) for forecast in forecasts)

    def closing(self, when: date) -> DayClosing | None:
        """Give how a day was last signed off."""
        return self.book.closing(when)

    def changes(self, when: date) -> tuple[DayChange, ...]:
        """Tell what is not as it was signed off any more; nothing where nobody has signed."""
        closing = self.book.closing(when)
        return () if closing is None else changes_since(closing, self.day(when))

    def history(self, since: date, until: date, search: str = "") -> tuple[DaySummary, ...]:
        """Give the days of a period, newest first.

        ``search`` is a date as people type it or a part of it, a manager, a state in words, or an order's id.
        """
        days = self.book.summaries(since, until, self.today())
        wanted = plain_name(search)
        if not wanted:
            return days
        of_order = set(self.book.days_of(OrderId(search.strip()), self.today()))
        return tuple(day for day in days if day.date in of_order or any(wanted in text for text in _names(day)))

    def report(self, when: date, findings: tuple[Finding, ...] | None = None) -> DayReport:
        """Put a day together for writing it; ``findings`` is ``None`` where nobody has compared the truths."""
        day, context = self.day(when), self.desk.context
        return DayReport(
            store=self.store,
            account=context.store.account,
            desk=self.name,
            made_at=context.clock.now(),
            day=day,
            forecasts=self.forecasts(day),
            findings=findings,
            closing=self.book.closing(when),
        )

    async def _asked(self, job: Job) -> Forecast:
        """Look at a job as a post would; a failure is what it would end in."""
        context = self.desk.context
        while True:
            try:
                seen = await look(job, posts_of(job.id, context.journal), context)
            except errors.VtexBusyError as exc:  # nothing is wrong with the job: it is a question of time
                await asyncio.sleep(exc.retry_after or context.patience.first_retry.total_seconds())
            except errors.NotificationNotReadyError:
                since = context.clock.now().isoformat()
                return foresee(job, Problem(ProblemCode.NOTIFICATION_MISSING, {"missing_since": since}))
            except Exception as exc:  # noqa: BLE001 (every family has its meaning, a defect of ours too)
                if not isinstance(exc, errors.InvoicerError):
                    _log.exception("order %s job %s cannot be looked at", job.order_id, job.id)
                return foresee(job, problem_of(exc, job.account))
            else:
                return foresee(job, seen.problem) if isinstance(seen, MayNot) else replace(foresee(job), is_asked=True)


def _names(day: DaySummary) -> tuple[str, ...]:
    """Give everything by which people look for a day."""
    manager = "" if day.closing is None else day.closing.manager
    return day.date.isoformat(), f"{day.date:%d/%m/%Y}", plain_name(manager), plain_name(word(day.state))
