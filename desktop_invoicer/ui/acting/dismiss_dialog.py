"""The question before a job is dismissed: why, and what that does and does not do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.reason_field import ReasonField
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone

USUAL = (
    N_("Invoiced in VTEX by hand"),
    N_("Requested by mistake"),
    N_("The sale did not come about"),
    N_("A test"),
)


class DismissDialog(Dialog):
    """Needs a reason. ``decided`` brings it."""

    decided = Signal(str)

    def __init__(self, job: Job, parent: QWidget) -> None:
        """Ask why a job is to be dismissed."""
        super().__init__(N_("Dismiss this job?"), N_("Back"), 560, parent)
        self.setObjectName("dismiss_dialog")
        self._job = job
        self._subject = label(part="muted", wraps=True)
        self._effect = Notice()
        self.reason = ReasonField(USUAL)
        self.dismiss = Button(N_("Dismiss"), "dismiss", "danger")
        self.reason.changed.connect(self._offer)
        self.reason.chosen.connect(self.dismiss.setFocus)
        self.dismiss.clicked.connect(self._on_decided)
        self._lay_out_fields()
        self.foot.addWidget(self.dismiss)
        self.adapt()
        self._offer()
        self.reason.setFocus()

    @override
    def outdated_by(self, job: Job) -> bool:
        """Tell whether the job can no longer be dismissed."""
        return Act.DISMISS not in acts_on(job)

    def adapt(self) -> None:
        """Say what dismissing does in the language in use."""
        job = self._job
        self._subject.setText("  ·  ".join((job.order_id, "" if job.value is None else money(job.value))).rstrip(" ·"))
        told = _("Nothing is sent, and VTEX is not told: there the request stays as it is.")
        if job.document is not None:
            told += " " + _("{document} is free again for another job.").format(document=document_name(job.document))
        self._effect.tell(told, Tone.INFO)

    def _lay_out_fields(self) -> None:
        self.content.addWidget(self._subject)
        self.content.addWidget(self._effect)
        self.content.addLayout(column(self.name(N_("Reason"), self.reason.line), self.reason))

    def _offer(self) -> None:
        self.dismiss.setEnabled(bool(self.reason.reason))

    def _on_decided(self) -> None:
        self.dismiss.setEnabled(False)
        self.decided.emit(self.reason.reason)
        self.accept()
