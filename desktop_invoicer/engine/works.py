"""What runs as long as the program does, and which of it ended by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Works:
    """The endless works of the engine's loop, each by its name."""

    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Let a work run from now on."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_if_died)
        self._tasks[name] = task

    def has_died(self, name: str) -> bool:
        """Tell whether a work that was started runs no more."""
        return name in self._tasks and self._tasks[name].done()

    def dead(self) -> list[str]:
        """Name the works that were started and run no more."""
        return [name for name in self._tasks if self.has_died(name)]

    async def stop(self) -> None:
        """End all of them, and wait for that."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


def _tell_if_died(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.critical("%s ended by itself", task.get_name(), exc_info=task.exception())
