"""The table: one job stays selected, and columns stand where they were put."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_invoicer.config.home import Home
from desktop_invoicer.domain.listing import JobQuery, JobSort
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.ui.jobs.columns import Column
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.jobs.table import JobTable
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.preferences import Preferences
from tests.builders import a_job_at
from tests.ui.jobs.fake_desk import FakeDesk

if TYPE_CHECKING:
    from desktop_invoicer.ui.theme.theme import Theme

Open = Callable[[], JobTable]


@pytest.fixture
def open_table(qtbot: QtBot, link: DeskLink, desk: FakeDesk, theme: Theme, tmp_path: Path) -> Open:  # noqa: ARG001
    """Give what opens a table of three jobs, with the preferences as they were left."""
    desk.listed = [a_job_at(Stage.LOADED, job_id=number, order_id=f"order-{number}") for number in (1, 2, 3)]
    home = Home.below(tmp_path)
    home.create()

    def open_() -> JobTable:
        model = JobModel(link, JobQuery())
        table = JobTable(model, Preferences(home, link), "columns/queue")
        qtbot.addWidget(table)
        table.resize(1200, 400)
        table.show()
        with qtbot.waitSignal(model.loaded):
            model.reload()
        return table

    return open_


def columns_in_view(table: JobTable) -> list[Column]:
    header = table.horizontalHeader()
    places = map(header.logicalIndex, range(header.count()))
    return [Column(at) for at in places if not header.isSectionHidden(at)]


def press(menu: QMenu, column: str, text: str) -> None:
    part = next(action.menu() for action in menu.actions() if action.text() == column)
    assert isinstance(part, QMenu)
    next(action for action in part.actions() if action.text() == text).trigger()


def job_model(table: JobTable) -> JobModel:
    model = table.model()
    assert isinstance(model, JobModel)
    return model


def test_the_selected_job_stays_selected_when_jobs_arrive_before_it(open_table: Open, desk: FakeDesk) -> None:
    table = open_table()
    job_model(table).sort(Column.ORDER, Qt.SortOrder.AscendingOrder)
    table.select_row(1)

    job_model(table).put([a_job_at(Stage.LOADED, job_id=9, order_id="order-0")])

    assert table.selected == desk.listed[1]


def test_the_selected_job_stays_selected_in_another_order(qtbot: QtBot, open_table: Open, desk: FakeDesk) -> None:
    table = open_table()
    table.select_row(0)

    with qtbot.waitSignal(job_model(table).loaded):
        table.sortByColumn(Column.ORDER, Qt.SortOrder.DescendingOrder)

    assert table.selected == desk.listed[0]
    assert table.currentIndex().row() == 2


def test_a_job_that_is_over_goes_when_the_next_one_is_selected(qtbot: QtBot, open_table: Open, desk: FakeDesk) -> None:
    table = open_table()
    table.select_row(0)
    done = replace(desk.listed[0], stage=Stage.CLOSED, version=2)

    job_model(table).put([done])
    assert table.selected == done
    table.step(1)

    qtbot.waitUntil(lambda: job_model(table).rowCount() == 2)
    assert table.selected == desk.listed[1]


def test_enter_goes_on_to_the_job(qtbot: QtBot, open_table: Open) -> None:
    table = open_table()

    with qtbot.waitSignal(table.entered):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_columns_are_sorted_from_the_keyboard(open_table: Open) -> None:
    table = open_table()

    press(table.columns_menu(), "Value", "Sort descending")

    assert job_model(table).query.sort is JobSort.VALUE
    assert job_model(table).query.descending


def test_columns_are_moved_from_the_keyboard_and_stay_there(open_table: Open) -> None:
    press(open_table().columns_menu(), "Order", "Further left")

    assert columns_in_view(open_table())[:3] == [Column.STATE, Column.ORDER, Column.AGE]


def test_a_column_is_hidden_until_it_is_wanted_again(open_table: Open) -> None:
    press(open_table().columns_menu(), "Buyer", "Show this column")
    assert Column.BUYER not in columns_in_view(open_table())

    press(open_table().columns_menu(), "Buyer", "Show this column")
    assert Column.BUYER in columns_in_view(open_table())


def test_what_tells_least_gives_way_where_there_is_no_room(open_table: Open) -> None:
    table = open_table()

    table.resize(520, 400)

    assert {Column.STATE, Column.ORDER} < set(columns_in_view(table))
    assert not {Column.UNITS, Column.OPERATOR} & set(columns_in_view(table))
