"""The status page in a test: alone in a window, on a desk that is as the test says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.status.page import StatusPage
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.status.fake_desk import FakeDesk
from tests.ui.status.visitor import Visitor
from tests.ui.workplaces import an_open_window


@pytest.fixture
def visitor(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Visitor]:
    """Open a window with nothing but the status page in it, and go there."""
    theme.apply(scale=100)
    desk = FakeDesk()
    with an_open_window(StatusPage, desk, home, qtbot) as (page, workplace):
        visitor = Visitor(page, desk, workplace, qtbot)
        page.acting.place_wanted.connect(visitor.places.append)
        page.enter()
        qtbot.waitUntil(lambda: len(page.rows) > 0)
        visitor.settle()
        yield visitor
