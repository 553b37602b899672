"""What was asked of the desk and not answered yet, and the one dialog that may be open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class Errands(QObject):
    """One thing at a time for each job: from the press to the answer a second press does nothing."""

    under_way_changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Start with nothing under way."""
        super().__init__(parent)
        self._workplace = workplace
        self._under_way: set[JobId] = set()
        self._dialog: Dialog | None = None
        self._dialog_job: JobId | None = None
        workplace.link.published.connect(self._on_published)

    def is_under_way(self, job_id: JobId) -> bool:
        """Tell whether a press was not answered yet."""
        return job_id in self._under_way

    def ask(
        self,
        job: Job,
        work: Callable[[Commands], Awaitable[Any]],
        on_done: Callable[[Any], object],
        on_refused: Callable[[InvoicerError], object] | None = None,
    ) -> None:
        """Ask the desk something about a job, unless it is asked about it already, which is told then.

        Whoever takes the answer may ask the next thing at once.
        """
        if self.is_under_way(job.id):
            told = _("Order {order} is still being worked on. Do it again in a moment.")
            self._workplace.toasts.show_notice(told.format(order=job.order_id), Tone.WARNING)
            return
        refuse = on_refused or partial(self._on_refused, job)
        hand_out, hand_back = partial(self._hand_out, job.id, on_done), partial(self._hand_out, job.id, refuse)
        self._workplace.link.ask(self, work, hand_out, hand_back)
        self._under_way.add(job.id)
        self.under_way_changed.emit()

    def look(self, work: Callable[[Commands], Any], on_done: Callable[[Any], object]) -> None:
        """Ask the desk something that changes nothing."""
        link = self._workplace.link
        link.ask(self, work, on_done, link.tasks.refused.emit)

    def open(self, dialog: Dialog, job_id: JobId | None = None) -> bool:
        """Open a dialog about a job, unless another is open; tell whether it was opened."""
        if self._dialog is not None:
            dialog.deleteLater()
            self._dialog.activateWindow()
            return False
        self._dialog, self._dialog_job = dialog, job_id
        dialog.finished.connect(self._on_finished)
        dialog.open()
        return True

    def _hand_out(self, job_id: JobId, taker: Callable[[Any], object], answer: object) -> None:
        """Hand out an answer or a refusal: one of them always comes, and what takes another's word waits for that."""
        self._under_way.discard(job_id)
        try:
            taker(answer)
        finally:
            self.under_way_changed.emit()

    def _on_refused(self, job: Job, error: InvoicerError) -> None:
        self._workplace.toasts.show_notice(refusal(error, job.id), Tone.ERROR)

    def _on_finished(self) -> None:
        self._dialog = self._dialog_job = None

    def _on_published(self, events: tuple[Event, ...]) -> None:
        """Take back a question that is no longer the right one."""
        for event in events:
            if not isinstance(event, JobChanged) or self._dialog is None or event.job.id != self._dialog_job:
                continue
            if self._dialog.outdated_by(event.job):
                self._dialog.reject()
                self._workplace.toasts.show_notice(_("The job has changed meanwhile. Look at it again."), Tone.WARNING)
