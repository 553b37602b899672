"""What was told of changes in folders since somebody last asked: every change once, however often it was told."""

from __future__ import annotations

from threading import Condition

Change = tuple[str, str | None]
"""A folder, and the path of what was written or moved there; no path where a subfolder came."""

MOST_CHANGES = 10_000
"""Of more nobody keeps account, as when nothing is taken for hours: looking through their folders finds them."""


class Changes:
    """Collects changes. Safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._told: set[Change] = set()
        self._is_woken = False
        self._condition = Condition()

    def put(self, folder: str, path: str | None) -> None:
        """Tell of a change."""
        with self._condition:
            self._told.add((folder, path))
            if len(self._told) > MOST_CHANGES:
                self._told = {(folder, None) for folder, _ in self._told}
            self._condition.notify_all()

    def wake(self) -> None:
        """End every wait, from now on."""
        with self._condition:
            self._is_woken = True
            self._condition.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until something is told; tell whether something is."""
        with self._condition:
            return self._condition.wait_for(lambda: bool(self._told) or self._is_woken, seconds)

    def take(self) -> set[Change]:
        """Give what was told until now."""
        with self._condition:
            told, self._told = self._told, set()
            return told
