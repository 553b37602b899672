"""What a person does with a job, from the press of a button to the desk's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.errors import DocumentRefusedError, InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.choosing import choose_xml
from desktop_invoicer.ui.acting.comparing import Candidate, attach, compare_found, take, take_found, take_key, take_xml
from desktop_invoicer.ui.acting.dismiss_dialog import DismissDialog
from desktop_invoicer.ui.acting.errands import Errands
from desktop_invoicer.ui.acting.files import FileProblem, read_file
from desktop_invoicer.ui.acting.order_dialog import OrderDialog
from desktop_invoicer.ui.acting.raw_dialog import RawDialog
from desktop_invoicer.ui.acting.refund import Refund
from desktop_invoicer.ui.acting.refund_dialog import RefundDialog
from desktop_invoicer.ui.acting.settling import DIALOGS, missing_matter
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.acting.telling import document_name, needs_day, refusal
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.check_list import outcome
from desktop_invoicer.ui.job.remedies import next_matter
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

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Act for ``parent``, over whose window the dialogs open."""
        super().__init__(parent)
        self._workplace = workplace
        self._page = parent
        self._errands = Errands(workplace, parent)
        self._errands.under_way_changed.connect(self.under_way_changed)

    def is_under_way(self, job_id: JobId) -> bool:
        """Tell whether a press was not answered yet."""
        return self._errands.is_under_way(job_id)

    def attach(self, job: Job) -> None:
        """Ask for the document of a job."""
        self._open_attach(job)

    def attach_key(self, job: Job, text: str) -> None:
        """Attach the document of a scanned key if it fits; ``judged`` tells."""
        work = partial(take_key, job=job, text=text, operator=self._workplace.operator)
        on_taken, on_refused = partial(self._on_scan_taken, job), partial(self._on_scan_refused, job, text)
        if self.is_under_way(job.id):
            told = _("Nothing was done with the scan: order {order} is still being worked on. Scan again.")
            self.judged.emit(False, told.format(order=job.order_id))
        else:
            self._errands.ask(job, work, on_taken, on_refused)

    def attach_file(self, job: Job, path: Path) -> None:
        """Attach the document of an XML file if it fits."""
        self._workplace.tasks.run(self, partial(read_file, path), partial(self._on_read, job, path))

    def attach_xml(self, job: Job, content: bytes, file: str = "") -> None:
        """Attach the document of an XML if it fits."""
        work = partial(take_xml, job=job, content=content, operator=self._workplace.operator, file=file)
        self._take(job, work)

    def attach_found(self, job: Job, found: FileId) -> None:
        """Attach the document of a file in a watched folder if it fits."""
        work = partial(take_found, job=job, found=found, operator=self._workplace.operator)
        self._take(job, work)

    def look_at_found(self, job: Job, found: FileId) -> None:
        """Show the document of a file in a watched folder and how it fits."""
        work = partial(compare_found, job_id=job.id, found=found)
        self._errands.ask(job, work, partial(self._open_attach, job))

    def attach_candidate(self, job: Job, candidate: Candidate) -> None:
        """Attach a document that was found to be the job's, if it still fits."""
        self._take(job, partial(take, job=job, candidate=candidate, operator=self._workplace.operator))

    def look_at_candidate(self, job: Job, candidate: Candidate) -> None:
        """Show a document that may be the job's, and how it fits."""
        self._open_attach(job, candidate)

    def choose_file(self, job: Job) -> None:
        """Ask for an XML file and attach it."""
        choose_xml(self._page, self._workplace.preferences, partial(self.attach_file, job))

    def submit(self, details: JobDetails) -> None:
        """Ask whether the invoice is to go out, and let it; of a return, ask first what has to be settled."""
        job, matter = details.job, next_matter(details)
        if matter is not None:
            self.settle(details, matter)
            return
        if Act.SUBMIT not in acts_on(job) or self.is_under_way(job.id):
            return
        dialog = self._question(details)
        if dialog is not None:
            dialog.confirmed.connect(partial(self._on_confirmed, details))
            self._errands.open(dialog, job.id)

    def settle(self, details: JobDetails, matter: Matter) -> None:
        """Ask for the word that a return needs."""
        job = details.job
        if Act.SETTLE in acts_on(job) and not self.is_under_way(job.id):
            self._open_settling(details, matter)

    def retry(self, job: Job) -> None:
        """Try again now."""
        operator, told = self._workplace.operator, _("Order {order} is tried again.")
        on_done = partial(self._tell_of, told, Tone.NEUTRAL)
        self._errands.ask(job, lambda commands: commands.desk.retry(job.id, operator), on_done)

    def dismiss(self, job: Job) -> None:
        """Ask for the reason, and end the job."""
        dialog = DismissDialog(job, self._page)
        dialog.decided.connect(partial(self._on_dismissal_decided, job))
        self._errands.open(dialog, job.id)

    def open_in_vtex(self, job: Job) -> None:
        """Open the order's page in the browser."""
        self._errands.look(lambda commands: commands.desk.order_page(job.id), self._on_page_known)

    def show_raw(self, job: Job) -> None:
        """Show the texts that VTEX sent."""
        self._errands.look(lambda commands: commands.desk.raw(job.id), self._on_details)

    def ask_vtex(self, order_id: str = "") -> None:
        """Ask VTEX about an order, which the person names or corrects."""
        dialog = OrderDialog(self._workplace, order_id, self._page)
        dialog.found.connect(self._on_orders_found)
        self._errands.open(dialog)

    def _question(self, details: JobDetails) -> SubmitDialog | RefundDialog | None:
        """Make the question before something goes out; ``None`` while something of it is missing."""
        job, key = details.job, self._workplace.actions.of(Command.SUBMIT).shortcut()
        if job.operation is Operation.SALE:
            return None if job.document is None else SubmitDialog(job, job.document, details.checks, key, self._page)
        refund = Refund.of(details)
        return None if refund is None else RefundDialog(refund, self._workplace.preferences, key, self._page)

    def _open_settling(self, details: JobDetails, matter: Matter) -> None:
        dialog = DIALOGS[matter](self._workplace, details, self._page)
        dialog.settled.connect(partial(self._tell_of, _("Written down for order {order}."), Tone.SUCCESS))
        self._errands.open(dialog, details.job.id)

    def _open_attach(self, job: Job, candidate: Candidate | None = None, text: str = "") -> None:
        dialog = AttachDialog(self._workplace, job, self._page)
        dialog.chosen.connect(partial(self._on_chosen, job))
        if candidate is not None:
            dialog.show_candidate(candidate)
        if not self._errands.open(dialog, job.id):
            if candidate is not None:
                told = _("The document is not attached to order {order}. {why} Bring it again.")
                words = told.format(order=job.order_id, why=_to_look_at(candidate))
                self._workplace.toasts.show_notice(words, Tone.WARNING)
        elif text:
            dialog.take_scanned(text)

    def _take(self, job: Job, work: Callable[[Commands], Awaitable[Job | Candidate]]) -> None:
        """Have the desk take a document, unless it is busy with the job."""
        if self.is_under_way(job.id):
            told = _("Nothing was done with the document: order {order} is still being worked on. Bring it again.")
            self._tell_of(told, Tone.WARNING, job)
        else:
            self._errands.ask(job, work, partial(self._on_taken, job))

    def _on_scan_taken(self, job: Job, answer: Job | Candidate) -> None:
        if isinstance(answer, Job):
            self.judged.emit(True, _attached_words(answer))
            self.attached.emit(answer)
        else:
            self.judged.emit(False, _to_look_at(answer))
            self._open_attach(job, answer)

    def _on_scan_refused(self, job: Job, text: str, error: InvoicerError) -> None:
        self.judged.emit(False, refusal(error))
        if needs_day(error):
            self._open_attach(job, text=text)

    def _on_read(self, job: Job, path: Path, content: bytes | FileProblem) -> None:
        if isinstance(content, FileProblem):
            self._workplace.toasts.show_notice(content.sentence(path), Tone.ERROR)
        else:
            self.attach_xml(job, content, path.name)

    def _on_taken(self, job: Job, answer: Job | Candidate) -> None:
        if isinstance(answer, Job):
            self._on_attached(answer)
        else:
            self._open_attach(job, answer)

    def _on_chosen(self, job: Job, candidate: Candidate) -> None:
        self._take(job, partial(attach, job=job, candidate=candidate, operator=self._workplace.operator))

    def _on_attached(self, job: Job) -> None:
        self._workplace.toasts.show_notice(_attached_words(job), Tone.SUCCESS)
        self.attached.emit(job)

    def _on_confirmed(self, details: JobDetails) -> None:
        job, on_refused = details.job, partial(self._on_unsent, details)
        work = partial(_submit, job=job, operator=self._workplace.operator)
        self._errands.ask(job, work, self._on_submitted, on_refused)

    def _on_unsent(self, details: JobDetails, error: InvoicerError) -> None:
        """Say why nothing was sent, and ask for what the desk misses."""
        self._workplace.toasts.show_notice(refusal(error, details.job.id), Tone.ERROR)
        matter = missing_matter(error)
        if matter is not None:
            self._open_settling(details, matter)

    def _on_submitted(self, job: Job) -> None:
        is_sale = job.operation is Operation.SALE
        told = (
            _("The invoice of order {order} is on its way.")
            if is_sale
            else _("The return of order {order} is on its way.")
        )
        self._tell_of(told, Tone.SUCCESS, job)
        self.submitted.emit(job)
        if is_sale:
            self._workplace.presence.tell_sale()

    def _on_dismissal_decided(self, job: Job, reason: str) -> None:
        operator, told = self._workplace.operator, _("The job of order {order} is dismissed.")
        on_done = partial(self._tell_of, told, Tone.NEUTRAL)
        self._errands.ask(job, lambda commands: commands.desk.dismiss(job.id, operator, reason), on_done)

    def _on_details(self, details: JobDetails) -> None:
        self._errands.open(RawDialog(self._workplace, details, self._page))

    def _on_orders_found(self, jobs: tuple[Job, ...]) -> None:
        words = ngettext(
            "{count} request found for order {order}.", "{count} requests found for order {order}.", len(jobs)
        )
        told = words.format(count=len(jobs), order=jobs[0].order_id)
        self._workplace.toasts.show_notice(told, Tone.SUCCESS)

    def _on_page_known(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))

    def _tell_of(self, text: str, tone: Tone, job: Job) -> None:
        self._workplace.toasts.show_notice(text.format(order=job.order_id), tone)


def _attached_words(job: Job) -> str:
    name = "" if job.document is None else document_name(job.document)
    return _("{document} attached to order {order}.").format(document=name, order=job.order_id)


def _to_look_at(candidate: Candidate) -> str:
    """Say why a document was not simply attached."""
    if not candidate.fits:
        return refusal(DocumentRefusedError(candidate.problems))
    if not candidate.is_plain:
        return outcome(candidate.checks)
    return _("Another document is attached already. Look whether this one is to take its place.")


async def _submit(commands: Commands, job: Job, operator: str) -> Job:
    """Let go out what was shown, and nothing else."""
    return await commands.desk.submit(job.id, operator, confirmed=True, shown=job)
