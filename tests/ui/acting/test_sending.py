"""The question before an invoice goes out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from tests.ui.acting.counter import Counter


class Question:
    """The dialog as a person meets it."""

    def __init__(self, counter: Counter, details: JobDetails) -> None:
        self._counter = counter
        counter.acting.submit(details)
        dialog = counter.dialog()
        assert isinstance(dialog, SubmitDialog)
        self.dialog = dialog

    def press(self, key: Qt.Key) -> None:
        focus = self.dialog.focusWidget() or self.dialog
        QTest.keyClick(focus, key)

    def read(self) -> None:
        """Wait until the question takes an answer."""
        self._counter.qtbot.waitUntil(lambda: self.dialog.send.isEnabled())

    def check(self) -> None:
        self.dialog.findChildren(QCheckBox)[0].click()


@pytest.fixture
def sale(counter: Counter) -> JobDetails:
    return counter.documented()


def posts(counter: Counter, job: Job) -> list[int]:
    return [post["count"] for post in counter.simulator.ledger()["posts"] if post["order"] == job.order_id]


def test_enter_does_not_send(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)
    question.read()

    question.press(Qt.Key.Key_Return)
    question.press(Qt.Key.Key_Enter)

    assert not counter.acting.is_under_way(sale.job.id)


def test_enter_does_not_send_even_from_the_button_that_does(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)
    question.read()
    question.dialog.send.setFocus()

    question.press(Qt.Key.Key_Return)

    assert question.dialog.isVisible()
    assert not counter.acting.is_under_way(sale.job.id)


def test_the_key_that_asked_sends_when_it_is_pressed_again(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)
    question.read()

    with counter.qtbot.waitSignal(counter.acting.submitted):
        question.press(Qt.Key.Key_F8)

    counter.qtbot.waitUntil(lambda: posts(counter, sale.job) == [1], timeout=10_000)


def test_a_press_in_the_moment_of_opening_does_not_send(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)

    question.press(Qt.Key.Key_F8)

    assert question.dialog.isVisible()
    assert not counter.acting.is_under_way(sale.job.id)
