"""Signing a day off: what is left has to be read, who signs named, and why said."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.errors import NotRunningError
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.close_dialog import CloseDialog
from tests.report_builders import some_findings
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import ready, sent, without_document


def _asked(closer: Closer) -> CloseDialog:
    closer.page.perform(Command.CLOSE_DAY)
    dialog = closer.dialog("close_dialog")
    assert isinstance(dialog, CloseDialog)
    closer.settle()
    return dialog


def test_a_day_without_pending_work_needs_a_manager_only(closer: Closer) -> None:
    dialog = _asked(closer.open(sent(1, 1000)))
    assert not dialog.sign.isEnabled()

    dialog.manager.list.setCurrentText("Marta")

    assert dialog.sign.isEnabled()
    assert not dialog.reason.isVisible()
    assert not dialog.list.isVisible()


def test_the_day_is_signed_as_it_was_shown(closer: Closer) -> None:
    closer.desk.findings = some_findings()
    dialog = _asked(closer.open(sent(1, 1000)))
    dialog.manager.list.setCurrentText("Marta")

    dialog.sign.click()

    closer.qtbot.waitUntil(lambda: closer.desk.signed is not None)
    signed = closer.desk.signed
    assert signed is not None
    assert (signed.manager, signed.figures.invoiced.value, signed.reason) == ("Marta", 1000, "")
    assert signed.findings == tuple(finding.identity for finding in some_findings())
    closer.qtbot.waitUntil(lambda: closer.page.bar.state.text.startswith("Closed by Marta"))
    assert closer.workplace.toasts.text == "2026-11-20 is closed by Marta."


def test_what_was_sent_a_moment_ago_is_not_asked_about_any_more(closer: Closer) -> None:
    closer.pending(without_document(1), ready(2))
    closer.desk.know(without_document(1), sent(2, 1000))

    _asked(closer)

    assert "1 request is not sent: " in closer.text


def test_the_key_pressed_twice_asks_once(closer: Closer) -> None:
    closer.open(sent(1, 1000))

    closer.page.perform(Command.CLOSE_DAY)
    _asked(closer)

    assert len(closer.page.findChildren(CloseDialog)) == 1


def test_without_a_running_desk_nothing_is_asked_and_that_is_said(closer: Closer) -> None:
    closer.open(sent(1, 1000))
    with closer.qtbot.waitSignal(closer.workplace.link.stopped):
        closer.workplace.link.stop()

    with closer.qtbot.waitSignal(closer.workplace.tasks.refused) as refused:
        closer.page.perform(Command.CLOSE_DAY)

    assert isinstance(refused.args[0], NotRunningError)
    assert not closer.page.findChildren(CloseDialog)


def test_what_is_left_has_to_be_read_to_its_end(closer: Closer) -> None:
    dialog = _asked(closer.pending(*(without_document(number) for number in range(1, 40))))
    dialog.manager.list.setCurrentText("Marta")
    dialog.reason.line.setText("The documents come tomorrow")
    assert not dialog.sign.isEnabled()

    dialog.list.verticalScrollBar().setValue(dialog.list.verticalScrollBar().maximum())

    assert dialog.sign.isEnabled()


def test_what_is_in_view_at_once_is_read(closer: Closer) -> None:
    dialog = _asked(closer.pending(without_document(1)))

    dialog.manager.list.setCurrentText("Marta")
    assert not dialog.sign.isEnabled()
    dialog.reason.line.setText("The documents come tomorrow")

    assert dialog.sign.isEnabled()


def test_the_reason_is_signed_too(closer: Closer) -> None:
    dialog = _asked(closer.pending(without_document(1)))
    dialog.manager.list.setCurrentText("Rui Lima")
    closer.button("VTEX does not answer", dialog).click()

    dialog.sign.click()

    closer.qtbot.waitUntil(lambda: closer.desk.signed is not None)
    assert closer.desk.signed is not None
    assert closer.desk.signed.reason == "VTEX does not answer"


def test_a_day_that_changed_meanwhile_is_not_signed(closer: Closer) -> None:
    dialog = _asked(closer.open(sent(1)))
    dialog.manager.list.setCurrentText("Marta")
    closer.desk.know(sent(1), sent(2))

    dialog.sign.click()

    closer.qtbot.waitUntil(dialog.sign.isEnabled)
    assert closer.desk.signed is None
    assert dialog.isVisible()


def test_enter_signs_nothing(closer: Closer) -> None:
    dialog = _asked(closer.open(sent(1)))
    dialog.manager.list.setCurrentText("Marta")
    dialog.sign.setFocus()

    closer.key(Qt.Key.Key_Return)

    assert closer.desk.signed is None


def test_signing_takes_the_keyboard_only(closer: Closer) -> None:
    closer.pending(without_document(1), ready(2), ready(3))
    closer.page.pending.table.setFocus()
    closer.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = closer.dialog("close_dialog")
    assert isinstance(dialog, CloseDialog)
    closer.qtbot.waitUntil(dialog.list.hasFocus)

    closer.key(Qt.Key.Key_End)
    closer.key(Qt.Key.Key_Tab)
    closer.qtbot.waitUntil(dialog.manager.field.hasFocus)
    closer.key(Qt.Key.Key_Down)
    closer.key(Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.reason.line, "The buyer comes tomorrow")
    closer.key(Qt.Key.Key_F8)

    closer.qtbot.waitUntil(lambda: closer.desk.signed is not None)
    assert closer.desk.signed is not None
    assert closer.desk.signed.manager == "Marta"


def test_a_day_that_changed_afterwards_is_closed_again(closer: Closer) -> None:
    closer.open(sent(1))
    today = closer.desk.today().date
    signed = closer.desk.sign_off(today, "Marta", "", fingerprint(closer.desk.day(today)))
    closer.desk.signed = replace(signed, reopened_at=closer.desk.now)
    closer.desk.know(sent(1), sent(2))
    closer.page.enter()
    closer.sees("Invoiced: 1 (R$ 99.90), now 2 (R$ 199.80)")
    assert closer.primaries == ["Close the day…"]

    dialog = _asked(closer)
    dialog.manager.list.setCurrentText("Rui Lima")
    dialog.sign.click()

    closer.qtbot.waitUntil(lambda: closer.desk.signed is not None and closer.desk.signed.state is DayState.CLOSED)
