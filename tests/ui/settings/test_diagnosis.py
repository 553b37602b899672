"""The doctor in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.diagnosis.dialog import Diagnosis
from desktop_invoicer.ui.diagnosis.findings import FindingRow
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.settings.place import Place
from tests.ui.asked_desk import AskedDesk
from tests.ui.settings.conftest import Opener
from tests.ui.settings.desk import CONFIG, SettingsDesk
from tests.ui.workplaces import a_workplace


@pytest.fixture
def diagnosis(open_with: Opener, origin: str, qtbot: QtBot) -> Diagnosis:
    """Open a desk whose CNPJ is not set, and ask the doctor from another page."""
    text = CONFIG.format(origin=origin).replace('cnpj = "11222333000181"\n', "")
    desk = SettingsDesk(open_with(text), qtbot)
    window = desk.application.window
    window.show_page(Command.QUEUE)
    window.actions_.of(Command.DOCTOR).trigger()
    diagnosis = window.findChildren(Diagnosis)[0]
    qtbot.waitUntil(lambda: not diagnosis.findings.is_looking)
    return diagnosis


def test_what_is_not_in_order_comes_first(diagnosis: Diagnosis) -> None:
    levels = [finding.level.value for finding in diagnosis.findings.findings]

    assert levels == sorted(levels, key=["error", "warning", "ok"].index)
    assert "error" in levels


def test_the_level_is_said_in_words(diagnosis: Diagnosis) -> None:
    names = [row.accessibleName() for row in diagnosis.findChildren(FindingRow)]

    assert any(name.startswith("not in order: ") for name in names)
    assert any(name.startswith("in order: ") for name in names)


def test_a_finding_leads_to_where_it_is_put_right(diagnosis: Diagnosis) -> None:
    row = next(row for row in diagnosis.findChildren(FindingRow) if "store.cnpj" in row.accessibleName())
    places: list[object] = []
    diagnosis.place_wanted.connect(places.append)

    row.findChildren(Button)[0].click()

    assert places == [Place.STORE]


def test_the_report_is_copied(diagnosis: Diagnosis) -> None:
    diagnosis.copy.click()

    copied = QGuiApplication.clipboard().text()
    assert all(finding.sentence in copied for finding in diagnosis.findings.findings)


def test_the_desk_is_looked_at_again_on_request(diagnosis: Diagnosis, qtbot: QtBot) -> None:
    with qtbot.waitSignal(diagnosis.findings.examined):
        diagnosis.again.click()


class BrokenHome(Home):
    """Breaks whoever looks at its settings."""

    @property
    @override
    def config_file(self) -> Path:
        msg = "a defect"
        raise RuntimeError(msg)


@pytest.mark.usefixtures("theme")
def test_a_look_that_fails_says_why_and_can_be_repeated(home: Home, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    broken = BrokenHome(home.settings, home.data, home.documents, home.logs)
    workplace = a_workplace(broken, window, lambda _: AskedDesk())

    diagnosis = Diagnosis(workplace, window)
    qtbot.waitUntil(lambda: not diagnosis.findings.is_looking)

    assert "a defect of ours" in diagnosis.findings.summary.text()
    assert diagnosis.again.isEnabled()
    assert diagnosis.copy.isEnabled()
    workplace.tasks.close()
