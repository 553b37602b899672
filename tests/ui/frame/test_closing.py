"""Closing with work pending is a question; nothing is lost either way."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.application import Application


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
