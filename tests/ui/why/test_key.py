"""Sending a key again: named before, told honestly after, and never by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.domain.key_repair import KeyOutcome
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import DocumentRefusedError, VtexUnavailableError
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.why.key_dialog import KeyDialog
from tests.builders import a_key
from tests.ui.why.asker import Asker
from tests.ui.why.builders import ORDER, a_diagnosis, a_lost_key, an_offer

KEY = a_key().text
OTHER = "v70530117str-01"


@pytest.fixture
def dialog(asker: Asker) -> KeyDialog:
    """Come to the question."""
    asker.desk.offers = (an_offer(),)
    return opened(asker)


def opened(asker: Asker) -> KeyDialog:
    asker.asks(a_diagnosis(a_lost_key(), marketplace="Cnova"))
    asker.press("Send the key again")
    dialog: Dialog = asker.dialog("key_dialog")
    assert isinstance(dialog, KeyDialog)
    return dialog


def test_the_question_names_order_invoice_value_and_key(dialog: KeyDialog) -> None:
    told = "\n".join(label.text() for label in dialog.findChildren(type(dialog.heading)))

    assert ORDER in told
    assert "42  ·  R$ 129.90" in told
    assert "From the document that this desk has: NFC-e" in told
    assert "It may take the key, or change nothing" in told
    assert dialog.field.bare == KEY


def test_enter_sends_nothing(asker: Asker, dialog: KeyDialog) -> None:
    QTest.keyClick(dialog.send, Qt.Key.Key_Return)
    asker.settle()

    assert not asker.desk.sent


def test_the_key_is_sent_for_its_invoice(asker: Asker, dialog: KeyDialog) -> None:
    asker.press("Send the key", dialog)

    assert asker.desk.sent == [(ORDER, "42", KEY)]


def test_an_unknown_key_has_to_be_brought(asker: Asker) -> None:
    asker.desk.offers = (an_offer(key=""),)
    dialog = opened(asker)
    assert not dialog.send.isEnabled()

    dialog.field.show_key(KEY)

    assert dialog.send.isEnabled()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (KeyOutcome.TAKEN, "VTEX took the key"),
        (KeyOutcome.NOT_TAKEN, "in the marketplace's own back office"),
        (KeyOutcome.REFUSED, "says: “no”"),
        (KeyOutcome.UNKNOWN, "Nobody knows yet"),
        (KeyOutcome.DOUBLED, "a SECOND time"),
    ],
)
def test_what_vtex_did_is_told_honestly(asker: Asker, outcome: KeyOutcome, told: str) -> None:
    asker.desk.offers, asker.desk.outcome, asker.desk.words = (an_offer(),), outcome, "no"
    asker.press("Send the key", opened(asker))

    assert told in asker.page.order.key_notice.text


def test_the_order_is_asked_about_again_afterwards(asker: Asker, dialog: KeyDialog) -> None:
    asker.desk.know(a_diagnosis(marketplace="Cnova"))

    asker.press("Send the key", dialog)

    assert "Nothing wrong here" in asker.text
    assert "VTEX took the key" in asker.text


def test_what_was_told_of_a_key_goes_with_its_order(asker: Asker, dialog: KeyDialog) -> None:
    asker.press("Send the key", dialog)

    asker.asks(a_diagnosis(order="v70530117str-01"), text="v70530117str-01")

    assert not asker.page.order.key_notice.text


def test_a_key_that_does_not_do_is_asked_for_again(asker: Asker, dialog: KeyDialog) -> None:
    asker.desk.refusal = DocumentRefusedError([Problem(ProblemCode.KEY_OF_OTHER_NUMBER, {"number": "42", "nnf": 41})])

    asker.press("Send the key", dialog)

    again = asker.dialog("key_dialog")
    assert isinstance(again, KeyDialog)
    assert again.field.bare == KEY
    assert "Nothing was sent." in again.findChildren(type(asker.page.order.notice))[1].text


def test_a_vtex_that_does_not_answer_is_told_and_nothing_was_sent(asker: Asker, dialog: KeyDialog) -> None:
    asker.desk.refusal = VtexUnavailableError("HTTP 503")

    asker.press("Send the key", dialog)

    assert asker.page.order.key_notice.text
    assert not asker.desk.sent


def test_no_key_is_offered_where_vtex_shows_something_else_by_now(asker: Asker) -> None:
    asker.desk.offers = (an_offer(number="77"),)

    asker.asks(a_diagnosis(a_lost_key()))
    asker.press("Send the key again")

    assert "VTEX shows something else by now" in asker.page.order.key_notice.text


def sending(asker: Asker) -> None:
    """Send the key of the first order, and look at the other one before VTEX has said anything."""
    asker.desk.offers = (an_offer(),)
    dialog = opened(asker)
    asker.desk.waits = True
    asker.press("Send the key", dialog)
    assert "is sent" in asker.page.order.key_notice.text
    look_at_other(asker)


def look_at_other(asker: Asker) -> None:
    asker.page.order.show_diagnosis(a_diagnosis(a_lost_key(), order=OTHER))
    asker.settle()


def test_a_second_key_is_not_sent_while_another_order_has_its_own_under_way(asker: Asker) -> None:
    sending(asker)

    asker.press("Send the key again")

    assert asker.page.order.key_notice.text == f"The key of order {ORDER} is still being sent."


def test_what_came_of_a_key_is_told_with_its_order_where_another_one_is_in_view(asker: Asker) -> None:
    sending(asker)
    asker.press("Send the key again")

    asker.desk.go_on()
    asker.settle()

    assert asker.workplace.toasts.text.startswith(f"Order {ORDER}: VTEX took the key")
    assert not asker.page.order.key_notice.text


def test_another_order_in_view_is_not_asked_about_when_a_key_was_sent(asker: Asker) -> None:
    sending(asker)
    asker.desk.asked.clear()

    asker.desk.go_on()
    asker.settle()

    assert asker.desk.asked == [f"send {ORDER} Ana"]
    assert asker.page.order.diagnosis is not None
    assert asker.page.order.diagnosis.order_id == OTHER


def test_a_key_that_does_not_do_is_asked_for_again_only_over_its_own_order(asker: Asker) -> None:
    sending(asker)
    asker.desk.refusal = DocumentRefusedError([Problem(ProblemCode.KEY_OF_OTHER_NUMBER, {"number": "42", "nnf": 41})])

    asker.desk.go_on()
    asker.settle()

    assert asker.workplace.toasts.text.startswith(f"Order {ORDER}: ")
    assert not [each for each in asker.page.window().findChildren(KeyDialog) if each.isVisible()]


def test_who_comes_back_to_an_order_sees_that_its_key_is_under_way(asker: Asker) -> None:
    sending(asker)

    asker.page.order.show_diagnosis(a_diagnosis(a_lost_key()))

    assert "is sent" in asker.page.order.key_notice.text


def test_no_key_is_asked_for_over_another_order(asker: Asker) -> None:
    asker.desk.offers = (an_offer(),)
    asker.asks(a_diagnosis(a_lost_key()))
    asker.desk.waits = True
    asker.press("Send the key again")
    look_at_other(asker)

    asker.desk.go_on()
    asker.settle()

    assert not asker.page.window().findChildren(KeyDialog)


def test_another_key_can_be_sent_once_the_first_one_is(asker: Asker) -> None:
    sending(asker)
    asker.desk.go_on()
    asker.settle()

    asker.press("Send the key again")

    assert asker.desk.asked[-1] == f"offers {OTHER}"
