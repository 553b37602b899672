"""The panel: everything of the job that is selected, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, FilesChanged, JobChanged
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.acting import JobActing
from desktop_invoicer.ui.job.bringing import Brought, brought_by
from desktop_invoicer.ui.job.card_sheet import CardSheet
from desktop_invoicer.ui.job.empty import Empty
from desktop_invoicer.ui.job.remedies import ELSEWHERE, LOOKING, allowed, next_matter
from desktop_invoicer.ui.job.sheet import Sheet
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

PATIENCE = 200
"""Milliseconds that the last job stays in view while the next one is looked up: longer than it ever takes."""


class JobPanel(Adapting, QWidget):
    """Shows one job and keeps it as the desk has it. What is pressed goes to ``acting``."""

    possible_changed = Signal()
    """``possible`` is another set now."""

    def __init__(
        self,
        workplace: Workplace,
        acting: JobActing,
        sheet: CardSheet | None = None,
        empty: Empty | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show ``empty`` while there is no job, and each job on ``sheet``, unless the ordinary ones will do."""
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._workplace = workplace
        self._acting = acting
        self._job_id: JobId | None = None
        self._details: JobDetails | None = None
        self._possible: frozenset[Command] = frozenset()
        self._found: tuple[Match, ...] = ()
        self._rests = self._is_outdated = False
        self._empty = empty or Empty(workplace.actions)
        self._sheet = sheet or Sheet(workplace.actions)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._on_patience_over)
        self._sheet.wanted.connect(self.perform)
        self._sheet.outdated.connect(self._load)
        self._sheet.candidates.used.connect(self._on_found_used)
        self._sheet.candidates.looked_at.connect(self._on_found_looked_at)
        acting.under_way_changed.connect(self._offer)
        workplace.link.started.connect(self._on_started)
        workplace.link.published.connect(self._on_published)
        Theme.current().changed.connect(self.adapt)

    @property
    def details(self) -> JobDetails | None:
        """Give what is shown; ``None`` while nothing is, or it is being looked up."""
        return self._details

    @property
    def possible(self) -> frozenset[Command]:
        """Give the commands that can be carried out now."""
        return self._possible

    def show_job(self, job_id: JobId | None) -> None:
        """Show another job, or none."""
        if job_id == self._job_id:
            return
        self._job_id, self._details = job_id, None
        self._show_found(job_id, ())
        if job_id is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._patience.start()
            self._load()

    def rest(self, *, rests: bool) -> None:
        """Load nothing as long as nobody looks, whatever happens; what was missed is loaded afterwards."""
        self._rests = rests
        if self._is_outdated and not rests:
            self._load()

    def show_details(self, details: JobDetails) -> None:
        """Show what is known of the job that is wanted; anything else, and anything older, came too late."""
        job = details.job
        if job.id != self._job_id or (self._details is not None and job.version < self._details.job.version):
            return
        self._patience.stop()
        self._details = details
        self._show()
        self._stack.setCurrentWidget(self._sheet)
        self._offer()
        self._look_for_files()

    def perform(self, command: Command) -> None:
        """Carry out a command on the job in view, as far as it is possible."""
        if command in ELSEWHERE:
            self._workplace.actions.of(command).trigger()
        elif command in self._possible and self._details is not None:
            self._carry_out(command, self._details)

    def focus_primary(self) -> None:
        """Put the focus on the button that stands out, or else where the keys scroll."""
        self._sheet.focus_primary()

    def take(self, data: QMimeData) -> bool:
        """Attach what was dropped or pasted to the job in view; tell whether it takes that."""
        found = brought_by(data)
        if found is None or self._details is None or not self._takes(found):
            return False
        job = self._details.job
        if found.paths:
            self._acting.attach_file(job, found.paths[0])
        elif found.xml:
            self._acting.attach_xml(job, found.xml)
        else:
            self._acting.attach_key(job, found.key)
        return True

    def adapt(self) -> None:
        """Show everything in the language and the look in use."""
        self._show()
        self._offer()

    def _takes(self, found: Brought) -> bool:
        """Tell whether something is meant for the job in view: one document, and the job takes one."""
        return len(found.paths) <= 1 and Command.ATTACH in self._possible

    def _carry_out(self, command: Command, details: JobDetails) -> None:
        job, acting = details.job, self._acting
        if command is Command.SUBMIT:
            acting.submit(details)
            return
        if command is Command.COPY_ORDER:
            self._copy(job)
            return
        if command is Command.USE_FOUND:
            self._on_found_used(self._found[0])
            return
        acts: dict[Command, Callable[[Job], None]] = {
            Command.ATTACH: acting.attach,
            Command.CHOOSE_FILE: acting.choose_file,
            Command.RETRY: acting.retry,
            Command.DISMISS: acting.dismiss,
            Command.OPEN_IN_VTEX: acting.open_in_vtex,
            Command.SHOW_RAW: acting.show_raw,
        }
        acts[command](job)

    def _copy(self, job: Job) -> None:
        QGuiApplication.clipboard().setText(job.order_id)
        self._workplace.toasts.show_notice(_("Order number copied"))

    @Slot()
    def _load(self) -> None:
        job_id = self._job_id
        self._is_outdated = self._rests
        if job_id is not None and not self._rests:
            self._workplace.link.ask(
                self, lambda commands: commands.desk.details(job_id), self.show_details, self._on_refused
            )

    def _show(self) -> None:
        if self._details is not None:
            running = self._workplace.link.running
            self._sheet.show_details(
                self._details,
                names_account=running is not None and len(running.settings.accounts) > 1,
                watches=running is not None and bool(running.settings.documents.watch),
            )

    def _look_for_files(self) -> None:
        """Look for the document in the watched folders, as long as it is missing."""
        job = None if self._details is None else self._details.job
        if job is None or job.document is not None or Act.ATTACH not in acts_on(job):
            self._show_found(self._job_id, ())
            return
        self._workplace.link.ask(
            self,
            lambda commands: commands.filing.files_for(job.id),
            partial(self._show_found, job.id),
            lambda _error: self._show_found(job.id, ()),
        )

    def _show_found(self, job_id: JobId | None, found: tuple[Match, ...]) -> None:
        if job_id == self._job_id:
            self._found = found
            self._sheet.candidates.show_matches(found)
            self._offer()

    @Slot()
    def _offer(self) -> None:
        """Find out what is possible now, and show it."""
        details = self._details
        job = None if details is None else details.job
        takes = frozenset[Command]() if details is None else allowed(details.job, next_matter(details))
        if self._found and self._found[0].may_be_attached:
            takes |= {Command.USE_FOUND}
        is_free = job is not None and not self._acting.is_under_way(job.id)
        possible = takes if is_free else takes & LOOKING
        if job is not None:
            self._sheet.offer(job, possible)
        if possible != self._possible:
            self._possible = possible
            self.possible_changed.emit()

    @Slot()
    def _on_started(self) -> None:
        self._load()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, JobChanged) and event.job.id == self._job_id for event in events):
            self._load()
        elif any(isinstance(event, FilesChanged) for event in events):
            self._look_for_files()

    @Slot(object)
    def _on_found_used(self, match: Match) -> None:
        if self._details is not None and match.file is not None and Command.ATTACH in self._possible:
            self._acting.attach_found(self._details.job, match.file.id)

    @Slot(object)
    def _on_found_looked_at(self, match: Match) -> None:
        if self._details is not None and match.file is not None and Command.ATTACH in self._possible:
            self._acting.look_at_found(self._details.job, match.file.id)

    @Slot()
    def _on_patience_over(self) -> None:
        self._stack.setCurrentWidget(self._empty)

    def _on_refused(self, error: InvoicerError) -> None:
        if not isinstance(error, ServiceStoppedError):  # it is shown again when the desk is back
            self._stack.setCurrentWidget(self._empty)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is pasted."""
        if not (event.matches(QKeySequence.StandardKey.Paste) and self.take(QGuiApplication.clipboard().mimeData())):
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file or a text while a document may be attached; the rest is for the window."""
        found = brought_by(event.mimeData())
        if found is not None and self._takes(found):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._sheet.invite(welcome=True)
        else:
            event.ignore()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Invite no more."""
        self._sheet.invite(welcome=False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what is dropped."""
        self._sheet.invite(welcome=False)
        if self.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
