"""Closing with work pending is a question; nothing is lost either way."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.errors import KeyringError
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.link import DeskLink, Running
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme


@pytest.fixture
def box(application: Application, simulator: Simulator, qtbot: QtBot) -> QMessageBox:
    simulator.add_stories(2)
    simulator.request_all()
    qtbot.waitUntil(lambda: application.window.unsent >= 2)
    application.window.close()
    box = application.window.findChild(QMessageBox, "closing")
    assert box is not None
    return box


def test_the_jobs_that_are_not_sent_are_named(box: QMessageBox, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: box.informativeText().count("-01") == 2)  # as every order of VTEX ends


def test_the_program_stays_open_unless_a_person_says_otherwise(
    application: Application, box: QMessageBox, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(box.finished):
        box.reject()

    assert application.window.isVisible()


def test_the_program_closes_when_a_person_says_so(application: Application, box: QMessageBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(application.window.closed):
        next(button for button in box.buttons() if button.text() == "Close").click()

    assert not application.window.isVisible()


def test_closing_is_a_question_while_nobody_knows_what_is_unsent(home: Home, theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001 (the look)
    release = threading.Event()

    def launch(_: object) -> Running:
        release.wait(10)
        reason = "locked"
        raise KeyringError(reason)

    tasks = Tasks()
    link = DeskLink(launch, tasks)
    window = MainWindow(home, "Ana", Preferences(home), link, print)
    qtbot.addWidget(window)
    window.show()
    link.start()

    window.close()

    assert window.isVisible()
    box = window.findChild(QMessageBox, "closing")
    assert box is not None
    with qtbot.waitSignal(link.start_failed):
        release.set()
    with qtbot.waitSignal(window.closed):
        window.close()
    tasks.close()
