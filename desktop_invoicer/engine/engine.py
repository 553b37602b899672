"""The loop: take every job whose turn it is as far as it goes, and tell whoever listens.

Jobs of one order never run at the same time, since each counts what the others take of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from weakref import WeakValueDictionary

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import RAW, EffectKind, Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import LONGEST_WAIT, DueJob, Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.connections import Connections
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.events import AccountPaused, Event, JobChanged, StorageTroubled
from desktop_invoicer.engine.posting import close, submit
from desktop_invoicer.engine.reactions import react
from desktop_invoicer.engine.steps import load

CONCURRENCY = 32
"""Jobs on their way at once; the requests they make are bounded by each account's own budget."""

STOP_SECONDS = 8.0
"""So long a step under way may take to end before it is cut off when the program stops."""

_log = logging.getLogger(__name__)

Listener = Callable[[Event], None]


@dataclass(slots=True)
class _Pause:
    until: datetime
    problem: Problem


@dataclass(slots=True)
class Engine:
    """Drives jobs on the running asyncio loop. ``wake`` may be called from any thread, the rest only on the loop."""

    context: Context
    random: Random = field(default_factory=Random)
    _listeners: list[Listener] = field(default_factory=list)
    _locks: WeakValueDictionary[tuple[AccountName, OrderId], asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _paused: dict[AccountName, _Pause] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _running: dict[tuple[AccountName, OrderId], JobId] = field(default_factory=dict)
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    connections: Connections = field(init=False)

    def __post_init__(self) -> None:
        """Announce what is heard of the accounts as everything else."""
        self.connections = Connections(self.publish, self.context.clock.now)

    def subscribe(self, listener: Listener) -> None:
        """Tell ``listener`` every event from now on, on the thread where it happens; it must not wait."""
        self._listeners.append(listener)

    def publish(self, event: Event) -> None:
        """Tell everybody; a listener that fails does not stop the engine."""
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 (whatever it is, it is the listener's)
                _log.exception("a listener failed on %s", type(event).__name__)

    def wake(self) -> None:
        """Look for work now. Safe from any thread, and before or after the loop's life."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has just been closed: there is nothing left to wake
                self._loop.call_soon_threadsafe(self._awake.set)

    async def run(self) -> None:
        """Work until cancelled; steps under way may end then, and what is left continues at the next start."""
        self._loop = asyncio.get_running_loop()
        self._guarded(lambda: self.context.journal.release_paused(None, self.context.clock.now()))
        try:
            while True:
                self._awake.clear()
                wait = self._guarded(self._dispatch)
                await _wait(self._awake, wait)
        finally:
            self._stopping.set()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def is_idle(self) -> bool:
        """Tell whether no job runs or will go on by itself: all wait for a person, a document or their account."""
        return not self._tasks and not self.context.journal.moves_by_itself()

    def order_lock(self, job: Job | DueJob) -> asyncio.Lock:
        """Give the lock that whoever changes a job of this order must hold."""
        return self._locks.setdefault((job.account, job.order_id), asyncio.Lock())  # gone when nobody holds it

    def resume(self, account: AccountName) -> None:
        """Let an account try again at once: its credentials were set."""
        self._paused.pop(account, None)
        self.context.journal.release_paused(account, self.context.clock.now())
        self.wake()

    def _guarded(self, work: Callable[[], float | None]) -> float | None:
        """Do work on the journal; when the disk refuses, say so and come back later instead of dying."""
        try:
            return work()
        except (errors.StorageError, errors.StorageBusyError) as exc:
            self._storage_troubled(exc)
            return self.context.patience.first_retry.total_seconds()

    def _dispatch(self) -> float | None:
        """Start what is due; give the seconds until the next job becomes due, ``None`` when none waits for time."""
        now = self.context.clock.now()
        if len(self._tasks) >= CONCURRENCY:
            return None  # each task that ends wakes the loop
        for due in self.context.journal.due(now, CONCURRENCY + len(self._running)):
            if (due.account, due.order_id) not in self._running:
                self._start(due)
            if len(self._tasks) >= CONCURRENCY:
                return None
        next_due = self.context.journal.next_due(now)
        return None if next_due is None else (next_due - now).total_seconds()

    def _start(self, due: DueJob) -> None:
        order = (due.account, due.order_id)
        self._running[order] = due.id
        task = asyncio.create_task(self._advance(due), name=f"job {due.id}")
        self._tasks.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._running.pop(order, None)
            self._awake.set()

        task.add_done_callback(ended)

    async def _advance(self, due: DueJob) -> None:
        """Take one job as far as it goes now; where that fails altogether, rest without keeping others waiting."""
        rest = timedelta(0)
        async with self.order_lock(due):
            try:
                while await self._step(due.id):
                    pass
            except errors.StaleJobError:
                self.wake()  # somebody changed the job meanwhile: it is looked at anew
            except (errors.StorageError, errors.StorageBusyError) as exc:
                self._storage_troubled(exc)
                rest = self.context.patience.first_retry
            except Exception:  # noqa: BLE001 (a defect of ours must not be tried again at once)
                _log.exception("order %s job %s cannot be taken further", due.order_id, due.id)
                rest = self.context.patience.last_retry
        await _wait(self._stopping, rest.total_seconds())

    async def _step(self, job_id: JobId) -> bool:
        """Do the job's next step; tell whether there may be another one."""
        job = self.context.journal.job(job_id)
        if job is None or job.stage.is_end or self._is_held(job):
            return False
        try:
            changed = await self._transition(job)
        except (errors.StaleJobError, errors.StorageError, errors.StorageBusyError):
            raise
        except Exception as failure:  # noqa: BLE001 (every family has its reaction, a defect of ours too)
            changed = self._told(job_id, failure)
        _log.info(
            "order %s job %s at stage %s%s", changed.order_id, changed.id, changed.stage.value, _hold_words(changed)
        )
        self.publish(JobChanged(changed))
        return changed.stage is not job.stage and not self._stopping.is_set()

    def _is_held(self, job: Job) -> bool:
        hold = job.hold
        return hold is not None and (hold.until is None or self._is_ahead(hold.until))

    def _is_ahead(self, moment: datetime) -> bool:
        """Tell whether a moment is still to come; one too far away was written under a wrong clock and is past."""
        now = self.context.clock.now()
        return now < moment <= now + LONGEST_WAIT

    async def _transition(self, job: Job) -> Job:
        pause = self._paused.get(job.account)
        if pause is not None and self._is_ahead(pause.until):
            return self._write_hold(job, Hold(HoldKind.ACCOUNT_PAUSED, pause.problem, pause.until))
        match job.stage:
            case Stage.RECEIVED:
                return await load(job, self.context)
            case Stage.DOCUMENTED if job.confirmed_by:
                return await submit(job, self.context)
            case Stage.SUBMITTED:
                return await close(job, self.context)
            case _:
                raise errors.NotAllowedNowError(str(job.id), job.stage.value, "go on by itself")

    def _told(self, job_id: JobId, failure: Exception) -> Job:
        """Write down what follows from a failure; where even that fails, say no more than that we failed."""
        try:
            return self._failed(job_id, failure)
        except (errors.StaleJobError, errors.StorageError, errors.StorageBusyError):
            raise
        except Exception as worse:
            _log.exception("job %s: what follows from %s cannot be written", job_id, type(failure).__name__)
            job = self.context.journal.job(job_id)
            if job is None:
                raise
            problem = Problem(ProblemCode.INTERNAL, {"error": type(worse).__name__})
            return self._write_hold(job, Hold(HoldKind.NEEDS_PERSON, problem))

    def _failed(self, job_id: JobId, failure: Exception) -> Job:
        """Write down what follows from a failure."""
        job = self.context.journal.job(job_id)
        if job is None:
            raise failure
        now = self.context.clock.now()
        reaction = react(job, failure, now, self.context.patience, self.random.random())
        if reaction.withdraws or reaction.hold is None:
            return self._withdraw(job, now)
        if reaction.hold.problem.code is ProblemCode.INTERNAL:
            _log.error("order %s job %s at stage %s", job.order_id, job.id, job.stage.value, exc_info=failure)
        if reaction.hold.kind is HoldKind.ACCOUNT_PAUSED and reaction.hold.until is not None:
            self._paused[job.account] = _Pause(reaction.hold.until, reaction.hold.problem)
            self.connections.pause(AccountPaused(job.account, reaction.hold.problem))
        return self._write_hold(job, reaction.hold, raw=getattr(failure, "raw", ""))

    def _write_hold(self, job: Job, hold: Hold, raw: str = "") -> Job:
        now = self.context.clock.now()
        held = job.held(hold, now, failed=True)
        facts = {"problem": hold.problem.code.value, **hold.problem.facts, **({RAW: raw} if raw else {})}
        return self.context.journal.apply(Step(held, TimelineEntry(now, Entry.HELD, facts)))

    def _withdraw(self, job: Job, now: datetime) -> Job:
        """End a job that VTEX no longer asks for; once a post was tried a person has to look first."""
        if any(effect.kind is EffectKind.POST_INVOICE for effect in self.context.journal.effects(job.id)):
            return self._write_hold(job, Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.WITHDRAWN_AFTER_POST)))
        step = Step(job.advanced(Stage.WITHDRAWN, now), TimelineEntry(now, Entry.WITHDRAWN), releases_document=True)
        return self.context.journal.apply(step)

    def _storage_troubled(self, failure: errors.StorageError | errors.StorageBusyError) -> None:
        _log.error("the database cannot be used now: %s", failure)
        self.publish(StorageTroubled(failure))


def _hold_words(job: Job) -> str:
    return "" if job.hold is None else f", {job.hold.kind.value}: {job.hold.problem.code.value}"


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for an event, or some time. ``asyncio.wait_for`` loses a cancellation that comes with it before 3.12."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
