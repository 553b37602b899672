"""Widgets are freed on the GUI thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.garbage import FEW, OLDEST, PAUSE, QUIET_LOOKS, GarbageCollector


class Knot:
    """Something that only it itself holds."""

    def __init__(self, ends: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ends.append(threading.current_thread()))


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:  # noqa: ARG001 (the event loop)
    parent = QObject()
    collector = GarbageCollector(parent)
    yield collector
    collector.stop()


def allocate() -> None:
    kept = [[number] for number in range(50_000)]
    assert len(kept) == 50_000


def test_another_thread_frees_nothing_however_much_it_allocates(collector: GarbageCollector) -> None:  # noqa: ARG001
    ends: list[threading.Thread] = []
    Knot(ends)

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()

    assert ends == []


def test_what_nobody_holds_is_freed_on_the_gui_thread(collector: GarbageCollector, qtbot: QtBot) -> None:  # noqa: ARG001
    ends: list[threading.Thread] = []
    Knot(ends)
    kept = [[number] for number in range(50_000)]

    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [threading.main_thread()]
    assert kept


@pytest.fixture
def collected() -> Iterator[list[int]]:
    """Give the generations that are collected, each as soon as it may be."""
    generations: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "stop":
            generations.append(told["generation"])

    thresholds = gc.get_threshold()
    gc.callbacks.append(note)
    gc.set_threshold(1, 0, 0)
    yield generations
    gc.set_threshold(*thresholds)
    gc.callbacks.remove(note)


def test_what_is_old_is_not_looked_through_again_before_there_is_more(
    collector: GarbageCollector,  # noqa: ARG001
    collected: list[int],
    qtbot: QtBot,
) -> None:
    kept = [[number] for number in range(2 * FEW)]
    qtbot.waitUntil(lambda: OLDEST in collected)

    since = len(collected)
    qtbot.waitUntil(lambda: len(collected) >= since + 3)
    assert OLDEST not in collected[since:]

    more = [[number] for number in range(len(gc.get_objects()))]
    qtbot.waitUntil(lambda: OLDEST in collected[since:])
    assert kept != more


def test_what_is_old_and_much_waits_until_nothing_goes_on(
    collector: GarbageCollector,
    collected: list[int],
    qtbot: QtBot,
) -> None:
    kept = [[number] for number in range(2 * FEW)]
    qtbot.waitUntil(lambda: OLDEST in collected)
    since = len(collected)

    kept += [[number] for number in range(len(gc.get_objects()) // 2)]
    qtbot.waitUntil(lambda: len(collected) >= since + 3)
    assert OLDEST not in collected[since:]

    gc.set_threshold(10_000, 0, 0)
    qtbot.waitUntil(lambda: OLDEST in collected[since:])
    assert len(kept) > FEW
    collector.stop()


def test_news_put_off_what_is_old_and_much(
    collector: GarbageCollector,
    collected: list[int],
    qtbot: QtBot,
) -> None:
    kept = [[number] for number in range(2 * FEW)]
    qtbot.waitUntil(lambda: OLDEST in collected)
    since, news = len(collected), []
    gc.set_threshold(10_000, 0, 0)
    telling = QTimer(collector, interval=PAUSE)
    telling.timeout.connect(collector.wait)
    telling.timeout.connect(lambda: news.append(len(kept)))
    telling.start()

    kept += [[number] for number in range(len(gc.get_objects()) // 2)]
    qtbot.waitUntil(lambda: len(news) > QUIET_LOOKS + 3)
    assert OLDEST not in collected[since:]

    telling.stop()
    qtbot.waitUntil(lambda: OLDEST in collected[since:])


def test_python_collects_again_afterwards(collector: GarbageCollector) -> None:
    collector.stop()

    assert gc.isenabled()
