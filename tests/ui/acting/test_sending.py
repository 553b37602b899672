"""The question before an invoice goes out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.messages import money
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
        QTest.keyClick(self.dialog.focusWidget(), key)

    def read(self) -> None:
        """Wait until the question takes an answer."""
        self._counter.qtbot.waitUntil(self.dialog.send.isEnabled)


@pytest.fixture
def sale(counter: Counter) -> JobDetails:
    return counter.documented()


def posts(counter: Counter, job: Job) -> list[int]:
    return [post["count"] for post in counter.simulator.ledger()["posts"] if post["order"] == job.order_id]


def test_what_is_odd_about_the_document_stands_above_the_button(counter: Counter) -> None:
    job = counter.job("delivery")
    xml = counter.xml(job, model="65")
    counter.ask(lambda commands: commands.desk.attach(job.id, commands.read_paper(xml)))

    question = Question(counter, counter.details(job))

    assert "Look at this first" in counter.texts(question.dialog)
    assert "NFC-e, not NF-e" in counter.texts(question.dialog)
    assert question.dialog.focusWidget() is question.dialog.back


def test_of_a_document_that_fits_nothing_is_told(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)

    assert "Look at this first" not in counter.texts(question.dialog)


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

    counter.qtbot.waitUntil(lambda: posts(counter, sale.job) == [1])


def test_a_press_in_the_moment_of_opening_does_not_send(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)

    question.press(Qt.Key.Key_F8)

    assert question.dialog.isVisible()
    assert not counter.acting.is_under_way(sale.job.id)


def test_the_question_names_order_document_and_amount(counter: Counter, sale: JobDetails) -> None:
    told = counter.texts(Question(counter, sale).dialog)

    assert sale.job.order_id in told
    assert "NFC-e 10001, series 1" in told
    assert money(sale.job.value or 0) in told


def test_the_focus_is_on_the_way_back(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)

    assert question.dialog.focusWidget() is question.dialog.back


def test_a_double_press_sends_once(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)
    question.read()

    with counter.qtbot.waitSignal(counter.acting.submitted):
        question.dialog.send.click()
        question.dialog.send.click()

    counter.qtbot.waitUntil(lambda: posts(counter, sale.job) == [1])
    counter.settled(sale.job)
    assert posts(counter, sale.job) == [1]


def test_who_presses_twice_is_asked_once(counter: Counter, sale: JobDetails) -> None:
    counter.acting.submit(sale)
    counter.acting.submit(sale)

    assert counter.is_asked(SubmitDialog)
    counter.dialog()


def test_nothing_is_asked_while_the_job_is_going_out(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)
    question.read()
    question.press(Qt.Key.Key_F8)

    assert counter.acting.is_under_way(sale.job.id)
    counter.acting.submit(sale)

    assert not counter.is_asked(SubmitDialog)


def test_the_question_is_taken_back_when_something_else_would_go_out(counter: Counter, sale: JobDetails) -> None:
    question = Question(counter, sale)

    with counter.qtbot.waitSignal(question.dialog.rejected):
        counter.attach_xml(sale.job)

    counter.qtbot.waitUntil(lambda: "changed meanwhile" in counter.toast)


def test_what_changed_behind_the_question_does_not_go_out(counter: Counter, sale: JobDetails) -> None:
    other = replace(sale.job, value=Cents(1))
    question = Question(counter, replace(sale, job=other))
    question.read()

    question.press(Qt.Key.Key_F8)
    counter.idle(other)

    assert counter.details(sale.job).job.confirmed_by == ""
    assert "in the meantime" in counter.toast
