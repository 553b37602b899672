"""What is not sent: by whose turn it is, what is chosen, and what would happen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_invoicer.engine.events import JobChanged
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import REFUSED, ready, refund, refused, sent, without_document
from tests.ui.wording import cut


def test_what_is_not_sent_stands_below_whose_turn_it_is(closer: Closer) -> None:
    closer.pending(refused(1), without_document(2), ready(3), refund(4))

    assert [row for row in closer.rows if not row.startswith("v")] == [
        "Ready to be sent, 1, R$ 99.90",
        "Clerk, 1, R$ 99.90",
        "Returns desk, 1, R$ 99.90",
        "Manager, 1, R$ 99.90",
    ]
    assert closer.rows[-1] == (
        "v70530001str-01, Maria T. ***.***.001-91, R$ 99.90, Somebody has to act,"
        " VTEX refused (400) and says: “Invoice total exceeds”"
    )


def test_the_tab_counts_what_is_not_sent(closer: Closer) -> None:
    closer.open(ready(1), without_document(2), sent(3))

    assert closer.page.tabs.tabText(1) == "Pending  2"


def test_everything_that_is_ready_is_chosen_and_nothing_else(closer: Closer) -> None:
    closer.pending(ready(1), ready(2), without_document(3), refund(4), refused(5))

    assert closer.ticked == ["v70530001str-01", "v70530002str-01"]
    assert closer.primaries == ["Send all ready (2, R$ 199.80)"]


def test_the_space_bar_takes_a_job_out(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.page.pending.table.setFocus()
    closer.page.pending.table.select_row(1)

    closer.key(Qt.Key.Key_Space)

    assert closer.ticked == ["v70530002str-01"]
    assert closer.primaries == ["Send the chosen (1, R$ 99.90)"]
    assert "1 of 2 that are ready are chosen" in closer.text


def test_a_press_on_the_box_takes_a_job_out_and_one_beside_it_does_not(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    table = closer.page.pending.table
    place = table.visualRect(closer.model.index(1, 0))

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert len(closer.ticked) == 2

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(20, 20))
    assert closer.ticked == ["v70530002str-01"]


def test_the_head_takes_all_out_and_in_again(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))

    closer.model.toggle(0)
    assert closer.ticked == []
    assert Command.SUBMIT not in closer.page.possible

    closer.model.toggle(0)
    assert len(closer.ticked) == 2


def test_a_head_of_which_a_part_is_chosen_says_so(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))

    closer.model.toggle(1)

    assert closer.model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.PartiallyChecked


def test_what_was_taken_out_stays_out_whatever_happens(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.model.toggle(1)

    closer.desk.know(ready(1), ready(2), ready(3))
    closer.happens(JobChanged(ready(3).job))

    closer.qtbot.waitUntil(lambda: closer.model.count == 3)
    assert closer.ticked == ["v70530002str-01", "v70530003str-01"]


def test_the_selected_job_stays_selected_whatever_comes_above_it(closer: Closer) -> None:
    closer.pending(without_document(2))
    closer.page.pending.table.select_row(1)

    closer.desk.know(ready(1), without_document(2))
    closer.happens(JobChanged(ready(1).job))

    closer.qtbot.waitUntil(lambda: closer.model.count == 2)
    selected = closer.page.pending.table.selected
    assert selected is not None
    assert selected.job.id == 2


def test_the_selected_job_says_why_and_what_to_do(closer: Closer) -> None:
    closer.pending(without_document(1))

    closer.page.pending.table.select_row(1)

    assert "The NFC-e of R$ 99.90 is missing." in closer.text
    assert "Clerk: Issue it in the fiscal program." in closer.text


def test_enter_leads_to_the_job(closer: Closer) -> None:
    closer.pending(without_document(1))
    closer.page.pending.table.setFocus()
    closer.page.pending.table.select_row(1)

    closer.key(Qt.Key.Key_Return)

    assert [job.id for job in closer.opened] == [1]


def test_a_head_leads_nowhere(closer: Closer) -> None:
    closer.pending(without_document(1))
    closer.page.pending.table.setFocus()
    closer.page.pending.table.select_row(0)

    closer.key(Qt.Key.Key_Return)

    assert closer.opened == []


def test_the_dry_run_tells_of_each_job_what_vtex_says(closer: Closer) -> None:
    closer.pending(ready(1), ready(2))
    closer.desk.in_the_way = {ready(2).job.id: REFUSED}

    closer.page.perform(Command.LOOK_AHEAD)

    closer.qtbot.waitUntil(lambda: "VTEX was asked just now" in closer.rows[1])
    assert closer.rows[2] == "Manager, 1, R$ 99.90"
    assert "Invoice total exceeds" in closer.rows[3]
    assert closer.ticked == ["v70530001str-01"]


def test_what_vtex_said_counts_until_the_job_changes(closer: Closer) -> None:
    closer.pending(ready(1))
    closer.page.perform(Command.LOOK_AHEAD)
    closer.qtbot.waitUntil(lambda: "VTEX was asked just now" in closer.rows[1])

    changed = ready(1)
    closer.desk.know(replace(changed, job=replace(changed.job, version=2)))
    closer.happens(JobChanged(changed.job))

    closer.qtbot.waitUntil(lambda: "VTEX was asked just now" not in closer.rows[1])


def test_a_dry_run_that_is_stopped_leaves_everything_as_it_was(closer: Closer) -> None:
    closer.pending(ready(1))
    closer.desk.is_slow = True
    closer.page.perform(Command.LOOK_AHEAD)
    closer.sees("Asking VTEX…", "Nothing is sent.")
    assert Command.SUBMIT not in closer.page.possible

    closer.press("Stop")

    closer.qtbot.waitUntil(lambda: not closer.page.pending.bar.isVisible())
    assert Command.SUBMIT in closer.page.possible


def test_a_day_of_which_everything_is_sent_says_so(closer: Closer) -> None:
    closer.open(sent())
    closer.page.tabs.setCurrentIndex(1)

    closer.sees("Everything is sent")
    assert not closer.page.possible & {Command.SUBMIT, Command.LOOK_AHEAD}


def test_two_thousand_jobs_take_no_more_widgets_than_two(closer: Closer) -> None:
    closer.pending(ready(1), without_document(2))
    closer.settle()
    few = len(closer.page.findChildren(QWidget))

    closer.desk.know(*(ready(number) for number in range(1, 2001)))
    closer.happens(JobChanged(ready(1).job))

    closer.qtbot.waitUntil(lambda: closer.model.count == 2000)
    closer.settle()
    assert len(closer.page.findChildren(QWidget)) == few


def test_where_a_sent_job_was_the_next_one_is_selected(closer: Closer) -> None:
    closer.pending(ready(1), without_document(2))
    assert closer.page.pending.table.selected is not None

    closer.desk.know(sent(1), without_document(2))
    closer.happens(JobChanged(sent(1).job))

    closer.qtbot.waitUntil(lambda: closer.model.count == 1)
    closer.sees("The NFC-e of R$ 99.90 is missing.")


def test_a_head_that_was_gone_to_stays_selected(closer: Closer) -> None:
    closer.pending(ready(1), without_document(2))
    closer.page.pending.table.select_row(0)
    closer.desk.asked.clear()

    closer.happens(JobChanged(ready(1).job))
    closer.qtbot.waitUntil(lambda: closer.desk.asked != [])
    closer.settle()

    assert closer.page.pending.table.currentIndex().row() == 0


def test_what_can_be_done_is_not_cut_in_large_letters(closer: Closer, theme: Theme) -> None:
    theme.apply(scale=200)
    closer.pending(*(ready(number, 123456) for number in range(1, 29)), without_document(29))
    closer.page.window().resize(1000, 700)
    closer.settle()

    assert closer.page.window().width() == 1000
    assert not list(cut(closer.page.pending))
