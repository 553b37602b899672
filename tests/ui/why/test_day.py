"""A whole day's orders: what is wrong first, and nothing held up meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.cause import Repair
from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.errors import StorageBusyError, VtexUnavailableError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.day_dialog import DayDialog
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.why.page import DAY as WHOLE_DAY
from desktop_invoicer.ui.why.page import ORDER as ONE
from desktop_invoicer.ui.why.page import WhyPage
from tests.report_builders import DAY
from tests.ui.browser import Browser
from tests.ui.why.asker import Asker
from tests.ui.why.builders import a_cause, a_diagnosis, a_lost_key
from tests.ui.why.fake_desk import WhyDesk
from tests.ui.workplaces import an_open_window


def some_day(sound: int = 2) -> list[Diagnosis]:
    gone = a_cause(ProblemCode.ORDER_GONE, Repair.NOTHING, {"status": "canceled"})
    wrong = [a_diagnosis(a_lost_key(), order="SLR-1-01", marketplace="Cnova"), a_diagnosis(gone, order="v2-01")]
    return [*(a_diagnosis(order=f"v9{number:05}str-01") for number in range(sound)), *wrong]


def test_only_orders_with_a_cause_are_listed_at_first(asker: Asker) -> None:
    asker.asks_about_day(*some_day())

    assert asker.column(asker.page.day.table, "Order") == ["SLR-1-01", "v2-01"]
    assert asker.column(asker.page.day.table, "Whose turn") == ["Manager", "Clerk"]
    assert "4 orders looked at, something is wrong with 2." in asker.text


def test_a_new_day_is_asked_about_from_midnight_on(asker: Asker) -> None:
    asker.page.tabs.setCurrentIndex(WHOLE_DAY)
    asker.desk.today = DAY.next()

    asker.page.enter()
    asker.settle()

    assert asker.page.day.date.text() == "Saturday, 2026-11-21"


def test_what_was_found_stays_in_view_after_midnight(asker: Asker) -> None:
    asker.asks_about_day(*some_day())
    asker.desk.today = DAY.next()

    asker.page.enter()
    asker.settle()

    assert asker.page.day.date.text() == "Friday, 2026-11-20"


def test_all_orders_can_be_listed(asker: Asker) -> None:
    asker.asks_about_day(*some_day())
    asker.press("All")

    assert len(asker.page.day.table.rows) == 4
    assert "Nothing wrong here" in asker.column(asker.page.day.table, "Likeliest cause")


def test_a_good_day_is_told_calmly(asker: Asker) -> None:
    asker.asks_about_day(a_diagnosis())

    assert "1 order looked at: nothing wrong here." in asker.text


def test_enter_shows_an_order_whole_without_asking_again(asker: Asker) -> None:
    asker.asks_about_day(*some_day())
    asker.desk.asked.clear()

    QTest.keyClick(asker.page.day.table, Qt.Key.Key_Return)
    asker.settle()

    assert asker.page.tabs.currentIndex() == ONE
    assert "Cnova takes no invoice" in asker.text
    assert not asker.desk.asked


def test_progress_is_told_and_can_be_stopped(asker: Asker) -> None:
    asker.desk.is_slow = True
    asker.asks_about_day(*some_day())
    asker.desk.told(1, 3)
    asker.sees("1 of 3 orders read")

    asker.press("Stop")
    asker.settle()

    assert asker.desk.left[0].cancelled()
    asker.qtbot.waitUntil(asker.page.day.begin.isEnabled)
    assert not asker.page.day.bar.isVisible()


def test_a_vtex_that_does_not_answer_is_told(asker: Asker) -> None:
    asker.desk.refusal = VtexUnavailableError("HTTP 503")

    asker.asks_about_day(*some_day())

    assert asker.page.day.bar.text
    asker.press("Close notice")
    assert not asker.page.day.bar.isVisible()


def test_another_day_can_be_asked_about(asker: Asker) -> None:
    asker.asks_about_day()
    asker.press("Friday")
    dialog = asker.dialog("day_dialog")
    assert isinstance(dialog, DayDialog)
    QTest.keyClicks(dialog.field, "19")
    asker.press("Show it", dialog)
    asker.press("Ask about the whole day")

    assert asker.desk.asked[-1] == "day 2026-11-19"


def test_two_thousand_orders_bring_no_widget_each(asker: Asker) -> None:
    before = len(asker.page.findChildren(QAbstractButton))
    QAbstractItemModelTester(
        asker.page.day.table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal, asker.page
    )

    asker.asks_about_day(*some_day(2000))
    asker.press("All")

    assert len(asker.page.day.table.rows) == 2002
    assert len(asker.page.findChildren(QAbstractButton)) <= before + 1


def test_f4_goes_down_the_list(asker: Asker) -> None:
    asker.asks_about_day(*some_day())
    assert asker.page.possible == {Command.NEXT_JOB, Command.PREVIOUS_JOB}

    asker.page.perform(Command.NEXT_JOB)

    assert asker.page.day.table.selected.order_id == "v2-01"


def test_a_desk_that_does_not_tell_its_day_says_why_and_is_asked_again(
    theme: Theme, qtbot: QtBot, home: Home, browser: Browser
) -> None:
    theme.apply(scale=100)
    desk = WhyDesk()
    desk.refusal = StorageBusyError()
    with an_open_window(WhyPage, desk, home, qtbot) as (page, workplace):
        asker = Asker(page, desk, workplace, browser, qtbot)
        page.tabs.setCurrentIndex(WHOLE_DAY)
        page.enter()
        qtbot.waitUntil(lambda: "Look again" in asker.buttons())
        told = asker.text

        desk.refusal = None
        asker.press("Look again")

        asker.sees("This day was not asked about yet")
        assert explain_failure(StorageBusyError()).sentence in told
        assert page.day.begin.isEnabled()
        assert page.day.date.text() == "Friday, 2026-11-20"
