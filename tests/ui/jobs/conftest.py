"""A list of jobs in a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.tasks import Tasks
from tests.ui.jobs.fake_desk import FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def link(qtbot: QtBot, desk: FakeDesk) -> Iterator[DeskLink]:
    """Give the way to ``desk``, which runs already."""
    owner = QObject()
    tasks = Tasks(owner)
    link = DeskLink(lambda _: desk, tasks, owner)
    with qtbot.waitSignal(link.started):
        link.start()
    yield link
    tasks.close()
