"""The clock of a way that closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.returns.clock import Clock, left_words
from tests.builders import NOW


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=-1), ""),
        (timedelta(seconds=59), "59 s left"),
        (timedelta(seconds=119), "119 s left"),
        (timedelta(minutes=11, seconds=59), "11 min left"),
        (timedelta(hours=23, minutes=59), "23 h left"),
        (timedelta(days=6, hours=23), "6 days left"),
    ],
)
def test_a_time_that_is_left_is_never_rounded_up(left: timedelta, words: str) -> None:
    assert left_words(NOW + left, NOW) == words


def test_the_clock_tells_once_that_the_time_is_over(qtbot: QtBot) -> None:
    owner = QObject()
    clock = Clock(owner)
    told: list[bool] = []
    clock.ran_out.connect(lambda: told.append(True))

    with qtbot.waitSignal(clock.ran_out):
        clock.run_until(datetime.now(UTC) + timedelta(milliseconds=50))

    assert told == [True]


def test_a_time_that_was_over_before_it_came_into_view_is_told(qtbot: QtBot) -> None:
    owner = QObject()
    clock = Clock(owner)

    with qtbot.waitSignal(clock.ran_out):
        clock.run_until(datetime.now(UTC) - timedelta(seconds=1))


def test_the_clock_ticks_while_there_is_little_time(qtbot: QtBot) -> None:
    owner = QObject()
    clock = Clock(owner)

    with qtbot.waitSignal(clock.ticked):
        clock.run_until(datetime.now(UTC) + timedelta(minutes=1))
