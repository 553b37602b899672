"""A desk whose answers come when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from types import SimpleNamespace
from typing import Any


class AnsweringDesk:
    """Answers at once, or with ``answer_all`` while ``is_slow``; ``part`` names what of the commands it plays."""

    settings: Any = None
    receiver_address = ""
    part = "desk"

    def __init__(self) -> None:
        self.is_slow = False
        self._waiting: list[Callable[[], None]] = []

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        result = asyncio.run(work(SimpleNamespace(**{self.part: self})))
        if self.is_slow:
            self._waiting.append(partial(future.set_result, result))
        else:
            future.set_result(result)
        return future

    def answer_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer()

    def close(self) -> None:
        """Stop nothing: nothing runs."""
