"""A desk with one day, which sends what it is told to and signs what it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from typing_extensions import override

from desktop_invoicer.domain.closing import DayClosing, changes_since
from desktop_invoicer.domain.day import Day, DayJob, Sent, day_of
from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.money import ZERO
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.prospect import Forecast, Prospect, foresee
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.submission import (
    Chosen,
    LineResult,
    Progress,
    Submission,
    SubmissionEnd,
    SubmissionId,
    SubmissionLine,
)
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.events import Event, SubmissionAdvanced
from desktop_invoicer.errors import DayChangedError
from tests.builders import ACCOUNT, BRASILIA
from tests.report_builders import DAY, DESK, MADE_AT
from tests.ui.asked_desk import AskedDesk


class FakeDesk(AskedDesk):
    """Answers at once; ``work`` sends one job after the other, as often as it is called."""

    def __init__(self) -> None:
        super().__init__()
        policy = SimpleNamespace(returns=ReturnPolicy(managers=("Marta", "Rui Lima")))
        self.settings = SimpleNamespace(store=SimpleNamespace(name="Loja Gávea"), policy=policy)
        self.now = MADE_AT
        self.jobs: dict[JobId, DayJob] = {}
        self.signed: DayClosing | None = None
        self.findings: tuple[Finding, ...] | None = None
        self.submission: Submission | None = None
        self.lines: dict[JobId, SubmissionLine] = {}
        self.is_running = False
        self.in_the_way: dict[JobId, Problem] = {}
        self.exported: list[tuple[date, Path, PaperSize]] = []

    def know(self, *jobs: DayJob) -> None:
        """Have these jobs from now on."""
        self.jobs = {each.job.id: each for each in jobs}

    # what the page asks for

    def today(self) -> StoreDay:
        return StoreDay.of(self.now, BRASILIA)

    def day(self, when: date) -> Day:
        self.asked.append(when.isoformat())
        return day_of(StoreDay(when, BRASILIA), list(self.jobs.values()), DESK)

    def forecasts(self, day: Day) -> tuple[Forecast, ...]:
        return tuple(foresee(each.job) for each in day.unsent)

    async def look_ahead(self, when: date, told: Callable[[int, int], None]) -> tuple[Forecast, ...]:
        forecasts = self.forecasts(self.day(when))
        for done in range(len(forecasts)):
            told(done, len(forecasts))
        self.work_long(told)
        return tuple(self._asked_of_vtex(forecast) for forecast in forecasts)

    def closing(self, when: date) -> DayClosing | None:
        return self.signed if self.signed is not None and self.signed.date == when else None

    def changes(self, when: date) -> tuple[object, ...]:
        return () if self.signed is None else changes_since(self.signed, self.day(when))

    def report(self, when: date, findings: tuple[Finding, ...] | None = None) -> DayReport:
        day = self.day(when)
        return DayReport("Loja Gávea", ACCOUNT, DESK, self.now, day, self.forecasts(day), findings, self.signed)

    def last(self, when: date) -> SimpleNamespace | None:
        return None if self.findings is None or when != DAY.date else SimpleNamespace(findings=self.findings)

    def sign_off(
        self, when: date, manager: str, reason: str, seen: str, findings: Sequence[Finding] = ()
    ) -> DayClosing:
        day = self.day(when)
        if fingerprint(day) != seen:
            raise DayChangedError(when.isoformat())
        pending = {each.job.id: "" for each in day.unsent}
        known = tuple(finding.identity for finding in findings)
        self.signed = DayClosing(when, manager, self.now, day.totals, pending, known, reason)
        return self.signed

    def progress(self) -> Progress | None:
        if self.submission is None:
            return None
        return Progress(self.submission, tuple(self.lines.values()), self.is_running)

    def begin_submission(self, when: date, operator: str, jobs: Sequence[Job]) -> Submission:
        if self.refusal is not None:
            raise self.refusal
        number = 1 if self.submission is None else self.submission.id + 1
        chosen = tuple(Chosen(job.id, job.value or ZERO, "") for job in jobs)
        self.submission = Submission(SubmissionId(number), when, operator, self.now, chosen)
        self.lines = {job.id: SubmissionLine(job, LineResult.NOT_BEGUN) for job in jobs}
        self.is_running = True
        return self.submission

    def resume(self, _operator: str) -> Submission:
        assert self.submission is not None
        self.is_running = True
        return self.submission

    def cancel(self) -> None:
        self.end(SubmissionEnd.CANCELLED)

    async def export_day(self, when: date, path: Path, size: PaperSize) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.exported.append((when, path, size))

    # what happens at the desk

    def send_next(self) -> Event:
        """Send the next chosen job, or hold it where something is in the way."""
        assert self.submission is not None
        line = next(line for line in self.lines.values() if line.result is LineResult.NOT_BEGUN)
        known, problem = self.jobs[line.job.id], self.in_the_way.get(line.job.id)
        if problem is None:
            job = replace(line.job, stage=Stage.CLOSED, hold=None, version=line.job.version + 1, confirmed_by="Ana")
            sent = Sent(self.now, str(job.id), job.value or ZERO, "")
            self.jobs[job.id] = replace(known, job=job, sent=sent, ended_at=self.now)
            line = SubmissionLine(job, LineResult.SENT)
        else:
            hold = Hold(HoldKind.NEEDS_PERSON, problem)
            job = replace(line.job, hold=hold, version=line.job.version + 1)
            self.jobs[job.id] = replace(known, job=job)
            line = SubmissionLine(job, LineResult.FAILED, problem)
        self.lines[job.id] = line
        return SubmissionAdvanced(self.submission.id, line)

    def end(self, how: SubmissionEnd = SubmissionEnd.DONE) -> Event:
        """Come to the end of what was begun."""
        assert self.submission is not None
        self.is_running = False
        self.submission = replace(self.submission, end=how, ended_at=self.now + timedelta(minutes=1))
        return SubmissionAdvanced(self.submission.id, None)

    def _asked_of_vtex(self, forecast: Forecast) -> Forecast:
        if forecast.prospect is not Prospect.SEND:
            return forecast
        problem = self.in_the_way.get(forecast.job.id)
        return replace(forecast, is_asked=True) if problem is None else foresee(forecast.job, problem)

    @property
    @override
    def commands(self) -> SimpleNamespace:
        day_desk = SimpleNamespace(
            today=self.today,
            day=self.day,
            forecasts=self.forecasts,
            look_ahead=self.look_ahead,
            closing=self.closing,
            changes=self.changes,
            report=self.report,
        )
        submissions = SimpleNamespace(
            begin=self.begin_submission, resume=self.resume, cancel=self.cancel, progress=self.progress
        )
        return SimpleNamespace(
            day_desk=day_desk,
            submissions=submissions,
            closing=SimpleNamespace(sign_off=self.sign_off),
            reconciler=SimpleNamespace(last=self.last),
            export_day=self.export_day,
        )
