"""The panel follows its job, offers what is possible, and hands presses on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.banner import tone_of
from desktop_invoicer.ui.job.remedies import LOOKING
from desktop_invoicer.ui.theme.tokens import Tone
from tests.builders import a_content, a_document, a_key, a_notification, an_earlier_invoice, an_order, some_details
from tests.ui.job.seen import Seen

DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e", "value": 9990}))
TO_CONFIRM = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990}))
REFUSED = Hold(
    HoldKind.NEEDS_PERSON,
    Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "No", "reason": "HTTP 400 OMS003"}),
)


def due(job_id: int = 1) -> JobDetails:
    return some_details(a_content(), job_id=job_id, hold=DUE)


def documented(document: Document | None = None) -> JobDetails:
    return some_details(
        a_content(), stage=Stage.DOCUMENTED, hold=TO_CONFIRM, document=document or a_document(), version=2
    )


def drop(seen: Seen, *files: str, text: str = "") -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(file) for file in files])
    if text:
        data.setText(text)
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(seen.panel, QDragEnterEvent(QPoint(9, 9), copy, data, button, none))
    QApplication.sendEvent(seen.panel, QDropEvent(QPointF(9, 9), copy, data, button, none))


def paste(seen: Seen, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(seen.panel, key)


def test_without_a_job_the_keys_that_matter_are_told(seen: Seen) -> None:
    assert "No order selected" in seen.texts
    assert "F6" in seen.texts
    assert seen.panel.possible == frozenset()


def test_a_job_that_was_not_loaded_tells_what_is_known(seen: Seen) -> None:
    seen.show(some_details())

    assert "v70530116str-01" in seen.texts
    assert "Loading from VTEX" in seen.texts


def test_the_job_is_read_again_when_it_changes(seen: Seen) -> None:
    seen.show(due())

    seen.change(documented())

    assert "Ready to send" in seen.texts
    assert "NFC-e 42, series 1" in seen.texts


def test_an_answer_about_another_job_is_dropped(seen: Seen) -> None:
    seen.desk.is_slow = True
    seen.desk.known = {JobId(1): due(1), JobId(2): documented()}
    seen.panel.show_job(JobId(1))
    seen.panel.show_job(None)

    seen.desk.answer_all()
    seen.settle()

    assert seen.panel.details is None
    assert "No order selected" in seen.texts


def test_an_older_answer_is_dropped(seen: Seen) -> None:
    seen.show(documented())

    seen.panel.show_details(due())

    assert seen.panel.details == documented()


def test_nothing_is_possible_until_the_selected_job_is_shown(seen: Seen) -> None:
    seen.show(due(1))
    seen.desk.is_slow = True
    seen.desk.known[JobId(2)] = due(2)

    seen.panel.show_job(JobId(2))
    seen.panel.perform(Command.ATTACH)

    assert seen.panel.possible == frozenset()
    assert seen.acting.told == []


def test_a_job_that_is_no_longer_there_leaves_nothing_selected(seen: Seen) -> None:
    seen.panel.show_job(JobId(99))

    seen.qtbot.waitUntil(lambda: "No order selected" in seen.texts)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (Command.ATTACH, "attach"),
        (Command.CHOOSE_FILE, "choose_file"),
        (Command.RETRY, "retry"),
        (Command.DISMISS, "dismiss"),
        (Command.OPEN_IN_VTEX, "open_in_vtex"),
        (Command.SHOW_RAW, "show_raw"),
        (Command.SUBMIT, "submit"),
    ],
)
def test_a_command_goes_to_whoever_acts(seen: Seen, command: Command, told: str) -> None:
    seen.show(documented())

    seen.panel.perform(command)

    assert seen.acting.told == [(told, 1)]


def test_the_order_number_is_copied(seen: Seen) -> None:
    seen.show(due())

    seen.panel.perform(Command.COPY_ORDER)

    assert QGuiApplication.clipboard().text() == "v70530116str-01"


def test_what_is_due_is_urged_and_nothing_else(seen: Seen) -> None:
    seen.show(due())

    urged = [button.accessibleName() for button in seen.primary_buttons]

    assert urged == ["Attach document"]


def test_the_button_that_sends_names_the_amount_of_the_document(seen: Seen) -> None:
    seen.show(documented(a_document(value=9989)))

    seen.press("Send R$ 99.89")

    assert seen.acting.told == [("submit", 1)]


def test_the_button_of_a_return_says_that_money_goes_back(seen: Seen) -> None:
    seen.show(_a_documented_return("invoiced"))

    assert "Refund R$ 99.90" in seen.buttons


def test_the_button_of_a_cancellation_says_that_its_refund_is_only_booked(seen: Seen) -> None:
    seen.show(_a_documented_return("invoiced", observation="inStore"))

    assert "Book R$ 99.90 in VTEX" in seen.buttons


def test_the_button_of_a_return_without_refund_says_so(seen: Seen) -> None:
    seen.show(_a_documented_return("handling", value=99_900))

    assert "Send the return, without a refund" in seen.buttons


def test_a_return_that_was_perhaps_refunded_twice_is_closed_by_hand(seen: Seen) -> None:
    doubled = Problem(ProblemCode.RETURN_DOUBLED, {"number": "700", "value": 9990})
    seen.show(some_details(stage=Stage.SUBMITTED, hold=Hold(HoldKind.NEEDS_PERSON, doubled), document=a_document()))

    assert [button.accessibleName() for button in seen.primary_buttons] == ["Close this request"]


def test_the_hold_says_what_is_wrong_who_settles_it_and_offers_the_next_step(seen: Seen) -> None:
    seen.show(some_details(a_content(), stage=Stage.SUBMITTED, hold=REFUSED, document=a_document()))

    assert "VTEX refused (400) and says: “No”" in seen.texts
    assert "Settled by: manager" in seen.texts
    seen.press("remedy")
    assert seen.acting.told == [("open_in_vtex", 1)]


def test_technical_words_stay_folded_until_they_are_wanted(seen: Seen) -> None:
    seen.show(some_details(a_content(), stage=Stage.SUBMITTED, hold=REFUSED, document=a_document()))
    assert "HTTP 400 OMS003" not in seen.texts

    seen.press("Details")
    seen.press("copy_detail")

    assert QGuiApplication.clipboard().text() == "HTTP 400 OMS003"


def test_a_remedy_elsewhere_is_the_windows_affair(seen: Seen) -> None:
    hold = Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS, {"account": "loja"}))
    seen.show(some_details(a_content(), hold=hold))

    with seen.qtbot.waitSignal(seen.workplace.actions.of(Command.SETTINGS).triggered):
        seen.press("remedy")


def test_while_something_is_under_way_only_looking_is_possible(seen: Seen) -> None:
    seen.show(due())
    seen.acting.busy.add(JobId(1))

    with seen.qtbot.waitSignal(seen.panel.possible_changed):
        seen.acting.under_way_changed.emit()

    assert seen.panel.possible == LOOKING
    assert "Attach document" not in seen.buttons


def test_what_has_to_be_looked_at_is_warned_of() -> None:
    odd = replace(TO_CONFIRM, problem=Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990, "warnings": 2}))

    assert tone_of(TO_CONFIRM) is Tone.SUCCESS
    assert tone_of(odd) is Tone.WARNING


def test_a_dropped_file_is_attached(seen: Seen, tmp_path: Path) -> None:
    seen.show(due())

    drop(seen, str(tmp_path / "nota.xml"))

    assert seen.acting.told == [("attach_file", 1, tmp_path / "nota.xml")]


def test_several_dropped_files_are_left_to_the_window(seen: Seen) -> None:
    seen.show(due())

    drop(seen, "/a.xml", "/b.xml")

    assert seen.acting.told == []


def test_a_dropped_key_is_attached(seen: Seen) -> None:
    seen.show(due())

    drop(seen, text=f"NFe{a_key()}")

    assert seen.acting.told == [("attach_key", 1, f"NFe{a_key()}")]


def test_a_pasted_key_is_attached(seen: Seen) -> None:
    seen.show(due())

    paste(seen, a_key().text)

    assert seen.acting.told == [("attach_key", 1, a_key().text)]


def test_a_pasted_xml_is_attached(seen: Seen) -> None:
    seen.show(due())

    paste(seen, "\ufeff<nfeProc/>")

    assert seen.acting.told == [("attach_xml", 1, b"<nfeProc/>")]


def test_other_text_that_is_pasted_does_nothing(seen: Seen) -> None:
    seen.show(due())

    paste(seen, "hello")

    assert seen.acting.told == []


def test_nothing_is_attached_to_a_job_that_takes_no_document(seen: Seen) -> None:
    seen.show(some_details(a_content(), stage=Stage.CLOSED, document=a_document()))

    drop(seen, "/a.xml")
    paste(seen, a_key().text)

    assert seen.acting.told == []


def test_every_button_has_a_name(seen: Seen) -> None:
    seen.show(documented())

    assert all(seen.buttons)


def test_focus_goes_to_what_is_to_be_done_next(seen: Seen) -> None:
    seen.show(due())

    seen.panel.focus_primary()

    assert seen.focused == "primary_attach"


def test_a_change_of_the_job_keeps_scroll_position_and_focus(seen: Seen) -> None:
    content = a_content(an_order(lines=8), a_notification(units=dict.fromkeys(range(8), 1)))
    before = some_details(content, hold=DUE)
    seen.show(before)
    bar = seen.panel.findChildren(QScrollArea)[0].verticalScrollBar()
    seen.button("copy_sku_3").setFocus()
    bar.setValue(300)

    changed = replace(content, order=replace(content.order, status="ready-for-handling"))
    seen.change(replace(before, job=replace(before.job, version=2), content=changed))

    assert bar.value() == 300
    assert seen.focused == "copy_sku_3"


def test_another_job_begins_at_the_top(seen: Seen) -> None:
    seen.show(due(1))
    bar = seen.panel.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(200)

    seen.show(due(2))

    assert bar.value() == 0


def test_everything_is_said_anew_in_another_language(seen: Seen) -> None:
    seen.show(due())

    activate(Language.PT_BR)
    seen.panel.adapt()
    seen.settle()

    assert "NFC-e de R$ 99,90" in seen.text


def _a_documented_return(status: str, observation: str = "", value: int | None = None) -> JobDetails:
    order = an_order(status=status, value=value, invoices=[an_earlier_invoice()])
    content = a_content(order, a_notification(observation=observation, type_=InvoiceType.INPUT))
    return some_details(content, stage=Stage.DOCUMENTED, hold=TO_CONFIRM, document=a_document())
