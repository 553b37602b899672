"""The thread of its own in which a service lives."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from desktop_invoicer.engine import thread
from desktop_invoicer.engine.thread import LoopThread
from desktop_invoicer.errors import ServiceStoppedError


def service(closed: list[str]) -> Callable[[], AbstractAsyncContextManager[str]]:
    @asynccontextmanager
    async def living() -> AsyncIterator[str]:
        yield threading.current_thread().name
        closed.append(threading.current_thread().name)

    return living


async def ident(_: str) -> str:
    return threading.current_thread().name


def test_a_service_lives_and_ends_in_its_thread() -> None:
    closed: list[str] = []
    made = LoopThread(service(closed), "engine-of-a-test")

    started = made.start()
    called = made.call(ident)
    made.stop()
    made.stop()

    assert [started, called, *closed] == ["engine-of-a-test"] * 3


def test_what_hangs_beside_the_loop_keeps_no_name_from_being_looked_up() -> None:
    goes_on = threading.Event()

    async def look_up(_: str) -> bool:
        loop = asyncio.get_running_loop()
        hung = [loop.run_in_executor(None, goes_on.wait, 10) for _ in range(12)]
        try:
            async with asyncio.timeout(60):
                return bool(await loop.getaddrinfo("127.0.0.1", 80))
        finally:
            goes_on.set()
            await asyncio.gather(*hung)

    made = LoopThread(service([]), "t")
    made.start()

    assert made.call(look_up)
    made.stop()


def test_an_error_of_a_call_reaches_the_caller() -> None:
    async def fail(_: str) -> None:
        raise KeyError

    made = LoopThread(service([]), "t")
    made.start()

    with pytest.raises(KeyError):
        made.call(fail)
    made.stop()


def test_what_keeps_a_service_from_starting_is_raised_at_the_start() -> None:
    @asynccontextmanager
    async def broken() -> AsyncIterator[str]:
        if threading.current_thread().name == "t":
            raise OSError(28, "no disk")
        yield ""

    made = LoopThread(broken, "t")

    with pytest.raises(OSError, match="no disk"):
        made.start()
    made.stop()


def test_a_service_that_does_not_run_cannot_be_called() -> None:
    made = LoopThread(service([]), "t")
    with pytest.raises(ServiceStoppedError):
        made.begin(ident)

    made.start()
    made.stop()

    with pytest.raises(ServiceStoppedError):
        made.call(ident)


def test_beginning_work_waits_for_nothing() -> None:
    release = asyncio.Event()

    async def patient(_: str) -> str:
        await release.wait()
        return "done"

    async def free(_: str) -> None:
        release.set()

    made = LoopThread(service([]), "t")
    made.start()

    begun = made.begin(patient)
    assert not begun.done()
    made.call(free)

    assert begun.result(timeout=60) == "done"
    made.stop()


def test_a_call_that_the_end_cuts_off_says_so() -> None:
    begun = threading.Event()

    async def endless(_: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    made = LoopThread(service([]), "t")
    made.start()

    with ThreadPoolExecutor(1) as pool:
        cut_off = pool.submit(made.call, endless)
        begun.wait(10)
        made.stop()

        with pytest.raises(ServiceStoppedError):
            cut_off.result(timeout=60)


def test_what_begins_in_the_instant_of_the_end_is_cancelled_and_never_hangs() -> None:
    begun: list[Future[None]] = []
    pressed = threading.Event()

    async def endless(_: str) -> None:
        await asyncio.Event().wait()

    def press() -> None:
        while True:
            begun.append(made.begin(endless))
            pressed.set()

    made = LoopThread(service([]), "t")
    made.start()

    with ThreadPoolExecutor(1) as pool:
        pressing = pool.submit(press)
        pressed.wait(10)
        made.stop()

        assert isinstance(pressing.exception(timeout=60), ServiceStoppedError)
    assert {future.cancelled() for future in begun} == {True}


def test_a_service_that_is_closing_takes_no_more_work() -> None:
    refused: list[bool] = []

    @asynccontextmanager
    async def living() -> AsyncIterator[str]:
        yield ""
        with pytest.raises(ServiceStoppedError):
            made.begin(ident)
        refused.append(True)

    made = LoopThread(living, "t")
    made.start()
    made.stop()

    assert refused


def test_a_service_that_fails_at_its_end_says_so_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    @asynccontextmanager
    async def failing() -> AsyncIterator[str]:
        yield "running"
        raise KeyError

    made = LoopThread(failing, "ends-badly")
    made.start()
    made.stop()

    assert "ends-badly" in caplog.text


def test_a_thread_that_does_not_end_is_named_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    @asynccontextmanager
    async def stubborn() -> AsyncIterator[str]:
        yield "running"
        await asyncio.to_thread(release.wait)

    monkeypatch.setattr(thread, "STOP_SECONDS", 0.01)
    made = LoopThread(stubborn, "stubborn")
    made.start()
    with caplog.at_level(logging.ERROR):
        made.stop()
    release.set()

    assert "stubborn" in caplog.text


def test_a_service_that_ends_by_itself_is_told_and_takes_no_more_work() -> None:
    died = threading.Event()
    made = LoopThread(service([]), "t", died.set)
    made.start()

    async def die(_: str) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        made.call(die)

    assert died.wait(60)
    with pytest.raises(ServiceStoppedError):
        made.call(ident)


def test_a_service_that_is_ended_has_not_died() -> None:
    died = threading.Event()
    made = LoopThread(service([]), "t", died.set)
    made.start()

    made.stop()

    assert not died.is_set()
