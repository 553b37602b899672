"""Files of watched folders in a test: on a desk in the test's hand, and on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.tasks import Tasks
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter
from tests.ui.files.clerk import Clerk
from tests.ui.files.fake_desk import FakeDesk

__all__ = ["counter"]


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


@pytest.fixture
def clerk(counter: Counter, tmp_path: Path) -> Clerk:
    """Give somebody on the page of documents of a real desk."""
    return Clerk(counter, tmp_path / "xml")
