"""How people come to ask why, on a real desk that works on a simulated account."""

from __future__ import annotations

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.page import FINDINGS, DayPage
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.why.key_dialog import KeyDialog
from desktop_invoicer.ui.why.page import WhyPage
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter

__all__ = ["counter"]


def _answer(counter: Counter) -> Diagnosis:
    page = counter.application.window.page
    assert isinstance(page, WhyPage)
    counter.qtbot.waitUntil(lambda: page.order.diagnosis is not None)
    assert page.order.diagnosis is not None
    return page.order.diagnosis


def _press(page: WhyPage, name: str) -> None:
    button = page.order.answer.findChild(Button, name)
    assert button is not None
    button.click()


def _question(counter: Counter) -> KeyDialog:
    """Give the question once it is open."""
    found: list[KeyDialog] = []

    def is_open() -> bool:
        found[:] = [each for each in counter.application.window.findChildren(KeyDialog) if each.isVisible()]
        return bool(found)

    counter.qtbot.waitUntil(is_open)
    return found[0]


def test_ctrl_i_asks_about_the_job_in_view(counter: Counter) -> None:
    window, job = counter.application.window, counter.job()
    window.show_job(job)
    counter.qtbot.waitUntil(lambda: window.page.details is not None)

    window.actions_.of(Command.WHY).trigger()

    answer = _answer(counter)
    assert answer.order_id == job.order_id
    assert [cause.problem.code for cause in answer.causes] == [ProblemCode.JOB_PENDING]


def test_a_pending_job_is_gone_back_to(counter: Counter) -> None:
    window, job = counter.application.window, counter.job()
    window.show_page(Command.WHY)
    window.page.show_job(job)
    _answer(counter)

    page = window.page
    assert isinstance(page, WhyPage)
    _press(page, "move_job")

    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)


def test_what_is_scanned_is_asked_about(counter: Counter) -> None:
    window, job = counter.application.window, counter.job()
    window.show_page(Command.WHY)

    window.take_scan(job.order_id)

    assert _answer(counter).order_id == job.order_id


def test_a_day_is_compared_and_the_missing_document_found(counter: Counter) -> None:
    window, job = counter.application.window, counter.job()
    window.show_page(Command.DAY)
    page = window.page
    assert isinstance(page, DayPage)
    page.tabs.setCurrentIndex(FINDINGS)
    counter.qtbot.waitUntil(lambda: page.findings.begin.isVisible() and page.findings.begin.isEnabled())

    page.findings.begin.click()

    counter.qtbot.waitUntil(lambda: bool(page.findings.table.rows))
    found = page.findings.table.rows
    assert [each.problem.code for each in found] == [ProblemCode.JOB_WITHOUT_DOCUMENT]
    assert found[0].order_id == job.order_id
    assert page.tabs.tabText(FINDINGS) == "Findings  1"


def test_a_key_is_sent_again_and_vtex_shows_it(counter: Counter) -> None:
    (story,) = counter.simulator.add_stories(["stuck-key-missing"])
    window = counter.application.window
    window.show_page(Command.WHY)
    window.take_scan(story.order_id)
    assert _answer(counter).causes[0].problem.code is ProblemCode.KEY_MISSING
    page = window.page
    assert isinstance(page, WhyPage)

    _press(page, "move_key")
    dialog = _question(counter)
    dialog.field.show_key(story.papers[0].key)
    dialog.send.click()

    counter.qtbot.waitUntil(lambda: "VTEX took the key" in page.order.key_notice.text)
    counter.qtbot.waitUntil(lambda: page.order.diagnosis is not None and page.order.diagnosis.is_sound)
