"""What stays wrong is told until it is over; a desk that cannot start says why, and can be started again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_invoicer import errors
from desktop_invoicer.config import Settings
from desktop_invoicer.config.home import Home
from desktop_invoicer.domain.filing import FilePage
from desktop_invoicer.domain.listing import JobPage
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import Event, JobChanged, ReceiverFailed, StorageTroubled
from desktop_invoicer.ui.frame.notice_bar import NoticeBar, Trait, WarningFollower
from desktop_invoicer.ui.frame.start_problem import StartProblem
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import a_job

Listener = Callable[[Event], None]


@dataclass
class StandIn:
    """A desk that only tells whether credentials are kept."""

    listener: Listener
    is_kept: bool = True
    settings: Settings = field(default_factory=Settings)
    receiver_address: str = ""

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        commands = SimpleNamespace(
            credentials=SimpleNamespace(is_kept=self.is_kept),
            desk=SimpleNamespace(
                open_count=lambda: 0,
                connections=dict,
                page=lambda *_: JobPage((), has_more=False),
                counts=lambda *_: {},
            ),
            filing=SimpleNamespace(page=lambda *_: FilePage(), folders={}),
            people=SimpleNamespace(operators=lambda: ()),
        )

        def run() -> None:
            try:
                work(cast(Commands, commands)).send(None)
            except StopIteration as end:
                future.set_result(end.value)

        threading.Thread(target=run).start()
        return future

    def close(self) -> None:
        """Stop."""


@dataclass
class Starts:
    """Starts desks, unless something is wrong."""

    wrong: errors.InvoicerError | None = None
    is_kept: bool = True
    desks: list[StandIn] = field(default_factory=list)

    def __call__(self, listener: Listener) -> StandIn:
        if self.wrong is not None:
            raise self.wrong
        self.desks.append(StandIn(listener, self.is_kept))
        return self.desks[-1]


@pytest.fixture
def starts() -> Starts:
    return Starts()


@pytest.fixture
def link(starts: Starts, qtbot: QtBot) -> Iterator[DeskLink]:  # noqa: ARG001 (the event loop)
    tasks = Tasks()
    yield DeskLink(starts, tasks)
    tasks.close()


@pytest.fixture
def bar(theme: Theme, link: DeskLink, qtbot: QtBot) -> NoticeBar:  # noqa: ARG001 (the look)
    bar = NoticeBar()
    qtbot.addWidget(bar)
    WarningFollower(bar, link, bar)
    return bar


def test_a_receiver_that_cannot_listen_is_told_until_the_notice_is_closed(
    bar: NoticeBar, link: DeskLink, starts: Starts, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(link.started):
        link.start()
    starts.desks[0].listener(ReceiverFailed(errors.PortTakenError("127.0.0.1", 8710, "in use")))
    qtbot.waitUntil(lambda: bar.traits == {Trait.RECEIVER})

    close = bar.findChild(QToolButton)
    assert close is not None
    close.click()

    assert bar.traits == frozenset()


def test_a_database_that_can_be_written_again_needs_no_notice(
    bar: NoticeBar, link: DeskLink, starts: Starts, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(link.started):
        link.start()
    starts.desks[0].listener(StorageTroubled(errors.StorageBusyError()))
    qtbot.waitUntil(lambda: bar.traits == {Trait.STORAGE})

    starts.desks[0].listener(JobChanged(a_job()))

    qtbot.waitUntil(lambda: bar.traits == frozenset())


def test_secrets_that_outlive_nothing_are_told(bar: NoticeBar, link: DeskLink, starts: Starts, qtbot: QtBot) -> None:
    starts.is_kept = False

    link.start()

    qtbot.waitUntil(lambda: bar.traits == {Trait.KEYRING})


def test_what_is_meant_to_be_so_is_not_told(bar: NoticeBar) -> None:
    bar.mute(Trait.KEYRING)

    bar.warn(Trait.KEYRING, lambda: "nothing is kept")

    assert bar.traits == frozenset()


@pytest.fixture
def window(theme: Theme, home: Home, link: DeskLink, qtbot: QtBot) -> MainWindow:  # noqa: ARG001 (the look)
    window = MainWindow(home, "Ana", Preferences(home), link, print)
    _ = window.furniture  # there once the frame was seen
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_desk_that_cannot_start_says_why_and_whose_turn_it_is(
    window: MainWindow, link: DeskLink, starts: Starts, qtbot: QtBot
) -> None:
    starts.wrong = errors.HomeHeldError(Path("home"))

    link.start()

    qtbot.waitUntil(lambda: _problem(window).isVisible())
    texts = [shown.text() for shown in _problem(window).findChildren(QLabel)]
    assert any("Whose turn" in text for text in texts)


def test_a_desk_that_starts_at_the_next_try_brings_the_pages_back(
    window: MainWindow, link: DeskLink, starts: Starts, qtbot: QtBot
) -> None:
    starts.wrong = errors.HomeHeldError(Path("home"))
    link.start()
    qtbot.waitUntil(lambda: _problem(window).isVisible())
    starts.wrong = None

    _button(window, "Try again").click()

    qtbot.waitUntil(window.page.isVisible)


def test_the_settings_can_be_reached_although_the_desk_does_not_run(
    window: MainWindow, link: DeskLink, starts: Starts, qtbot: QtBot
) -> None:
    starts.wrong = errors.HomeHeldError(Path("home"))
    link.start()
    qtbot.waitUntil(lambda: _problem(window).isVisible())

    _button(window, "Settings").click()

    assert window.page.isVisible()


def _problem(window: MainWindow) -> StartProblem:
    found = window.findChild(StartProblem)
    assert found is not None
    return found


def _button(window: MainWindow, text: str) -> QPushButton:
    return next(button for button in _problem(window).findChildren(QPushButton) if button.text() == text)
