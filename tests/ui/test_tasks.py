"""Work beside the GUI thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_invoicer import errors
from desktop_invoicer.ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:  # noqa: ARG001 (the event loop)
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_a_result_comes_back_on_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[tuple[str, threading.Thread]] = []

    tasks.run(
        tasks, lambda: threading.current_thread().name, lambda name: told.append((name, threading.current_thread()))
    )

    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0].startswith("task")
    assert told[0][1] is threading.main_thread()


def test_an_answer_never_comes_while_the_question_is_put(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[int] = []
    done: Future[int] = Future()
    done.set_result(1)

    tasks.deliver(tasks, done, told.append)

    assert told == []
    qtbot.waitUntil(lambda: told == [1])


def test_an_answer_is_freed_as_soon_as_nobody_holds_it(tasks: Tasks, qtbot: QtBot) -> None:
    class Answer:
        pass

    freed: list[bool] = []

    def take(answer: Answer) -> None:
        weakref.finalize(answer, freed.append, True)

    gc.disable()
    try:
        tasks.run(tasks, Answer, take)

        qtbot.waitUntil(lambda: bool(freed))
    finally:
        gc.enable()


def test_nobody_is_told_when_the_owner_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    told: list[int] = []
    after: list[int] = []
    pending: Future[int] = Future()
    tasks.deliver(owner, pending, told.append)

    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    pending.set_result(1)
    tasks.run(tasks, lambda: 2, after.append)

    qtbot.waitUntil(lambda: after == [2])
    assert told == []


def test_an_error_that_nobody_takes_goes_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    reference = "7"

    def work() -> None:
        raise errors.UnknownJobError(reference, [])

    with qtbot.waitSignal(tasks.refused) as refused:
        tasks.run(tasks, work, print)

    assert isinstance(refused.args[0], errors.UnknownJobError)


def test_a_defect_is_told_as_one(tasks: Tasks, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with qtbot.waitSignal(tasks.failed) as failed:
        tasks.run(tasks, lambda: 1 // 0, print)

    assert isinstance(failed.args[0], ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text


def test_who_waits_for_an_answer_is_told_of_a_defect_as_well(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[errors.InvoicerError] = []

    with qtbot.waitSignal(tasks.failed):
        tasks.run(tasks, lambda: 1 // 0, print, told.append)

    assert [type(error) for error in told] == [errors.InvoicerError]
    assert "ZeroDivisionError" in str(told[0])


def test_who_waits_for_an_answer_is_told_that_it_was_given_up(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[errors.InvoicerError] = []
    pending: Future[int] = Future()
    tasks.deliver(tasks, pending, print, told.append)

    pending.cancel()
    pending.set_running_or_notify_cancel()

    qtbot.waitUntil(lambda: len(told) == 1)
    assert isinstance(told[0], errors.ServiceStoppedError)


def test_the_window_is_not_told_of_what_was_given_up(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[object] = []
    tasks.refused.connect(told.append)
    pending: Future[int] = Future()
    tasks.deliver(tasks, pending, told.append)

    pending.cancel()
    pending.set_running_or_notify_cancel()
    after: list[int] = []
    tasks.run(tasks, lambda: 2, after.append)

    qtbot.waitUntil(lambda: after == [2])
    assert told == []


def test_work_that_hangs_keeps_nothing_else_waiting(tasks: Tasks, qtbot: QtBot) -> None:
    release = threading.Event()
    for _ in range(20):
        tasks.run(tasks, lambda: release.wait(10), lambda _: None)
    told: list[int] = []

    tasks.run(tasks, lambda: 1, told.append)

    qtbot.waitUntil(lambda: told == [1])
    release.set()


def test_what_is_being_written_at_the_end_is_waited_for(tasks: Tasks) -> None:
    begun, written = threading.Event(), threading.Event()

    def write() -> None:
        begun.set()
        threading.Event().wait(0.1)
        written.set()

    tasks.run(tasks, write, lambda _: None)
    begun.wait(5)
    tasks.close()

    assert written.is_set()


def test_what_lasts_longer_than_a_second_is_shown_until_it_ends(tasks: Tasks, qtbot: QtBot) -> None:
    pending: Future[int] = Future()

    with qtbot.waitSignal(tasks.lasting_changed, check_params_cb=bool):
        tasks.deliver(tasks, pending, print)
    with qtbot.waitSignal(tasks.lasting_changed, check_params_cb=lambda lasting: not lasting):
        pending.set_result(1)
