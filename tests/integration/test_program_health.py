"""A whole program whose parts are killed one by one: each is told at once, and the others go on."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Documents, Home, Polling, Receiver, Settings, Store
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.domain.health import Condition, Health, Part
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import Event, HealthChanged
from desktop_invoicer.errors import ServiceStoppedError
from tests.builders import ACCOUNT
from tests.waiting import PATIENCE

_OF_VTEX = {Part.VTEX, Part.POLLING}


class Heard:
    """Listens to a program, and waits for what it says of itself."""

    def __init__(self) -> None:
        self._told: queue.Queue[Health] = queue.Queue()

    def hear(self, event: Event) -> None:
        if isinstance(event, HealthChanged):
            self._told.put(event.health)

    def trouble(self, part: Part, kind: ProblemCode) -> dict[str, Any]:
        """Wait until a part is told to be in that trouble, and give the facts."""
        deadline = time.monotonic() + PATIENCE
        while True:
            health = self._told.get(timeout=max(deadline - time.monotonic(), 0.01))
            for found in health.of(part):
                if found.condition is Condition.TROUBLE and found.problem and found.problem.code is kind:
                    return dict(found.problem.facts)

    def trouble_codes(self) -> set[ProblemCode]:
        """Name all troubles that were told so far, whatever came of them."""
        told = [self._told.get_nowait() for _ in range(self._told.qsize())]
        troubled = [part for health in told for part in health.parts if part.condition is Condition.TROUBLE]
        return {part.problem.code for part in troubled if part.problem and part.part not in _OF_VTEX}


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.below(tmp_path)


@pytest.fixture
def program(home: Home, heard: Heard, tmp_path: Path) -> Iterator[Program]:
    """Run everything that a window runs, on a free port, with VTEX where nobody answers."""
    (tmp_path / "xml").mkdir()
    settings = Settings(
        store=Store(account=ACCOUNT),
        accounts=(Account(name=ACCOUNT, myvtex_origin="http://127.0.0.1:9", oms_origin="http://127.0.0.1:9"),),
        receiver=Receiver(port=_free_port()),
        polling=Polling(),
        documents=Documents(watch=(tmp_path / "xml",)),
    )
    parts = Parts(receives=True, polls=True, watches_folders=True, has_window=True)
    with Program(home, settings, MemoryVault("locked"), parts, listeners=[heard.hear]) as running:
        yield running


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def conditions(program: Program) -> dict[str, str]:
    """Ask how each part is."""
    return {part["part"]: part["condition"] for part in program.answer("health", {})["result"]["parts"]}


def kill_task(program: Program, name: str) -> None:
    """End a work of the engine's loop, as a defect would."""

    async def kill(_: Commands) -> None:
        next(task for task in asyncio.all_tasks() if task.get_name() == name).cancel()

    program.begin(kill).result(timeout=PATIENCE)


def whose(thread: str) -> Any:  # noqa: ANN401 (each thread belongs to another class)
    """Give the object whose method a thread runs."""
    found = next(each for each in threading.enumerate() if each.name == thread)
    return found._target.__self__  # type: ignore[attr-defined]  # noqa: SLF001 (nothing else reaches it)


def test_a_whole_program_tells_of_every_part(program: Program) -> None:
    found = conditions(program)

    assert set(found) == {part.value for part in Part}
    assert {part for part, condition in found.items() if condition == "well"} >= {
        "engine", "database", "receiver", "folders", "clock", "disk", "audit",
    }  # fmt: skip
    assert found["keyring"] == "trouble"  # the test has none
    assert found["backup"] == "off"


@pytest.mark.parametrize("work", ["closing", "jobs", "sending", "auditing", "keeping"])
def test_a_work_that_ends_by_itself_is_told_at_once(program: Program, heard: Heard, work: str) -> None:
    kill_task(program, work)

    assert conditions(program)["engine"] == "trouble"
    assert heard.trouble(Part.ENGINE, ProblemCode.PART_DIED) == {"work": work}


def test_polling_that_ends_by_itself_is_told_at_once(program: Program, heard: Heard) -> None:
    kill_task(program, f"polling {ACCOUNT}")

    assert heard.trouble(Part.POLLING, ProblemCode.PART_DIED) == {"work": f"polling {ACCOUNT}"}
    assert conditions(program)["engine"] == "well"


def test_filing_that_ends_by_itself_is_told_of_the_folders(program: Program, heard: Heard) -> None:
    kill_task(program, "filing")

    assert heard.trouble(Part.FOLDERS, ProblemCode.PART_DIED) == {"work": "filing"}


def test_whoever_asks_learns_that_nobody_looks_any_more(program: Program) -> None:
    kill_task(program, "health")

    assert conditions(program)["engine"] == "trouble"


@pytest.mark.usefixtures("program")
def test_a_receiver_that_ends_by_itself_is_told_at_once(heard: Heard) -> None:
    whose("receiver").should_exit = True

    assert heard.trouble(Part.RECEIVER, ProblemCode.PART_DIED) == {"work": "receiver"}


@pytest.mark.usefixtures("program")
def test_a_watch_that_ends_by_itself_is_told_of_its_folders(heard: Heard) -> None:
    whose("watched-folders").stop()

    assert heard.trouble(Part.FOLDERS, ProblemCode.PART_DIED) == {"work": "watched-folders"}


@pytest.mark.usefixtures("program")
def test_a_command_socket_that_ends_by_itself_is_told(home: Home, heard: Heard) -> None:
    whose("control")._stopping.set()  # noqa: SLF001 (nothing else ends it)
    if (client := ControlClient.connect(home)) is not None:  # whoever comes next wakes it
        client.close()

    assert heard.trouble(Part.ENGINE, ProblemCode.PART_DIED) == {"work": "control"}


def test_a_loop_that_dies_is_told_and_takes_no_more_work(program: Program, heard: Heard) -> None:
    async def die(_: Commands) -> None:
        raise SystemExit

    with suppress(BaseException):
        program.begin(die).result(timeout=PATIENCE)

    assert heard.trouble(Part.ENGINE, ProblemCode.PART_DIED) == {"work": "engine"}
    with pytest.raises(ServiceStoppedError):
        program.answer("jobs", {})


def test_a_program_that_is_closed_complains_of_nothing(program: Program, heard: Heard) -> None:
    conditions(program)

    program.close()

    assert heard.trouble_codes() == {ProblemCode.KEYRING_UNUSABLE}
