"""The returns desk: find the order of whoever brings goods back, and go through the return step by step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.scan import Scan, ScanKind
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.job.empty import Empty
from desktop_invoicer.ui.job.panel import JobPanel
from desktop_invoicer.ui.jobs.split import Split
from desktop_invoicer.ui.returns.case_sheet import CaseSheet
from desktop_invoicer.ui.returns.finder import ReturnFinder
from desktop_invoicer.ui.returns.listing import Listing
from desktop_invoicer.ui.returns.order_panel import OrderPanel
from desktop_invoicer.ui.returns.rows import (
    ReturnRow,
    open_returns,
    renewed,
    row_of_job,
    row_of_looked,
    rows_of_found,
    with_standing,
)
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails
    from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns
    from desktop_invoicer.ui.acting.comparing import Candidate

PAUSE = 200
"""Milliseconds between two looks at the open returns, however many change."""
SHARES = (340, 660)
"""Of the list and the return, which takes the room."""
_BEGINNING = (Command.SCAN, Command.NEXT_JOB, Command.PALETTE)
"""The keys that matter while nothing is in view."""
_STEPS = {Command.NEXT_JOB: 1, Command.PREVIOUS_JOB: -1}


class ReturnsPage(Page):
    """Lists what is open or was found, and shows one of it. Asks the desk for nothing before it was in view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._acting = Acting(workplace, self)
        self._notice = Notice()
        self._sought = ""
        self._finder = ReturnFinder(workplace.link, self)
        self._listing = Listing()
        nobody = Empty(workplace.actions, N_("Scan the receipt, or choose a return"), _BEGINNING)
        self._case = JobPanel(workplace, self._acting, CaseSheet(workplace.actions), nobody)
        self._order = OrderPanel(workplace)
        self._side = QStackedWidget()
        self._split = Split(self._listing, self._side, workplace.preferences, "split/returns", SHARES)
        self._looked: OrderReturns | None = None
        self._wanted: ReturnRow | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()

    @property
    def possible(self) -> frozenset[Command]:
        """Give the commands of what is in view, and those of the list."""
        steps = frozenset(_STEPS) if self._listing.rows else frozenset[Command]()
        in_view = self._case.possible if self._shows_case else frozenset({Command.OPEN_IN_VTEX})
        return in_view | steps

    @property
    def details(self) -> JobDetails | None:
        """Give the return in view, with everything that is known of it."""
        return self._case.details if self._shows_case else None

    @property
    def takes_scans(self) -> bool:
        """Find the order that is scanned, or take a document for the return in view."""
        return True

    @property
    def scan_hint(self) -> str:
        """Say what somebody may know of an order."""
        return N_("Scan or type: order, notification, chave de acesso, or CPF")

    def enter(self) -> None:
        """Come into view, ready for a scan: what happened meanwhile is listed."""
        self._workplace.actions.of(Command.SCAN).trigger()
        self._refresh()

    def perform(self, command: Command) -> None:
        """Carry out a command of the list; the others are those of what is in view."""
        if command in _STEPS:
            self._listing.table.step(_STEPS[command])
        elif self._shows_case:
            self._case.perform(command)
        elif command is Command.OPEN_IN_VTEX:
            self._order.open_in_vtex()

    def search(self, text: str) -> None:
        """Say how to look for what is typed: nothing is asked of VTEX with each letter."""
        if not text:
            self._leave_found()
        elif text != self._sought:
            self._notice.tell(_("Press Enter to look for “{text}”.").format(text=shown(text)))

    def show_job(self, job: Job) -> None:
        """Bring a return into view."""
        self._wanted = row_of_job(job)
        self._leave_found()
        self._split.show_panel()

    def take(self, data: QMimeData) -> bool:
        """Attach what was pasted to the return in view, if that takes it."""
        return self._shows_case and self._case.take(data)

    def take_document(self, job: Job, candidate: Candidate, *, is_sure: bool) -> None:
        """Attach a document, or show how it fits."""
        if is_sure:
            self._acting.attach_candidate(job, candidate)
        else:
            self._acting.look_at_candidate(job, candidate)

    def take_scan(self, scan: Scan) -> None:
        """Find what was scanned or entered."""
        self._notice.tell("")
        self._finder.find(scan)

    @property
    def _shows_case(self) -> bool:
        return self._side.currentWidget() is self._case

    def _lay_out(self) -> None:
        self._side.addWidget(self._case)
        self._side.addWidget(self._order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._notice)
        layout.addWidget(self._split, 1)

    def _connect(self) -> None:
        link = self._workplace.link
        link.started.connect(self._refresh)
        link.published.connect(self._on_published)
        self._pause.timeout.connect(self._refresh)
        self._finder.found.connect(self._on_found)
        self._finder.looked.connect(self._on_looked)
        self._finder.asked.connect(self._notice.tell)
        self._finder.missed.connect(self._on_missed)
        self._listing.left.connect(self._on_left)
        self._listing.nothing.begin.clicked.connect(self._workplace.actions.of(Command.SCAN).trigger)
        self._listing.table.chosen.connect(self._show)
        self._listing.table.entered.connect(self._on_work_wanted)
        self._listing.table.clicked.connect(self._split.show_panel)
        self._order.asked_for.connect(self.show_job)
        self._case.possible_changed.connect(self.possible_changed)
        self._acting.judged.connect(self.scan_judged)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        jobs = [event.job for event in events if isinstance(event, JobReceived | JobChanged)]
        if self._listing.finds:
            self._put(jobs)
        elif jobs and self.isVisible() and not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _refresh(self) -> None:
        """List the open returns as they are now, unless orders are listed that were found."""
        if not self._listing.finds and self.isVisible():
            kept = self._kept
            self._workplace.link.ask(self, lambda commands: open_returns(commands, kept), self._on_open)

    @property
    def _kept(self) -> JobId | None:
        """Give the return that is listed although it may be over: it is in view, or is about to be."""
        row = self._wanted or self._listing.table.selected
        return None if row is None or row.job is None else row.job.id

    def _on_open(self, rows: tuple[ReturnRow, ...]) -> None:
        if self._listing.finds:
            return
        self._listing.list_rows(rows, finds=False)
        if self._wanted is not None and self._listing.table.select(self._wanted):
            self._wanted = None
        self.possible_changed.emit()

    def _put(self, jobs: list[Job]) -> None:
        """Show news of the orders that were found: a return may have been asked for."""
        rows = tuple(renewed(row, jobs) for row in self._listing.rows)
        if rows != self._listing.rows:
            self._list_found(rows)

    @Slot(object)
    def _show(self, row: ReturnRow | None) -> None:
        """Show what is selected: a return, or an order of which none is asked for."""
        if row is None or row.job is not None:
            self._case.show_job(None if row is None or row.job is None else row.job.id)
            self._side.setCurrentWidget(self._case)
        else:
            looked = self._looked if self._looked is not None and row == row_of_looked(self._looked) else None
            self._order.show_row(row, looked)
            self._side.setCurrentWidget(self._order)
        self.possible_changed.emit()

    @Slot(object, object)
    def _on_found(self, scan: Scan, orders: tuple[FoundOrder, ...]) -> None:
        self._begin_found(scan, tuple(row for order in orders for row in rows_of_found(order)))

    @Slot(object, object)
    def _on_looked(self, scan: Scan, looked: OrderReturns) -> None:
        self._looked = looked
        self._begin_found(scan, (row_of_looked(looked),))

    @Slot(object, str)
    def _on_missed(self, scan: Scan, words: str) -> None:
        """Take a key that is of no sale here for the document of the return in view, if that takes one.

        Otherwise nothing stays in view that could be mistaken for what was looked for; a damaged key may be such a
        document.
        """
        details = self.details if Command.ATTACH in self.possible else None
        if scan.kind is ScanKind.ACCESS_KEY and details is not None:
            self._acting.attach_key(details.job, scan.text)
            return
        if scan.kind is not ScanKind.BROKEN_KEY or details is None:
            self._listing.table.select_none()
        self._notice.tell(words, Tone.WARNING)
        self.scan_judged.emit(False, "")

    def _begin_found(self, scan: Scan, rows: tuple[ReturnRow, ...]) -> None:
        """List what was found, and show it if it is one order: the first of its returns."""
        self._notice.tell("")
        self._sought = scan.text
        self.sought.emit(scan.text)
        self._list_found(rows)
        self._listing.table.setFocus()
        if self._listing.orders == 1:
            self._listing.table.select_row(0)
            self._split.show_panel()
        self.scan_judged.emit(True, "")

    def _list_found(self, rows: tuple[ReturnRow, ...]) -> None:
        """List what was found at once, and where each return stands as soon as the desk has said so."""
        self._listing.list_rows(rows, finds=True)
        self.possible_changed.emit()
        self._workplace.link.ask(self, lambda commands: with_standing(commands, rows), partial(self._on_stood, rows))

    def _on_stood(self, rows: tuple[ReturnRow, ...], stood: tuple[ReturnRow, ...]) -> None:
        if self._listing.finds and self._listing.rows == rows:
            self._listing.list_rows(stood, finds=True)

    @Slot()
    def _leave_found(self) -> None:
        """List the open returns again; what is in view stays if it is one of them."""
        self._finder.give_up()
        self._notice.tell("")
        self._sought = ""
        self._listing.stop_finding()
        self._refresh()

    @Slot()
    def _on_left(self) -> None:
        self._leave_found()
        self.sought.emit("")
        self._listing.table.setFocus()

    @Slot()
    def _on_work_wanted(self) -> None:
        self._split.show_panel()
        if self._shows_case:
            self._case.focus_primary()
        else:
            self._order.focus_primary()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc: to the list, and from there to the open returns."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._side.isAncestorOf(self.focusWidget()):
            self._split.show_list()
        elif self._listing.finds:
            self._on_left()
