"""A scan of the document's key, anywhere in the window."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.dialog import Dialog
from tests.builders import a_key
from tests.ui.acting.counter import Counter


@pytest.fixture
def job(counter: Counter) -> Job:
    return counter.job()


def test_the_right_key_is_attached_by_the_scan_alone(counter: Counter, job: Job) -> None:
    key = counter.key(job)

    with counter.qtbot.waitSignal(counter.acting.attached) as attached:
        counter.acting.attach_key(job, key)

    assert attached.args[0].document.key.text == key
    assert counter.verdicts == [(True, f"NFC-e 10001, series 1 attached to order {job.order_id}.")]


def test_a_key_of_a_model_that_is_only_allowed_is_looked_at_before_it_is_attached(counter: Counter) -> None:
    job = counter.job("delivery")

    counter.scan(job, counter.key(job, model="65"))

    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    assert "NFC-e, not NF-e" in counter.texts(dialog.checks)
    assert dialog.attach.isEnabled()
    assert counter.verdicts == [(False, "The document fits. One thing to look at: model.")]
    assert counter.details(job).job.document is None


def test_a_key_of_another_company_shows_both_cnpjs(counter: Counter, job: Job) -> None:
    counter.scan(job, a_key(cnpj="11444777000161").text)

    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    assert "11.444.777/0001-61, not 11.222.333/0001-81" in counter.texts(dialog.checks)


def test_what_is_no_key_is_judged_and_asks_nothing(counter: Counter, job: Job) -> None:
    counter.scan(job, "1234")

    assert [good for good, _ in counter.verdicts] == [False]
    assert not counter.application.window.findChildren(Dialog)


def test_a_second_document_does_not_take_the_place_of_the_first_without_a_look(counter: Counter, job: Job) -> None:
    first, second = counter.key(job), counter.key(job)
    counter.scan(job, first)

    counter.scan(job, second)

    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    assert dialog.attach.isEnabled()
    document = counter.details(job).job.document
    assert document is not None
    assert document.key.text == first


def test_a_scan_for_a_job_that_is_being_worked_on_is_judged(counter: Counter, job: Job) -> None:
    key = counter.key(job)

    counter.acting.attach_key(job, key)
    counter.acting.attach_key(job, key)

    counter.qtbot.waitUntil(lambda: len(counter.verdicts) == 2)
    assert [good for good, _ in counter.verdicts] == [False, True]


def test_what_is_pressed_while_the_desk_stands_still_is_answered(counter: Counter, job: Job) -> None:
    with counter.qtbot.waitSignal(counter.application.link.stopped):
        counter.application.link.stop()

    for press in (counter.acting.retry, counter.acting.show_raw, counter.acting.open_in_vtex):
        counter.application.window.toasts.show_notice("before")
        press(job)

        counter.qtbot.waitUntil(lambda: "not running" in counter.toast)
