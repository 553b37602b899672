"""The dialog for the document of a cancellation of which only the protocol is known."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.document import DocumentKind, DocumentSource
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from tests.builders import PROTOCOL, a_key
from tests.ui.acting.counter import Counter


def opened(counter: Counter, job: Job) -> AttachDialog:
    counter.acting.attach(job)
    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    return dialog


def sold_with(counter: Counter, job: Job) -> str:
    """Give the key of the note that the order was sold with."""
    content = counter.details(job).content
    assert content is not None
    return content.order.invoices[0].key


@pytest.fixture
def job(counter: Counter) -> Job:
    return counter.job("cancellation")


@pytest.fixture
def dialog(counter: Counter, job: Job) -> AttachDialog:
    return opened(counter, job)


def test_only_of_a_cancellation_people_are_asked_how_the_sale_was_undone(counter: Counter) -> None:
    assert not opened(counter, counter.job()).form.kind.isVisible()


def test_by_default_the_goods_come_in_with_a_note(dialog: AttachDialog) -> None:
    assert dialog.form.kind.isVisible()
    assert dialog.form.protocol is None
    assert not dialog.form.number.isVisible()


def test_a_cancelled_note_is_attached_by_its_key_and_the_protocol(
    counter: Counter, job: Job, dialog: AttachDialog
) -> None:
    dialog.form.kind.cancelled.click()
    QTest.keyClicks(dialog.form.key, sold_with(counter, job))
    assert dialog.form.number.isVisible()
    assert not dialog.attach.isEnabled()

    QTest.keyClicks(dialog.form.number, PROTOCOL)
    counter.qtbot.waitUntil(dialog.attach.isEnabled)
    with counter.qtbot.waitSignal(counter.acting.attached):
        dialog.attach.click()

    document = counter.details(job).job.document
    assert document is not None
    assert (document.kind, document.source) == (DocumentKind.CANCELLATION, DocumentSource.KEY)
    assert document.protocol == PROTOCOL


def test_no_goods_come_in_with_an_nfce_so_its_key_asks_for_the_protocol(dialog: AttachDialog) -> None:
    dialog.take_scanned(a_key(model="65").text)

    assert dialog.form.kind.is_cancelled
    assert dialog.form.number.isVisible()


def test_the_key_of_an_nfe_says_nothing_about_how_the_sale_was_undone(dialog: AttachDialog) -> None:
    dialog.take_scanned(a_key(model="55").text)

    assert not dialog.form.kind.is_cancelled


def test_a_cancelled_note_has_no_value_to_be_asked_for(dialog: AttachDialog) -> None:
    dialog.take_scanned(a_key(model="65").text)
    assert not dialog.form.amount.isVisible()

    dialog.form.kind.entry.click()
    assert dialog.form.amount.isVisible()
    assert not dialog.form.number.isVisible()


def test_the_protocol_is_the_next_field_once_the_key_is_there(dialog: AttachDialog) -> None:
    dialog.form.kind.cancelled.click()
    dialog.activateWindow()
    dialog.form.key.setFocus()

    QTest.keyClicks(dialog.form.key, a_key(model="65").text)

    assert dialog.form.number.hasFocus()


def test_a_key_that_was_scanned_outside_the_dialog_asks_for_the_protocol(counter: Counter, job: Job) -> None:
    counter.scan(job, sold_with(counter, job))
    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)

    assert dialog.form.number.isVisible()
    assert not dialog.checks.isVisible()
    assert not dialog.attach.isEnabled()


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("13526", False),
        ("135 260 000", False),
        (PROTOCOL, False),
        (f"{PROTOCOL}1", False),
        (f"{PROTOCOL}123", True),
        ("protocolo", True),
    ],
)
def test_a_protocol_is_wrong_where_nothing_that_follows_can_put_it_right(
    dialog: AttachDialog, text: str, is_wrong: bool
) -> None:
    dialog.form.number.setText(text)

    assert dialog.form.number.is_wrong is is_wrong


def test_a_protocol_that_is_left_too_short_is_told(counter: Counter, dialog: AttachDialog) -> None:
    dialog.take_scanned(a_key(model="65").text)
    QTest.keyClicks(dialog.form.number, PROTOCOL[:-1])
    assert not dialog.form.number.is_wrong

    QTest.keyClick(dialog.form.number, Qt.Key.Key_Return)

    counter.qtbot.waitUntil(lambda: "15 or 17 digits; this one has 14" in dialog.notice.text)
    assert not dialog.attach.isEnabled()
