"""Collecting garbage where widgets may be freed: on the GUI thread, and nowhere else.

Python collects wherever it happens to allocate. A widget that only a cycle holds would then be destroyed on the
engine's thread, or while Qt walks over all widgets, and either ends the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PAUSE = 250
"""Milliseconds between two looks."""


class GarbageCollector(QObject):
    """Takes over from Python's own collector until ``stop``."""

    def __init__(self, parent: QObject) -> None:
        """Begin at once."""
        super().__init__(parent)
        gc.disable()
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
        due = [generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]]
        if due:
            gc.collect(due[0])
