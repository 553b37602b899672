"""The till of the demo in the header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.simulator.counter import Issued
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.till import issue
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.frame.till import Till
from desktop_invoicer.ui.jobs.table import JobTable
from desktop_invoicer.ui.returns.page import ReturnsPage

Press = Callable[..., None]


@dataclass
class FiscalProgram:
    """Issues real documents of the simulated account, or none."""

    simulator: Simulator
    folder: Path
    can_issue: bool = True
    served: list[JobDetails] = field(default_factory=list)

    def issue(self, details: JobDetails) -> Issued | None:
        return self._issue(details, "document.xml")

    def drop(self, details: JobDetails) -> Issued | None:
        return self._issue(details, "left.xml")

    def _issue(self, details: JobDetails, name: str) -> Issued | None:
        self.served.append(details)
        if not self.can_issue:
            return None
        file = self.folder / name
        file.write_bytes(issue(self.simulator, details))
        return Issued.of(file.read_bytes(), file)


@pytest.fixture
def program(simulator: Simulator, tmp_path: Path) -> FiscalProgram:
    return FiscalProgram(simulator, tmp_path)


@pytest.fixture
def press(application: Application, program: FiscalProgram, qtbot: QtBot) -> Press:
    """Give what presses a key of the till in a window that has one."""
    till = Till(program, application.window)
    application.window.header.show_badge(till)
    application.window.activateWindow()

    def pressed(modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.waitUntil(application.window.isActiveWindow)
        QTest.keyClick(application.window, Qt.Key.Key_F12, modifier)

    return pressed


def stage_in_view(application: Application) -> Stage | None:
    """Give the stage that list and panel agree about."""
    details, table = application.window.page.details, application.window.page.findChild(JobTable)
    if details is None or table is None or table.selected is None or table.selected.stage is not details.job.stage:
        return None
    return details.job.stage


def let_arrive(application: Application, simulator: Simulator, qtbot: QtBot, story: str = "anonymous-pickup") -> None:
    """Let a request arrive, and wait until it is in view and waits for its document."""
    simulator.request_invoice(story=story)
    qtbot.waitUntil(lambda: stage_in_view(application) is Stage.LOADED)


def test_the_document_of_the_job_in_view_is_issued_and_scanned(
    application: Application, simulator: Simulator, press: Press, qtbot: QtBot
) -> None:
    let_arrive(application, simulator, qtbot)

    press()

    qtbot.waitUntil(lambda: stage_in_view(application) is Stage.DOCUMENTED)


def test_the_document_is_dropped_on_the_job_in_view(
    application: Application, simulator: Simulator, press: Press, qtbot: QtBot
) -> None:
    let_arrive(application, simulator, qtbot)

    press(Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: stage_in_view(application) is Stage.DOCUMENTED)


def test_the_event_that_cancels_a_sale_has_no_code_and_is_dropped(
    application: Application, simulator: Simulator, press: Press, qtbot: QtBot
) -> None:
    let_arrive(application, simulator, qtbot, "cancellation")

    press()

    qtbot.waitUntil(lambda: stage_in_view(application) is Stage.DOCUMENTED)


@pytest.mark.parametrize("story", ["return", "cancellation"])
def test_at_the_returns_desk_it_serves_the_return_in_view(
    application: Application, simulator: Simulator, press: Press, qtbot: QtBot, story: str
) -> None:
    let_arrive(application, simulator, qtbot, story)
    window = application.window
    window.workplace.actions.of(Command.RETURNS).trigger()
    (request,) = simulator.stories
    window.take_scan(request)
    qtbot.waitUntil(lambda: isinstance(window.page, ReturnsPage) and window.page.details is not None)

    press()

    def is_documented() -> bool:
        details = window.page.details
        return details is not None and details.job.stage is Stage.DOCUMENTED

    qtbot.waitUntil(is_documented)


def test_what_is_left_in_the_folder_is_told_and_left_to_the_desk(
    application: Application, simulator: Simulator, press: Press, qtbot: QtBot
) -> None:
    let_arrive(application, simulator, qtbot)

    press(Qt.KeyboardModifier.ShiftModifier)

    told = "The fiscal program has left left.xml in its folder."
    qtbot.waitUntil(lambda: application.window.toasts.text == told)
    assert stage_in_view(application) is Stage.LOADED


def test_without_a_job_in_view_the_till_asks_for_one(
    application: Application, program: FiscalProgram, press: Press
) -> None:
    press()

    assert application.window.toasts.text == "Select the job that a document is issued for."
    assert program.served == []


def test_what_cannot_be_issued_is_told(
    application: Application, simulator: Simulator, program: FiscalProgram, press: Press, qtbot: QtBot
) -> None:
    program.can_issue = False
    let_arrive(application, simulator, qtbot)

    press()

    qtbot.waitUntil(lambda: application.window.toasts.text.startswith("The till can issue no document for order v7"))
    assert stage_in_view(application) is Stage.LOADED
