"""What stands beside the list: a file, and the jobs it may be for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.filing import FileState, FolderSeen, Match
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.files.candidate_card import CandidateCard
from desktop_invoicer.ui.files.details import FileDetails
from desktop_invoicer.ui.files.folder_bar import FolderBar
from desktop_invoicer.ui.files.sheet import MOST_SHOWN, FileSheet
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import a_document, a_job
from tests.ui.files.fake_desk import a_file

FITS = Check(CheckName.VALUE, Verdict.OK, None, 9990, 9990)
DIFFERS = Check(
    CheckName.VALUE, Verdict.BLOCKING, Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 1, "value": 2}), 2, 1
)


def a_match(
    job_id: int, *checks: Check, names_order: bool = False, is_exact: bool = False, buyer: str = "Ana Exemplo"
) -> Match:
    job = a_job(job_id=job_id, order_id=f"v{job_id}str-01", value=9990, buyer=buyer)
    return Match(a_document(), job, checks or (FITS,), names_order, is_exact)


def details(*matches: Match) -> FileDetails:
    return FileDetails(a_file(), None, matches)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:  # noqa: ARG001 (the look)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(480, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def sheet(window: QMainWindow, home: Home) -> FileSheet:
    sheet = FileSheet(Actions(window, Preferences(home, window)))
    window.setCentralWidget(sheet)
    return sheet


def said(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel))


def cards(sheet: FileSheet) -> Sequence[CandidateCard]:
    return [card for card in sheet.findChildren(CandidateCard) if card.isVisible()]


def test_each_candidate_tells_its_order_buyer_value_and_what_speaks_for_it(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(1, names_order=True, is_exact=True), a_match(2)))

    first, second = map(said, cards(sheet))
    assert all(
        words in first for words in ("v1str-01", "Ana Exemplo", "R$ 99.90", "names this order", "The same: value")
    )
    assert "The same: value" in second


def test_that_nobody_is_named_on_either_side_speaks_for_nothing(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(1, Check(CheckName.BUYER, Verdict.OK), buyer="")))

    assert "The same" not in said(cards(sheet)[0])


def test_only_the_most_likely_candidate_has_the_key(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(1), a_match(2)))

    assert [card.button.key for card in cards(sheet)] == ["F6", ""]


def test_a_candidate_that_does_not_fit_says_why_and_cannot_be_chosen(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(1, DIFFERS)))

    (card,) = cards(sheet)
    assert "R$ 0.01, not R$ 0.02" in said(card)
    assert not card.button.isEnabled()
    assert not card.button.key


def test_of_very_many_candidates_the_most_likely_are_shown(sheet: FileSheet) -> None:
    sheet.show_details(details(*(a_match(number) for number in range(1, MOST_SHOWN + 3))))

    assert len(cards(sheet)) == MOST_SHOWN
    assert "2 more orders are possible." in said(sheet)


def test_enter_on_a_candidate_chooses_it(sheet: FileSheet, qtbot: QtBot) -> None:
    sheet.show_details(details(a_match(1), a_match(2)))
    button = cards(sheet)[1].button
    button.setFocus()

    with qtbot.waitSignal(sheet.candidate_chosen) as chosen:
        QTest.keyClick(button, Qt.Key.Key_Return)

    assert chosen.args == [a_match(2)]


def test_the_focus_stays_with_a_candidate_while_another_one_comes(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(2)))
    sheet.focus_primary()

    sheet.show_details(details(a_match(1), a_match(2)))

    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.objectName() == "attach_to_2"


def test_the_same_file_once_more_is_left_as_it_stands(sheet: FileSheet) -> None:
    sheet.show_details(details(a_match(1)))
    before = cards(sheet)

    sheet.show_details(details(a_match(1)))

    assert cards(sheet) == before


def test_what_the_reader_said_of_a_broken_file_is_shown(sheet: FileSheet) -> None:
    problem = Problem(ProblemCode.FILE_UNREADABLE, {"reason": "Premature end of data"})

    sheet.show_details(FileDetails(a_file(state=FileState.UNREADABLE, problem=problem)))

    assert "Premature end of data" in said(sheet)


@pytest.fixture
def bar(window: QMainWindow) -> FolderBar:
    bar = FolderBar()
    window.setCentralWidget(bar)
    return bar


def test_no_folder_takes_no_room(bar: FolderBar) -> None:
    bar.show_folders([], {})

    assert bar.isHidden()


def test_a_folder_that_was_not_reached_yet_is_told(bar: FolderBar) -> None:
    bar.show_folders(["/srv/xml"], {})

    assert bar.words == ["/srv/xml: not looked into yet"]


def test_a_folder_that_answers_again_is_watched_again(bar: FolderBar) -> None:
    gone = FolderSeen("/srv/xml", problem=Problem(ProblemCode.FOLDER_MISSING, {"folder": "/srv/xml"}))
    bar.show_folders(["/srv/xml"], {"/srv/xml": gone})
    assert bar.words == ["The watched folder /srv/xml is not there."]

    bar.put(FolderSeen("/srv/xml", 1))

    assert bar.words == ["/srv/xml: watched, 1 file"]


def test_a_long_path_is_told_by_its_end(bar: FolderBar) -> None:
    bar.put(FolderSeen("/srv/" + "deep/" * 30 + "xml", 2))

    assert bar.words[0].startswith("…")
    assert bar.words[0].endswith("/xml: watched, 2 files")
