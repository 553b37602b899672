"""What a person does with a job, from the press of a button to the desk's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.errors import InvoicerError, StaleJobError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.acting.comparing import Candidate, take_key
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.naming import document_name
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.desk import JobDetails


class Acting(QObject):
    """Carries out what a page is told, with the dialogs that takes. One thing at a time for each job."""

    under_way_changed = Signal()
    attached = Signal(object)
    """The ``Job`` that has a document now."""
    submitted = Signal(object)
    """The ``Job`` that goes out."""
    judged = Signal(bool, str)
    """Whether a scanned document was taken, in words."""

    _answered = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Act for ``parent``, over whose window the dialogs open."""
        super().__init__(parent)
        self._workplace = workplace
        self._page = parent
        self._under_way: set[JobId] = set()
        self._dialog: Dialog | None = None
        self._dialog_job: JobId | None = None
        self._answered.connect(self._on_answered)
        workplace.link.published.connect(self._on_published)

    def is_under_way(self, job_id: JobId) -> bool:
        """Tell whether a press was not answered yet."""
        return job_id in self._under_way

    def attach_key(self, job: Job, text: str) -> None:
        """Attach the document of a scanned key if it fits; ``judged`` tells."""
        work = partial(take_key, job=job, text=text, operator=self._workplace.operator)
        self._ask(job, work, self._on_scan_taken, partial(self._on_scan_refused, job))

    def submit(self, details: JobDetails) -> None:
        """Ask whether the invoice is to go out, and let it."""
        job = details.job
        if job.document is None or Act.SUBMIT not in acts_on(job) or self.is_under_way(job.id):
            return
        key = self._workplace.actions.of(Command.SUBMIT).shortcut()
        dialog = SubmitDialog(job, job.document, key, self._page)
        dialog.confirmed.connect(partial(self._on_confirmed, job))
        self._open(dialog, job.id)

    def retry(self, job: Job) -> None:
        """Try again now."""
        self._ask(job, partial(_retry, job=job, operator=self._workplace.operator), self._on_retried)

    def open_in_vtex(self, job: Job) -> None:
        """Open the order's page in the browser."""
        self._workplace.link.ask(self, lambda commands: commands.desk.order_page(job.id), self._on_page_known)

    def _ask(
        self,
        job: Job,
        work: Callable[[Commands], Awaitable[Any]],
        on_done: Callable[[Any], object],
        on_refused: Callable[[InvoicerError], object] | None = None,
    ) -> None:
        """Ask the desk something about a job, unless it is asked about it already."""
        if self.is_under_way(job.id):
            return
        refused = on_refused or partial(self._on_refused, job)
        future = self._workplace.link.ask(self, work, on_done, refused)
        if future is None:
            self._workplace.toasts.show_notice(_("The desk is not running yet. Nothing was done."), Tone.WARNING)
            return
        self._under_way.add(job.id)
        self.under_way_changed.emit()
        future.add_done_callback(partial(self._tell_answered, job.id))

    def _tell_answered(self, job_id: JobId, _future: Future[Any]) -> None:
        """Come back from the engine's thread, whatever the answer was."""
        self._answered.emit(job_id)

    def _open(self, dialog: Dialog, job_id: JobId | None) -> None:
        """Open a dialog, unless another is open."""
        if self._dialog is not None:
            dialog.deleteLater()
            self._dialog.activateWindow()
            return
        self._dialog, self._dialog_job = dialog, job_id
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self._dialog = self._dialog_job = None

    def _on_answered(self, job_id: JobId) -> None:
        self._under_way.discard(job_id)
        self.under_way_changed.emit()

    def _on_published(self, events: tuple[Event, ...]) -> None:
        """Take back a question that is no longer the right one."""
        for event in events:
            if not isinstance(event, JobChanged) or self._dialog is None or event.job.id != self._dialog_job:
                continue
            if self._dialog.outdated_by(event.job):
                self._dialog.reject()
                self._workplace.toasts.show_notice(_("The job has changed meanwhile. Look at it again."), Tone.WARNING)

    def _on_scan_taken(self, answer: Job | Candidate) -> None:
        if isinstance(answer, Job):
            self.judged.emit(True, _attached_words(answer))
            self.attached.emit(answer)
        else:
            self.judged.emit(False, _("The document does not fit."))

    def _on_scan_refused(self, job: Job, error: InvoicerError) -> None:
        self.judged.emit(False, explain_failure(error, job.id).sentence)

    def _on_confirmed(self, job: Job) -> None:
        self._ask(job, partial(_submit, job=job, operator=self._workplace.operator), self._on_submitted)

    def _on_submitted(self, job: Job) -> None:
        told = _("The invoice of order {order} is on its way.").format(order=job.order_id)
        self._workplace.toasts.show_notice(told, Tone.SUCCESS)
        self.submitted.emit(job)

    def _on_retried(self, job: Job) -> None:
        told = _("Order {order} is tried again.").format(order=job.order_id)
        self._workplace.toasts.show_notice(told)

    def _on_refused(self, job: Job, error: InvoicerError) -> None:
        told = explain_failure(error, job.id)
        self._workplace.toasts.show_notice(f"{told.sentence} {told.step}", Tone.ERROR)

    def _on_page_known(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))


def _attached_words(job: Job) -> str:
    name = "" if job.document is None else document_name(job.document)
    return _("{document} attached to order {order}.").format(document=name, order=job.order_id)


async def _submit(commands: Commands, job: Job, operator: str) -> Job:
    """Let go out what was shown, and nothing else."""
    now = commands.desk.job(job.id)
    if (now.stage, now.value, now.document) != (job.stage, job.value, job.document):
        raise StaleJobError(str(job.id))
    return await commands.desk.submit(job.id, operator, confirmed=True)


async def _retry(commands: Commands, job: Job, operator: str) -> Job:
    return await commands.desk.retry(job.id, operator)
