"""How tests wait for what happens beside them, in a task, a thread or a program of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 300.0
"""Seconds to wait for what comes at once on a quick machine: only a test that fails waits that long."""
LOOK_AGAIN = 0.05

T = TypeVar("T")


def until(condition: Callable[[], T | None], wanted: str, seen: Callable[[], object] | None = None) -> T:
    """Wait until a condition gives something, and give it; fail with what was seen instead."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > deadline:
            msg = f"{wanted} did not come." if seen is None else f"{wanted} did not come. There was:\n{seen()}"
            raise AssertionError(msg)
        time.sleep(LOOK_AGAIN)
    return found


async def eventually(is_so: Callable[[], bool]) -> None:
    """Let the loop go on until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 (what is waited for tells nobody)
            await asyncio.sleep(0.001)
