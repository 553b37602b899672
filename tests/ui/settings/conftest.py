"""A window whose desk runs with what its ``config.toml`` says, as the program does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Home, load_config
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.engine.events import Event
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.link import Running
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance
from tests.ui.settings.desk import CONFIG, SettingsDesk

Opener = Callable[[str], Application]


@pytest.fixture
def origin(simulator: Simulator) -> Iterator[str]:
    """Serve the simulated account and give its address."""
    with simulator.serve() as server:
        yield server.origin


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault("tests keep nothing")


@pytest.fixture
def open_with(qapp: QApplication, qtbot: QtBot, home: Home, vault: MemoryVault) -> Iterator[Opener]:
    """Open the program on a ``config.toml`` with this text, and wait for its desk."""
    with ExitStack() as exits:

        def opened(text: str) -> Application:
            home.config_file.write_text(text, "utf-8")
            return exits.enter_context(_running(qapp, qtbot, home, vault))

        yield opened


@contextmanager
def _running(qapp: QApplication, qtbot: QtBot, home: Home, vault: MemoryVault) -> Iterator[Application]:
    def launch(listener: Callable[[Event], None]) -> Running:
        settings = load_config(home)
        parts = Parts(receives=settings.receiver.enabled, listens=False, has_window=True)
        program = Program(home, settings, vault, parts, listeners=[listener])
        program.start()
        return program

    application = Application(qapp, home, "Ana", launch)
    application.theme.apply(Appearance.LIGHT, Density.TOUCH, 100)
    qtbot.addWidget(application.window)
    told: list[object] = []
    application.link.started.connect(partial(told.append, True))
    application.link.start_failed.connect(told.append)
    application.open()
    qtbot.waitUntil(lambda: bool(told), timeout=15_000)
    yield application
    with qtbot.waitSignal(application.link.stopped, timeout=15_000):
        application.link.stop()
    application.tasks.close()
    application.setParent(None)


@pytest.fixture
def desk(open_with: Opener, origin: str, qtbot: QtBot) -> SettingsDesk:
    """Open a desk that is set up, with the settings in view."""
    return SettingsDesk(open_with(CONFIG.format(origin=origin)), qtbot)
