"""A defect is told once, with a report, and the window lives on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qCritical
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.frame.report import defect_report, save_report
from desktop_invoicer.ui.frame.trouble import Trouble, TroubleDialog
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme

CPF = "111.444.777-35"


class Window(QWidget):
    """A window with a defect."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("Break", self)
        self.button.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        message = f"the buyer {CPF} broke it"
        raise ZeroDivisionError(message)

    @property
    def dialogs(self) -> list[TroubleDialog]:
        return [dialog for dialog in self.findChildren(TroubleDialog) if dialog.isVisible()]

    @property
    def report(self) -> str:
        field = self.dialogs[0].findChild(QPlainTextEdit)
        assert field is not None
        return field.toPlainText()


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def window(theme: Theme, tasks: Tasks, qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:  # noqa: ARG001 (the look)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    trouble = Trouble(tasks, tmp_path / "log", window)
    yield window
    trouble.close()


def test_an_exception_in_a_slot_is_told_and_logged(
    window: Window, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    window.button.click()

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)
    assert "ZeroDivisionError" in caplog.text
    assert window.isVisible()


def test_the_report_names_the_defect_and_no_person(window: Window, qtbot: QtBot) -> None:
    window.button.click()

    qtbot.waitUntil(lambda: len(window.dialogs) == 1 and "Python" in window.report)
    assert "ZeroDivisionError" in window.report
    assert CPF not in window.report


def test_many_defects_in_a_row_make_one_dialog_with_a_count(window: Window, qtbot: QtBot) -> None:
    for _ in range(5):
        window.button.click()

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)
    qtbot.waitUntil(lambda: "It happened 5 times." in _texts(window.dialogs[0]))


def test_after_the_dialog_is_closed_the_next_defect_is_told_again(window: Window, qtbot: QtBot) -> None:
    window.button.click()
    qtbot.waitUntil(lambda: len(window.dialogs) == 1)
    window.dialogs[0].accept()
    qtbot.waitUntil(lambda: not window.dialogs)

    window.button.click()

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)


def test_a_defect_in_a_thread_is_told(window: Window, qtbot: QtBot) -> None:
    threading.Thread(target=lambda: 1 // 0).start()

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)


def test_a_defect_in_work_beside_the_window_is_told(window: Window, tasks: Tasks, qtbot: QtBot) -> None:
    tasks.run(window, lambda: 1 // 0, print)

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)


def test_what_qt_calls_critical_is_told(window: Window, qtbot: QtBot) -> None:
    qCritical("no more handles")

    qtbot.waitUntil(lambda: len(window.dialogs) == 1)
    assert "no more handles" in window.report


def test_the_report_can_be_copied(window: Window, qtbot: QtBot) -> None:
    window.button.click()
    qtbot.waitUntil(lambda: len(window.dialogs) == 1 and "Python" in window.report)

    next(button for button in window.dialogs[0].findChildren(QPushButton) if "Copy" in button.text()).click()

    assert QGuiApplication.clipboard().text() == window.report


def test_the_report_ends_with_the_last_lines_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("".join(f"line {number}\n" for number in range(5000)))

    report = defect_report("trace", log)

    assert "\nline 4999\n" in report
    assert "line 17\n" not in report


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert save_report(tmp_path / "report.txt", "text") == ""
    assert save_report(tmp_path / "missing" / "report.txt", "text") != ""


def _texts(dialog: TroubleDialog) -> list[str]:
    return [shown.text() for shown in dialog.findChildren(QLabel)]
