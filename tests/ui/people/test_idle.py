"""Noticing that nobody is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.people.idle import AHEAD, Idle

LIMIT = 300


@dataclass
class Seat:
    """A field with the focus, a clock, and what was noticed."""

    line: QLineEdit
    told: list[str] = field(default_factory=list)
    now: float = 1_000.0

    def clock(self) -> float:
        return self.now

    def move(self) -> None:
        """Move the mouse over the window."""
        window = self.line.window().windowHandle()
        place, none = QPointF(5, 5), Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(window, event)


@pytest.fixture
def seat(qtbot: QtBot) -> Seat:
    line = QLineEdit()
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    return Seat(line)


@pytest.fixture
def idle(seat: Seat) -> Iterator[Idle]:
    idle = Idle(seat.line, seat.clock)
    idle.nearing.connect(lambda: seat.told.append("nearing"))
    idle.stayed.connect(lambda: seat.told.append("stayed"))
    idle.ended.connect(lambda: seat.told.append("ended"))
    idle.watch(LIMIT)
    yield idle
    idle.rest()


def _timer(idle: Idle) -> QTimer:
    (timer,) = idle.findChildren(QTimer)
    return timer


def _pass(seat: Seat, idle: Idle, seconds: float) -> None:
    """Let time go by, and the timer come due."""
    seat.now += seconds
    _timer(idle).timeout.emit()


def test_the_end_is_told_ahead_and_comes(seat: Seat, idle: Idle) -> None:
    _pass(seat, idle, LIMIT - AHEAD)
    _pass(seat, idle, AHEAD)

    assert seat.told == ["nearing", "ended"]


def test_a_hand_on_the_mouse_stays(seat: Seat, idle: Idle) -> None:
    _pass(seat, idle, LIMIT - AHEAD)
    seat.move()
    _pass(seat, idle, AHEAD)

    assert seat.told == ["nearing", "stayed"]


def test_input_before_the_warning_puts_it_off(seat: Seat, idle: Idle) -> None:
    seat.now += LIMIT / 2
    seat.move()
    _pass(seat, idle, LIMIT / 2)

    assert seat.told == []


def test_what_the_desk_does_is_no_input(seat: Seat, idle: Idle) -> None:
    seat.now += LIMIT / 2
    seat.line.setText("news")
    seat.line.repaint()
    _pass(seat, idle, LIMIT / 2)

    assert seat.told == ["ended"]


def test_a_computer_that_wakes_up_late_is_locked_before_its_first_key_arrives(seat: Seat, idle: Idle) -> None:
    assert idle is not None
    seat.now += 10 * LIMIT

    seat.move()

    assert seat.told == ["ended"]


def test_a_clock_that_was_set_back_does_not_keep_the_window_open_for_hours(seat: Seat, idle: Idle) -> None:
    seat.now -= 7_200
    _pass(seat, idle, 0)
    _pass(seat, idle, LIMIT - AHEAD)
    _pass(seat, idle, AHEAD)

    assert seat.told == ["nearing", "ended"]


def test_nobody_is_sent_away_without_a_limit(seat: Seat, idle: Idle) -> None:
    idle.watch(0)
    seat.now += 100 * LIMIT

    seat.move()

    assert seat.told == []
    assert not _timer(idle).isActive()
