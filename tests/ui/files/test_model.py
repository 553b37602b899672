"""The list of files, of which only what is in view is read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.filing import FileId, FileState
from desktop_invoicer.ui.files.columns import Column
from desktop_invoicer.ui.files.model import PAGE, FileModel
from desktop_invoicer.ui.link import DeskLink
from tests.ui.files.fake_desk import FakeDesk, a_file

MANY = 10_000


def a_model(qtbot: QtBot, link: DeskLink, state: FileState = FileState.PROPOSED) -> FileModel:
    model = FileModel(link, state, link)
    with qtbot.waitSignal(model.loaded):
        model.reload(0, 0)
    return model


def ids(model: FileModel) -> list[int]:
    files = [model.file_at(row) for row in range(model.rowCount())]
    return [0 if file is None else file.id for file in files]


def test_the_model_keeps_qts_rules_while_files_come_and_go(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    desk.files = [a_file(number) for number in range(1, 2 * PAGE)]
    model = a_model(qtbot, link)

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    for count in (2 * PAGE + 10, 3, 0, 5):
        desk.files = [a_file(number) for number in range(1, count + 1)]
        with qtbot.waitSignal(model.loaded):
            model.reload(0, 0)

    assert ids(model) == [5, 4, 3, 2, 1]


def test_ten_thousand_files_are_there_at_once_and_hardly_any_is_read(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk
) -> None:
    desk.files = [a_file(number) for number in range(1, MANY + 1)]

    model = a_model(qtbot, link)

    assert model.rowCount() == MANY
    assert desk.asked == [(0, PAGE)]


def test_a_row_is_read_when_somebody_looks_at_it(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(number) for number in range(1, MANY + 1)]
    model = a_model(qtbot, link)
    at = model.index(5000, Column.NAME)
    assert at.data() == "…"

    with qtbot.waitSignal(model.dataChanged):
        at.data()

    assert at.data() == "NFCe05000.xml"
    assert desk.asked[1:] == [(5000, PAGE)]


def test_pages_that_somebody_only_passes_are_not_read(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(number) for number in range(1, MANY + 1)]
    model = a_model(qtbot, link)

    with qtbot.waitSignal(model.dataChanged):
        for row in range(0, MANY, PAGE):
            model.index(row, Column.NAME).data()

    qtbot.waitUntil(lambda: model.file_at(MANY - 1) is not None)
    assert len(desk.asked) == 4


def test_another_state_lists_other_files(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(1), a_file(2, FileState.ATTACHED)]
    model = a_model(qtbot, link)

    with qtbot.waitSignal(model.loaded):
        model.set_state(FileState.ATTACHED)

    assert ids(model) == [2]


def test_an_answer_for_another_state_comes_too_late(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(1), a_file(2, FileState.ATTACHED), a_file(3, FileState.SET_ASIDE)]
    model = a_model(qtbot, link)
    desk.is_slow = True
    model.set_state(FileState.ATTACHED)
    model.set_state(FileState.SET_ASIDE)

    with qtbot.waitSignal(model.loaded):
        desk.answer_all()

    assert ids(model) == [3]


def test_a_page_that_was_asked_for_before_a_look_at_everything_counts_no_more(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk
) -> None:
    desk.files = [a_file(number) for number in range(1, 2 * PAGE + 1)]
    model = a_model(qtbot, link)
    desk.is_slow = True
    model.index(PAGE, Column.NAME).data()
    qtbot.waitUntil(lambda: len(desk.asked) == 2)
    desk.files = desk.files[:1]
    model.reload(0, 0)

    with qtbot.waitSignal(model.loaded):
        desk.answer_all()

    assert ids(model) == [1]


def test_when_the_files_in_view_are_gone_the_last_ones_are_read(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(number) for number in range(1, MANY + 1)]
    model = a_model(qtbot, link)
    desk.files = desk.files[:150]

    with qtbot.waitSignal(model.loaded):
        model.reload(9000, 9010)

    assert model.rowCount() == 150
    assert model.file_at(149) == a_file(1)


def test_the_row_of_a_file_is_known_once_it_was_read(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(number) for number in range(1, 2 * PAGE + 1)]

    model = a_model(qtbot, link)

    assert model.row_of(FileId(2 * PAGE)) == 0
    assert model.row_of(FileId(1)) is None


def test_a_file_has_a_tip_with_its_whole_path_free_of_markup(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.files = [a_file(path=r"\\till\<b>xml\note.xml")]

    model = a_model(qtbot, link)

    at = model.index(0, Column.NAME)
    assert at.data() == "note.xml"
    assert at.data(Qt.ItemDataRole.ToolTipRole) == r"<qt>\\till\&lt;b&gt;xml\note.xml</qt>"
