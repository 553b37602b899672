"""The day close in a test: the page on a desk with one day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.page import DayPage
from desktop_invoicer.ui.main_window import PAGE_COMMANDS
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.day.closer import Closer
from tests.ui.day.fake_desk import FakeDesk
from tests.ui.workplaces import a_workplace


@pytest.fixture
def closer(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Closer]:
    """Open a window with nothing but the day close in it."""
    theme.apply(scale=100)
    window, desk = QMainWindow(), FakeDesk()
    qtbot.addWidget(window)
    workplace = a_workplace(home, window, lambda _: desk)
    page = DayPage(workplace)
    window.setCentralWidget(page)
    window.resize(1172, 740)
    _serve(page, workplace)
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(workplace.link.started):
        workplace.link.start()
    closer = Closer(page, desk, workplace, qtbot)
    page.job_wanted.connect(closer.opened.append)
    closer.settle()
    desk.asked.clear()
    yield closer
    workplace.tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _serve(page: DayPage, workplace: Workplace) -> None:
    """Bring the page's commands to it, as the window does."""

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
