"""The commands about the store's days, JSON in and JSON out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from pathlib import Path
from typing import Any

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.prospect import Forecast, Prospect
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.closing import Closing
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.day_ports import AuditTrail
from desktop_invoicer.engine.day_views import counts_view, day_view, line_view, progress_view
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.submitting import Submissions
from desktop_invoicer.engine.told import text, vouched
from desktop_invoicer.engine.views import Json


@dataclass(frozen=True, slots=True)
class DayCommands:
    """Answers commands about days. Dates are in ISO 8601; without one it is the store's today."""

    day_desk: DayDesk
    submissions: Submissions
    closing: Closing
    reconciler: Reconciler
    write_report: Callable[[DayReport, Path, PaperSize], None]
    """Writes a report as a file; blocks."""
    audit: AuditTrail

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {
            "day": self.day,
            "look_ahead": self.look_ahead,
            "submit_ready": self.submit_ready,
            "submission": self.submission,
            "submission_news": self.news,
            "cancel_submission": self.cancel,
            "close_day": self.close,
            "export_day": self.export,
        }

    async def day(self, date: str | None = None) -> Json:
        """Show a day, from the journal alone."""
        day = self.day_desk.day(self._date(date))
        return self._view(day, self.day_desk.forecasts(day))

    async def look_ahead(self, date: str | None = None) -> Json:
        """Show a day with what VTEX lets become of each job that is ready; nothing is written."""
        when = self._date(date)
        forecasts = await self.day_desk.look_ahead(when)
        return self._view(self.day_desk.day(when), forecasts)

    async def submit_ready(self, operator: str, date: str | None = None) -> Json | None:
        """Begin to send what is ready of a day, after what was interrupted; ``None`` where nothing is to be sent."""
        when = self._date(date)
        ready = self._ready(when)
        if self.submissions.interrupted() is not None:
            self.submissions.resume(text(operator), ready)
        elif ready:
            self.submissions.begin(when, text(operator), ready)
        else:
            return None
        return await self.submission()

    async def submission(self) -> Json | None:
        """Show how far the newest submission is, with each of its jobs."""
        progress = self.submissions.progress()
        return None if progress is None else progress_view(progress)

    async def news(self, after: int = 0) -> Json:
        """Tell what came of jobs that were chosen last after so many news, and how far it is."""
        progress = self.submissions.progress()
        return {
            "counts": None if progress is None else counts_view(progress),
            "lines": [line_view(line) for line in self.submissions.news(after)],
        }

    async def cancel(self) -> None:
        """Begin no more of what is ready."""
        self.submissions.cancel()

    async def close(
        self, manager: str, seen: str, reason: str = "", date: str | None = None, manager_pin: str | None = None
    ) -> Json:
        """Sign a day off as it was ``seen``; with their PIN a manager who is not signed in."""
        when = self._date(date)
        async with vouched(self._people, manager, manager_pin, Action.CLOSE_DAY, when.isoformat()):
            self.closing.sign_off(when, text(manager), text(reason), text(seen), self._findings(when) or ())
        return await self.day(when.isoformat())

    async def export(
        self, path: str, date: str | None = None, size: str = PaperSize.A4.value, operator: str = ""
    ) -> str:
        """Write the report of a day as a file, and give its path."""
        await self.export_day(self._date(date), Path(path), PaperSize(size), text(operator))
        return path

    async def export_day(
        self, when: calendar_date, path: Path, size: PaperSize = PaperSize.A4, operator: str = ""
    ) -> None:
        """Write the report of a day as a file, whole or not at all.

        Raises:
            UnknownReportFormatError, ReportUnwritableError: it cannot be written there.

        """
        with self._people.permit(operator, Action.EXPORT, when.isoformat()) as who:
            report = self.day_desk.report(when, self._findings(when))
            await asyncio.to_thread(self.write_report, report, path, size)
        now = self.day_desk.desk.context.clock.now()
        self.audit.add(AuditEntry(now, who, Deed.DAY_EXPORTED, when.isoformat(), {"file": path.name}))

    @property
    def _people(self) -> People:
        return self.day_desk.desk.context.people

    def _date(self, date: str | None) -> calendar_date:
        return self.day_desk.today().date if date is None else calendar_date.fromisoformat(date)

    def _view(self, day: Day, forecasts: Sequence[Forecast]) -> Json:
        progress = self.submissions.progress()
        is_due = progress is not None and (progress.submission.end is None or progress.submission.day == day.day.date)
        return day_view(self.day_desk, day, forecasts, self.reconciler.last(day.day.date), progress if is_due else None)

    def _ready(self, when: calendar_date) -> list[Job]:
        forecasts = self.day_desk.forecasts(self.day_desk.day(when))
        return [forecast.job for forecast in forecasts if forecast.prospect is Prospect.SEND]

    def _findings(self, when: calendar_date) -> tuple[Finding, ...] | None:
        """Give what the last comparison of a day found since the program runs."""
        compared = self.reconciler.last(when)
        return None if compared is None else compared.findings
