"""The day close in a test: the page on a desk with one day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.page import DayPage
from desktop_invoicer.ui.main_window import PAGE_COMMANDS
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.day.closer import Closer
from tests.ui.day.fake_desk import FakeDesk
from tests.ui.workplaces import an_open_window


@pytest.fixture
def closer(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Closer]:
    """Open a window with nothing but the day close in it."""
    theme.apply(scale=100)
    desk = FakeDesk()
    with an_open_window(_served, desk, home, qtbot) as (page, workplace):
        closer = Closer(page, desk, workplace, qtbot)
        page.job_wanted.connect(closer.opened.append)
        closer.settle()
        desk.asked.clear()
        yield closer


def _served(workplace: Workplace) -> DayPage:
    """Make the page, and bring its commands to it as the window does."""
    page = DayPage(workplace)

    def offer() -> None:
        for command in PAGE_COMMANDS:
            workplace.actions.of(command).setEnabled(command in page.possible)

    def perform(command: Command) -> None:
        if command in page.possible:
            page.perform(command)

    for command in PAGE_COMMANDS:
        workplace.actions.of(command).triggered.connect(partial(perform, command))
    page.possible_changed.connect(offer)
    offer()
    return page
