"""A flood of calls: what was accepted is kept, the rest is shed, and honest callers get through (promise 1)."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Home, Receiver, Settings, Store
from tests.attack import flood
from tests.flow.desk_process import ACCOUNT, FixedVault
from tests.waiting import PATIENCE, until

CONNECTIONS = 500
CALLS = 10
MEMORY_BYTES = 64 * 1024 * 1024

Json = dict[str, Any]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    settings = Settings(store=Store(account=ACCOUNT), accounts=(Account(name=ACCOUNT),), receiver=Receiver(port=0))
    parts = Parts(works=False, receives=True, polls=False, watches_folders=False, listens=False)
    with Program(Home.below(tmp_path), settings, FixedVault(), parts) as running:
        yield running


@contextmanager
def begun(program: Program) -> Iterator[subprocess.Popen[str]]:
    """Let the flood begin; it ends with the ``with`` block."""
    port = program.receiver_address.rpartition(":")[2]
    command = [sys.executable, str(Path(flood.__file__)), port, str(CONNECTIONS), str(CALLS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own file)
        try:
            yield process
        finally:
            process.kill()


def announce(program: Program, name: str) -> httpx.Response:
    call = {"orderId": f"{name}-01", "notificationId": name, "callbackUrl": "https://lojafarmgavea.myvtex.com/x"}
    headers = {"Authorization": flood.TOKEN}
    return httpx.post(f"{program.receiver_address}{flood.PATH}", json=call, headers=headers, timeout=PATIENCE)


def test_a_flood_is_shed_and_what_was_accepted_is_kept(program: Program) -> None:
    looks = 0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with begun(program) as process:
        while process.poll() is None:
            wait_for_health(program)
            program.answer("jobs", {})
            looks += 1
        told: Json = json.loads(process.communicate()[0])
    kept = [job["notification"] for job in program.answer("jobs", {})["result"]]

    assert sorted(kept) == sorted(set(told["accepted"]))
    assert set(told["answers"]) <= {"200", "202", "400", "401", "429", "503", "closed", "only begun"}
    assert told["answers"]["429"] > 0
    assert told["without_retry_after"] == 0
    assert looks > 2
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) * 1024
    assert grown < MEMORY_BYTES
    assert announce(program, "honest").status_code == 202


def wait_for_health(program: Program) -> None:
    """Have the program's health told; a connection that the flood pushed out is tried again."""

    def is_told() -> bool:
        try:
            return httpx.get(f"{program.receiver_address}/health", timeout=PATIENCE).status_code == 200
        except httpx.HTTPError:
            return False

    until(is_told, "the health")
