"""A desk that answers what a part of the window asks, or leaves it waiting until the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from desktop_invoicer.errors import InvoicerError


class AskedDesk:
    """Answers at once. While ``is_slow`` what takes long never ends: it may be given up."""

    settings: Any = None
    receiver_address = ""

    def __init__(self) -> None:
        self.is_slow = False
        self.refusal: InvoicerError | None = None
        self.asked: list[str] = []
        self.told: Callable[[int, int], None] = lambda _done, _total: None
        self.left: list[Future[Any]] = []

    @property
    def commands(self) -> SimpleNamespace:
        raise NotImplementedError

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            answer = asyncio.run(work(self.commands))
        except asyncio.CancelledError:
            self.left.append(future)
        except InvoicerError as exc:
            future.set_exception(exc)
        else:
            future.set_result(answer)
        return future

    def close(self) -> None:
        """Stop nothing: nothing runs."""

    def heard(self, words: str) -> None:
        """Take what is asked, and refuse it if that is wanted."""
        self.asked.append(words)
        if self.refusal is not None:
            raise self.refusal

    def work_long(self, told: Callable[[int, int], None]) -> None:
        """Never end while everything is slow; ``told`` says how far it is."""
        self.told = told
        if self.is_slow:
            raise asyncio.CancelledError
