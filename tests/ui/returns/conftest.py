"""The returns desk in a test: the page on a desk that knows what the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.returns.page import ReturnsPage
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.returns.fake_desk import FakeDesk
from tests.ui.returns.visitor import Visitor
from tests.ui.workplaces import a_workplace


@pytest.fixture
def visitor(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Visitor]:
    """Open a window with nothing but the returns desk in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), FakeDesk()
    qtbot.addWidget(window)
    workplace = a_workplace(home, window, lambda _: desk)
    page = ReturnsPage(workplace)
    window.setCentralWidget(page)
    window.resize(1160, 900)
    window.show()
    with qtbot.waitSignal(workplace.link.started):
        workplace.link.start()
    visitor = Visitor(page, desk, workplace, qtbot)
    page.scan_judged.connect(lambda good, _words: visitor.judged.append(good))
    yield visitor
    workplace.tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
