"""A whole program as a window uses it: begun work, events from the first one on, and another start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Home, Settings, Store
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.domain.notification import NotificationCall
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import Event, JobReceived, WindowWanted
from desktop_invoicer.errors import ServiceStoppedError
from tests.builders import ACCOUNT, a_call

SETTINGS = Settings(store=Store(account=ACCOUNT), accounts=(Account(name=ACCOUNT),))
WINDOW = Parts(works=False, has_window=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.below(tmp_path)


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def program(home: Home, events: list[Event]) -> Iterator[Program]:
    with Program(home, SETTINGS, MemoryVault(""), WINDOW, listeners=[events.append]) as running:
        yield running


def test_work_that_is_begun_gives_its_result_later(program: Program) -> None:
    async def count(commands: Commands) -> int:
        return len(await commands.jobs())

    assert program.begin(count).result(timeout=10) == 0


def test_a_program_that_has_ended_begins_nothing(home: Home) -> None:
    program = Program(home, SETTINGS, MemoryVault(""), WINDOW)
    with program:
        pass

    with pytest.raises(ServiceStoppedError):
        program.begin(Commands.is_idle)


def test_listeners_are_told_what_happens(program: Program, events: list[Event]) -> None:
    call = a_call()

    async def announce(commands: Commands) -> NotificationCall:
        commands.desk.intake.accept(call, "receiver")
        return call

    program.begin(announce).result(timeout=10)

    assert [type(event) for event in events] == [JobReceived]


@pytest.mark.usefixtures("program")
def test_a_second_start_raises_the_window_of_the_first(home: Home, events: list[Event]) -> None:
    client = ControlClient.connect(home)
    assert client is not None
    with client:
        answer = client.answer("raise_window", {})

    assert answer == {"result": True}
    assert events == [WindowWanted()]


def test_where_no_window_runs_a_second_start_is_told_so(home: Home) -> None:
    with Program(home, SETTINGS, MemoryVault(""), Parts(works=False)) as program:
        answer = program.answer("raise_window", {})

    assert answer["error"]["kind"] == "NoWindowError"
