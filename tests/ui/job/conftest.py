"""A panel in a test: on a desk that knows the jobs the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.job.panel import JobPanel
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.job.seen import FakeActing, FakeDesk, Seen
from tests.ui.workplaces import a_workplace


@pytest.fixture
def seen(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Seen]:
    """Open a window with nothing but a panel in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), FakeDesk()
    qtbot.addWidget(window)
    workplace, acting = a_workplace(home, window, lambda _: desk), FakeActing(window)
    panel = JobPanel(workplace, acting)
    window.setCentralWidget(panel)
    window.resize(560, 900)
    window.show()
    with qtbot.waitSignal(workplace.link.started):
        workplace.link.start()
    yield Seen(panel, desk, acting, workplace, qtbot)
    workplace.tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
