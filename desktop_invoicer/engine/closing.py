"""Signing a day off, and noticing what changes afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.closing import DayClosing, DayState
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.prospect import foresee
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.day_ports import DayBook
from desktop_invoicer.engine.events import DayClosed, DayReopened, Event, JobChanged, JobReceived
from desktop_invoicer.engine.steps import AUTOMATIC
from desktop_invoicer.engine.words import statement, words

COLLECTING = 1.0
"""Seconds for which news are collected before closed days are looked at."""

RECENT = 3
"""Days before today that are looked at when the program starts."""

_log = logging.getLogger(__name__)


def fingerprint(day: Day) -> str:
    """Give a text that is another one as soon as the figures of a day, or what is not sent and why, are others."""
    pending = [(unsent.job.id, foresee(unsent.job).prospect.value) for unsent in day.unsent]
    return sha256(repr((day.totals, pending)).encode()).hexdigest()


@dataclass(slots=True)
class Closing:
    """Takes managers' words about days, and watches the days that are closed. Runs on the engine's loop."""

    day_desk: DayDesk
    book: DayBook
    collecting: float = COLLECTING
    _is_closed: dict[date, bool] = field(default_factory=dict)
    """What is known of days; those that are not in it have to be looked up."""
    _changed_since: date | None = None
    """The earliest day that may have changed."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None

    def sign_off(
        self, when: date, manager: str, reason: str, seen: str, findings: Sequence[Finding] = ()
    ) -> DayClosing:
        """Close a day; ``seen`` is the fingerprint of the day as the manager saw it.

        Raises:
            NothingSaidError, NotAManagerError: the name is empty, or none of a manager.
            SignInNeededError, NotPermittedError: as for ``People.permit``.
            FutureDayError: the day has not begun.
            DayChangedError: the figures are others than those that were shown.
            ReasonMissingError: something is not sent, and nobody says why the day is closed.

        """
        people = self.day_desk.desk.context.people
        with people.permit(words(manager), Action.CLOSE_DAY, when.isoformat()) as by_whom:
            return self._signed_off(when, by_whom, reason, seen, findings)

    def listen(self, event: Event) -> None:
        """Note that a job changed; may be called from any thread."""
        match event:
            case JobReceived(job=job) | JobChanged(job=job) if not job.attempts and self._loop is not None:
                with suppress(RuntimeError):  # the loop has just been closed: the next start looks at its days
                    self._loop.call_soon_threadsafe(self._note, StoreDay.of(job.received_at, self.day_desk.zone).date)

    async def run(self) -> None:
        """Reopen closed days that change, until cancelled; the last ones may have changed as a program crashed."""
        self._loop = asyncio.get_running_loop()
        try:
            await asyncio.sleep(self.collecting)
            await self._look_safely(self.day_desk.today().next(-RECENT).date)
            while True:
                await self._news.wait()
                await asyncio.sleep(self.collecting)
                await self._look_at_news()
        finally:
            await self._look_at_news()  # a command is often done before its news were collected

    async def _look_at_news(self) -> None:
        self._news.clear()
        since, self._changed_since = self._changed_since, None
        if since is not None:
            await self._look_safely(since)

    async def _look_safely(self, since: date) -> None:
        try:
            await self._look(since)
        except asyncio.CancelledError:
            self._note(since)
            raise
        except (errors.StorageError, errors.StorageBusyError) as exc:
            _log.warning("closed days wait for the database: %s", exc)
            self._note(since)
            await asyncio.sleep(self.day_desk.desk.context.patience.first_retry.total_seconds())
        except Exception:  # noqa: BLE001 (a defect of ours: days that change later are looked at)
            _log.exception("closed days could not be looked at")

    def _note(self, since: date) -> None:
        self._changed_since = min(since, self._changed_since or since)
        self._news.set()

    async def _look(self, since: date) -> None:
        """Look at the days on which a job may count that came on a day, today's in any case."""
        today = self.day_desk.today().date
        since = min(since, today)  # the clock may have been set back since it came
        for days in range((today - since).days + 1):
            if self._was_closed(day := since + timedelta(days=days)):
                self._reopen_if_changed(day)
                await asyncio.sleep(0)  # a day takes a while to count: others have their turn in between

    def _was_closed(self, when: date) -> bool:
        if when not in self._is_closed:
            closing = self.book.closing(when)
            self._is_closed[when] = closing is not None and closing.state is DayState.CLOSED
        return self._is_closed[when]

    def _reopen_if_changed(self, when: date) -> None:
        changes = self.day_desk.changes(when)
        if not changes:
            return
        facts = {"figures": ", ".join(change.figure.value for change in changes)}
        now = self.day_desk.desk.context.clock.now()
        self.book.reopen(when, AuditEntry(now, AUTOMATIC, Deed.DAY_REOPENED, when.isoformat(), facts))
        self._is_closed[when] = False
        self.day_desk.desk.engine.publish(DayReopened(when))

    def _signed_off(self, when: date, manager: str, reason: str, seen: str, findings: Sequence[Finding]) -> DayClosing:
        context = self.day_desk.desk.context
        if not context.returns.is_manager(manager):
            raise errors.NotAManagerError(manager)
        if when > self.day_desk.today().date:
            raise errors.FutureDayError(when.isoformat())
        day = self.day_desk.day(when)
        if fingerprint(day) != seen:
            raise errors.DayChangedError(when.isoformat())
        if day.unsent and not reason.strip():
            raise errors.ReasonMissingError(when.isoformat(), len(day.unsent))
        problems = {unsent.job.id: foresee(unsent.job).problem for unsent in day.unsent}
        closing = DayClosing(
            date=when,
            manager=manager,
            closed_at=context.clock.now(),
            figures=day.totals,
            pending={job: "" if problem is None else problem.code.value for job, problem in problems.items()},
            findings=tuple(finding.identity for finding in findings),
            reason=statement(reason) if reason.strip() else "",
        )
        self.book.close(closing, _entry(closing))
        self._is_closed[when] = True
        self.day_desk.desk.engine.publish(DayClosed(when))
        return closing


def _entry(closing: DayClosing) -> AuditEntry:
    facts: dict[str, str | int] = {
        "invoiced": closing.figures.invoiced.value,
        "net": closing.figures.net,
        "pending": len(closing.pending),
        "findings": len(closing.findings),
        "reason": closing.reason,
    }
    return AuditEntry(closing.closed_at, closing.manager, Deed.DAY_CLOSED, closing.date.isoformat(), facts)
