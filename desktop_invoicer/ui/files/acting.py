"""What a person does with a file, from the press of a button to the desk's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.filing import FileId, FoundFile, Match
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.files.columns import document_words
from desktop_invoicer.ui.files.order_choice import OrderChoice
from desktop_invoicer.ui.parts.paths import file_name, folder
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

_Pairing = tuple[JobId, DocumentKind, AccessKey]
"""A job, and the document that somebody wants it to have."""


class FileActing(QObject):
    """Carries out what the page of files is told. Documents are attached as everywhere else."""

    settled = Signal(object)
    """The ``FileId`` that this person is done with."""
    job_found = Signal(object)
    """The ``Job`` that was asked for."""

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        """Act for ``page``, over whose window the dialogs open."""
        super().__init__(page)
        self._workplace = workplace
        self._page = page
        self._chosen: dict[_Pairing, FileId] = {}
        self._acting = Acting(workplace, page)
        self._acting.attached.connect(self._on_attached)

    def attach(self, file: FoundFile, match: Match) -> None:
        """Attach a document to a job; where that is not beyond doubt, show first how it fits."""
        self._choose(file, match.job)
        if match.is_exact:
            self._acting.attach_found(match.job, file.id)
        else:
            self._acting.look_at_found(match.job, file.id)

    def choose_order(self, file: FoundFile) -> None:
        """Ask for the order that a document is for, and show how it fits."""
        value = None if file.document is None else file.document.value
        words = filter(None, (document_words(file.document), "" if value is None else money(value)))
        dialog = OrderChoice(self._workplace, "  ·  ".join(words), self._page)
        dialog.chosen.connect(partial(self._on_order_chosen, file))
        dialog.open()

    def set_aside(self, file: FoundFile) -> None:
        """Take a file off the list of what somebody has to look at."""
        operator = self._workplace.operator
        told = _("{file} is set aside.").format(file=shown(file_name(file.path)))
        self._ask(lambda commands: commands.filing.set_aside(file.id, operator), partial(self._settle, file.id, told))

    def take_back(self, file: FoundFile) -> None:
        """Put a file back on the list, and look for its job again."""
        told = _("{file} is back on the list.").format(file=shown(file_name(file.path)))
        self._ask(lambda commands: commands.filing.take_back(file.id), partial(self._settle, file.id, told))

    def show_job(self, job_id: JobId) -> None:
        """Look up the job that has a document."""
        self._ask(lambda commands: commands.desk.job(job_id), self.job_found.emit)

    def show_folder(self, file: FoundFile) -> None:
        """Open the folder of a file."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder(file.path))):
            self._workplace.toasts.show_notice(_("The folder cannot be opened from here."), Tone.WARNING)

    def _ask(self, work: Callable[[Commands], Awaitable[object] | object], on_done: Callable[[object], object]) -> None:
        link = self._workplace.link
        link.ask(self, work, on_done, link.tasks.refused.emit)

    def _settle(self, file_id: FileId, told: str, _answer: object) -> None:
        self._workplace.toasts.show_notice(told, Tone.NEUTRAL)
        self.settled.emit(file_id)

    def _choose(self, file: FoundFile, job: Job) -> None:
        if file.document is not None:
            self._chosen[_pairing(job, file.document)] = file.id

    def _on_order_chosen(self, file: FoundFile, job: Job) -> None:
        self._choose(file, job)
        self._acting.look_at_found(job, file.id)

    def _on_attached(self, job: Job) -> None:
        """Be done with the file whose document the job has now: others may have been pressed for it in vain."""
        if job.document is not None:
            settled = self._chosen.pop(_pairing(job, job.document), None)
            if settled is not None:
                self.settled.emit(settled)


def _pairing(job: Job, document: Document) -> _Pairing:
    return job.id, document.kind, document.key
