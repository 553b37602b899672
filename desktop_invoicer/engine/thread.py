"""The engine's own thread: a stock asyncio loop that is started, asked from other threads, and stopped."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Generic, TypeVar

from desktop_invoicer.errors import ServiceStoppedError

T = TypeVar("T")
S = TypeVar("S")

STOP_SECONDS = 15

BESIDE = 32
"""So much may hang beside the loop (a share that is away, a keyring that asks) before names in the network, which are
looked up there too, and PINs have to wait. By itself Python allows six on a machine with two cores."""

_log = logging.getLogger(__name__)


class LoopThread(Generic[S]):
    """Runs an asynchronous service in a thread of its own; ``begin`` and ``call`` reach it from any other thread."""

    def __init__(
        self,
        service: Callable[[], AbstractAsyncContextManager[S]],
        name: str,
        on_death: Callable[[], object] = lambda: None,
    ) -> None:
        """Remember how to make the service; everything it holds is made and closed on its own loop.

        ``on_death`` is called, still on the thread, when the running service ended by itself.
        """
        self._service = service
        self._on_death = on_death
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped: asyncio.Event | None = None
        self._running: S | None = None
        self._door = threading.Lock()
        """Held while work is handed to the loop, and when no more is taken."""

    def start(self) -> S:
        """Start the thread and give the service once it runs; what keeps it from starting is raised here."""
        self._thread.start()
        self._ready.wait()
        if self._failure is not None or self._running is None:
            self._thread.join()
            raise self._failure or RuntimeError("the service did not start")
        return self._running

    def begin(self, work: Callable[[S], Coroutine[Any, Any, T]]) -> Future[T]:
        """Begin a coroutine of the service on its loop, and give at once what will hold its result or error.

        It is cancelled when the service ends before it; cancelling it from here cancels the coroutine.

        Raises:
            ServiceStoppedError: the service does not run (any more); nothing was begun.

        """
        with self._door:
            if self._loop is None or self._running is None:
                raise ServiceStoppedError
            return asyncio.run_coroutine_threadsafe(work(self._running), self._loop)

    def call(self, work: Callable[[S], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine of the service on its loop, wait for it, and give its result or raise its error.

        Raises:
            ServiceStoppedError: the service does not run, or ended before it answered.

        """
        try:
            return self.begin(work).result()
        except CancelledError as exc:
            raise ServiceStoppedError from exc

    def stop(self) -> None:
        """End the service and its thread; stopping twice does no harm."""
        if self._loop is not None and self._stopped is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop has just been closed: the thread is about to end
                self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(STOP_SECONDS)
            if self._thread.is_alive():
                _log.error("thread %s did not end within %s seconds", self._thread.name, STOP_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as exc:  # noqa: BLE001 (raised again in ``start``, or told here)
            if self._ready.is_set():
                _log.exception("thread %s ended", self._thread.name)
                with self._door:
                    self._running = None
                self._on_death()
            self._failure = exc
        finally:
            self._ready.set()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(BESIDE, thread_name_prefix=self._thread.name))
        self._stopped = asyncio.Event()
        async with self._service() as service:
            self._running = service
            self._ready.set()
            await self._stopped.wait()
            with self._door:  # all that came before is in the loop's queue, and is cancelled with its last tasks
                self._running = None
