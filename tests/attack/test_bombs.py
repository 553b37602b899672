"""Documents and answers that are made to take all memory or all time: refused, quickly, and in little space."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.attack import bombs
from tests.scripted import Scripted

SECONDS = 8.0
"""Of the processor, on a slow machine. What is read in the end is read in a fraction of it."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the limits of a process are of POSIX systems")


def blown(kind: str, name: str) -> dict[str, Any]:
    root = Path(__file__).parents[2]
    command = [sys.executable, str(Path(bombs.__file__)), kind, name]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(  # noqa: S603 (our own file)
        command, capture_output=True, text=True, env=environment, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", bombs.XML)
def test_no_document_takes_all_memory_or_all_time(name: str) -> None:
    told = blown("xml", name)

    assert told["outcome"] != "read"
    assert len(told["outcome"]) < 1000
    assert "root:" not in told["outcome"]  # nothing of a file of this machine
    assert told["seconds"] < SECONDS


@pytest.mark.parametrize("name", bombs.JSON)
def test_no_answer_takes_all_memory_or_all_time(name: str) -> None:
    told = blown("json", name)

    assert len(told["outcome"]) < 4000
    assert told["seconds"] < SECONDS


@cache
def unpacked_to_gigabytes(times: int) -> bytes:
    """Pack a gigabyte of blanks: a megabyte, or a few kilobytes where it is packed twice."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join([squeezed.compress(b" " * 1024 * 1024) for _ in range(1024)]) + squeezed.flush()
    return gzip.compress(packed) if times == 2 else packed


@pytest.mark.parametrize(
    ("coding", "times"), [("gzip", 1), ("gzip, gzip", 2), ("deflate", 1), ("br", 1), ("zstd", 1), ("gzip;q=1", 1)]
)
def test_a_packed_answer_is_unpacked_no_further_than_is_wanted(coding: str, times: int) -> None:
    packed = unpacked_to_gigabytes(times)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(packed), 65_536):
            yield packed[start : start + 65_536]

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": coding}, content=pieces())

    async def asked() -> None:
        name = AccountName("gavea")
        async with make_http_client(Scripted(answer)) as http:
            vtex = VtexAccount(Origins.of(name), lambda: Credentials("key", "token"), http, RequestBudget(10))
            await vtex.order(OrderId("v1-01"))

    tracemalloc.start()
    try:
        with pytest.raises((errors.InvalidOrderError, errors.VtexUnavailableError)):
            asyncio.run(asked())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 32 * 1024 * 1024
