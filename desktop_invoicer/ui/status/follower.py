"""Tells on every page that a part of the program does not work."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop_invoicer.domain.health import Condition
from desktop_invoicer.engine.events import Event, HealthChanged
from desktop_invoicer.ui.link import DeskLink


class HealthFollower(QObject):
    """Counts what does not work whenever the desk tells how it is."""

    counted = Signal(int)
    """How many parts do not work."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Listen to the desk."""
        super().__init__(parent)
        link.published.connect(self._on_published)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, HealthChanged):
                self.counted.emit(sum(part.condition is Condition.TROUBLE for part in event.health.parts))
