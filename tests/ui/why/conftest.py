"""The page in a test: on a desk that knows what the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.why.page import WhyPage
from tests.ui.why.asker import Asker, Browser
from tests.ui.why.fake_desk import WhyDesk
from tests.ui.workplaces import a_workplace


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Take what would be opened in the browser."""
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def asker(theme: Theme, qtbot: QtBot, home: Home, browser: Browser) -> Iterator[Asker]:
    """Open a window with nothing but the page in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), WhyDesk()
    qtbot.addWidget(window)
    workplace = a_workplace(home, window, lambda _: desk)
    page = WhyPage(workplace)
    window.setCentralWidget(page)
    window.resize(1172, 740)
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(workplace.link.started):
        workplace.link.start()
    page.enter()
    asker = Asker(page, desk, workplace, browser, qtbot)
    asker.settle()
    yield asker
    workplace.tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
