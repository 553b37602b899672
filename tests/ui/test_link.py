"""The way between the window and the engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from typing import Any, cast

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_invoicer import errors
from desktop_invoicer.config import Settings
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import AccountReached, Event
from desktop_invoicer.ui.link import BATCH, DeskLink
from desktop_invoicer.ui.tasks import Tasks
from tests.ui.conftest import PATIENCE

Listener = Callable[[Event], None]
Work = Callable[[Commands], Coroutine[Any, Any, Any]]

AFTERWARDS = AccountReached(AccountName("afterwards"))


class StandIn:
    """A desk that only runs a loop: answers are made where the engine would make them."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.settings = Settings()
        self.receiver_address = ""
        self.is_closed = False

    def begin(self, work: Work) -> Future[Any]:
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


Linked = Callable[[Callable[[Listener], StandIn]], DeskLink]


@pytest.fixture
def linked(qtbot: QtBot) -> Iterator[Linked]:
    """Give what gives the way to a desk that runs."""
    with ExitStack() as exits:

        def link_to(launch: Callable[[Listener], StandIn]) -> DeskLink:
            tasks = Tasks()
            exits.callback(tasks.close)
            link = DeskLink(launch, tasks)
            with qtbot.waitSignal(link.started):
                link.start()
            return link

        yield link_to


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


class Announcing(StandIn):
    """A desk that goes on after an answer, and announces something, before its work for the answer is put away."""

    def __init__(self, listener: Listener) -> None:
        super().__init__(listener)
        self.has_announced = threading.Event()

    def begin(self, work: Work) -> Future[Any]:
        begun: Future[Any] = Future()

        def run() -> None:
            with suppress(StopIteration):
                work(cast(Commands, self)).send(None)
            self.listener(AFTERWARDS)
            self.has_announced.set()
            time.sleep(5 * BATCH / 1000)
            begun.set_result(None)

        threading.Thread(target=run).start()
        return begun


def look_now(link: DeskLink) -> None:
    """Let the time be over in which events are collected."""
    batch = link.findChild(QTimer)
    assert isinstance(batch, QTimer)
    batch.timeout.emit()


@pytest.mark.parametrize("is_due", [False, True], ids=["later", "as soon as both are there"])
def test_what_is_announced_after_an_answer_is_published_after_it(linked: Linked, qtbot: QtBot, is_due: bool) -> None:
    link = linked(Announcing)
    desk = link.running
    assert isinstance(desk, Announcing)
    told: list[object] = []
    link.published.connect(told.extend)

    link.ask(link, lambda _: "answer", told.append)
    if is_due:
        assert desk.has_announced.wait(PATIENCE / 1000)
        look_now(link)

    qtbot.waitUntil(lambda: AFTERWARDS in told)
    assert told == ["answer", AFTERWARDS]


def test_what_is_announced_after_a_refusal_is_published_after_it(linked: Linked, qtbot: QtBot) -> None:
    link = linked(Announcing)
    told: list[object] = []
    link.published.connect(told.extend)
    error = errors.KeyringError("locked")

    def refuse(_: Commands) -> None:
        raise error

    link.ask(link, refuse, told.append, told.append)

    qtbot.waitUntil(lambda: AFTERWARDS in told)
    assert told == [error, AFTERWARDS]


def test_a_defect_of_whoever_asked_costs_nobody_the_news(linked: Linked, qtbot: QtBot) -> None:
    link = linked(Announcing)
    desk = link.running
    assert isinstance(desk, Announcing)
    told: list[object] = []
    link.published.connect(told.extend)

    def take(_: object) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as defects:
        link.ask(link, lambda _: "answer", take)
        assert desk.has_announced.wait(PATIENCE / 1000)
        look_now(link)

    assert told == [AFTERWARDS]
    assert [kind for kind, *_ in defects] == [ZeroDivisionError]


def test_the_last_news_of_a_desk_comes_before_its_end(linked: Linked) -> None:
    class Leaving(StandIn):
        def close(self) -> None:
            self.listener(AFTERWARDS)

    link = linked(Leaving)
    told: list[object] = []
    link.published.connect(told.extend)
    link.stopped.connect(lambda: told.append("stopped"))

    link.stop()
    link.tasks.close()  # the thread that closes it has ended
    look_now(link)

    assert told == [AFTERWARDS, "stopped"]


def test_who_gives_up_an_answer_gives_up_the_work_for_it(linked: Linked) -> None:
    begun: Future[Any] = Future()

    class Slow(StandIn):
        def begin(self, work: Work) -> Future[Any]:  # noqa: ARG002 (never begun)
            return begun

    link = linked(Slow)

    answer = link.ask(link, lambda _: 42, print)
    assert answer is not None
    answer.cancel()

    assert begun.cancelled()


def test_whoever_asks_a_desk_that_does_not_run_is_told_so(link: DeskLink, qtbot: QtBot) -> None:
    refused: list[errors.InvoicerError] = []

    link.ask(link, lambda _: 42, print, refused.append)

    assert refused == []
    qtbot.waitUntil(lambda: [type(error) for error in refused] == [errors.NotRunningError])


def test_of_a_look_at_a_desk_that_does_not_run_nobody_is_told(link: DeskLink, qtbot: QtBot) -> None:
    told: list[object] = []
    link.tasks.refused.connect(told.append)
    refused: list[errors.InvoicerError] = []
    link.ask(link, lambda _: 42, told.append)

    link.ask(link, lambda _: 42, told.append, refused.append)

    qtbot.waitUntil(lambda: len(refused) == 1)
    assert told == []


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


class SlowToClose(StandIn):
    """A desk that takes its time to stop, until the test lets it."""

    def __init__(self, listener: Listener) -> None:
        super().__init__(listener)
        self.may_close = threading.Event()

    def close(self) -> None:
        self.may_close.wait(10)
        super().close()


@pytest.fixture
def slow_desks() -> list[SlowToClose]:
    return []


@pytest.fixture
def slow_link(slow_desks: list[SlowToClose], linked: Linked) -> Iterator[DeskLink]:
    """Give the way to a desk that runs, and that is slow to stop."""

    def launch(listener: Listener) -> StandIn:
        slow_desks.append(SlowToClose(listener))
        return slow_desks[-1]

    yield linked(launch)
    for desk in slow_desks:
        desk.may_close.set()


def test_two_restarts_at_a_time_are_one_and_never_end_the_program(
    slow_link: DeskLink, slow_desks: list[SlowToClose], qtbot: QtBot
) -> None:
    slow_link.restart()
    slow_link.restart()

    with qtbot.assertNotEmitted(slow_link.stopped), qtbot.waitSignal(slow_link.started):
        slow_desks[0].may_close.set()

    assert [desk.is_closed for desk in slow_desks] == [True, False]


def test_no_desk_starts_before_the_one_before_has_stopped(slow_link: DeskLink, slow_desks: list[SlowToClose]) -> None:
    slow_link.restart()
    slow_link.start()
    slow_link.restart()

    assert len(slow_desks) == 1


def test_a_stop_during_a_restart_is_the_last_word(
    slow_link: DeskLink, slow_desks: list[SlowToClose], qtbot: QtBot
) -> None:
    slow_link.restart()
    slow_link.stop()
    slow_link.restart()

    with qtbot.waitSignal(slow_link.stopped):
        slow_desks[0].may_close.set()

    assert len(slow_desks) == 1


def test_a_desk_is_started_once_however_often_it_is_asked_for(
    link: DeskLink, desks: list[StandIn], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(link.started):
        link.start()
        link.start()
    link.start()

    with qtbot.waitSignal(link.stopped):
        link.stop()

    assert len(desks) == 1


def test_what_the_former_desk_told_comes_before_the_next_one_starts(
    link: DeskLink, desks: list[StandIn], qtbot: QtBot
) -> None:
    told: list[object] = []
    link.started.connect(lambda: told.append("started"))
    link.published.connect(told.extend)
    with qtbot.waitSignal(link.started):
        link.start()
    event = AccountReached(AccountName("main"))

    desks[0].listener(event)
    with qtbot.waitSignal(link.started):
        link.restart()

    assert told == ["started", event, "started"]


def test_a_question_that_the_stopping_desk_leaves_open_is_refused(linked: Linked, qtbot: QtBot) -> None:
    pending: Future[Any] = Future()

    class Stopping(StandIn):
        def begin(self, work: Work) -> Future[Any]:  # noqa: ARG002 (never done)
            return pending

    link = linked(Stopping)
    refused: list[errors.InvoicerError] = []

    link.ask(link, lambda _: 42, print, refused.append)
    pending.cancel()
    pending.set_running_or_notify_cancel()

    qtbot.waitUntil(lambda: len(refused) == 1)
    assert isinstance(refused[0], errors.ServiceStoppedError)


def test_a_desk_that_broke_down_answers_like_one_that_does_not_run(linked: Linked, qtbot: QtBot) -> None:
    class Broken(StandIn):
        def begin(self, work: Work) -> Future[Any]:  # noqa: ARG002 (never done)
            raise errors.ServiceStoppedError

    link = linked(Broken)
    refused: list[errors.InvoicerError] = []

    link.ask(link, lambda _: 42, print, refused.append)

    qtbot.waitUntil(lambda: [type(error) for error in refused] == [errors.NotRunningError])
