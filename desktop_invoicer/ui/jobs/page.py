"""The queue and the history: a table of jobs, and beside it everything of the selected one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import next_act
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.domain.scan import Scan, ScanKind, read_scan
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.job.panel import JobPanel
from desktop_invoicer.ui.jobs.chips import Chips
from desktop_invoicer.ui.jobs.finder import Finder, broken_words
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.jobs.nothing import Nothing
from desktop_invoicer.ui.jobs.scan_line import ScanLine
from desktop_invoicer.ui.jobs.split import GAP, Split
from desktop_invoicer.ui.jobs.table import JobTable
from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails
    from desktop_invoicer.ui.acting.comparing import Candidate

_NAMES = {Section.OPEN: "queue", Section.ENDED: "history"}
"""How the preferences call what they keep of a section."""
_STEPS = {Command.NEXT_JOB: 1, Command.PREVIOUS_JOB: -1}
_LISTED = frozenset({ScanKind.ORDER, ScanKind.OTHER})
"""What is looked for by name: where nothing answers to it, the list says so and offers to ask VTEX."""


class JobsPage(Page):
    """Lists the jobs of a section. Asks the desk for nothing before it was in view."""

    def __init__(self, workplace: Workplace, section: Section, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        name, link, preferences = _NAMES[section], workplace.link, workplace.preferences
        self._model = JobModel(link, JobQuery(section, descending=section is Section.ENDED))
        self._acting = Acting(workplace, self)
        self._finder = Finder(link, section, self)
        self._scans = ScanLine(self)
        self._top = QWidget()
        self._chips = Chips(link, section)
        self._columns = IconButton(N_("Columns"), "columns")
        self._table = JobTable(self._model, preferences, f"columns/{name}")
        self._nothing = Nothing(self._table.viewport(), workplace.actions)
        self._panel = JobPanel(workplace, self._acting)
        self._split = Split(self._table, self._panel, preferences, f"split/{name}")
        self._is_stale = True
        self._goes_on = False
        self._wanted: JobId | None = None
        self._lay_out()
        self._connect()
        self._show_nothing()

    @property
    def possible(self) -> frozenset[Command]:
        """Give the panel's commands, and those of the list."""
        steps = frozenset(_STEPS) if self._model.rowCount() else frozenset[Command]()
        asks = frozenset({Command.ADD_ORDER}) if self._workplace.link.running else frozenset[Command]()
        return self._panel.possible | steps | asks

    @property
    def details(self) -> JobDetails | None:
        """Give the selected job, with everything that is known of it."""
        return self._panel.details

    @property
    def takes_scans(self) -> bool:
        """Take what names a job, or a document for the selected one."""
        return True

    def enter(self) -> None:
        """Come into view: what happened meanwhile is counted, and after a start everything is listed anew."""
        if self._workplace.link.running is None:
            return
        self._chips.recount()
        if self._is_stale:
            self._is_stale = False
            self._model.reload()

    def perform(self, command: Command) -> None:
        """Carry out a command of the list; the others are the panel's."""
        if command in _STEPS:
            self._table.step(_STEPS[command])
        elif command is Command.ADD_ORDER:
            sought = read_scan(self._model.query.search)
            self._acting.ask_vtex(sought.value if sought.kind is ScanKind.ORDER else "")
        else:
            self._panel.perform(command)

    def search(self, text: str) -> None:
        """List what answers to ``text``."""
        if text != self._model.query.search:
            self._list(replace(self._model.query, search=text))

    def show_job(self, job: Job) -> None:
        """Select a job where it stands; list its order alone when it is not among those in view."""
        row = self._model.row_of(job.id)
        if row is None:
            self._list_found(job.order_id, job.id)
        else:
            self._table.select_row(row)
        self._split.show_panel()

    def take(self, data: QMimeData) -> bool:
        """Attach what was pasted to the job in view, if that takes it."""
        return self._panel.take(data)

    def take_document(self, job: Job, candidate: Candidate, *, is_sure: bool) -> None:
        """Attach a document, or show how it fits."""
        if is_sure:
            self._acting.attach_candidate(job, candidate)
        else:
            self._acting.look_at_candidate(job, candidate)

    def take_scan(self, scan: Scan) -> None:
        """Attach a document's key to the selected job, or find what was scanned."""
        self._scans.take(scan)

    def _lay_out(self) -> None:
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(GAP)
        top.addWidget(self._chips, 1)
        top.addWidget(self._columns, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self._top)
        layout.addWidget(self._split, 1)

    def _connect(self) -> None:
        link = self._workplace.link
        link.started.connect(self._on_started)
        link.published.connect(self._on_published)
        for changed in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            changed.connect(self._on_rows_changed)
        self._model.loaded.connect(self._on_loaded)
        self._chips.chosen.connect(self._on_filter_chosen)
        self._chips.recounted.connect(self._on_recounted)
        self._columns.clicked.connect(self._on_columns_wanted)
        self._table.job_selected.connect(self._panel.show_job)
        self._table.entered.connect(self._on_entered)
        self._table.clicked.connect(self._split.show_panel)
        self._split.covered_changed.connect(self._top.setHidden)
        self._panel.possible_changed.connect(self.possible_changed)
        self._scans.due.connect(self._on_scan_due)
        self._finder.document_due.connect(self._on_document_due)
        self._finder.found_one.connect(self._on_found_one)
        self._finder.found_several.connect(self._on_found_several)
        self._finder.missed.connect(self._on_missed)
        self._acting.judged.connect(self.scan_judged)
        self._scans.judged.connect(self.scan_judged)
        self._acting.submitted.connect(self._on_submitted)
        for lost in (self._workplace.tasks.refused, self._workplace.tasks.failed):
            lost.connect(self._scans.give_up)

    def _show_nothing(self) -> None:
        self._nothing.tell(self._model.query if self._model.is_loaded else None)
        self._nothing.setVisible(not self._model.rowCount())
        set_property(self._table, "empty", not self._model.rowCount())

    def _next_waiting(self, done: JobId | None) -> int | None:
        """Give the next row after the selected one whose job waits for a person, from the top again at the end."""
        count, here = self._model.rowCount(), self._table.currentIndex().row()
        rows = ((here + step) % count for step in range(1, count + 1))
        return next((row for row in rows if self._waits(self._model.job_at(row), done)), None)

    def _waits(self, job: Job, done: JobId | None) -> bool:
        return job.id != done and next_act(job) is not None and not self._acting.is_under_way(job.id)

    @Slot()
    def _on_started(self) -> None:
        self._is_stale = True
        self.possible_changed.emit()
        if self.isVisible():
            self.enter()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        jobs = [event.job for event in events if isinstance(event, JobReceived | JobChanged)]
        if jobs:
            self._model.put(jobs)
            if self.isVisible():
                self._chips.recount()

    @Slot()
    def _on_recounted(self) -> None:
        if self._model.query.search:
            self._model.refresh()

    @Slot()
    def _on_loaded(self) -> None:
        """Select what was looked for, or go on where the work is."""
        row = None if self._wanted is None else self._model.row_of(self._wanted)
        if row is None and self._goes_on:
            row = self._next_waiting(None)
        self._wanted, self._goes_on = None, False
        if row is not None:
            self._table.select_row(row)
        self._scans.listed()

    @Slot()
    def _on_rows_changed(self) -> None:
        self._show_nothing()
        if self._table.selected is None:
            self._table.select_row(0)
        self.possible_changed.emit()

    @Slot(object)
    def _on_filter_chosen(self, filter_: JobFilter) -> None:
        self._model.set_query(replace(self._model.query, filter=filter_))

    @Slot()
    def _on_columns_wanted(self) -> None:
        menu = self._table.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = QPoint(self._columns.width() - menu.sizeHint().width(), self._columns.height())
        menu.popup(self._columns.mapToGlobal(corner))

    @Slot()
    def _on_entered(self) -> None:
        self._split.show_panel()
        self._panel.focus_primary()

    @Slot(object)
    def _on_scan_due(self, scan: Scan) -> None:
        if scan.kind is ScanKind.BROKEN_KEY:
            self._scans.judge(False, broken_words(scan))
        else:
            job = self._table.selected
            self._finder.find(scan, None if job is None else job.id)

    @Slot(object, object)
    def _on_document_due(self, job: Job, scan: Scan) -> None:
        self._acting.attach_key(job, scan.text)
        self._scans.end()

    @Slot(object)
    def _on_found_one(self, job: Job) -> None:
        self.show_job(job)
        self._scans.judge(True, "")

    @Slot(object)
    def _on_found_several(self, scan: Scan) -> None:
        self._list_found(scan.value, None)
        self._split.show_list()
        self._scans.judge(True, "")

    @Slot(object, str)
    def _on_missed(self, scan: Scan, words: str) -> None:
        if scan.kind in _LISTED:
            self._list_found(scan.value, None)
        self._scans.judge(False, words)

    def _list_found(self, text: str, wanted: JobId | None) -> None:
        self._wanted = wanted
        self._chips.choose(JobFilter.ALL)
        self._list(replace(self._model.query, filter=JobFilter.ALL, search=text))
        self.sought.emit(text)

    def _list(self, query: JobQuery) -> None:
        if self._model.set_query(query):
            self._scans.wait_for_list()
        self._chips.search(query.search)

    def _list_all(self) -> None:
        """List what no search hides, and let the scan field say so."""
        self.search("")
        self.sought.emit("")

    @Slot(object)
    def _on_submitted(self, job: Job) -> None:
        """Go on with the next job, beyond what was searched for."""
        if self._model.query.search:
            self._goes_on = True
            self._list_all()
        elif (row := self._next_waiting(job.id)) is not None:
            self._table.select_row(row)
        self._workplace.actions.of(Command.SCAN).trigger()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Let the panel show the selected job as it is by now."""
        super().showEvent(event)
        self._panel.rest(rests=False)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Let the panel rest: jobs that go out by the hundred are selected one after the other."""
        super().hideEvent(event)
        self._panel.rest(rests=True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc, and from there to all jobs; what is pasted is the window's to place."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.focusWidget() is not self._table:
            self._split.show_list()
        elif self._model.query.search:
            self._list_all()
