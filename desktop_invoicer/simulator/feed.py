"""Orders Feed v3: one queue of status changes, handed out at least once and hidden for a while when taken."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_invoicer.simulator.records import JsonObject, vtex_time

MOST_EVENTS = 10
"""``maxlot`` is never more (facts: VTEX, section 6)."""


@dataclass(slots=True)
class _Event:
    shown: JsonObject
    visible_from: datetime


class Feed:
    """The feed of one app key; it hears nothing before it is configured."""

    def __init__(self, *, pace: float, clock: Callable[[], datetime]) -> None:
        self._pace = pace
        self._clock = clock
        self._config: JsonObject | None = None
        self._events: dict[str, _Event] = {}
        self._lock = threading.Lock()

    @property
    def config(self) -> JsonObject | None:
        """The configuration as it was given, ``None`` when there is none."""
        return self._config

    def configure(self, config: JsonObject | None) -> None:
        """Set or delete the configuration; a new feed starts empty."""
        with self._lock:
            if config is None or self._config is None:
                self._events.clear()
            self._config = config

    def announce(self, order_id: str, state: str, last_state: str | None) -> None:
        """Put a status change into the queue, where the configuration asks for it."""
        with self._lock:
            statuses = ((self._config or {}).get("filter") or {}).get("status") or ()
            if state not in statuses:
                return
            now = self._clock()
            handle = uuid.uuid4().hex
            shown: JsonObject = {
                "eventId": uuid.uuid4().hex,
                "handle": handle,
                "domain": "Fulfillment",
                "state": state,
                "lastState": last_state,
                "orderId": order_id,
                "lastChange": vtex_time(now),
                "currentChange": vtex_time(now),
            }
            self._events[handle] = _Event(shown, now)

    def take(self, most: int) -> list[JsonObject] | None:
        """Hand out visible events and hide them; ``None`` when no feed is configured."""
        with self._lock:
            if self._config is None:
                return None
            now = self._clock()
            seconds = (self._config.get("queue") or {}).get("visibilityTimeoutInSeconds") or 240
            ready = [event for event in self._events.values() if event.visible_from <= now]
            taken = ready[: min(most, MOST_EVENTS)]
            for event in taken:
                event.visible_from = now + timedelta(seconds=float(seconds)) * self._pace
            return [event.shown for event in taken]

    def commit(self, handles: Collection[str]) -> None:
        """Take events out for good; unknown handles are ignored."""
        with self._lock:
            for handle in handles:
                self._events.pop(handle, None)
