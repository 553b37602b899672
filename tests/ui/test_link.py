"""The way between the window and the engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer import errors
from desktop_invoicer.config import Settings
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import AccountReached, Event
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.tasks import Tasks

Listener = Callable[[Event], None]


class StandIn:
    """A desk that only runs a loop: answers are made where the engine would make them."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.settings = Settings()
        self.receiver_address = ""
        self.is_closed = False

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            coroutine = work(cast(Commands, self))
            try:
                coroutine.send(None)
            except StopIteration as end:
                future.set_result(end.value)

        threading.Thread(target=run).start()
        return future

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def desks() -> list[StandIn]:
    return []


@pytest.fixture
def link(desks: list[StandIn], qtbot: QtBot) -> Iterator[DeskLink]:  # noqa: ARG001 (the event loop)
    def launch(listener: Listener) -> StandIn:
        desks.append(StandIn(listener))
        return desks[-1]

    tasks = Tasks()
    yield DeskLink(launch, tasks)
    tasks.close()


def test_the_desk_starts_beside_the_window(link: DeskLink, qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.started):
        link.start()

    assert link.running is not None


def test_what_keeps_the_desk_from_running_is_told(qtbot: QtBot) -> None:
    reason = "locked"

    def launch(_: Listener) -> StandIn:
        raise errors.KeyringError(reason)

    tasks = Tasks()
    link = DeskLink(launch, tasks)

    with qtbot.waitSignal(link.start_failed) as failed:
        link.start()

    assert isinstance(failed.args[0], errors.KeyringError)
    assert link.running is None
    tasks.close()


def test_a_defect_at_the_start_is_told_and_the_window_can_still_be_closed(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def launch(_: Listener) -> StandIn:
        raise ZeroDivisionError

    tasks = Tasks()
    link = DeskLink(launch, tasks)
    with qtbot.waitSignal(link.start_failed):
        link.start()

    with qtbot.waitSignal(link.stopped):
        link.stop()

    assert "ZeroDivisionError" in caplog.text
    tasks.close()


def test_events_of_a_moment_come_together_and_in_order(link: DeskLink, desks: list[StandIn], qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.started):
        link.start()
    events = [AccountReached(AccountName(f"account{number}")) for number in range(500)]
    batches: list[tuple[Event, ...]] = []
    link.published.connect(batches.append)

    def tell() -> None:
        for event in events:
            desks[0].listener(event)

    threading.Thread(target=tell).start()

    qtbot.waitUntil(lambda: sum(map(len, batches)) == 500)
    assert [event for batch in batches for event in batch] == events
    assert len(batches) < 50


def test_an_answer_comes_back(link: DeskLink, qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.started):
        link.start()
    told: list[int] = []

    link.ask(link, lambda _: 42, told.append)

    qtbot.waitUntil(lambda: told == [42])


def test_nothing_is_asked_of_a_desk_that_does_not_run(link: DeskLink) -> None:
    assert link.ask(link, lambda _: 42, print) is None


def test_a_restart_stops_the_desk_first(link: DeskLink, desks: list[StandIn], qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.started):
        link.start()

    with qtbot.waitSignal(link.started):
        link.restart()

    assert [desk.is_closed for desk in desks] == [True, False]


def test_a_desk_that_is_stopped_while_it_starts_ends_once_it_has(
    link: DeskLink, desks: list[StandIn], qtbot: QtBot
) -> None:
    link.start()

    with qtbot.waitSignal(link.stopped):
        link.stop()

    assert [desk.is_closed for desk in desks] == [True]
    assert link.running is None


def test_stopping_a_desk_that_does_not_run_is_told_too(link: DeskLink, qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.stopped):
        link.stop()
