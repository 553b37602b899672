"""Coming and going, over a desk that starts anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.people import Operator, OperatorId, Role
from desktop_invoicer.engine.events import Event, PeopleChanged
from desktop_invoicer.errors import UnknownOperatorError
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.people.door import Door
from desktop_invoicer.ui.people.presence import Presence
from desktop_invoicer.ui.tasks import Tasks
from tests.builders import NOW

ANA = Operator(OperatorId(1), "Ana", Role.MANAGER, NOW)
BIA = Operator(OperatorId(2), "Bia", Role.CLERK, NOW)


@dataclass
class FakePeople:
    """The people of a desk, one of whom may be at its window."""

    known: list[Operator] = field(default_factory=lambda: [ANA, BIA])
    here: str = ""

    def operators(self) -> tuple[Operator, ...]:
        return tuple(self.known)

    async def sign_in(self, name: str, _pin: str) -> Operator:
        self.here = name
        return next(one for one in self.known if one.name == name)

    def sign_out(self, _name: str) -> None:
        self.here = ""

    def welcome_back(self, name: str) -> None:
        if name not in {one.name for one in self.known}:
            raise UnknownOperatorError(name)
        self.here = name


class Desk:
    """Answers at once; the program behind it begins without anybody at its window."""

    receiver_address = ""
    settings: Any = None

    def __init__(self, people: FakePeople) -> None:
        people.here = ""
        self._commands = SimpleNamespace(people=people)

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(asyncio.run(work(self._commands)))
        except UnknownOperatorError as exc:
            future.set_exception(exc)
        return future

    def close(self) -> None:
        """Stop nothing."""


@dataclass
class Entrance:
    people: FakePeople
    presence: Presence
    link: DeskLink
    door: Door
    qtbot: QtBot
    tell: list[Callable[[Event], None]]

    def start(self) -> None:
        with self.qtbot.waitSignal(self.link.started):
            self.link.restart() if self.link.running else self.link.start()
        self.qtbot.waitUntil(lambda: len(self.presence.roster) == len(self.people.known))

    def sign_in(self, name: str) -> None:
        self.door.sign_in(self.door, name, "2580", print)
        self.qtbot.waitUntil(lambda: not self.presence.is_locked)


@pytest.fixture
def entrance(qtbot: QtBot) -> Iterator[Entrance]:
    owner, people, tell = QObject(), FakePeople(), []
    tasks, presence = Tasks(owner), Presence("system", owner)

    def launch(listener: Callable[[Event], None]) -> Desk:
        tell.append(listener)
        return Desk(people)

    link = DeskLink(launch, tasks, owner)
    yield Entrance(people, presence, link, Door(link, presence, owner), qtbot, tell)
    tasks.close()


def test_without_people_the_systems_user_works_here(entrance: Entrance) -> None:
    entrance.people.known.clear()

    entrance.start()

    assert not entrance.presence.is_locked
    assert entrance.presence.name == "system"


def test_with_people_nobody_is_there_at_first(entrance: Entrance) -> None:
    entrance.start()

    assert entrance.presence.is_locked


def test_whoever_is_there_stays_while_the_desk_starts_anew(entrance: Entrance) -> None:
    entrance.start()
    entrance.sign_in("Bia")

    entrance.start()

    entrance.qtbot.waitUntil(lambda: entrance.people.here == "Bia")
    assert entrance.presence.operator == BIA


def test_whoever_left_the_list_meanwhile_is_there_no_longer(entrance: Entrance) -> None:
    entrance.start()
    entrance.sign_in("Bia")
    entrance.people.known.remove(BIA)

    entrance.start()

    entrance.qtbot.waitUntil(lambda: entrance.presence.is_locked)
    assert entrance.people.here == ""


def test_another_role_counts_at_once(entrance: Entrance) -> None:
    entrance.start()
    entrance.sign_in("Bia")
    entrance.people.known[1] = Operator(BIA.id, "Bia", Role.MANAGER, NOW)

    entrance.tell[-1](PeopleChanged())

    entrance.qtbot.waitUntil(lambda: entrance.presence.operator != BIA)
    assert entrance.presence.operator is not None
    assert entrance.presence.operator.role is Role.MANAGER


def test_pins_that_are_switched_off_open_the_window(entrance: Entrance) -> None:
    entrance.start()
    entrance.people.known.clear()

    entrance.tell[-1](PeopleChanged())

    entrance.qtbot.waitUntil(lambda: not entrance.presence.is_locked)
    assert entrance.presence.name == "system"


def test_whoever_leaves_is_seen_out_at_the_desk_too(entrance: Entrance) -> None:
    entrance.start()
    entrance.sign_in("Bia")

    entrance.door.sign_out()

    assert entrance.presence.is_locked
    assert entrance.people.here == ""
