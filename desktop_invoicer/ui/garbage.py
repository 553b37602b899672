"""Collecting garbage where widgets may be freed: on the GUI thread, and nowhere else.

Python collects wherever it happens to allocate. A widget that only a cycle holds would then be destroyed on the
engine's thread, or while Qt walks over all widgets, and either ends the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PAUSE = 100
"""Milliseconds between two looks: the more often, the less there is to look through."""
OLDEST = 2
GROWN = 1.25
"""How much more than after the last time there has to be before the oldest are looked through, as Python has it: with
a day of 2,000 orders in view that takes longer than a window may wait."""
OVERGROWN = 1.75
"""So much more, and they are looked through even while something is going on."""
FEW = 50_000
"""So few are looked through within some milliseconds, whatever is going on."""
QUIET_LOOKS = 10
"""After so many looks in a row at which hardly anything was new, and no news came, nothing is going on."""


class GarbageCollector(QObject):
    """Takes over from Python's own collector until ``stop``."""

    def __init__(self, parent: QObject) -> None:
        """Begin at once."""
        super().__init__(parent)
        gc.disable()
        self._kept = 0
        """Objects that were left the last time the oldest were looked through."""
        self._counted_at = 0
        """How often the younger ones had been looked through when the oldest were last counted."""
        self._quiet_looks = 0
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    def spare_what_is_there(self) -> None:
        """Leave everything that was loaded out of later collections, which hold up all threads."""
        gc.freeze()

    @Slot()
    def wait(self) -> None:
        """Take it that something is going on."""
        self._quiet_looks = 0

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _on_look(self) -> None:
        """Collect the oldest generation whose turn it is, by Python's own measure."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in (OLDEST, 1, 0) if counts[generation] > thresholds[generation]]
        self._quiet_looks = 0 if counts[0] > thresholds[0] else self._quiet_looks + 1
        if due and due[0] == OLDEST and not self._may_look_at_oldest(counts[OLDEST], thresholds[OLDEST]):
            due.pop(0)
        if due:
            gc.collect(due[0])
            if due[0] == OLDEST:
                self._kept, self._counted_at = _old_objects(), 0

    def _may_look_at_oldest(self, count: int, threshold: int) -> bool:
        """Tell whether there are more old objects, and time for them; counting them takes its time, too."""
        if self._quiet_looks != QUIET_LOOKS and count <= self._counted_at + threshold:
            return False
        self._counted_at = count
        old = _old_objects()
        if old < GROWN * self._kept:
            return False
        is_quiet = self._quiet_looks >= QUIET_LOOKS
        return is_quiet or old <= FEW or old >= OVERGROWN * max(self._kept, FEW)


def _old_objects() -> int:
    return len(gc.get_objects(OLDEST))
