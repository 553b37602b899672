"""The table of files: who is selected stays selected, and is told as soon as it is known."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.filing import FileId, FileState
from desktop_invoicer.ui.files.columns import Column
from desktop_invoicer.ui.files.model import FileModel
from desktop_invoicer.ui.files.table import FileTable
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui.files.fake_desk import FakeDesk, a_file

MANY = 1_000


@pytest.fixture
def table(qtbot: QtBot, link: DeskLink, desk: FakeDesk, theme: Theme) -> FileTable:  # noqa: ARG001 (the look)
    """Show many files."""
    desk.files = [a_file(number) for number in range(1, MANY + 1)]
    model = FileModel(link, FileState.PROPOSED)
    table = FileTable(model)
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.show()
    with qtbot.waitSignal(model.loaded):
        table.refresh()
    return table


def hidden(table: FileTable) -> set[Column]:
    return {column for column in Column if table.isColumnHidden(column)}


def test_the_newest_file_is_selected_first(table: FileTable) -> None:
    assert table.selected == FileId(MANY)


def test_a_file_that_was_not_read_yet_is_told_once_it_was(qtbot: QtBot, table: FileTable) -> None:
    told: list[FileId | None] = []
    table.file_selected.connect(told.append)

    QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: told == [None, FileId(1)])


def test_the_selected_file_stays_selected_when_it_gets_another_row(
    qtbot: QtBot, table: FileTable, desk: FakeDesk
) -> None:
    table.select_row(2)
    desk.files.append(a_file(MANY + 1))

    with qtbot.waitSignal(table.model().loaded):  # type: ignore[attr-defined]
        table.refresh()

    assert table.selected == FileId(MANY - 2)
    assert table.currentIndex().row() == 3


def test_that_the_selected_file_has_gone_is_told_with_its_row(qtbot: QtBot, table: FileTable, desk: FakeDesk) -> None:
    table.select_row(2)
    desk.files = [file for file in desk.files if file.id != MANY - 2]

    with qtbot.waitSignal(table.lost) as lost:
        table.refresh()

    assert lost.args == [2]


def test_the_rows_in_view_are_read_anew_and_no_others(qtbot: QtBot, table: FileTable, desk: FakeDesk) -> None:
    table.select_row(550)
    qtbot.waitUntil(lambda: table.selected == FileId(MANY - 550))
    desk.asked.clear()

    with qtbot.waitSignal(table.model().loaded):  # type: ignore[attr-defined]
        table.refresh()

    assert desk.asked == [(500, 100)]


def test_what_tells_least_gives_way_where_there_is_little_room(table: FileTable) -> None:
    table.resize(520, 600)

    assert hidden(table) == {Column.REASON, Column.ORDER, Column.TIME, Column.ISSUER, Column.FOLDER}


def test_the_name_of_the_file_is_always_shown(table: FileTable) -> None:
    table.resize(90, 600)

    assert hidden(table) == set(Column) - {Column.NAME}
