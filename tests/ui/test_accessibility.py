"""Every page and dialog, met by a screen reader, a keyboard and a finger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QTableWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.jobs.table import JobTable
from desktop_invoicer.ui.theme.theme import Theme
from tests.ui import scenes
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter
from tests.ui.reading import wrongly_focused, wrongly_read, wrongly_sized, wrongly_walked
from tests.ui.settings.desk import CONFIG

__all__ = ["counter"]


@pytest.fixture
def home(home: Home) -> Home:
    """Set the desk up, so that the settings have something to show."""
    home.config_file.write_text(CONFIG.format(origin="http://127.0.0.1:9"), "utf-8")
    return home


@pytest.fixture
def scene(request: pytest.FixtureRequest, counter: Counter) -> QWidget:
    """Bring what a test is about into view, and the focus to where a person finds it."""
    counter.application.window.resize(1280, 800)
    root = scenes.SCENES[request.param](counter)
    root.window().activateWindow()
    counter.qtbot.waitUntil(lambda: root.window().isActiveWindow() and QApplication.focusWidget() is not None)
    return root


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Listen to what Qt hands to a screen reader; offscreen there is none."""
    heard: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return heard


@pytest.fixture
def plain(theme: Theme, qtbot: QtBot) -> Iterator[QWidget]:  # noqa: ARG001 (the look)
    """Open a window to be filled with what breaks the rules."""
    window = QWidget()
    QHBoxLayout(window)
    qtbot.addWidget(window)
    yield window
    window.close()


def _filled(window: QWidget, *parts: QWidget) -> QWidget:
    layout = window.layout()
    assert layout is not None
    for part in parts:
        layout.addWidget(part)
    window.show()
    window.activateWindow()
    parts[0].setFocus()
    return window


@pytest.mark.parametrize("scene", scenes.SCENES, indirect=True)
def test_everything_in_view_can_be_heard_reached_seen_and_pressed(scene: QWidget) -> None:
    read, walked = list(wrongly_read(scene)), list(wrongly_walked(scene))
    focused, sized = list(wrongly_focused(scene)), list(wrongly_sized(scene))

    assert not "\n".join(read + walked + focused + sized)


def test_an_icon_without_a_name_breaks_the_rules(plain: QWidget) -> None:
    assert len(list(wrongly_read(_filled(plain, QToolButton())))) == 2  # no name, and no tip


def test_tab_that_leads_to_and_fro_breaks_the_rules(plain: QWidget, qtbot: QtBot) -> None:
    one, two, three, four = (QLineEdit() for _ in range(4))
    _filled(plain, one, three, two, four)
    qtbot.waitUntil(one.hasFocus)
    for before, after in ((one, two), (two, three), (three, four)):
        QWidget.setTabOrder(before, after)

    assert len(list(wrongly_walked(plain))) == 2  # on the way, and from the last to the first


def test_a_table_that_keeps_tab_to_itself_breaks_the_rules(plain: QWidget, qtbot: QtBot) -> None:
    table, line = QTableWidget(9, 9), QLineEdit()
    _filled(plain, table, line)
    qtbot.waitUntil(table.hasFocus)

    assert any(fault.startswith("Tab never comes to QLineEdit") for fault in wrongly_walked(plain))


def test_a_focus_that_nobody_sees_breaks_the_rules(plain: QWidget) -> None:
    button = QPushButton("Press")
    button.setStyleSheet("border: 0; background: transparent; outline: 0")

    assert len(list(wrongly_focused(_filled(plain, button)))) == 1


def test_a_small_loud_button_breaks_the_rules(plain: QWidget) -> None:
    button = QPushButton("Press")
    button.setFixedHeight(36)
    button.setStyleSheet("min-height: 0")

    assert len(list(wrongly_sized(_filled(plain, button)))) == 1


def test_the_arrows_lead_from_page_to_page(counter: Counter) -> None:
    window = counter.application.window
    queue = next(button for button in window.findChildren(QToolButton) if button.text() == "Queue")
    window.activateWindow()
    queue.setFocus()
    counter.qtbot.waitUntil(queue.hasFocus)

    QTest.keyClick(queue, Qt.Key.Key_Down)

    assert window.page is window.furniture.pages[Command.RETURNS]


def test_what_a_row_shows_with_an_icon_is_read_out_in_words(counter: Counter) -> None:
    scenes.queue(counter)

    (table,) = counter.application.window.page.findChildren(JobTable)
    face = QAccessible.queryAccessibleInterface(table)
    cells = [face.child(position) for position in range(face.childCount())]
    read = {cell.text(QAccessible.Text.Name) for cell in cells}

    assert read > {"Ready to send", "Pickup", "NFC-e"}


def test_a_state_that_changes_under_the_eye_is_read_out(counter: Counter, heard: list[str]) -> None:
    details = counter.documented()
    window = counter.application.window
    counter.qtbot.waitUntil(
        lambda: window.page.details is not None and window.page.details.job.stage is Stage.DOCUMENTED
    )

    counter.ask(lambda commands: commands.desk.submit(details.job.id, "Ana", confirmed=True))

    counter.qtbot.waitUntil(lambda: any(text.startswith(f"{details.job.order_id}: ") for text in heard))


def test_a_notice_is_read_out(counter: Counter, heard: list[str]) -> None:
    counter.application.window.toasts.show_notice("Order number copied")

    assert heard[-1:] == ["Order number copied"]


def test_each_step_of_the_assistant_is_read_out(counter: Counter, heard: list[str]) -> None:
    scenes.assistant("polling", counter)

    assert any(text.endswith("Asking VTEX") for text in heard)
