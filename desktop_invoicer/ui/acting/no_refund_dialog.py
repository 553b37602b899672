"""A return that VTEX would take without giving anything back."""

from __future__ import annotations

from typing_extensions import override

from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.reason_field import ReasonField
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog, Word
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone

USUAL = (N_("The buyer was paid in another way"), N_("The head office asked for it"))


class NoRefundDialog(SettleDialog):
    """Says plainly that nothing would be refunded; needs a reason to go on all the same."""

    TITLE = N_("VTEX will refund nothing")
    TAKE = N_("Go on without a refund")
    LOOK = ("warning", "danger")

    @override
    def lay_out(self) -> None:
        """Put what happens first, then the way out of it, then the reason."""
        self.setObjectName("no_refund_dialog")
        self._effect, self._advice = Notice(), label(wraps=True)
        self.content.addWidget(self._effect)
        self.content.addWidget(self._advice)
        self.reason = ReasonField(USUAL)
        self.reason.changed.connect(self.offer)
        self.content.addLayout(column(self.name(N_("Why go on all the same?"), self.reason.line), self.reason))
        self.back.setFocus()

    @override
    def word(self) -> Word | None:
        """Go on, and say why."""
        reason, operator, job_id = self.reason.reason, self.workplace.operator, self.job.id
        if not reason:
            return None
        return lambda commands: commands.settling.go_without_refund(job_id, operator, reason)

    @override
    def adapt(self) -> None:
        """Say how much is invoiced, and what to do first."""
        super().adapt()
        order = None if self.details.content is None else self.details.content.order
        invoiced = money(0 if order is None else order.invoiced(InvoiceType.OUTPUT))
        whole = money(0 if order is None else order.value)
        told = _("Invoiced so far: {invoiced} of {whole}. Until all is, VTEX takes a return and gives NOTHING back.")
        self._effect.tell(told.format(invoiced=invoiced, whole=whole), Tone.ERROR)
        self._advice.setText(_("Better: invoice the rest of the order first, then do this return."))
