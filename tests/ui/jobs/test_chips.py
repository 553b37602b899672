"""The filters above the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, Section
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.ui.jobs.chips import Chips
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.chips import Chip
from tests.builders import a_job_at
from tests.ui.jobs.fake_desk import FakeDesk

if TYPE_CHECKING:
    from desktop_invoicer.ui.theme.theme import Theme


@pytest.fixture
def chips(qtbot: QtBot, link: DeskLink, theme: Theme) -> Chips:  # noqa: ARG001 (widgets need one)
    chips = Chips(link, Section.OPEN)
    qtbot.addWidget(chips)
    chips.show()
    return chips


def chip(chips: Chips, filter_: JobFilter) -> Chip:
    found = chips.findChild(Chip, f"chip_{filter_.value}")
    assert isinstance(found, Chip)
    return found


def test_a_chip_tells_its_number_to_eyes_and_ears(qtbot: QtBot, chips: Chips, desk: FakeDesk) -> None:
    desk.listed = [a_job_at(Stage.LOADED, job_id=number) for number in (1, 2)]

    chips.recount()

    pickup = chip(chips, JobFilter.PICKUP)
    qtbot.waitUntil(lambda: pickup.text() == "Pickup  2")
    assert pickup.accessibleName() == "Pickup, 2 jobs"


def test_a_number_that_was_not_counted_to_its_end_says_so(chips: Chips) -> None:
    every = chip(chips, JobFilter.ALL)

    every.show_count(MOST_COUNTED)

    assert every.text() == "All  999+"


def test_many_changes_in_a_row_are_counted_once(qtbot: QtBot, chips: Chips, desk: FakeDesk) -> None:
    for _ in range(50):
        chips.recount()

    qtbot.waitUntil(lambda: chip(chips, JobFilter.ALL).text() == "All  0")
    assert len(desk.asked) == len(JobFilter)


def test_the_arrow_keys_choose_the_next_chip(qtbot: QtBot, chips: Chips) -> None:
    every = chip(chips, JobFilter.ALL)
    every.setFocus()

    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(every, Qt.Key.Key_Right)

    assert chosen.args == [JobFilter.PICKUP]
    assert chip(chips, JobFilter.PICKUP).isChecked()


def test_the_arrow_keys_go_round(qtbot: QtBot, chips: Chips) -> None:
    every = chip(chips, JobFilter.ALL)
    every.setFocus()

    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(every, Qt.Key.Key_Left)

    assert chosen.args == [JobFilter.FAILED]


def test_jobs_that_are_over_wait_for_nothing(qtbot: QtBot, link: DeskLink, theme: Theme) -> None:  # noqa: ARG001
    chips = Chips(link, Section.ENDED)
    qtbot.addWidget(chips)

    assert chips.findChild(Chip, "chip_needs_person") is None
