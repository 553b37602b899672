"""Sending everything that is ready: asked first, followed to its end, stopped, gone on with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar

from desktop_invoicer.domain.submission import LineResult, SubmissionEnd, SubmissionLine
from desktop_invoicer.engine.events import SubmissionAdvanced
from desktop_invoicer.errors import NothingReadyError
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.send_dialog import SendDialog
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import REFUSED, ready, without_document


def _asked(closer: Closer) -> SendDialog:
    """Press the button, and wait until the question may be answered."""
    closer.page.perform(Command.SUBMIT)
    dialog = closer.dialog("send_dialog")
    assert isinstance(dialog, SendDialog)
    closer.qtbot.waitUntil(dialog.send.isEnabled)
    return dialog


def _begun(closer: Closer) -> None:
    _asked(closer).send.click()
    closer.qtbot.waitUntil(lambda: closer.page.pending.work.sending.is_running)
    closer.settle()


def test_the_question_names_how_many_and_how_much(closer: Closer) -> None:
    closer.pending(ready(1, 1000), ready(2, 2345), without_document(3))

    dialog = _asked(closer)

    assert dialog.send.accessibleName() == "Send 2: R$ 33.45"
    assert not dialog.send.hasFocus()
    assert closer.desk.submission is None


def test_enter_sends_nothing(closer: Closer) -> None:
    closer.pending(ready(1))
    dialog = _asked(closer)
    dialog.send.setFocus()

    closer.key(Qt.Key.Key_Return)

    assert closer.desk.submission is None


def test_a_second_press_of_the_key_at_once_is_no_answer(closer: Closer) -> None:
    closer.pending(ready(1))

    closer.key(Qt.Key.Key_F8)
    closer.key(Qt.Key.Key_F8)

    assert closer.desk.submission is None


def test_what_is_chosen_goes_out_as_it_was_shown(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.model.toggle(1)

    _begun(closer)

    assert closer.desk.submission is not None
    assert [chosen.job for chosen in closer.desk.submission.chosen] == [2]
    assert closer.desk.submission.operator == "Ana"


def test_each_job_shows_how_it_stands(closer: Closer) -> None:
    closer.pending(ready(1), ready(2), ready(3))
    closer.desk.in_the_way = {ready(2).job.id: REFUSED}
    _begun(closer)

    closer.happens([closer.desk.send_next(), closer.desk.send_next()])

    assert closer.rows[1].endswith("R$ 99.90, Sent")
    assert "Not sent, see why, VTEX refused (400)" in closer.rows[2]
    assert closer.rows[3].endswith("R$ 99.90, Not begun")
    assert "Sending: 2 of 3" in closer.text
    assert "1 not sent" in closer.text
    (bar,) = closer.page.pending.bar.findChildren(QProgressBar)
    assert (bar.value(), bar.maximum()) == (2, 3)


def test_of_what_was_sent_nothing_more_is_to_be_done(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    _begun(closer)

    closer.happens(closer.desk.send_next())

    told = [label.text() for label in closer.page.pending.details.findChildren(QLabel) if label.isVisible()]
    assert told == ["Sent"]


def test_nothing_else_is_begun_meanwhile(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    _begun(closer)

    assert not closer.page.possible & {Command.SUBMIT, Command.LOOK_AHEAD}
    assert not closer.page.pending.send.isEnabled()


def test_news_that_come_late_change_nothing(closer: Closer) -> None:
    closer.pending(ready(1))
    _begun(closer)
    closer.happens(closer.desk.send_next())
    assert closer.desk.submission is not None

    closer.happens(SubmissionAdvanced(closer.desk.submission.id, SubmissionLine(ready(1).job, LineResult.UNDER_WAY)))

    assert closer.rows[1].endswith("Sent")


def test_what_was_sent_is_told_at_the_end(closer: Closer) -> None:
    closer.pending(ready(1, 1000), ready(2, 2345))
    _begun(closer)
    closer.happens([closer.desk.send_next(), closer.desk.send_next()])

    closer.happens(closer.desk.end())

    closer.sees("All 2 sent: R$ 33.45.", "Everything is sent")
    closer.press("Close notice")
    assert not closer.page.pending.bar.isVisible()


def test_what_failed_stays_chosen_below_whose_turn_it_is(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.desk.in_the_way = {ready(2).job.id: REFUSED}
    _begun(closer)
    closer.happens([closer.desk.send_next(), closer.desk.send_next()])

    closer.happens(closer.desk.end())

    closer.sees("1 of 2 sent, R$ 99.90. The others stay below with their reason.")
    assert closer.rows[0] == "Manager, 1, R$ 99.90"
    assert closer.ticked == ["v70530002str-01"]
    selected = closer.page.pending.table.selected
    assert selected is not None
    assert selected.job.id == 2
    closer.press("Open the job")
    assert [job.id for job in closer.opened] == [2]


def test_stopping_leaves_the_rest_ready(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    _begun(closer)
    closer.happens(closer.desk.send_next())

    closer.press("Stop")

    closer.sees("Stopped: 1 of 2 sent, R$ 99.90. The rest stays ready.")
    assert closer.primaries == ["Send all ready (1, R$ 99.90)"]


def test_a_paused_account_is_told(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    _begun(closer)

    closer.happens(closer.desk.end(SubmissionEnd.ACCOUNT_PAUSED))

    closer.sees("The account is paused. 0 of 2 sent.")


def test_an_end_that_nobody_looks_at_is_told(closer: Closer) -> None:
    closer.pending(ready(1, 1000))
    _begun(closer)
    closer.page.tabs.setCurrentIndex(0)
    closer.happens(closer.desk.send_next())

    closer.happens(closer.desk.end())

    closer.qtbot.waitUntil(lambda: closer.workplace.toasts.text == "1 sent: R$ 10.00.")


def test_a_sending_that_another_program_began_is_followed(closer: Closer) -> None:
    closer.pending(ready(1))

    closer.desk.begin_submission(closer.desk.today().date, "Bia", [ready(1).job])
    closer.happens(closer.desk.send_next())

    closer.qtbot.waitUntil(lambda: closer.page.pending.work.sending.is_running)
    closer.sees("Sending: 1 of 1")


def test_what_was_interrupted_is_gone_on_with(closer: Closer) -> None:
    jobs = [ready(1), ready(2)]
    closer.desk.know(*jobs)
    closer.desk.begin_submission(closer.desk.today().date, "Ana", [each.job for each in jobs])
    closer.desk.send_next()
    closer.desk.is_running = False
    closer.page.enter()
    closer.page.tabs.setCurrentIndex(1)
    closer.sees("Interrupted: 1 of 2 sent.", "What is sent already is not sent again.")

    closer.press("Continue")

    closer.qtbot.waitUntil(lambda: closer.page.pending.work.sending.is_running)
    closer.sees("Sending: 1 of 2")


def test_a_sending_that_ended_before_is_not_told_again(closer: Closer) -> None:
    closer.desk.know(ready(1))
    closer.desk.begin_submission(closer.desk.today().date, "Ana", [ready(1).job])
    closer.desk.end()

    closer.pending(ready(1))

    assert not closer.page.pending.bar.isVisible()


def test_why_the_desk_does_not_send_is_told(closer: Closer) -> None:
    closer.pending(ready(1))
    closer.desk.refusal = NothingReadyError()

    _asked(closer).send.click()

    closer.sees("Nothing is ready to be sent.")
    closer.press("Close notice")
    assert not closer.page.pending.bar.isVisible()
    assert closer.primaries == ["Send all ready (1, R$ 99.90)"]


def test_that_no_desk_sends_is_told(closer: Closer) -> None:
    question = _asked(closer.pending(ready(1)))
    with closer.qtbot.waitSignal(closer.workplace.link.stopped):
        closer.workplace.link.stop()

    question.send.click()

    closer.sees("The desk is not running yet. Nothing was done.")


def test_sending_takes_the_keyboard_only(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.page.pending.table.setFocus()
    closer.key(Qt.Key.Key_Down)
    closer.key(Qt.Key.Key_Down)
    closer.key(Qt.Key.Key_Space)

    closer.key(Qt.Key.Key_F8)
    dialog = closer.dialog("send_dialog")
    assert isinstance(dialog, SendDialog)
    closer.qtbot.waitUntil(dialog.send.isEnabled)
    closer.qtbot.waitUntil(dialog.back.hasFocus)
    closer.key(Qt.Key.Key_F8)

    closer.qtbot.waitUntil(lambda: closer.desk.submission is not None)
    assert closer.desk.submission is not None
    assert len(closer.desk.submission.chosen) == 1
