"""The window: the frame, its pages, and who is told what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.config.home import Home
from desktop_invoicer.domain.listing import Section
from desktop_invoicer.domain.scan import read_scan
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived, WindowWanted
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.language import Language
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.closing import Closing
from desktop_invoicer.ui.frame.header import Header
from desktop_invoicer.ui.frame.look import Look
from desktop_invoicer.ui.frame.notice_bar import NoticeBar, WarningFollower
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.frame.rail import Rail
from desktop_invoicer.ui.frame.reach import ReachFollower
from desktop_invoicer.ui.frame.scanner import Scanner
from desktop_invoicer.ui.frame.start_problem import StartProblem
from desktop_invoicer.ui.jobs.page import JobsPage
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

ROOM = QSize(1360, 860)
"""What the window takes on a screen that has more, its title bar included."""
COUNT_PAUSE = 200
"""Milliseconds after an event before what is not sent is counted again."""

PAGE_COMMANDS = (
    Command.NEXT_JOB,
    Command.PREVIOUS_JOB,
    Command.RETRY,
    Command.ATTACH,
    Command.CHOOSE_FILE,
    Command.SUBMIT,
    Command.DISMISS,
    Command.OPEN_IN_VTEX,
    Command.COPY_ORDER,
    Command.SHOW_RAW,
    Command.ADD_ORDER,
)
"""Commands that the page in view carries out, when it can."""


class MainWindow(Adapting, QMainWindow):
    """One window for each program. ``closed`` tells that the person wants to end, and the desk may be stopped."""

    closed = Signal()
    scanned = Signal(bool)
    """Whether the last scan was of use."""
    unsent_changed = Signal(int)

    def __init__(
        self, home: Home, operator: str, preferences: Preferences, link: DeskLink, speak: Callable[[Language], None]
    ) -> None:
        """Build the window; the desk need not run yet."""
        super().__init__()
        self.setWindowTitle("desktop-invoicer")
        self.setObjectName("main_window")
        self.setMinimumSize(960, 600)
        self._preferences = preferences
        self._link = link
        self._unsent = 0
        self._may_close = False
        self.actions_ = Actions(self, preferences)
        self.toasts = Toasts(self)
        self.workplace = Workplace(home, operator, preferences, link.tasks, link, self.actions_, self.toasts, speak)
        self.header = Header(operator)
        self.notices = NoticeBar()
        WarningFollower(self.notices, link, self)
        self._start_problem = StartProblem()
        self._closing = Closing(self, link)
        self._closing.confirmed.connect(self.close_unasked)
        self._reach = ReachFollower(self.header.connections, self.workplace, self)
        self._look = Look(self, self.actions_, preferences)
        self._scanner = Scanner(preferences, self)
        self._pages: dict[Command, Page] = {
            Command.QUEUE: JobsPage(self.workplace, Section.OPEN),
            Command.HISTORY: JobsPage(self.workplace, Section.ENDED),
            Command.SETTINGS: SettingsPage(self.workplace),
        }
        self._stack = QStackedWidget()
        self._rail = Rail(self.actions_, list(self._pages))
        self._recount = QTimer(self, singleShot=True, interval=COUNT_PAUSE)
        self._lay_out()
        self._connect()
        self._restore()

    @property
    def page(self) -> Page:
        """Give the page in view."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 (nothing else is put there)
        return page

    @property
    def unsent(self) -> int:
        """Give how much is not sent yet, as last counted."""
        return self._unsent

    def show_page(self, command: Command) -> None:
        """Bring a page into view."""
        self._stack.setCurrentWidget(self._pages[command])
        self._rail.show_page(command)
        self._preferences.keep("window/page", command.value)
        self.page.enter()
        self._offer()

    @Slot()
    def raise_window(self) -> None:
        """Come to the front."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot()
    def close_unasked(self) -> None:
        """Close without a question: the system ends the program. What is not sent goes on at the next start."""
        self._may_close = True
        self.close()

    @Slot(str)
    def take_scan(self, text: str) -> None:
        """Use what was scanned anywhere in the window, or entered into the field."""
        scan = read_scan(text)
        self.header.scan_field.show_scan(text)
        if not isinstance(self.page, JobsPage):
            self.show_page(Command.QUEUE)
        self.page.take_scan(scan)

    @Slot(object)
    def show_refusal(self, error: InvoicerError) -> None:
        """Tell an error that nobody else took: what is wrong, and what to do."""
        told = explain_failure(error)
        self.toasts.show_notice(f"{told.sentence} {told.step}", Tone.ERROR)

    def _lay_out(self) -> None:
        for page in self._pages.values():
            self._stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.notices)
        right.addWidget(self._stack, 1)
        self._frame = QWidget()
        layout = QHBoxLayout(self._frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addLayout(right, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._frame)
        self._whole.addWidget(self._start_problem)
        self.setCentralWidget(self._whole)

    def _connect(self) -> None:
        field = self.header.scan_field
        field.typed.connect(self._on_typed)
        field.entered.connect(self.take_scan)
        self._scanner.scanned.connect(self.take_scan)
        self._scanner.refused.connect(self._on_scan_refused)
        self.header.unsent_pressed.connect(partial(self.show_page, Command.QUEUE))
        for command, page in self._pages.items():
            self.actions_.of(command).triggered.connect(partial(self.show_page, command))
            page.possible_changed.connect(self._offer)
            page.scan_judged.connect(self._on_scan_judged)
        for command in PAGE_COMMANDS:
            self.actions_.of(command).triggered.connect(partial(self._perform, command))
        self.actions_.of(Command.SCAN).triggered.connect(self._on_scan_wanted)
        self.actions_.of(Command.QUIT).triggered.connect(self.close)
        tasks = self.workplace.tasks
        tasks.lasting_changed.connect(self._on_lasting_changed)
        tasks.refused.connect(self.show_refusal)
        self._recount.timeout.connect(self._count)
        self._start_problem.retried.connect(self._link.start)
        self._start_problem.settings_wanted.connect(self._on_settings_wanted)
        self._start_problem.quit_wanted.connect(self.close)
        self._link.started.connect(self._on_started)
        self._link.start_failed.connect(self._on_start_failed)
        self._link.published.connect(self._on_published)

    def _restore(self) -> None:
        if not self.restoreGeometry(self._preferences.state("window/geometry")):
            self._take_room()
        kept = self._preferences.text("window/page")
        self.show_page(Command(kept) if kept in self._pages else Command.QUEUE)
        self.header.scan_field.setFocus()

    def _take_room(self) -> None:
        """Open as large as is good, or over all of a small screen."""
        self.resize(1360, 820)
        room = self.screen().availableSize()
        if room.expandedTo(self.minimumSize()) == room and room.expandedTo(ROOM) != room:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _perform(self, command: Command) -> None:
        if command in self.page.possible:
            self.page.perform(command)

    @Slot()
    def _offer(self) -> None:
        """Enable what the page in view can do now."""
        possible = self.page.possible
        for command in PAGE_COMMANDS:
            self.actions_.of(command).setEnabled(command in possible)

    @Slot(object)
    def _on_start_failed(self, error: InvoicerError) -> None:
        self._whole.setCurrentWidget(self._start_problem)
        self._start_problem.show_error(error)

    @Slot()
    def _on_settings_wanted(self) -> None:
        self._whole.setCurrentWidget(self._frame)
        self.show_page(Command.SETTINGS)

    @Slot()
    def _on_started(self) -> None:
        self._whole.setCurrentWidget(self._frame)
        running = self._link.running
        if running is not None:
            self.header.show_store(running.settings.store.name)
        self._count()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, WindowWanted) for event in events):
            self.raise_window()
        if any(isinstance(event, JobReceived | JobChanged) for event in events) and not self._recount.isActive():
            self._recount.start()

    @Slot()
    def _count(self) -> None:
        self._link.ask(self, lambda commands: commands.desk.open_count(), self._on_counted)

    def _on_counted(self, count: int) -> None:
        self._unsent = count
        self.header.show_unsent(count)
        self.unsent_changed.emit(count)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if text and not isinstance(self.page, JobsPage):
            self.show_page(Command.QUEUE)
        self.page.search(text)

    @Slot()
    def _on_scan_wanted(self) -> None:
        self.header.scan_field.setFocus()
        self.header.scan_field.selectAll()

    @Slot(bool, str)
    def _on_scan_judged(self, good: bool, words: str) -> None:
        self.header.scan_field.judge(good=good)
        if words:
            self.toasts.show_notice(words, Tone.SUCCESS if good else Tone.WARNING)
        self.scanned.emit(good)

    @Slot()
    def _on_scan_refused(self) -> None:
        self._on_scan_judged(False, _("Nothing was done with the scan: close the open dialog first, then scan again."))

    @Slot(bool)
    def _on_lasting_changed(self, lasting: bool) -> None:
        self.header.show_lasting(lasting=lasting)

    def adapt(self) -> None:
        """Name every action in the language in use."""
        self.actions_.retell()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while something is not sent; nothing is lost either way."""
        if not self._may_close and self._unsent:
            event.ignore()
            self._closing.ask(self._unsent)
            return
        self._may_close = True
        self._preferences.keep("window/geometry", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()
