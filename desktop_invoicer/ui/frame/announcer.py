"""Tells what happens while nobody looks: arrivals, what needs a person, a lost connection, a document overdue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, JobId
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived
from desktop_invoicer.messages import explain, ngettext
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.connection import Reach
from desktop_invoicer.ui.frame.sounds import Sound
from desktop_invoicer.ui.parts.toast import News
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.ui.frame.tray import Tray
    from desktop_invoicer.ui.main_window import MainWindow

TOGETHER = 1000
"""Milliseconds over which arrivals are collected into one notice."""
LOOK = 60_000
"""Milliseconds between two looks for what is overdue."""
REMIND = 30
"""Minutes that a job waits for its document before it is reminded of, unless the preferences say otherwise."""
MOST_LOOKED_AT = 200


class Plays(Protocol):
    """Plays sounds."""

    def play(self, sound: Sound) -> None:
        """Play one."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


class Announcer(QObject):
    """Speaks by notices of the system where there is a tray, else and while the window is in use by the window's."""

    def __init__(
        self, window: MainWindow, tray: Tray | None, sounds: Plays, now: Callable[[], datetime] = _now
    ) -> None:
        """Listen to the desk and to the window."""
        super().__init__(window)
        self._window = window
        self._tray = tray
        self._sounds = sounds
        self._now = now
        self._arrived: list[Job] = []
        self._told: dict[JobId, Problem] = {}
        self._reminded: set[JobId] = set()
        self._lost: set[str] = set()
        self._subject: JobId | None = None
        self._together = QTimer(self, singleShot=True, interval=TOGETHER)
        self._together.timeout.connect(self._on_together)
        self._looks = QTimer(self, interval=LOOK)
        self._looks.timeout.connect(self.look)
        self._connect()

    @Slot()
    def look(self) -> None:
        """Look for jobs that have waited for their document for too long."""
        if self._minutes:
            query = JobQuery(filter=JobFilter.WAITING_FOR_DOCUMENT)
            self._window.workplace.link.ask(
                self, lambda commands: commands.desk.page(query, 0, MOST_LOOKED_AT), self._on_looked
            )

    @property
    def _minutes(self) -> int:
        text = self._window.workplace.preferences.text("desk/remind_minutes")
        return int(text) if text.isdecimal() else REMIND

    def _connect(self) -> None:
        link = self._window.workplace.link
        link.started.connect(self.look)
        link.started.connect(self._looks.start)
        link.published.connect(self._on_published)
        self._window.header.connections.changed.connect(self._on_reach_changed)
        self._window.scanned.connect(self._on_scanned)
        self._window.unsent_changed.connect(self._on_unsent_changed)
        self._window.actions_.of(Command.SOUND).triggered.connect(self._on_sound)
        if self._tray is not None:
            self._tray.window_wanted.connect(self._window.raise_window)
            self._tray.unsent_wanted.connect(self._on_unsent_wanted)
            self._tray.quit_wanted.connect(self._on_quit_wanted)
            self._tray.notice_pressed.connect(self._on_notice_pressed)

    def _tell(self, news: News, text: str, sound: Sound, tone: Tone, jobs: Sequence[Job] = ()) -> None:
        """Tell something; a press on the notice leads to its job where it is about one."""
        self._sounds.play(sound)
        self._subject = jobs[0].id if len(jobs) == 1 else None
        if self._window.is_locked:
            text = _("There is news at the desk. Sign in to see it.")
        preferences = self._window.workplace.preferences
        if self._tray is not None and preferences.notices and not self._window.isActiveWindow():
            self._tray.show_notice("desktop-invoicer", text)
        else:
            self._window.toasts.show_news(news, text, tone)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case JobReceived(job):
                    self._arrived.append(job)
                    if not self._together.isActive():
                        self._together.start()
                case JobChanged(job):
                    self._take_changed(job)
                case _:
                    pass

    def _take_changed(self, job: Job) -> None:
        """Tell once when a job needs a person; that only a person's word is missing, the person knows."""
        hold = job.hold
        needs = hold is not None and hold.kind is HoldKind.NEEDS_PERSON and not job.stage.is_end
        if hold is None or not needs or hold.problem.code is ProblemCode.CONFIRMATION_DUE:
            self._told.pop(job.id, None)
        elif self._told.get(job.id) != hold.problem:
            self._told[job.id] = hold.problem
            text = _("Order {order} needs somebody: {sentence}")
            told = text.format(order=job.order_id, sentence=explain(hold.problem, job.id).sentence)
            self._tell(News.PERSON_NEEDED, told, Sound.REJECTED, Tone.WARNING, [job])

    @Slot()
    def _on_together(self) -> None:
        jobs, self._arrived = self._arrived, []
        if len(jobs) == 1:
            told = _("New order {order}").format(order=jobs[0].order_id)
        else:
            told = ngettext("{count} new order", "{count} new orders", len(jobs)).format(count=len(jobs))
        self._tell(News.ORDERS, told, Sound.ARRIVED, Tone.INFO, jobs)

    def _on_looked(self, page: JobPage) -> None:
        """Remind of what is overdue, of each job once for as long as it waits."""
        latest = self._now() - timedelta(minutes=self._minutes)
        overdue = [job for job in page.jobs if job.updated_at <= latest]
        fresh = [job for job in overdue if job.id not in self._reminded]
        self._reminded = {job.id for job in overdue}
        if fresh:
            text = ngettext(
                "Order {order} has waited for its document for {minutes} minutes.",
                "{count} orders have waited for their documents for {minutes} minutes.",
                len(fresh),
            )
            told = text.format(order=fresh[0].order_id, count=len(fresh), minutes=self._minutes)
            self._tell(News.OVERDUE, told, Sound.DEADLINE, Tone.WARNING, fresh)

    @Slot(str, object)
    def _on_reach_changed(self, account: str, reach: Reach) -> None:
        if reach is Reach.UNREACHED and account not in self._lost:
            self._lost.add(account)
            told = _("The connection of {account} is lost. The desk goes on trying.").format(account=account)
            self._tell(News.CONNECTION, told, Sound.REJECTED, Tone.WARNING)
        elif reach is Reach.REACHED and account in self._lost:
            self._lost.discard(account)
            told = _("{account} is connected again.").format(account=account)
            self._tell(News.CONNECTION, told, Sound.ACCEPTED, Tone.SUCCESS)

    @Slot(bool)
    def _on_scanned(self, good: bool) -> None:
        self._sounds.play(Sound.ACCEPTED if good else Sound.REJECTED)

    @Slot()
    def _on_sound(self) -> None:
        preferences = self._window.workplace.preferences
        preferences.keep("desk/sounds", "no" if preferences.sounds else "yes")
        self._window.toasts.show_notice(_("Sounds are on") if preferences.sounds else _("Sounds are off"))
        self._sounds.play(Sound.ACCEPTED)

    @Slot(int)
    def _on_unsent_changed(self, count: int) -> None:
        if self._tray is not None:
            self._tray.show_unsent(count)

    @Slot()
    def _on_unsent_wanted(self) -> None:
        self._window.raise_window()
        self._window.show_page(Command.QUEUE)

    @Slot()
    def _on_quit_wanted(self) -> None:
        self._window.raise_window()  # it may have a question
        self._window.close()

    @Slot()
    def _on_notice_pressed(self) -> None:
        self._on_unsent_wanted()
        job_id = self._subject
        if job_id is not None:  # it may have ended since
            link = self._window.workplace.link
            link.ask(self, lambda commands: commands.desk.job(job_id), self._window.show_job)
