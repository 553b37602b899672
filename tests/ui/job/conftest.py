"""A panel in a test: on a desk that knows the jobs the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.job.panel import JobPanel
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.job.seen import FakeActing, FakeDesk, Seen


@pytest.fixture
def seen(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Seen]:
    """Open a window with nothing but a panel in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), FakeDesk()
    qtbot.addWidget(window)
    tasks = Tasks(window)
    link = DeskLink(lambda _: desk, tasks, window)
    preferences = Preferences(home, window)
    actions, toasts = Actions(window, preferences), Toasts(window)
    acting = FakeActing(window)
    workplace = Workplace(home, "Ana", preferences, tasks, link, actions, toasts, lambda _: None)
    panel = JobPanel(workplace, acting)
    window.setCentralWidget(panel)
    window.resize(560, 900)
    window.show()
    with qtbot.waitSignal(link.started):
        link.start()
    yield Seen(panel, desk, acting, workplace, qtbot)
    tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
