"""The frame of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application


def test_the_store_and_the_work_not_sent_are_told_once_the_desk_runs(
    application: Application, simulator: Simulator, qtbot: QtBot
) -> None:
    simulator.add_stories(2)

    simulator.request_all()

    qtbot.waitUntil(lambda: application.window.unsent >= 2)
    button = application.window.header.findChild(QPushButton, "unsent")
    assert button is not None
    assert button.text().endswith("not sent")


def test_a_key_that_is_held_does_its_command_once_unless_it_goes_from_job_to_job(application: Application) -> None:
    actions = application.window.actions_

    going_on = {command for command in Command if actions.of(command).autoRepeat()}

    assert going_on == {Command.NEXT_JOB, Command.PREVIOUS_JOB, Command.LARGER, Command.SMALLER}
