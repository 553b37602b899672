"""When the window locks itself, and a desk that does not run behind the lock screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home, set_values
from desktop_invoicer.domain.people import Operator, OperatorId, Role
from desktop_invoicer.errors import ServiceStoppedError
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.application import Application
from tests.builders import NOW
from tests.ui.acting.counter import Counter
from tests.ui.people.staff import CLERK, Staff
from tests.ui.still_desk import CONFIG, StillDesk

BIA = Operator(OperatorId(1), "Bia Dias", Role.CLERK, NOW)
TURNS = 20


class Launches:
    """Starts the desk, unless it cannot."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.can = True

    def __call__(self, _listener: object) -> StillDesk:
        if not self.can:
            raise ServiceStoppedError
        desk = StillDesk(self.home)
        desk.people.operators = lambda: (BIA,)
        desk.people.sign_out = desk.people.welcome_back = lambda _name: None
        return desk


@pytest.fixture
def launches(home: Home) -> Launches:
    home.config_file.write_text(CONFIG.format(language="en"), "utf-8")
    return Launches(home)


@pytest.fixture
def quiet(qapp: QApplication, qtbot: QtBot, home: Home, launches: Launches) -> Iterator[Application]:
    """Open the window on a desk where nothing happens and one person signs in."""
    application = Application(qapp, home, "Ana", launches)
    qtbot.addWidget(application.window)
    application.open()
    qtbot.waitUntil(lambda: application.window.is_locked)
    yield application
    with qtbot.waitSignal(application.link.stopped):
        application.link.stop()
    application.tasks.close()
    application.setParent(None)


@pytest.mark.parametrize("wish", [True, False])
def test_a_sale_that_was_sent_locks_the_window_where_that_is_wished(
    launches: Launches, quiet: Application, qtbot: QtBot, wish: bool
) -> None:
    set_values(launches.home, {"people.lock_after_sale": wish})
    with qtbot.waitSignal(quiet.link.started):
        quiet.link.restart()
    presence = quiet.window.workplace.presence
    presence.show_operator(BIA)

    presence.tell_sale()
    for _ in range(TURNS):
        QApplication.processEvents()

    assert quiet.window.is_locked is wish


def test_a_desk_that_could_not_start_is_started_from_the_lock_screen(
    launches: Launches, quiet: Application, qtbot: QtBot
) -> None:
    quiet.window.workplace.presence.show_operator(BIA)
    launches.can = False
    with qtbot.waitSignal(quiet.link.start_failed):
        quiet.link.restart()
    locking = quiet.window.furniture.locking
    locking.lock()
    again = locking.screen.findChild(QPushButton, "again")
    assert again is not None
    told, was_offered = locking.screen.form.wait.text, again.isVisible()
    launches.can = True

    with qtbot.waitSignal(quiet.link.started):
        again.click()

    assert was_offered
    assert told == "The desk does not run. Try again."
    assert quiet.window.is_locked
    assert not again.isVisible()


def test_a_desk_that_answers_nobody_is_started_anew_from_the_lock_screen(
    quiet: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = quiet.window.furniture.locking.screen

    def begin(_work: object) -> None:
        raise ServiceStoppedError

    monkeypatch.setattr(quiet.link.running, "begin", begin)
    screen.form.people.choose(BIA.name)

    screen.form.wanted.emit(BIA.name, "7319")
    qtbot.waitUntil(lambda: screen.form.wait.text == "The desk does not run. Try again.")
    again = screen.findChild(QPushButton, "again")
    assert again is not None
    with qtbot.waitSignal(quiet.link.started):
        again.click()

    assert not again.isVisible()


def test_a_sale_is_told_once_it_is_on_its_way(staff: Staff, simulator: Simulator, qtbot: QtBot) -> None:
    staff.sign_in(CLERK)
    acting = Acting(staff.window.workplace, staff.window)
    counter = Counter(staff.application, simulator, qtbot, acting)
    details = counter.documented()
    acting.submit(details)
    dialog = counter.dialog()
    assert isinstance(dialog, SubmitDialog)

    with qtbot.waitSignal(staff.window.workplace.presence.sale_sent):
        dialog.confirmed.emit()
        dialog.accept()

    counter.settled(details.job)
