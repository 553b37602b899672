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
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    def spare_what_is_there(self) -> None:
        """Leave everything that was loaded out of later collections, which hold up all threads."""
        gc.freeze()

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _on_look(self) -> None:
        """Collect the oldest generation whose turn it is, by Python's own measure."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in (OLDEST, 1, 0) if counts[generation] > thresholds[generation]]
        if due and due[0] == OLDEST and not self._has_grown(counts[OLDEST], thresholds[OLDEST]):
            due.pop(0)
        if due:
            gc.collect(due[0])
            if due[0] == OLDEST:
                self._kept, self._counted_at = _old_objects(), 0

    def _has_grown(self, count: int, threshold: int) -> bool:
        """Tell whether there are more old objects; they are not counted at every look, which takes its time, too."""
        if count <= self._counted_at + threshold:
            return False
        self._counted_at = count
        return _old_objects() >= GROWN * self._kept


def _old_objects() -> int:
    return len(gc.get_objects(OLDEST))
