"""What happens while nobody looks is told once, by notice and sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from desktop_invoicer.config.home import Home
from desktop_invoicer.domain.listing import JobPage
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job
from desktop_invoicer.engine.events import JobChanged, JobReceived
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.announcer import REMIND, Announcer
from desktop_invoicer.ui.frame.connection import Reach
from desktop_invoicer.ui.frame.sounds import PAUSE, Sound, Sounds
from desktop_invoicer.ui.frame.tray import Tray, with_count
from desktop_invoicer.ui.link import DeskLink, Running
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Role, Theme
from tests.builders import ACCOUNT, NOW, a_job


class FakeTray(QObject):
    """Keeps what it would show."""

    window_wanted = Signal()
    unsent_wanted = Signal()
    quit_wanted = Signal()
    notice_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[str] = []
        self.unsent = 0

    def show_unsent(self, count: int) -> None:
        self.unsent = count

    def show_notice(self, _: str, text: str) -> None:
        self.notices.append(text)


class FakeSounds:
    """Keeps what it would play."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, sound: Sound) -> None:
        self.played.append(sound)


class SilentLink(DeskLink):
    """A desk that answers what it is told to."""

    answer: object = JobPage((), has_more=False)

    def ask(self, owner, work, on_done, on_refused=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, ARG002
        if isinstance(owner, Announcer):
            on_done(self.answer)


@pytest.fixture
def tray() -> FakeTray:
    return FakeTray()


@pytest.fixture
def sounds() -> FakeSounds:
    return FakeSounds()


@pytest.fixture
def window(theme: Theme, home: Home, qtbot: QtBot) -> Iterator[MainWindow]:  # noqa: ARG001 (the look)
    def launch(_: object) -> Running:
        raise NotImplementedError

    tasks = Tasks()
    window = MainWindow(home, "Ana", Preferences(home), SilentLink(launch, tasks), print)
    _ = window.furniture  # there once the frame was seen
    qtbot.addWidget(window)
    yield window
    tasks.close()


@pytest.fixture
def announcer(window: MainWindow, tray: FakeTray, sounds: FakeSounds) -> Announcer:
    return Announcer(window, cast(Tray, tray), sounds, lambda: NOW)


def _publish(window: MainWindow, *events: object) -> None:
    window.workplace.link.published.emit(events)


def _held(code: ProblemCode, job_id: int = 1) -> Job:
    return a_job(job_id=job_id, hold=Hold(HoldKind.NEEDS_PERSON, Problem(code)))


@pytest.mark.usefixtures("announcer")
def test_arrivals_of_a_moment_make_one_notice(
    window: MainWindow, tray: FakeTray, sounds: FakeSounds, qtbot: QtBot
) -> None:
    _publish(window, *(JobReceived(a_job(job_id=number)) for number in range(3)))

    qtbot.waitUntil(lambda: tray.notices == ["3 new orders"])
    assert sounds.played == [Sound.ARRIVED]


@pytest.mark.usefixtures("announcer")
def test_a_job_that_needs_somebody_is_told_once(window: MainWindow, tray: FakeTray, sounds: FakeSounds) -> None:
    job = _held(ProblemCode.NOTHING_ASKED)

    _publish(window, JobChanged(job), JobChanged(job))

    assert len(tray.notices) == 1
    assert job.order_id in tray.notices[0]
    assert sounds.played == [Sound.REJECTED]


@pytest.mark.usefixtures("announcer")
def test_a_job_that_is_ready_to_send_is_no_news(window: MainWindow, tray: FakeTray) -> None:
    _publish(window, JobChanged(_held(ProblemCode.CONFIRMATION_DUE)))

    assert tray.notices == []


@pytest.mark.usefixtures("announcer")
def test_a_connection_is_told_when_it_is_lost_and_when_it_is_back(window: MainWindow, tray: FakeTray) -> None:
    changed = window.header.connections.changed

    changed.emit(ACCOUNT, Reach.REACHED)
    changed.emit(ACCOUNT, Reach.UNREACHED)
    changed.emit(ACCOUNT, Reach.UNREACHED)
    changed.emit(ACCOUNT, Reach.REACHED)

    assert len(tray.notices) == 2


def test_a_document_that_is_overdue_is_reminded_of_once(
    window: MainWindow, announcer: Announcer, tray: FakeTray, sounds: FakeSounds
) -> None:
    late = a_job(job_id=1, received_at=NOW - timedelta(minutes=REMIND))
    early = a_job(job_id=2, received_at=NOW - timedelta(minutes=REMIND - 1))
    cast(SilentLink, window.workplace.link).answer = JobPage((late, early), has_more=False)

    announcer.look()
    announcer.look()

    assert len(tray.notices) == 1
    assert late.order_id in tray.notices[0]
    assert sounds.played == [Sound.DEADLINE]


def test_reminders_can_be_switched_off(window: MainWindow, announcer: Announcer, tray: FakeTray) -> None:
    late = a_job(received_at=NOW - timedelta(days=1))
    cast(SilentLink, window.workplace.link).answer = JobPage((late,), has_more=False)
    window.workplace.preferences.keep("desk/remind_minutes", "0")

    announcer.look()

    assert tray.notices == []


@pytest.mark.usefixtures("announcer")
def test_a_notice_leads_to_its_job(window: MainWindow, tray: FakeTray) -> None:
    job = _held(ProblemCode.NOTHING_ASKED)
    _publish(window, JobChanged(job))
    cast(SilentLink, window.workplace.link).answer = job

    tray.notice_pressed.emit()

    assert window.isVisible()
    assert window.header.scan_field.text() == job.order_id


@pytest.mark.usefixtures("announcer")
def test_the_tray_shows_what_is_not_sent(window: MainWindow, tray: FakeTray) -> None:
    window.unsent_changed.emit(7)

    assert tray.unsent == 7


@pytest.mark.usefixtures("announcer")
def test_a_scan_is_heard(window: MainWindow, sounds: FakeSounds) -> None:
    window.scanned.emit(True)
    window.scanned.emit(False)

    assert sounds.played == [Sound.ACCEPTED, Sound.REJECTED]


@pytest.mark.usefixtures("announcer")
def test_sounds_are_switched_by_their_key(window: MainWindow) -> None:
    window.actions_.of(Command.SOUND).trigger()

    assert not window.workplace.preferences.sounds
    assert window.toasts.text == "Sounds are off"


def test_without_a_tray_the_window_tells(window: MainWindow, sounds: FakeSounds) -> None:
    Announcer(window, None, sounds)

    _publish(window, JobChanged(_held(ProblemCode.NOTHING_ASKED)))

    assert "needs somebody" in window.toasts.text


def test_two_sounds_never_begin_together(home: Home) -> None:
    played: list[str] = []
    times = iter((0.0, PAUSE / 2, PAUSE * 2))
    sounds = Sounds(Preferences(home), played.append, lambda: next(times))

    for _ in range(3):
        sounds.play(Sound.ARRIVED)

    assert len(played) == 2


def test_a_desk_without_sounds_is_silent(home: Home) -> None:
    played: list[str] = []
    preferences = Preferences(home)
    preferences.keep("desk/sounds", "no")

    Sounds(preferences, played.append).play(Sound.ARRIVED)

    assert played == []


def test_the_count_is_painted_onto_the_icon(theme: Theme) -> None:
    plain = QIcon(theme.pixmap("queue", Role.INK, 64, 1.0))

    assert with_count(plain, 0) is plain
    assert with_count(plain, 3).pixmap(64).toImage() != plain.pixmap(64).toImage()
