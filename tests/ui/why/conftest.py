"""The page in a test: on a desk that knows what the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.why.page import WhyPage
from tests.ui.browser import Browser
from tests.ui.why.asker import Asker
from tests.ui.why.fake_desk import WhyDesk
from tests.ui.workplaces import an_open_window


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
    desk = WhyDesk()
    with an_open_window(WhyPage, desk, home, qtbot) as (page, workplace):
        page.enter()
        asker = Asker(page, desk, workplace, browser, qtbot)
        asker.settle()
        yield asker
