"""The one place where somebody else's word is asked for, whatever was to be done, and where it is then done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.ui.link import Denial
from desktop_invoicer.ui.people.allow_dialog import AllowDialog
from desktop_invoicer.ui.workplace import Workplace


class Approvals(QObject):
    """Listens for what the desk denies; one question at a time, over whatever is open."""

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        """Ask over ``window``, or over the dialog in which something was to be done."""
        super().__init__(window)
        self._workplace = workplace
        self._window = window
        self._dialog: AllowDialog | None = None
        workplace.link.mediated = True
        workplace.link.denied.connect(self._on_denied)

    @Slot(object)
    def _on_denied(self, denial: Denial) -> None:
        if self._dialog is not None:
            denial.give_up()
            return
        subject, link = denial.error.subject, self._workplace.link
        if not subject.isdecimal():
            self._ask(denial, None)
            return
        job_id = JobId(int(subject))
        on_unknown = partial(self._on_unknown, denial)
        link.ask_alone(self, lambda commands: commands.desk.job(job_id), partial(self._ask, denial), on_unknown)

    def _on_unknown(self, denial: Denial, error: InvoicerError) -> None:
        if isinstance(error, ServiceStoppedError):
            denial.give_up()
        else:
            self._ask(denial, None)

    def _ask(self, denial: Denial, job: Job | None) -> None:
        over = QApplication.activeModalWidget() or self._window
        self._dialog = dialog = AllowDialog(self._workplace, denial.error, job, over)
        dialog.accepted.connect(denial.repeat)
        dialog.rejected.connect(denial.give_up)
        dialog.finished.connect(self._on_finished)
        if isinstance(over, QDialog):
            over.finished.connect(dialog.reject)  # it would take this one with it, unanswered
        dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None
