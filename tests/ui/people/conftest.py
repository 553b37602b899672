"""A store whose people sign in, on a real desk."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.application import Application
from tests.ui.people.staff import Staff


@pytest.fixture
def staff(application: Application, qtbot: QtBot) -> Staff:
    """Give the window right after PINs were switched on: it is locked."""
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    staff = Staff(application, qtbot)
    staff.hire()
    return staff
