"""Sending everything that is ready, job by job: each is confirmed as a person would, and the engine posts it.

What was chosen is written down before anything is sent. Whatever happens then, a job goes out once: only what still is
as it was chosen is confirmed, and what is confirmed goes the one way on which anything is posted.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.money import ZERO
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Prospect, foresee
from desktop_invoicer.domain.submission import (
    Chosen,
    LineResult,
    Progress,
    Submission,
    SubmissionEnd,
    SubmissionId,
    SubmissionLine,
)
from desktop_invoicer.domain.workflow import HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.day_ports import DayBook
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.events import Event, JobChanged, SubmissionAdvanced
from desktop_invoicer.engine.words import words

AT_ONCE = 32
"""Jobs that are confirmed and not through yet: so few go on after a cancellation, or when the program is killed."""

SILENCE = 120.0
"""Seconds after which a job of which nothing is heard makes room for the next one."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    """A submission that was begun since the program runs: under way until its ``submission`` has an end."""

    submission: Submission
    lines: dict[JobId, SubmissionLine]
    """As they were last heard of, in the order in which they were chosen."""
    chosen: Mapping[JobId, Chosen]
    left: deque[Chosen]
    news: dict[JobId, asyncio.Event] = field(default_factory=dict)
    """Of the jobs that are waited for."""
    through: list[JobId] = field(default_factory=list)
    """Jobs of which something came, in that order; one that went on by itself stands there again when it is sent."""
    end: SubmissionEnd | None = None
    """Why no more jobs are begun."""


@dataclass(slots=True)
class Submissions:
    """Confirms what was chosen, a few jobs at a time. Runs on the engine's loop."""

    desk: Desk
    book: DayBook
    at_once: int = AT_ONCE
    silence: float = SILENCE
    _run: _Run | None = None
    """The newest."""
    _wanted: asyncio.Queue[_Run] = field(default_factory=asyncio.Queue)
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_running(self) -> bool:
        """Tell whether something is being sent."""
        return self._run is not None and self._run.submission.end is None

    def begin(self, when: date, operator: str, jobs: Sequence[Job]) -> Submission:
        """Send the jobs as they were shown; what is another by now does not go out.

        Raises:
            NotReadyError: one of them is not ready: only sales that wait for nothing but a word are.
            NothingReadyError: no jobs are given.
            SendingAlreadyError: something is being sent.
            NothingSaidError: nobody's name is given.

        """
        with self._permit(operator, when):
            return self._begun(when, operator, _chosen(jobs))

    def resume(self, operator: str, also: Sequence[Job] = ()) -> Submission:
        """Go on with what was interrupted, without repeating anything, and send ``also`` what became ready since.

        Raises:
            NothingReadyError: nothing was interrupted.
            SendingAlreadyError, NotReadyError, NothingSaidError: as for ``begin``.

        """
        left = self.interrupted()
        if left is None:
            raise errors.NothingReadyError
        before = {chosen.job for chosen in left.chosen}
        with self._permit(operator, left.day):
            added = _chosen(job for job in also if job.id not in before)
            return self._begun(left.day, operator, (*left.chosen, *added))

    def interrupted(self) -> Submission | None:
        """Give the submission that was begun, and neither ended nor is under way."""
        newest = None if self.is_running else self.book.submission()
        return None if newest is None or newest.end is not None else newest

    def cancel(self) -> None:
        """Begin no more jobs; those under way end."""
        if self._run is not None and self._run.end is None:
            self._run.end = SubmissionEnd.CANCELLED

    def progress(self, submission: SubmissionId | None = None) -> Progress | None:
        """Tell how far a submission is, the newest without its number; open and not running: it was interrupted."""
        if self._run is not None and submission in {None, self._run.submission.id}:
            return Progress(self._run.submission, tuple(self._run.lines.values()), is_running=self.is_running)
        found = self.book.submission(submission)
        return None if found is None else Progress(found, tuple(self._lines(found).values()), is_running=False)

    def news(self, after: int = 0) -> tuple[SubmissionLine, ...]:
        """Give what came of the jobs that were chosen last, in that order, without the first ``after`` news."""
        return () if self._run is None else tuple(self._run.lines[job] for job in self._run.through[after:])

    def listen(self, event: Event) -> None:
        """Note how the chosen jobs get on."""
        if self._run is None or not isinstance(event, JobChanged) or event.job.id not in self._run.lines:
            return
        self._note(self._run, event.job)
        if news := self._run.news.get(event.job.id):
            news.set()

    async def run(self) -> None:
        """Send what is asked for, until cancelled; what is not through then was interrupted."""
        while True:
            await self._send(await self._wanted.get())

    async def wait(self, seconds: float) -> None:
        """Wait until nothing is being sent, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.is_running:
                    self._idle.clear()
                    await self._idle.wait()

    def _permit(self, operator: str, when: date) -> AbstractContextManager[str]:
        return self.desk.context.people.permit(operator, Action.SEND_READY, when.isoformat())

    def _begun(self, when: date, operator: str, chosen: Sequence[Chosen]) -> Submission:
        operator, now = words(operator), self.desk.context.clock.now()
        if self.is_running:
            raise errors.SendingAlreadyError
        if not chosen:
            raise errors.NothingReadyError
        left, facts = self.interrupted(), {"jobs": len(chosen), "value": sum(each.value for each in chosen)}
        entry = AuditEntry(now, operator, Deed.READY_SENT, when.isoformat(), facts)
        submission = self.book.begin_submission(when, operator, chosen, entry)
        if left is not None:
            self.book.end_submission(left.id, SubmissionEnd.CANCELLED, now)
        by_job = {each.job: each for each in chosen}
        self._run = _Run(submission, self._lines(submission), by_job, deque(by_job.values()))
        self._wanted.put_nowait(self._run)
        return submission

    async def _send(self, run: _Run) -> None:
        await asyncio.gather(*(self._work(run) for _ in range(self.at_once)))
        is_left = any(line.result is LineResult.NOT_BEGUN for line in run.lines.values())
        end = run.end if run.end is not None and is_left else SubmissionEnd.DONE
        now = self.desk.context.clock.now()
        await self._kept(partial(self.book.end_submission, run.submission.id, end, now))
        run.submission = replace(run.submission, end=end, ended_at=now)
        self._idle.set()
        self.desk.engine.publish(SubmissionAdvanced(run.submission.id, None))

    async def _work(self, run: _Run) -> None:
        """Take one job after the other until it is through."""
        while run.left and run.end is None:
            chosen = run.left.popleft()
            try:
                await self._take_through(chosen, run)
            except Exception:  # noqa: BLE001 (a defect of ours keeps no other job from being sent)
                _log.exception("job %s cannot be sent", chosen.job)

    async def _take_through(self, chosen: Chosen, run: _Run) -> None:
        """Confirm a job and wait for what comes of it; one that VTEX does not answer keeps its place only once."""
        news, is_ours = asyncio.Event(), False
        run.news[chosen.job] = news
        while True:
            news.clear()
            line = self._note(run, await self._kept(partial(self.desk.job, chosen.job)))
            if line.result is LineResult.NOT_BEGUN and run.end is None:
                await self._confirm(line.job, run)
                is_ours = True
            elif not _moves(line) or not await _heard(news, self.silence):
                break
        hold = line.job.hold
        if line.result is LineResult.GOES_ON and is_ours and hold is not None and hold.until is not None:
            await _heard(news, (hold.until - self.desk.context.clock.now()).total_seconds())
        elif hold is not None and hold.kind is HoldKind.ACCOUNT_PAUSED and run.end is None:
            run.end = SubmissionEnd.ACCOUNT_PAUSED
        del run.news[chosen.job]

    async def _confirm(self, job: Job, run: _Run) -> None:
        """Say the word that is missing; where somebody was quicker, the job is looked at again."""
        try:
            await self.desk.submit_chosen(job.id, run.submission.operator, job)
        except (errors.StaleJobError, errors.NotAllowedNowError) as exc:
            _log.info("order %s: %s", job.order_id, exc)
        except (errors.StorageError, errors.StorageBusyError) as exc:
            await self._rest(exc)

    def _note(self, run: _Run, job: Job) -> SubmissionLine:
        """Take down how a job stands; tell it where that is news."""
        before, line = run.lines[job.id], line_of(run.chosen[job.id], job)
        run.lines[job.id] = line
        if (line.result, line.problem) != (before.result, before.problem):
            if line.result not in {LineResult.NOT_BEGUN, LineResult.UNDER_WAY}:
                run.through.append(job.id)
            self.desk.engine.publish(SubmissionAdvanced(run.submission.id, line))
        return line

    def _lines(self, submission: Submission) -> dict[JobId, SubmissionLine]:
        return {each.job: line_of(each, self.desk.job(each.job)) for each in submission.chosen}

    async def _kept(self, work: Callable[[], T]) -> T:
        """Use the database, later where it cannot be used now."""
        while True:
            try:
                return work()
            except (errors.StorageError, errors.StorageBusyError) as exc:
                await self._rest(exc)

    async def _rest(self, failure: errors.InvoicerError) -> None:
        _log.warning("what is ready waits for the database: %s", failure)
        await asyncio.sleep(self.desk.context.patience.first_retry.total_seconds())


def line_of(chosen: Chosen, job: Job) -> SubmissionLine:
    """Tell how a job stands that was chosen; with another amount or document it does not go out any more."""
    if job.stage in {Stage.SUBMITTED, Stage.CLOSED}:
        return SubmissionLine(job, LineResult.SENT)
    if job.stage is not Stage.DOCUMENTED or job.operation is not Operation.SALE or _choice(job) != chosen:
        return SubmissionLine(job, LineResult.FAILED, Problem(ProblemCode.CHOICE_CHANGED))
    if job.hold is None:
        return SubmissionLine(job, LineResult.UNDER_WAY)
    if job.hold.kind is HoldKind.RETRY_AT:
        return SubmissionLine(job, LineResult.GOES_ON, job.hold.problem)
    if foresee(job).prospect is Prospect.SEND:
        return SubmissionLine(job, LineResult.NOT_BEGUN)
    return SubmissionLine(job, LineResult.FAILED, job.hold.problem)


def _moves(line: SubmissionLine) -> bool:
    """Tell whether the engine is at work on a job: after its post it deletes the notification."""
    is_deleting = line.job.stage is Stage.SUBMITTED and line.job.hold is None
    return is_deleting or line.result is LineResult.UNDER_WAY


def _chosen(jobs: Iterable[Job]) -> tuple[Chosen, ...]:
    """Take jobs as they were shown; ``NotReadyError`` for one that waits for more than a word."""
    ready = tuple(jobs)
    for job in ready:
        if foresee(job).prospect is not Prospect.SEND:
            raise errors.NotReadyError(str(job.id))
    return tuple(map(_choice, ready))


def _choice(job: Job) -> Chosen:
    return Chosen(job.id, job.value or ZERO, "" if job.document is None else job.document.key.text)


async def _heard(news: asyncio.Event, seconds: float) -> bool:
    """Wait for news, at most so long; tell whether there are any."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()
    return news.is_set()
