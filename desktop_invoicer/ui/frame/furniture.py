"""What the frame of the window holds. Imported and built once the frame was seen: it knows every page and problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.listing import MOST_COUNTED, Section
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived, WindowWanted
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.page import DayPage
from desktop_invoicer.ui.files.follower import FileFollower
from desktop_invoicer.ui.files.page import FilesPage
from desktop_invoicer.ui.frame.closing import Closing
from desktop_invoicer.ui.frame.drops import Drops
from desktop_invoicer.ui.frame.notice_bar import NoticeBar, WarningFollower
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.frame.reach import ReachFollower
from desktop_invoicer.ui.frame.scans import Scans
from desktop_invoicer.ui.frame.start_problem import StartProblem
from desktop_invoicer.ui.jobs.page import JobsPage
from desktop_invoicer.ui.parts.toast import News
from desktop_invoicer.ui.people.approvals import Approvals
from desktop_invoicer.ui.people.locking import Locking
from desktop_invoicer.ui.people.person_menu import PersonMenu
from desktop_invoicer.ui.returns.follower import ReturnFollower
from desktop_invoicer.ui.returns.page import ReturnsPage
from desktop_invoicer.ui.returns.rows import is_return
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.status.follower import HealthFollower
from desktop_invoicer.ui.status.page import StatusPage
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.page import WhyPage

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow

COUNT_PAUSE = 200
"""Milliseconds after an event before what is not sent is counted again."""


class Furniture(QObject):
    """Pages, warnings and scanner, and what the desk announces brought to them."""

    def __init__(self, window: MainWindow) -> None:
        """Build everything; the window puts it in its place."""
        super().__init__(window)
        self._window = window
        workplace = window.workplace
        self._link = workplace.link
        self.locking = Locking(window)  # first: it hears of the desk's start before any page does
        Approvals(workplace, window)
        PersonMenu(window)
        self.notices = NoticeBar()
        self.start_problem = StartProblem()
        self.closing = Closing(window, self._link)
        self._day = DayPage(workplace)
        self._why = WhyPage(workplace)
        self._files = FilesPage(workplace)
        self._status = StatusPage(workplace)
        self._settings = SettingsPage(workplace)
        self._file_follower = FileFollower(self._link, self)
        self._return_follower = ReturnFollower(self._link, self)
        self._health_follower = HealthFollower(self._link, self)
        self.pages: dict[Command, Page] = {
            Command.QUEUE: JobsPage(workplace, Section.OPEN),
            Command.RETURNS: ReturnsPage(workplace),
            Command.DAY: self._day,
            Command.WHY: self._why,
            Command.HISTORY: JobsPage(workplace, Section.ENDED),
            Command.FILES: self._files,
            Command.STATUS: self._status,
            Command.SETTINGS: self._settings,
        }
        self.scans = Scans(window, self.pages.values())
        self.drops = Drops(window)
        WarningFollower(self.notices, self._link, self)
        ReachFollower(window.header.connections, workplace, self)
        self._recount = QTimer(self, singleShot=True, interval=COUNT_PAUSE)
        self._connect()

    def place_of(self, job: Job) -> Command:
        """Tell on which page a job is worked on."""
        if job.stage.is_end:
            return Command.HISTORY
        return Command.RETURNS if is_return(job) else Command.QUEUE

    def _connect(self) -> None:
        self._recount.timeout.connect(self._count)
        self.closing.confirmed.connect(self._window.close_unasked)
        self.start_problem.retried.connect(self._link.start)
        self.start_problem.settings_wanted.connect(self._on_settings_wanted)
        self.start_problem.quit_wanted.connect(self._window.close)
        self._window.workplace.tasks.refused.connect(self._on_refused)
        self._day.job_wanted.connect(self._window.show_job)
        self._day.order_wanted.connect(self._on_order_wanted)
        self._day.file_wanted.connect(self._on_file_wanted)
        self._why.job_wanted.connect(self._window.show_job)
        self._files.job_wanted.connect(self._window.show_job)
        self._files.folders_wanted.connect(self._on_folders_wanted)
        self._status.acting.place_wanted.connect(self._on_place_wanted)
        self._status.queue.go.clicked.connect(self._on_queue_wanted)
        self._file_follower.counted.connect(self._window.show_pressing_files)
        self._return_follower.counted.connect(self._window.show_pressing_returns)
        self._health_follower.counted.connect(self._window.show_troubles)
        self._file_follower.noticed.connect(self._on_files_noticed)
        self._link.started.connect(self._on_started)
        self._link.start_failed.connect(self._on_start_failed)
        self._link.published.connect(self._on_published)

    @Slot(object)
    def _on_refused(self, error: InvoicerError) -> None:
        """Tell an error that nobody else took: what is wrong, and what to do."""
        told = explain_failure(error)
        self._window.toasts.show_notice(f"{told.sentence} {told.step}", Tone.ERROR)

    @Slot()
    def _on_settings_wanted(self) -> None:
        self._window.show_page(Command.SETTINGS)

    @Slot()
    def _on_folders_wanted(self) -> None:
        self._on_place_wanted(Place.DOCUMENTS)

    @Slot(object)
    def _on_place_wanted(self, place: Place) -> None:
        self._window.show_page(Command.SETTINGS)
        self._settings.show_place(place)

    @Slot()
    def _on_queue_wanted(self) -> None:
        self._window.show_page(Command.QUEUE)

    @Slot(object, object)
    def _on_order_wanted(self, account: AccountName, order_id: OrderId) -> None:
        self._window.show_page(Command.WHY)
        self._why.show_order(account, order_id)

    @Slot(object)
    def _on_file_wanted(self, file_id: FileId) -> None:
        self._window.show_page(Command.FILES)
        self._files.show_file(file_id)

    @Slot(str)
    def _on_files_noticed(self, words: str) -> None:
        if not self._files.isVisible():
            self._window.toasts.show_news(News.FILES, words, Tone.INFO)

    @Slot(object)
    def _on_start_failed(self, error: InvoicerError) -> None:
        self.start_problem.show_error(error)
        self._window.show_start_problem()

    @Slot()
    def _on_started(self) -> None:
        running = self._link.running
        if running is not None:
            self._window.header.show_store(running.settings.store.name)
        self._window.show_frame()
        self._count()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, WindowWanted) for event in events):
            self._window.raise_window()
        if any(isinstance(event, JobReceived | JobChanged) for event in events) and not self._recount.isActive():
            self._recount.start()

    @Slot()
    def _count(self) -> None:
        self._link.ask(self, lambda commands: commands.desk.open_count(), self._on_counted)

    def _on_counted(self, count: int) -> None:
        self._window.show_unsent(count, MOST_COUNTED)
