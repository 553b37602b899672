"""The window's own thread touches no file of the desk and no network, and goes on while everything behind it hangs."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.main_window import PAGES
from tests.ui.pressing import press
from tests.ui.still_desk import CONFIG, StillDesk

LONGEST = 4000
"""Milliseconds that a press may take here, where machines are slow and busy: less than any wait for the desk.

``make bench`` measures the pauses.
"""
LISTENED = Path(__file__).with_name("listened.py")


def test_no_page_reaches_outside_from_the_windows_thread(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path}", str(LISTENED)]

    done = subprocess.run(  # noqa: S603 (our own tests)
        command, check=False, capture_output=True, text=True, timeout=120
    )

    assert "2 passed" in done.stdout, done.stdout


class HangingDesk(StillDesk):
    """Takes every question and answers none."""

    def begin(self, work: object) -> Future[Any]:  # noqa: ARG002 (nothing is done)
        return Future()


def test_the_window_answers_while_everything_behind_it_hangs(qapp: QApplication, qtbot: QtBot, home: Home) -> None:
    home.config_file.write_text(CONFIG.format(language="en"), "utf-8")
    application = Application(qapp, home, "Ana", lambda _: HangingDesk(home))
    qtbot.addWidget(application.window)
    with qtbot.waitSignal(application.link.started):
        application.open()

    took = {command: press(application, command) for command in PAGES}

    assert {command: time for command, time in took.items() if time > LONGEST} == {}
    application.window.close_unasked()
    qtbot.waitUntil(lambda: application.link.is_resting)
