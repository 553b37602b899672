"""The rounds through watched folders: look, read what is new, tell it. All of it happens on one thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic, time
from typing import Protocol, TypeVar

from desktop_invoicer import errors
from desktop_invoicer.domain.filing import FileRead, FolderNews, Stamp
from desktop_invoicer.fiscal.folders.changes import Change, Changes
from desktop_invoicer.fiscal.folders.file import Healing, Reader, file_stamp, read_found
from desktop_invoicer.fiscal.folders.look import Look
from desktop_invoicer.fiscal.folders.queue import ReadingQueue, Waiting
from desktop_invoicer.fiscal.folders.shelf import Shelf, shelves
from desktop_invoicer.fiscal.folders.tempo import Tempo

Known = Callable[[], Mapping[str, Stamp]]
Deliver = Callable[[Sequence[FolderNews]], None]

T = TypeVar("T")

_NANOSECONDS = 10**9

_log = logging.getLogger(__name__)


class Events(Protocol):
    """What tells of changes in folders."""

    def watch(self, folder: str) -> bool:
        """See to it that a folder is watched; tell whether it is."""
        ...

    def stop(self) -> None:
        """Watch nothing any more."""
        ...


MakeEvents = Callable[[Callable[[str, str | None], None]], Events]


class _StoppedError(Exception):
    """The rounds are to end."""


class Patrol:
    """Goes round the folders until it is stopped. Nothing counts as told before ``deliver`` has taken it."""

    def __init__(  # noqa: PLR0913, PLR0917 (what it works with; only FolderWatch makes one)
        self,
        folders: Collection[str],
        read: Reader,
        known: Known,
        deliver: Deliver,
        make_events: MakeEvents,
        tempo: Tempo,
    ) -> None:
        """Do nothing yet."""
        self._shelves = shelves(folders)
        self._read = read
        self._known = known
        self._deliver = deliver
        self._changes = Changes()
        self._events = make_events(self._changes.put)
        self._tempo = tempo
        self._arrivals = ReadingQueue()
        self._old = ReadingQueue()
        """Files that were there before the first look: they wait for those that arrive."""
        self._stopping = threading.Event()
        self.is_settled = False
        """Whether every folder was looked through, or told unreachable, and everything found there was told."""
        self.looked_at: dict[str, float] = {}
        """When each folder was last looked through to its end, in seconds since 1970."""

    def run(self) -> None:
        """Go round until stopped."""
        try:
            self._learn()
            while True:
                self._go_round()
        except _StoppedError:
            _log.debug("watched folders are left alone")
        finally:
            self._events.stop()

    def stop(self) -> None:
        """End the rounds soon; may be called from any thread."""
        self._stopping.set()
        self._changes.wake()

    def _learn(self) -> None:
        """Take over what was told by earlier runs."""
        for path, stamp in self._persist(self._known).items():
            for shelf in self._shelves:
                if shelf.holds(path):
                    shelf.told[path] = stamp

    def _go_round(self) -> None:
        try:
            for shelf in self._shelves:
                if monotonic() >= shelf.look_at:
                    self._look_through(shelf)
            self._read_due()
            self._follow(self._awaited_changes())
        except _StoppedError:
            raise
        except Exception:  # noqa: BLE001 (a defect of ours must not end the rounds)
            _log.exception("a round through the watched folders failed")
            self._pause(self._tempo.slowest_retry)

    def _look_through(self, shelf: Shelf) -> None:
        self._events.watch(shelf.folder)
        look = Look(shelf.folder, shelf.left_out)
        queue = self._arrivals if shelf.was_seen else self._old
        seen: set[str] = set()
        cost, began = 0.0, monotonic()
        for path, stamp in look.files():
            seen.add(path)
            self._found(shelf, path, stamp, queue)
            if len(seen) % self._tempo.files_a_breath == 0:
                cost += monotonic() - began
                self._take_breath()
                began = monotonic()
        now = monotonic()
        shelf.plan_look(now, cost + now - began, self._tempo.looking, self._tempo.look)
        if not shelf.was_seen:
            shelf.was_seen = look.is_complete or bool(seen)
            self._old.rests_until = now + self._tempo.settle  # then the newest of all is due, too
        if look.is_complete:
            self.looked_at[shelf.folder] = time()
        news = list(shelf.news(look, seen))
        self._tell(news)
        for item in news:
            shelf.note(item)

    def _take_breath(self) -> None:
        """Let others have their turn, and what has just arrived."""
        self._pause(self._tempo.breath)
        self._follow(self._changes.take())
        self._read_batch(self._arrivals)

    def _found(self, shelf: Shelf, path: str, stamp: Stamp, queue: ReadingQueue) -> None:
        """Let a file wait for its reading, unless it is known, or waits as it is."""
        if shelf.told.get(path) == stamp:
            return
        for other in (self._arrivals, self._old):
            waiting = other.get(path)
            if waiting is not None and waiting.stamp == stamp:
                return
            other.drop(path)
        now = monotonic()
        queue.put(Waiting(shelf, path, stamp, since=now, due_at=now + self._tempo.settle))

    def _awaited_changes(self) -> set[Change]:
        """Wait until something is due or happens, and give what happened."""
        dates = [self._arrivals.next_due(), self._old.next_due(), *(shelf.look_at for shelf in self._shelves)]
        self.is_settled = self._is_everything_told()
        has_news = self._changes.wait(max(0, min(dates) - monotonic()))
        self.is_settled = False
        self._pause(self._tempo.flock if has_news else 0)
        return self._changes.take()

    def _is_everything_told(self) -> bool:
        was_told = all(shelf.seen is not None for shelf in self._shelves)
        return was_told and not (self._arrivals.has_untold() or self._old.has_untold())

    def _follow(self, changes: Iterable[Change]) -> None:
        for folder, path in changes:
            shelf = next(shelf for shelf in self._shelves if shelf.folder == folder)
            if path is None:
                shelf.look_at = shelf.soonest_look_at
            elif shelf.holds(path) and (stamp := file_stamp(path)) is not None:
                self._old.drop(path)  # it comes first now
                self._found(shelf, path, stamp, self._arrivals)

    def _read_due(self) -> None:
        """Read a batch of what has just arrived, and one of what was there before."""
        for queue in (self._arrivals, self._old):
            began = monotonic()
            is_full = self._read_batch(queue)
            if is_full or queue is self._old:
                now = monotonic()
                rest = (now - began) * (1 / self._tempo.reading - 1)
                queue.rests_until = max(queue.rests_until, now + min(rest, self._tempo.longest_rest))

    def _read_batch(self, queue: ReadingQueue) -> bool:
        """Read some files and tell of them; give whether there were as many as are read at once."""
        count, size = 0, 0
        told: list[tuple[Waiting, FileRead]] = []
        while count < self._tempo.batch_files and size < self._tempo.batch_bytes:
            waiting = queue.take(monotonic())
            if waiting is None:
                break
            count, size = count + 1, size + waiting.stamp.size
            news = self._attempt(queue, waiting)
            if news is not None:
                told.append((waiting, news))
            self._pause(0)
        self._tell([news for _, news in told])
        for waiting, _ in told:
            waiting.shelf.told[waiting.path] = waiting.stamp
        return count >= self._tempo.batch_files or size >= self._tempo.batch_bytes

    def _attempt(self, queue: ReadingQueue, waiting: Waiting) -> FileRead | None:
        """Read a file; ``None`` when there is nothing to tell of it (yet)."""
        try:
            reading = read_found(waiting.path, waiting.stamp, self._read)
        except errors.FileChangedError:
            stamp = file_stamp(waiting.path)
            if stamp is not None:
                self._found(waiting.shelf, waiting.path, stamp, self._arrivals)
            return None
        may_heal = reading.healing is not Healing.NONE and self._is_patient(waiting, reading.healing)
        if may_heal or reading.healing is Healing.ANY_TIME:
            delay = min(self._tempo.retry * 2**waiting.attempts, self._tempo.slowest_retry)
            is_told = waiting.is_told or not may_heal
            attempts = waiting.attempts + 1
            queue.put(replace(waiting, due_at=monotonic() + delay, attempts=attempts, is_told=is_told))
        return None if may_heal or (waiting.is_told and reading.healing is Healing.ANY_TIME) else reading.news

    def _is_patient(self, waiting: Waiting, healing: Healing) -> bool:
        """Tell whether it is too early to tell that a file cannot be read."""
        is_young = time() - waiting.stamp.modified_ns / _NANOSECONDS < self._tempo.youth
        is_waited_for = healing is Healing.ANY_TIME or is_young
        return is_waited_for and monotonic() - waiting.since < self._tempo.patience

    def _tell(self, news: Sequence[FolderNews]) -> None:
        """Deliver news, a batch at a time, as often as it takes."""
        for start in range(0, len(news), self._tempo.batch_files):
            self._persist(partial(self._deliver, news[start : start + self._tempo.batch_files]))

    def _persist(self, work: Callable[[], T]) -> T:
        """Do something with the database again and again until it succeeds."""
        delay = self._tempo.retry
        while True:
            try:
                return work()
            except errors.ServiceStoppedError as exc:
                raise _StoppedError from exc
            except errors.InvoicerError as exc:
                _log.warning("watched folders wait: %s", exc)
            except Exception:  # noqa: BLE001 (the same)
                _log.exception("what watched folders tell was not taken")
            self._pause(delay)
            delay = min(2 * delay, self._tempo.slowest_retry)

    def _pause(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise _StoppedError
