"""A whole program as a window uses it: begun work, events from the first one on, and another start."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Home, Receiver, Settings, Store
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.connections import Connection
from desktop_invoicer.engine.events import (
    AccountUnreached,
    Event,
    HealthChanged,
    JobReceived,
    ReceiverFailed,
    WindowWanted,
)
from desktop_invoicer.errors import PortTakenError, ServiceStoppedError
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


def beside_health(events: list[Event]) -> list[Event]:
    """Leave out how the program is, which is told as it starts."""
    return [event for event in events if not isinstance(event, HealthChanged)]


def test_work_that_is_begun_gives_its_result_later(program: Program) -> None:
    async def count(commands: Commands) -> int:
        return len(await commands.jobs())

    assert program.begin(count).result(timeout=60) == 0


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

    program.begin(announce).result(timeout=60)

    assert [type(event) for event in beside_health(events)] == [JobReceived]


@pytest.mark.usefixtures("program")
def test_a_second_start_raises_the_window_of_the_first(home: Home, events: list[Event]) -> None:
    client = ControlClient.connect(home)
    assert client is not None
    with client:
        answer = client.answer("raise_window", {})

    assert answer == {"result": True}
    assert beside_health(events) == [WindowWanted()]


@pytest.fixture
def taken() -> Iterator[Settings]:
    """Give settings whose receiver's port another program has."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        receiver = Receiver(port=other.getsockname()[1])
        yield SETTINGS.model_copy(update={"receiver": receiver})


def test_a_window_goes_on_without_its_receiver_and_says_so(home: Home, taken: Settings, events: list[Event]) -> None:
    parts = replace(WINDOW, receives=True)
    with Program(home, taken, MemoryVault(""), parts, listeners=[events.append]) as program:
        failure = program.receiver_failure
        answer = program.answer("jobs", {})

    assert failure is not None
    assert failure.port == taken.receiver.port
    assert beside_health(events) == [ReceiverFailed(failure)]
    assert answer == {"result": []}


def test_nothing_runs_without_its_receiver_where_nobody_would_be_told(home: Home, taken: Settings) -> None:
    with pytest.raises(PortTakenError), Program(home, taken, MemoryVault(""), Parts(works=False, receives=True)):
        pass


def test_a_window_is_told_how_its_accounts_are_reached(program: Program, events: list[Event]) -> None:
    async def look(commands: Commands) -> Mapping[AccountName, Connection | None]:
        return commands.desk.connections()

    before = program.begin(look).result(timeout=60)
    refusal = program.answer("check_credentials", {"account": ACCOUNT})
    after = program.begin(look).result(timeout=60)

    assert refusal["result"]["refusal"]["kind"] == "CredentialsMissingError"
    assert before == {ACCOUNT: None}
    assert after == {ACCOUNT: beside_health(events)[0]}
    assert isinstance(after[ACCOUNT], AccountUnreached)


def test_where_no_window_runs_a_second_start_is_told_so(home: Home) -> None:
    with Program(home, SETTINGS, MemoryVault(""), Parts(works=False)) as program:
        answer = program.answer("raise_window", {})

    assert answer["error"]["kind"] == "NoWindowError"
