"""The returns desk in a test: the page on a desk that knows what the test gave it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.returns.page import ReturnsPage
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.returns.fake_desk import FakeDesk
from tests.ui.returns.visitor import Visitor
from tests.ui.workplaces import an_open_window


@pytest.fixture
def visitor(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Visitor]:
    """Open a window with nothing but the returns desk in it."""
    theme.apply(scale=100)
    desk = FakeDesk()
    with an_open_window(ReturnsPage, desk, home, qtbot, (1160, 900)) as (page, workplace):
        visitor = Visitor(page, desk, workplace, qtbot)
        page.scan_judged.connect(lambda good, _words: visitor.judged.append(good))
        yield visitor
