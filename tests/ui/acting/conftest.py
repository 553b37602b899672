"""Somebody at the counter of a real desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.application import Application
from tests.ui.acting.counter import Counter


@pytest.fixture
def counter(application: Application, simulator: Simulator, qtbot: QtBot) -> Iterator[Counter]:
    """Give the counter; when it closes with work pending, that is what is wanted."""
    window = application.window
    counter = Counter(application, simulator, qtbot, Acting(window.workplace, window))
    counter.acting.judged.connect(lambda good, words: counter.verdicts.append((good, words)))

    def close_anyway() -> None:
        for box in window.findChildren(QMessageBox, "closing"):
            box.buttons()[-1].click()

    closing = QTimer(interval=20)
    closing.timeout.connect(close_anyway)
    closing.start()
    yield counter
    closing.stop()
