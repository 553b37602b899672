"""The returns desk in a test: the page on a desk that knows what the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.returns.page import ReturnsPage
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.returns.fake_desk import FakeDesk
from tests.ui.returns.visitor import Visitor


@pytest.fixture
def visitor(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Visitor]:
    """Open a window with nothing but the returns desk in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), FakeDesk()
    qtbot.addWidget(window)
    tasks = Tasks(window)
    link = DeskLink(lambda _: desk, tasks, window)
    preferences = Preferences(home, window)
    workplace = Workplace(
        home, "Ana", preferences, tasks, link, Actions(window, preferences), Toasts(window), lambda _: None
    )
    page = ReturnsPage(workplace)
    window.setCentralWidget(page)
    window.resize(1160, 900)
    window.show()
    with qtbot.waitSignal(link.started):
        link.start()
    visitor = Visitor(page, desk, workplace, qtbot)
    page.scan_judged.connect(lambda good, _words: visitor.judged.append(good))
    yield visitor
    tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
