"""Findings: money first, each with its one button, and nothing passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.finding import Fix
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.engine.events import JobChanged
from desktop_invoicer.errors import VtexUnavailableError
from desktop_invoicer.messages import moment, word
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.day.finding_details import ICONS
from desktop_invoicer.ui.day.findings_view import FindingsView
from desktop_invoicer.ui.day.note_dialog import NoteDialog
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.builders import ACCOUNT, a_content, a_document, a_job, some_details
from tests.report_builders import DAY
from tests.ui.day.findings import a_finding, some_findings
from tests.ui.day.findings_desk import FindingsDesk
from tests.ui.painting import compared
from tests.ui.seeing import Seeing
from tests.ui.workplaces import an_open_window


class Checker(Seeing):
    """Somebody who looks into what does not agree."""

    def __init__(self, view: FindingsView, desk: FindingsDesk, link: DeskLink, qtbot: QtBot) -> None:
        super().__init__(view, qtbot)
        self.view = view
        self.link = link
        self.desk = desk
        self.jobs: list[Job] = []
        self.wanted: list[tuple[object, ...]] = []
        self.counts: list[int] = []
        view.job_wanted.connect(self.jobs.append)
        view.order_wanted.connect(lambda *wanted: self.wanted.append(wanted))
        view.file_wanted.connect(lambda *wanted: self.wanted.append(wanted))
        view.counted.connect(self.counts.append)

    @property
    def orders(self) -> list[str]:
        return self.column(self.view.table, "Order")

    def compares(self, *found: object) -> Checker:
        """Come to a day, and compare it."""
        self.desk.to_find = found  # type: ignore[assignment]
        self.view.show_day(DAY)
        self.settle()
        self.press("Compare now")
        return self


@pytest.fixture
def checker(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Checker]:
    """Open a window with nothing but the findings in it."""
    theme.apply(scale=100)
    desk = FindingsDesk()
    with an_open_window(FindingsView, desk, home, qtbot, (1140, 640)) as (view, workplace):
        yield Checker(view, desk, workplace.link, qtbot)


def test_a_day_that_nobody_compared_says_so_and_offers_it(checker: Checker) -> None:
    checker.view.show_day(DAY)
    checker.settle()

    assert "This day was not compared yet" in checker.text
    assert checker.buttons("primary") == ["Compare now"]


def test_nothing_found_is_told_calmly(checker: Checker) -> None:
    checker.compares()

    assert "Everything agrees" in checker.text
    assert checker.counts[-1] == 0


def test_what_was_found_before_is_shown_at_once(checker: Checker) -> None:
    checker.desk.to_find = some_findings()
    checker.desk.compared = checker.desk.result()

    checker.view.show_day(DAY)
    checker.settle()

    assert len(checker.orders) == 6
    assert not checker.desk.asked


def test_the_comparison_is_told_by_the_stores_clock(checker: Checker) -> None:
    far_away = timezone(timedelta(hours=14))
    checker.desk.compared = checker.desk.result()

    checker.view.show_day(replace(DAY, zone=far_away))
    checker.settle()

    assert f"Compared {moment(checker.desk.compared.at, far_away)}." in checker.text


def test_money_comes_first_and_what_is_settled_last(checker: Checker) -> None:
    checker.compares(*some_findings())

    assert checker.orders == ["v2-01", "v3-01", "v4-01", "v5-01", "v6-01", "v1-01"]
    assert "5 findings stand: R$ 579.80" in checker.text


def test_only_what_nobody_settled_is_counted(checker: Checker) -> None:
    checker.compares(*some_findings())

    assert checker.counts[-1] == 5


def test_how_the_day_was_compared_is_told(checker: Checker) -> None:
    checker.desk.unread = 3

    checker.compares(*some_findings())

    assert "312 orders read from VTEX, 1688 proved by its list, 3 not given by VTEX." in checker.text


def test_findings_of_one_sort_can_be_listed(checker: Checker) -> None:
    checker.compares(*some_findings())
    checker.press("Not invoiced yet")

    assert checker.orders == ["v3-01", "v4-01"]


def test_the_selected_finding_is_told_whole_with_owner_and_step(checker: Checker) -> None:
    checker.compares(*some_findings())

    assert "This desk sent invoice 77 of R$ 89.90, and VTEX does not show it." in checker.text
    assert "Manager: Look at the order in VTEX." in checker.text


def test_one_button_stands_out(checker: Checker) -> None:
    checker.compares(*some_findings())

    assert checker.buttons("primary") == ["Open in VTEX"]


@pytest.mark.parametrize("fix", Fix)
def test_every_fix_has_its_button(checker: Checker, fix: Fix) -> None:
    checker.compares(a_finding(ProblemCode.JOB_WITHOUT_DOCUMENT, fix))

    assert checker.buttons("primary") == [word(fix)]
    assert fix in ICONS


def test_a_document_is_attached_at_once(checker: Checker) -> None:
    checker.desk.jobs[JobId(7)] = some_details(a_content(), job_id=7)
    checker.compares(a_finding(ProblemCode.JOB_WITHOUT_DOCUMENT, Fix.ATTACH))
    checker.press("Attach document")

    assert isinstance(checker.dialog("attach_dialog"), AttachDialog)


def test_a_documented_job_is_sent_at_once_after_a_question(checker: Checker) -> None:
    details = some_details(a_content(), job_id=7, stage=Stage.DOCUMENTED, document=a_document())
    checker.desk.jobs[JobId(7)] = details
    checker.compares(a_finding(ProblemCode.JOB_WITHOUT_DOCUMENT, Fix.SUBMIT))
    checker.press("Send to VTEX")

    assert isinstance(checker.dialog("submit_dialog"), SubmitDialog)


def test_a_job_that_went_on_meanwhile_is_only_shown(checker: Checker) -> None:
    checker.desk.jobs[JobId(7)] = some_details(job_id=7, stage=Stage.CLOSED)
    checker.compares(a_finding(ProblemCode.JOB_WITHOUT_DOCUMENT, Fix.ATTACH))
    checker.press("Attach document")

    assert [job.id for job in checker.jobs] == [7]


def test_the_desk_tries_once_more(checker: Checker) -> None:
    checker.desk.jobs[JobId(7)] = some_details(job_id=7, stage=Stage.SUBMITTED)
    checker.compares(a_finding(ProblemCode.NOTIFICATION_LEFT, Fix.RETRY))
    checker.press("Try once more")

    assert checker.desk.asked[-1] == "retry 7 by Ana"


def test_a_request_is_fetched(checker: Checker) -> None:
    checker.desk.fetched = (a_job(),)
    checker.compares(a_finding(ProblemCode.NOTIFICATION_UNKNOWN, Fix.ASK_VTEX, order="v3-01"))
    checker.press("Fetch from VTEX")

    assert checker.desk.asked[-1] == "add v3-01"


def test_an_order_is_asked_about(checker: Checker) -> None:
    checker.compares(a_finding(ProblemCode.PARTLY_INVOICED, Fix.DIAGNOSE, order="v4-01"))
    checker.press("Why not invoiced?")

    assert checker.wanted == [(ACCOUNT, "v4-01")]


def test_a_file_is_led_to(checker: Checker) -> None:
    found = a_finding(ProblemCode.DOCUMENT_WITHOUT_INVOICE, Fix.OPEN_FILE)
    checker.compares(replace(found, file=FileId(5)))
    checker.press("Open file")

    assert checker.wanted == [(5,)]


def test_an_order_that_vtex_did_not_give_is_compared_again(checker: Checker) -> None:
    checker.compares(a_finding(ProblemCode.ORDER_NOT_CHECKED, Fix.COMPARE))
    checker.press("Compare again")

    assert len(checker.desk.asked) == 2


def test_a_finding_is_settled_by_a_word_and_the_next_one_comes_into_view(checker: Checker) -> None:
    checker.compares(*some_findings())
    checker.press("Note what it is")
    dialog = checker.dialog("note_dialog")
    assert isinstance(dialog, NoteDialog)
    assert not dialog.settle.isEnabled()
    checker.press("Sent by hand in VTEX", dialog)
    checker.press("Settle it", dialog)

    assert checker.desk.asked[-1] == "note invoice_vanished:v2-01: Ana, Sent by hand in VTEX"
    assert checker.orders[0] == "v3-01"
    assert checker.view.table.selected.order_id == "v3-01"
    assert checker.counts[-1] == 4


def test_a_settled_finding_shows_who_said_what(checker: Checker) -> None:
    checker.compares(*some_findings())
    checker.press("Settled")

    assert "Rui Lima, " in checker.text
    assert "Sent by hand in VTEX" in checker.text
    assert "Note what it is" not in checker.buttons()


def test_the_whole_list_comes_back_when_a_sort_has_no_findings_any_more(checker: Checker) -> None:
    checker.compares(*some_findings())
    checker.press("To put in order")

    checker.desk.to_find = some_findings()[:3]
    checker.press("Compare now")

    assert checker.orders == ["v2-01", "v3-01", "v1-01"]


def test_progress_is_told_and_can_be_stopped(checker: Checker) -> None:
    checker.desk.is_slow = True
    checker.compares()
    checker.desk.told(40, 312)
    checker.sees("Comparing: 40 of 312 orders read")

    checker.press("Stop")

    assert checker.desk.left[0].cancelled()
    checker.qtbot.waitUntil(lambda: not checker.view.bar.isVisible())
    assert "This day was not compared yet" in checker.text


def test_a_vtex_that_does_not_answer_is_told(checker: Checker) -> None:
    checker.desk.refusal = VtexUnavailableError("HTTP 503")

    checker.compares()

    assert checker.view.bar.text
    checker.press("Close notice")
    assert not checker.view.bar.isVisible()


def test_what_happens_to_a_finding_s_order_asks_for_another_comparison(checker: Checker) -> None:
    checker.compares(*some_findings())

    checker.link.published.emit((JobChanged(a_job(order_id="v3-01")),))

    assert "Something changed since: compare again." in checker.text


def test_enter_does_what_the_button_says(checker: Checker) -> None:
    checker.compares(a_finding(ProblemCode.PARTLY_INVOICED, Fix.DIAGNOSE, order="v4-01"))

    QTest.keyClick(checker.view.table, Qt.Key.Key_Return)
    checker.settle()

    assert checker.wanted == [(ACCOUNT, "v4-01")]


def test_two_thousand_findings_bring_no_widget_each(checker: Checker) -> None:
    model = checker.view.table.model_
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, checker.view)
    before = len(checker.view.findChildren(QAbstractButton))

    checker.compares(*(a_finding(ProblemCode.FOREIGN_INVOICE, Fix.OPEN_IN_VTEX, order=f"v{n}-01") for n in range(2000)))

    assert len(checker.view.table.rows) == 2000
    assert len(checker.view.findChildren(QAbstractButton)) == before


@pytest.mark.usefixtures("in_rio")
@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])
def test_the_list_looks_as_it_did(checker: Checker, theme: Theme, tmp_path: Path, look: Appearance) -> None:
    theme.apply(look, Density.TOUCH, 100)
    checker.compares(*some_findings())
    checker.view.table.setFocus()
    checker.settle()

    assert not compared(checker.view.window().grab().toImage(), f"findings-{look}-en", tmp_path)
