"""Dismissing a job, and trying again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.journal import Entry
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.ui.acting.dismiss_dialog import DismissDialog
from desktop_invoicer.ui.parts.buttons import Button
from tests.ui.acting.counter import Counter


@pytest.fixture
def job(counter: Counter) -> Job:
    return counter.job()


@pytest.fixture
def dialog(counter: Counter, job: Job) -> DismissDialog:
    counter.acting.dismiss(job)
    dialog = counter.dialog()
    assert isinstance(dialog, DismissDialog)
    return dialog


def test_dismissing_needs_a_reason(dialog: DismissDialog) -> None:
    assert not dialog.dismiss.isEnabled()

    QTest.keyClicks(dialog.reason.line, "   ")

    assert not dialog.dismiss.isEnabled()


def test_a_job_is_dismissed_with_the_reason_that_was_written(counter: Counter, job: Job, dialog: DismissDialog) -> None:
    QTest.keyClicks(dialog.reason.line, " sold twice ")
    dialog.dismiss.click()
    counter.idle(job)

    details = counter.details(job)
    assert details.job.stage is Stage.DISMISSED
    assert details.timeline[-1].entry is Entry.DISMISSED
    assert details.timeline[-1].facts["reason"] == "sold twice"


def test_a_usual_reason_is_one_press(dialog: DismissDialog) -> None:
    usual = [button for button in dialog.findChildren(Button) if button.property("part") == "chip"]

    usual[1].click()

    assert dialog.reason.reason == "Requested by mistake"
    assert dialog.focusWidget() is dialog.dismiss


def test_enter_does_not_dismiss(counter: Counter, job: Job, dialog: DismissDialog) -> None:
    QTest.keyClicks(dialog.reason.line, "sold twice")

    QTest.keyClick(dialog.reason.line, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert not counter.acting.is_under_way(job.id)


def test_a_job_is_tried_again_once_for_two_presses(counter: Counter, job: Job) -> None:
    counter.acting.retry(job)
    counter.acting.retry(job)
    assert counter.acting.is_under_way(job.id)
    assert "still being worked on" in counter.toast
    counter.idle(job)

    entries = [entry.entry for entry in counter.details(job).timeline]
    assert entries.count(Entry.RETRIED) == 1


def test_a_refusal_is_told(counter: Counter, job: Job) -> None:
    xml = counter.xml(job)
    counter.ask(lambda commands: commands.desk.dismiss(job.id, "Rui", "sold twice"))

    counter.acting.attach_xml(job, xml)

    counter.qtbot.waitUntil(lambda: "not possible now" in counter.toast)
    counter.idle(job)
