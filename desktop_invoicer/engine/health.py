"""Who knows how the program is: asks each part what is known of it, and tells when that changes.

Nothing here waits and VTEX is never called: what takes the disk is looked at beside the loop, from time to time.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from desktop_invoicer import __version__, errors
from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth, QueueHealth
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.events import Event, HealthChanged, JobChanged, JobReceived, StorageTroubled

PULSE = 1.0
"""Seconds between two looks; so often at most a change is told."""

_FADING = 0.9
_log = logging.getLogger(__name__)

Probe = Callable[[], Iterable[PartHealth]]
"""Gives what is known of one or several parts."""


@dataclass(slots=True)
class _Look:
    """Something that takes the disk: done on a thread of its own every so many seconds, remembered in between."""

    part: Part
    probe: Probe
    every: float
    due: float = 0.0
    found: tuple[PartHealth, ...] = ()
    task: asyncio.Task[tuple[PartHealth, ...]] | None = None


@dataclass(slots=True)
class HealthDesk:
    """Knows how the program is. Runs on the engine's loop."""

    context: Context
    publish: Callable[[Event], None]
    pulse: float = PULSE
    monotonic: Callable[[], float] = time.monotonic
    since: datetime = field(init=False)
    beat: datetime = field(init=False)
    """When the last pulse was."""
    lag: float = 0.0
    """The most seconds by which one of the last pulses came late."""
    _probes: list[tuple[Part, Probe]] = field(default_factory=list)
    _looks: list[_Look] = field(default_factory=list)
    _queue: QueueHealth = field(default_factory=QueueHealth)
    _queue_is_old: bool = True
    _told: Health | None = None
    _failing: set[Part] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take the time of the start."""
        self.since = self.beat = self.now()

    def watch(self, part: Part, probe: Probe) -> None:
        """Ask ``probe`` about a part each time; it must answer at once, from what is known."""
        self._probes.append((part, probe))

    def look_at(self, part: Part, probe: Probe, every: float) -> None:
        """Let ``probe``, which may take the disk, look at a part every so many seconds, beside the loop."""
        self._looks.append(_Look(part, probe, every))

    def look_soon(self, part: Part) -> None:
        """Look at a part at the next pulse, since something was heard of it."""
        for look in self._looks:
            if look.part is part:
                look.due = 0.0

    def listen(self, event: Event) -> None:
        """Count the queue anew when a job came or moved, and look at the database that troubles somebody."""
        match event:
            case JobReceived() | JobChanged():
                self._queue_is_old = True
            case StorageTroubled():
                self.look_soon(Part.DATABASE)
            case _:
                pass

    def now(self) -> datetime:
        """Give the present moment."""
        return self.context.clock.now()

    def health(self) -> Health:
        """Tell how the program is now, from what is known."""
        known = [found for part, probe in self._probes for found in self._asked(part, probe)]
        seen = [found for look in self._looks for found in look.found]
        return Health(self.now(), self.since, __version__, tuple(known + seen), self._counted())

    async def looked(self) -> Health:
        """Tell how the program is, once every part was looked at; that takes longer only right after the start."""
        self._look_where_due()
        await asyncio.gather(*(look.task for look in self._looks if look.task and not look.found))
        self._take_looks()
        return self.health()

    async def run(self) -> None:
        """Look at every pulse and tell what changed, until cancelled."""
        while True:
            self._look_where_due()
            self.tell()
            before = self.monotonic()
            await asyncio.sleep(self.pulse)
            self._beaten(self.monotonic() - before - self.pulse)

    def tell(self) -> None:
        """Announce how the program is, where that changed."""
        health = self.health()
        if self._told is None or health.differs(self._told):
            self._told = health
            self.publish(HealthChanged(health))

    def _beaten(self, late: float) -> None:
        """Take note of a pulse that came so many seconds late; an old delay counts less and less."""
        self.beat = self.now()
        self.lag = max(late, self.lag * _FADING)

    def _look_where_due(self) -> None:
        self._take_looks()
        now = self.monotonic()
        for look in self._looks:
            if look.task is None and look.due <= now:
                look.due = now + look.every
                look.task = asyncio.create_task(asyncio.to_thread(self._asked, look.part, look.probe))

    def _take_looks(self) -> None:
        for look in self._looks:
            if look.task is not None and look.task.done():
                look.found, look.task = look.task.result(), None

    def _counted(self) -> QueueHealth:
        """Count the queue, where that changed; the last count stays while the database does not answer."""
        if self._queue_is_old:
            self._queue_is_old = False
            try:
                self._queue = self._count()
            except (errors.StorageError, errors.StorageBusyError) as exc:
                self._queue_is_old = True
                _log.info("the queue cannot be counted now: %s", exc)
        return self._queue

    def _count(self) -> QueueHealth:
        journal = self.context.journal
        counts = journal.counts(Section.OPEN, "")
        first = journal.page(JobQuery(), 0, 1).jobs
        return QueueHealth(
            open=counts[JobFilter.ALL],
            waiting_for_person=counts[JobFilter.NEEDS_PERSON],
            waiting_for_document=counts[JobFilter.WAITING_FOR_DOCUMENT],
            oldest=first[0].received_at if first else None,
        )

    def _asked(self, part: Part, probe: Probe) -> tuple[PartHealth, ...]:
        """Ask about a part; a question that fails is a defect of ours, and counts as trouble of the part."""
        try:
            found = tuple(probe())
        except (errors.StorageError, errors.StorageBusyError) as exc:
            problem = Problem(ProblemCode.DATABASE_UNUSABLE, {"reason": str(exc)})
        except Exception as exc:  # noqa: BLE001 (whatever it is, the other parts are told all the same)
            if part not in self._failing:  # it is asked every second
                _log.exception("how %s is cannot be told", part.value)
            self._failing.add(part)
            problem = Problem(ProblemCode.INTERNAL, {"error": type(exc).__name__})
        else:
            self._failing.discard(part)
            return found
        return (PartHealth(part, Condition.TROUBLE, problem=problem),)
