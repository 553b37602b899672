"""What the button of a finding does, from the press to what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.day.note_dialog import NoteDialog
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.desk import JobDetails


class Fixing(QObject):
    """Carries out a ``Fix`` over the page, or asks for the page where that is done."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    order_wanted = Signal(object, object)
    """Account and order id of an order to be asked about."""
    file_wanted = Signal(object)
    """The ``FileId`` of a file to be brought into view."""
    comparison_wanted = Signal()
    noted = Signal(object)
    """A ``FindingNote`` that was kept."""

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        """Act over ``page``."""
        super().__init__(page)
        self._workplace = workplace
        self._page = page
        self._acting = Acting(workplace, page)

    def fix(self, finding: Finding, fix: Fix) -> None:
        """Do what was pressed."""
        match fix:
            case Fix.NOTE:
                self._ask_for_word(finding)
            case Fix.COMPARE:
                self.comparison_wanted.emit()
            case Fix.DIAGNOSE:
                self.order_wanted.emit(finding.account, finding.order_id)
            case Fix.OPEN_FILE:
                self.file_wanted.emit(finding.file)
            case Fix.ASK_VTEX:
                self._fetch(finding)
            case Fix.OPEN_IN_VTEX:
                self._open_in_vtex(finding)
            case _:
                self._work_on_job(finding, fix)

    def _work_on_job(self, finding: Finding, fix: Fix) -> None:
        """Do it with the job as it is now; where that does not take it any more, show the job."""
        job_id = finding.job
        if job_id is not None:
            self._ask(lambda commands: commands.desk.details(job_id), partial(self._on_job, fix))

    def _on_job(self, fix: Fix, details: JobDetails) -> None:
        job = details.job
        acts = acts_on(job)
        if fix is Fix.ATTACH and Act.ATTACH in acts:
            self._acting.attach(job)
        elif fix is Fix.SUBMIT and Act.SUBMIT in acts:
            self._acting.submit(details)
        elif fix is Fix.RETRY and Act.RETRY in acts:
            self._acting.retry(job)
        else:
            self.job_wanted.emit(job)

    def _fetch(self, finding: Finding) -> None:
        account, order_id = finding.account, finding.order_id
        if account is not None and order_id is not None:
            self._ask(lambda commands: commands.desk.add(account, order_id, None), self._on_fetched)

    def _on_fetched(self, jobs: tuple[Job, ...]) -> None:
        told = ngettext("{count} request fetched: it is in the queue.", "{count} requests fetched.", len(jobs))
        words = told.format(count=len(jobs)) if jobs else _("VTEX asks for nothing of this order now. Compare again.")
        self._workplace.toasts.show_notice(words, Tone.SUCCESS if jobs else Tone.WARNING)

    def _open_in_vtex(self, finding: Finding) -> None:
        account, order_id = finding.account, finding.order_id
        if account is not None and order_id is not None:
            self._ask(lambda commands: commands.desk.context.vtex(account).order_page(order_id), _open)

    def _ask_for_word(self, finding: Finding) -> None:
        dialog = NoteDialog(finding, self._workplace.operator, self._page)
        dialog.decided.connect(partial(self._note, finding))
        dialog.open()

    def _note(self, finding: Finding, reason: str) -> None:
        operator = self._workplace.operator
        self._ask(lambda commands: commands.reconciler.note(finding.identity, operator, reason), self._on_noted)

    def _on_noted(self, note: FindingNote) -> None:
        self.noted.emit(note)

    def _ask(self, work: Callable[[Commands], object], on_done: Callable[..., object]) -> None:
        link = self._workplace.link
        link.ask(self, work, on_done, link.tasks.refused.emit)


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
