"""How each part is, by what the engine knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop_invoicer import __version__, errors
from desktop_invoicer.domain.filing import FolderSeen
from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.connections import Connection
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.events import AccountPaused, AccountUnreached
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.reactions import problem_of
from desktop_invoicer.engine.watcher import Watcher
from desktop_invoicer.engine.works import Works

SLOW = 2.0
"""Seconds that the loop may be held up before somebody should look at it."""

JOBS, FILING, SENDING, CLOSING, HEALTH = "jobs", "filing", "sending", "closing", "health"
"""The names of endless works; that of polling is ``polling`` with the account."""


def polling(account: AccountName) -> str:
    """Name the work that polls an account."""
    return f"polling {account}"


def died(part: Part, work: str, subject: str = "") -> PartHealth:
    """Tell that something which should run as long as the program ended by itself."""
    return PartHealth(part, Condition.TROUBLE, subject, Problem(ProblemCode.PART_DIED, {"work": work}))


def dead_engine(now: datetime) -> Health:
    """Tell that the loop itself has ended, of which nobody can be asked any more."""
    return Health(now, now, __version__, (died(Part.ENGINE, "engine"),))


@dataclass(frozen=True, slots=True)
class EngineParts:
    """Knows the parts that live on the engine's loop."""

    desk: Desk
    filing: Filing
    works: Works
    health_desk: HealthDesk

    def engine(self) -> Iterator[PartHealth]:
        """Tell whether jobs go on, and whether the loop is quick."""
        elsewhere = {FILING, *map(polling, self.desk.watchers)}
        dead = [work for work in self.works.dead() if work not in elsewhere]
        if dead:
            yield died(Part.ENGINE, ", ".join(dead))
            return
        lag = self.health_desk.lag
        facts = {"lag_milliseconds": round(lag * 1000)}
        if lag > SLOW:
            problem = Problem(ProblemCode.ENGINE_SLOW, {"seconds": round(lag)})
            yield PartHealth(Part.ENGINE, Condition.WARNING, problem=problem, facts=facts)
        else:
            yield PartHealth(Part.ENGINE, Condition.WELL, last_success=self.health_desk.beat, facts=facts)

    def vtex(self) -> Iterator[PartHealth]:
        """Tell of each account whether VTEX answers."""
        for account in self.desk.context.accounts:
            yield self._account(account)

    def polling(self) -> Iterator[PartHealth]:
        """Tell of each account whether new requests are looked for."""
        for account, watcher in self.desk.watchers.items():
            if self.works.has_died(polling(account)):
                yield died(Part.POLLING, polling(account), account)
            elif not watcher.is_running:
                yield PartHealth(Part.POLLING, Condition.OFF, account)
            else:
                yield _polled(account, watcher)

    def folder(self, path: str, looked_at: datetime | None) -> PartHealth:
        """Tell how a watched folder was found last, and when it was looked through."""
        if self.works.has_died(FILING):
            return died(Part.FOLDERS, FILING, path)
        seen = self.filing.folders.get(path, FolderSeen(path))
        condition = Condition.WELL if seen.problem is None else Condition.TROUBLE
        return PartHealth(Part.FOLDERS, condition, path, seen.problem, looked_at, {"files": seen.files})

    def _account(self, account: AccountName) -> PartHealth:
        connections = self.desk.engine.connections
        last, rests = connections.answered_at(account), connections.rests_until(account)
        if rests is not None:
            problem = Problem(ProblemCode.VTEX_RESTS, {"account": account, "until": rests.isoformat()})
            return PartHealth(Part.VTEX, Condition.WARNING, account, problem, last, {"rests_until": rests})
        return _connected(account, connections.of(account), last)


def _connected(account: AccountName, connection: Connection | None, last: datetime | None) -> PartHealth:
    match connection:
        case AccountUnreached(problem=problem) | AccountPaused(problem=problem):
            return PartHealth(Part.VTEX, Condition.TROUBLE, account, problem, last)
        case _:
            return PartHealth(Part.VTEX, Condition.WELL, account, last_success=last)


def _polled(account: AccountName, watcher: Watcher) -> PartHealth:
    facts = {"watched_orders": watcher.watched}
    if watcher.failure is None:
        return PartHealth(Part.POLLING, Condition.WELL, account, None, watcher.looked_at, facts)
    is_short = isinstance(watcher.failure, errors.TransientError)
    condition = Condition.WARNING if is_short else Condition.TROUBLE
    return PartHealth(Part.POLLING, condition, account, _refusal(account, watcher.failure), watcher.looked_at, facts)


def _refusal(account: AccountName, failure: Exception) -> Problem:
    """Tell why a round of polling did not work; what has to be set up is a matter of its own."""
    if isinstance(failure, errors.SetupError):
        return problem_of(failure, account)
    reason = str(failure) if isinstance(failure, errors.InvoicerError) else type(failure).__name__
    return Problem(ProblemCode.POLLING_FAILED, {"account": account, "reason": reason})
