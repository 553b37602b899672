"""What is told of documents that wait for a person, on any page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.events import FilesChanged
from desktop_invoicer.ui.files.follower import FileFollower
from desktop_invoicer.ui.link import DeskLink
from tests.ui.files.fake_desk import FakeDesk, a_file


class Ears:
    """Hears what a follower tells."""

    def __init__(self, follower: FileFollower) -> None:
        self.counts: list[int] = []
        self.notices: list[str] = []
        follower.counted.connect(self.counts.append)
        follower.noticed.connect(self.notices.append)


@pytest.fixture
def ears(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> Ears:
    """Listen from a start on at which one document waited for a person already."""
    desk.files = [a_file(1), a_file(2, FileState.UNMATCHED)]
    ears = Ears(FileFollower(link, link))
    link.started.emit()
    qtbot.waitUntil(lambda: ears.counts == [1])
    return ears


def test_what_waited_at_the_start_is_counted_and_not_told(ears: Ears) -> None:
    assert ears.notices == []


def test_many_files_that_come_at_once_are_one_notice(qtbot: QtBot, link: DeskLink, desk: FakeDesk, ears: Ears) -> None:
    for number in range(3, 6):
        desk.files.append(a_file(number))
        link.published.emit((FilesChanged(),))

    qtbot.waitUntil(lambda: ears.counts == [1, 4])
    assert ears.notices == ["4 documents need you to say which order they are for."]


def test_a_file_that_nobody_can_read_is_counted_and_not_told(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk, ears: Ears
) -> None:
    desk.files.append(a_file(3, FileState.UNREADABLE, problem=Problem(ProblemCode.FILE_UNREADABLE)))

    link.published.emit((FilesChanged(),))

    qtbot.waitUntil(lambda: ears.counts == [1, 2])
    assert ears.notices == []


def test_fewer_documents_than_before_are_no_news(qtbot: QtBot, link: DeskLink, desk: FakeDesk, ears: Ears) -> None:
    desk.files.clear()

    link.published.emit((FilesChanged(),))

    qtbot.waitUntil(lambda: ears.counts == [1, 0])
    assert ears.notices == []
