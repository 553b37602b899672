"""A window whose desk runs with what its ``config.toml`` says, as the program does it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Home, Settings, load_config
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import Event
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.link import Launch, Running
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


class IdleDesk:
    """A desk that knows its settings and answers nothing."""

    receiver_address = ""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, Any]]) -> Future[Any]:  # noqa: ARG002
        never: Future[Any] = Future()
        never.cancel()
        never.set_running_or_notify_cancel()
        return never

    def close(self) -> None:
        pass


@pytest.fixture
def open_with(qapp: QApplication, qtbot: QtBot, home: Home, vault: MemoryVault) -> Iterator[Opener]:
    """Open the program on a ``config.toml`` with this text, and wait for its desk."""

    def launch(listener: Callable[[Event], None]) -> Running:
        settings = load_config(home)
        parts = Parts(receives=settings.receiver.enabled, listens=False, has_window=True)
        program = Program(home, settings, vault, parts, listeners=[listener])
        program.start()
        return program

    with ExitStack() as exits:

        def opened(text: str) -> Application:
            home.config_file.write_text(text, "utf-8")
            return exits.enter_context(_running(qapp, qtbot, home, launch))

        yield opened


@contextmanager
def _running(qapp: QApplication, qtbot: QtBot, home: Home, launch: Launch) -> Iterator[Application]:
    application = Application(qapp, home, "Ana", launch)
    application.theme.apply(Appearance.LIGHT, Density.TOUCH, 100)
    qtbot.addWidget(application.window)
    told: list[object] = []
    application.link.started.connect(partial(told.append, True))
    application.link.start_failed.connect(told.append)
    application.open()
    qtbot.waitUntil(lambda: bool(told))
    yield application
    with qtbot.waitSignal(application.link.stopped):
        application.link.stop()
    application.tasks.close()
    application.setParent(None)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, home: Home) -> Iterator[SettingsDesk]:
    """Open a window that is set up, with the settings in view; the desk behind it is idle."""
    home.config_file.write_text(CONFIG.format(origin="http://127.0.0.1:9"), "utf-8")
    with _running(qapp, qtbot, home, lambda _: IdleDesk(load_config(home))) as application:
        yield SettingsDesk(application, qtbot)


@pytest.fixture
def working_desk(open_with: Opener, origin: str, qtbot: QtBot) -> SettingsDesk:
    """Open a desk that is set up and works, with the settings in view."""
    return SettingsDesk(open_with(CONFIG.format(origin=origin)), qtbot)
