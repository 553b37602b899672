"""The files of watched folders that are to be read: each when it has come to rest, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.fiscal.folders.shelf import Shelf


@dataclass(slots=True)
class Waiting:
    """A file that is to be read at ``due_at``, unless it is changed before. Times are those of a monotonic clock."""

    shelf: Shelf
    path: str
    stamp: Stamp
    since: float
    due_at: float
    attempts: int = 0
    is_told: bool = False
    """Whether the reason why it cannot be opened was told."""


class ReadingQueue:
    """Files in the order in which they are to be read."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rests_until = -inf
        """Nothing is given before."""
        self._waiting: dict[str, Waiting] = {}
        self._later: list[tuple[float, str]] = []
        self._ready: list[tuple[int, str]] = []

    def put(self, waiting: Waiting) -> None:
        """Let a file wait; the same path waits once, as it was put last."""
        self._waiting[waiting.path] = waiting
        heappush(self._later, (waiting.due_at, waiting.path))

    def get(self, path: str) -> Waiting | None:
        """Give a file that waits."""
        return self._waiting.get(path)

    def drop(self, path: str) -> None:
        """Let a file wait no more."""
        self._waiting.pop(path, None)

    def take(self, now: float) -> Waiting | None:
        """Give the newest of the files that are due, which then waits no more."""
        while self._later and self._later[0][0] <= now:
            due_at, path = heappop(self._later)
            waiting = self._waiting.get(path)
            if waiting is not None and waiting.due_at == due_at:
                heappush(self._ready, (-waiting.stamp.modified_ns, path))
        while self._ready and now >= self.rests_until:
            _, path = heappop(self._ready)
            waiting = self._waiting.get(path)
            if waiting is not None and waiting.due_at <= now:  # else dropped, or put again for later
                return self._waiting.pop(path)
        return None

    def has_untold(self) -> bool:
        """Tell whether something waits of which nothing was told yet."""
        return any(not waiting.is_told for waiting in self._waiting.values())

    def next_due(self) -> float:
        """Give when there may be something to take; infinity while nothing waits."""
        if self._ready:
            return self.rests_until
        return max(self._later[0][0], self.rests_until) if self._later else inf
