"""The thread of its own in which a service lives."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from desktop_invoicer.engine import thread
from desktop_invoicer.engine.thread import LoopThread


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
    with pytest.raises(RuntimeError):
        made.call(ident)

    made.start()
    made.stop()

    with pytest.raises(RuntimeError):
        made.call(ident)


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
