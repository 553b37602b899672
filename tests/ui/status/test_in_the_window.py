"""The status page in the program's own window, on a real desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.health import Health, Part, PartHealth
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.events import HealthChanged
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.status.moves import Move
from desktop_invoicer.ui.status.page import StatusPage
from tests.builders import NOW
from tests.ui.status.fake_desk import LOST, some_trouble, well, wrong


@pytest.fixture
def window(application: Application) -> MainWindow:
    return application.window


def rail_names(window: MainWindow) -> list[str]:
    buttons = window.findChildren(QAbstractButton)
    return [each.accessibleName() for each in buttons if each.property("part") == "rail"]


def tell(application: Application, *parts: PartHealth) -> None:
    application.link.published.emit((HealthChanged(Health(datetime.now(UTC), NOW, "1.0", parts)),))


def test_the_page_tells_of_every_part_of_the_real_desk(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_.of(Command.STATUS).trigger()

    page = window.page
    assert isinstance(page, StatusPage)
    qtbot.waitUntil(lambda: {row.part.part for row in page.rows} >= {Part.ENGINE, Part.VTEX, Part.DATABASE, Part.AUDIT})


def test_the_rail_counts_on_every_page_what_does_not_work(application: Application) -> None:
    window = application.window

    tell(application, *some_trouble())
    assert "Status, 2 do not work" in rail_names(window)

    tell(application, *well())
    assert "Status" in rail_names(window)


def test_the_way_into_the_settings_brings_them_into_view(window: MainWindow, qtbot: QtBot) -> None:
    page = window.furniture.pages[Command.STATUS]
    assert isinstance(page, StatusPage)

    page.acting.carry_out(Move.SETTINGS, wrong(Part.FOLDERS, ProblemCode.FOLDER_MISSING, folder=LOST))

    settings = window.page
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: settings.list.currentRow() == list(Place).index(Place.DOCUMENTS))


def test_the_queue_is_one_press_away(window: MainWindow) -> None:
    page = window.furniture.pages[Command.STATUS]
    assert isinstance(page, StatusPage)
    window.show_page(Command.STATUS)

    page.queue.go.click()

    assert window.page is window.furniture.pages[Command.QUEUE]


def test_the_trail_of_a_real_desk_is_verified(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(Command.STATUS)
    page = window.page
    assert isinstance(page, StatusPage)
    qtbot.waitUntil(lambda: any(row.part.part is Part.AUDIT for row in page.rows))

    page.acting.carry_out(Move.VERIFY, next(row.part for row in page.rows if row.part.part is Part.AUDIT))

    qtbot.waitUntil(lambda: "The audit trail is whole" in window.toasts.text)
