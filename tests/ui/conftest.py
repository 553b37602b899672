"""The window in a test: offscreen, on a real desk that works on a simulated account."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partialmethod
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Account, Home, Polling, Receiver, Settings
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.events import Event
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.application import Application, make_qt
from desktop_invoicer.ui.garbage import GarbageCollector
from desktop_invoicer.ui.link import Running
from desktop_invoicer.ui.parts import toast
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests import waiting

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OPERATOR = "Ana"
PACE = 1 / 50
PATIENCE = round(waiting.PATIENCE * 1000)
"""Milliseconds after which what has not come will not."""
TOKEN = "the-token-of-the-tests"


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Make the one Qt application of a test run as the program makes it."""
    return make_qt()


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; what comes sooner is not waited for."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE)  # noqa: N815 (Qt's way)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE)  # noqa: N815 (Qt's way)
    waitActive = partialmethod(QtBot.waitActive, timeout=PATIENCE)  # noqa: N815 (Qt's way)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:  # noqa: ARG001 (it needs one)
    """Give the hand and the eye of a test."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _widgets_die_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Free the widgets of a test when it is over: amid Qt's walk over all of them, or on another thread, it crashes.

    A window holds itself by what its signals call, and dies only where Qt deletes it, which waits for an event loop.
    What outlives the test, such as modules, is left out of later collections; the program, which would leave out what
    it opened for this test alone, does not.
    """
    gc.disable()
    monkeypatch.setattr(GarbageCollector, "spare_what_is_there", lambda _: None)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Begin every test in the language that it is written in, whatever the one before spoke."""
    activate(Language.EN)
    yield
    activate(Language.PT_BR)


@pytest.fixture(autouse=True)
def _notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a notice until the next one: a busy machine may come to look only after it has left."""
    monkeypatch.setattr(toast, "SHORTEST", PATIENCE)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Give the look of the window to tests of single widgets."""
    theme = Theme(qapp)
    theme.apply(Appearance.LIGHT, Density.TOUCH, 100)
    return theme


@pytest.fixture
def in_rio(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Live where the store is: moments are told in local time."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Sao_Paulo")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.below(tmp_path / "home")
    home.create()
    home.config_file.write_text(f'language = "{Language.EN}"\n')
    return home


@pytest.fixture
def simulator() -> Simulator:
    """Make a VTEX account without orders; ``add_stories`` gives it some."""
    return Simulator(ACCOUNT, seed=1, pace=PACE)


Launcher = Callable[[Callable[[Event], None]], Running]


@pytest.fixture
def launch(simulator: Simulator, home: Home) -> Iterator[Launcher]:
    """Give what starts a real desk on the simulated account, as often as it is asked."""
    with ExitStack() as exits:
        origin = exits.enter_context(simulator.serve()).origin
        vault = MemoryVault("tests keep nothing")
        write_credentials(
            vault, ACCOUNT, {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN, Secret.RECEIVER_TOKEN: TOKEN}
        )
        settings = Settings(
            store=STORE,
            accounts=(Account(name=ACCOUNT, myvtex_origin=origin, oms_origin=origin),),
            receiver=Receiver(port=0),
            polling=Polling(enabled=False, requests_per_minute=6000),
        )

        def start(listener: Callable[[Event], None]) -> Running:
            program = Program(
                home,
                settings,
                vault,
                Parts(receives=True, listens=False, has_window=True),
                Tempo(patience=Patience().hurried(PACE), rest=60 * PACE),
                listeners=[listener],
            )
            program.start()
            simulator.notify_url = f"{program.receiver_address}/notifications/{ACCOUNT}"
            simulator.notify_headers = {"Authorization": TOKEN}
            exits.callback(program.close)
            return program

        yield start


@pytest.fixture
def application(qapp: QApplication, qtbot: QtBot, home: Home, launch: Launcher) -> Iterator[Application]:
    """Open the whole program and wait for its desk: in English, light, touch."""
    application = Application(qapp, home, OPERATOR, launch)
    application.theme.apply(Appearance.LIGHT, Density.TOUCH, 100)
    qtbot.addWidget(application.window)
    with qtbot.waitSignal(application.link.started):
        application.open()
    yield application
    with qtbot.waitSignal(application.link.stopped):
        application.link.stop()
    application.tasks.close()
    application.setParent(None)
