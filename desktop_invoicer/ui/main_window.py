"""The window: the frame, its pages, and who is told what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.config.home import Home
from desktop_invoicer.language import Language
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.header import Header
from desktop_invoicer.ui.frame.look import Look
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.frame.rail import Rail
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.people.presence import Presence
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop_invoicer.domain.workflow import Job
    from desktop_invoicer.ui.frame.furniture import Furniture

ROOM = QSize(1360, 860)
"""What the window takes on a screen that has more, its title bar included."""
PAGES = (
    Command.QUEUE,
    Command.RETURNS,
    Command.DAY,
    Command.WHY,
    Command.HISTORY,
    Command.FILES,
    Command.STATUS,
    Command.SETTINGS,
)
"""The pages, as the rail shows them."""

PAGE_COMMANDS = (
    Command.NEXT_JOB,
    Command.PREVIOUS_JOB,
    Command.RETRY,
    Command.ATTACH,
    Command.USE_FOUND,
    Command.CHOOSE_FILE,
    Command.SUBMIT,
    Command.DISMISS,
    Command.OPEN_IN_VTEX,
    Command.COPY_ORDER,
    Command.SHOW_RAW,
    Command.ADD_ORDER,
    Command.LOOK_AHEAD,
    Command.CLOSE_DAY,
    Command.DAY_REPORT,
    Command.PREVIOUS_DAY,
    Command.NEXT_DAY,
    Command.TODAY,
)
"""Commands that the page in view carries out, when it can."""


class MainWindow(Adapting, QMainWindow):
    """One window for each program: first the frame, and what it holds once the frame was seen.

    ``closed`` tells that the person wants to end, and the desk may be stopped.
    """

    closed = Signal()
    scanned = Signal(bool)
    """Whether the last scan was of use."""
    scan_refused = Signal()
    """Something was scanned while the window is locked."""
    unsent_changed = Signal(int)

    def __init__(
        self, home: Home, operator: str, preferences: Preferences, link: DeskLink, speak: Callable[[Language], None]
    ) -> None:
        """Build the frame; the desk need not run yet."""
        super().__init__()
        self.setWindowTitle("desktop-invoicer")
        self.setObjectName("main_window")
        self.setMinimumSize(960, 600)
        self._preferences = preferences
        self._unsent: int | None = None
        self._may_close = False
        self._furniture: Furniture | None = None
        self.actions_ = Actions(self, preferences)
        self.toasts = Toasts(self)
        presence = Presence(operator, self)
        self.workplace = Workplace(home, presence, preferences, link.tasks, link, self.actions_, self.toasts, speak)
        self.header = Header(operator)
        self._look = Look(self, self.actions_, preferences)
        self._rail = Rail(self.actions_, list(PAGES))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._restore()

    @property
    def furniture(self) -> Furniture:
        """Give what the frame holds: pages, warnings, scanner. It takes longer to build than the frame itself."""
        if self._furniture is None:
            from desktop_invoicer.ui.frame.furniture import Furniture

            self._furniture = Furniture(self)
            self._right.insertWidget(1, self._furniture.notices)  # first, for Tab comes by in this order
            for page in self._furniture.pages.values():
                self._stack.addWidget(page)
                page.possible_changed.connect(self._offer)
            self._whole.addWidget(self._furniture.start_problem)
            kept = self._preferences.text("window/page")
            self.show_page(Command(kept) if kept in PAGES else Command.QUEUE)
            self.header.scan_field.setFocus()
        return self._furniture

    @property
    def is_locked(self) -> bool:
        """Tell whether the window shows nothing until somebody signs in."""
        return self._scene.currentIndex() > 0

    def show_lock(self, screen: QWidget) -> None:
        """Show only the lock screen: nothing else is in view, nor reached by keys, scans, drops or notices."""
        if self._scene.indexOf(screen) < 0:
            self._scene.addWidget(screen)
        self.actions_.suspend(is_locked=True)
        self.toasts.hush(is_hushed=True)
        self.setAcceptDrops(False)
        self._scene.setCurrentWidget(screen)

    def show_work(self) -> None:
        """Show the pages again."""
        self._scene.setCurrentIndex(0)
        self.setAcceptDrops(True)
        self.toasts.hush(is_hushed=False)
        self.actions_.suspend(is_locked=False)

    @property
    def page(self) -> Page:
        """Give the page in view."""
        pages = self.furniture.pages.values()
        return next(page for page in pages if page is self._stack.currentWidget())

    @property
    def unsent(self) -> int:
        """Give how much is not sent yet, as last counted."""
        return self._unsent or 0

    def show_page(self, command: Command) -> None:
        """Bring a page into view."""
        self._whole.setCurrentIndex(0)
        self._stack.setCurrentWidget(self.furniture.pages[command])
        self._rail.show_page(command)
        self._preferences.keep("window/page", command.value)
        self.furniture.scans.follow(self.page)
        self.page.enter()
        self._offer()

    @Slot(object)
    def show_job(self, job: Job) -> None:
        """Bring a job into view, wherever it is listed now."""
        self.show_page(self.furniture.place_of(job))
        self.page.show_job(job)

    def show_start_problem(self) -> None:
        """Show why the desk does not run, in place of everything."""
        self._whole.setCurrentWidget(self.furniture.start_problem)

    def show_frame(self) -> None:
        """Show the frame again: the desk runs."""
        self._whole.setCurrentIndex(0)

    def show_unsent(self, count: int, most: int) -> None:
        """Tell how much is not sent yet; nobody counted further than ``most``."""
        self._unsent = count
        self.header.show_unsent(count, most)
        self.unsent_changed.emit(count)

    @Slot(int)
    def show_pressing_files(self, count: int) -> None:
        """Tell how many files wait for a person."""
        self._rail.show_count(Command.FILES, count)

    @Slot(int)
    def show_pressing_returns(self, count: int) -> None:
        """Tell how many returns wait for a person."""
        self._rail.show_count(Command.RETURNS, count)

    @Slot(int)
    def show_troubles(self, count: int) -> None:
        """Tell how many parts of the program do not work."""
        self._rail.show_troubles(Command.STATUS, count)

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
        if self.is_locked:
            self.scan_refused.emit()
        else:
            self.furniture.scans.take(text)

    def _lay_out(self) -> None:
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self.header)
        self._right.addWidget(self._stack, 1)
        frame = QWidget()
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addLayout(self._right, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(frame)
        self._scene = QStackedWidget()
        self._scene.addWidget(self._whole)
        self.setCentralWidget(self._scene)

    def _connect(self) -> None:
        self.header.unsent_pressed.connect(partial(self.show_page, Command.QUEUE))
        for command in PAGES:
            self.actions_.of(command).triggered.connect(partial(self._on_page_wanted, command))
        for command in PAGE_COMMANDS:
            self.actions_.of(command).triggered.connect(partial(self._perform, command))
        self.actions_.of(Command.SCAN).triggered.connect(self._on_scan_wanted)
        self.actions_.of(Command.QUIT).triggered.connect(self.close)
        self.workplace.tasks.lasting_changed.connect(self._on_lasting_changed)

    def _restore(self) -> None:
        if not self.restoreGeometry(self._preferences.state("window/geometry")):
            self._take_room()
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

    def _on_page_wanted(self, command: Command) -> None:
        """Go to a page; an open return that is in view comes along to the returns desk, any job to be asked about."""
        details = self.page.details
        if details is not None and command is Command.RETURNS and self.furniture.place_of(details.job) is command:
            self.show_job(details.job)
            return
        self.show_page(command)
        if details is not None and command is Command.WHY:
            self.page.show_job(details.job)

    @Slot()
    def _on_scan_wanted(self) -> None:
        self.header.scan_field.setFocus()
        self.header.scan_field.selectAll()

    @Slot(bool)
    def _on_lasting_changed(self, lasting: bool) -> None:
        self.header.show_lasting(lasting=lasting)

    def adapt(self) -> None:
        """Name every action in the language in use."""
        self.actions_.retell()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while something is not sent, or may not be; nothing is lost either way."""
        may_be_unsent = not self.workplace.link.is_resting if self._unsent is None else self._unsent > 0
        if may_be_unsent and not self._may_close:
            event.ignore()
            self.furniture.closing.ask(self._unsent)
            return
        self._may_close = True
        self._preferences.keep("window/geometry", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()
