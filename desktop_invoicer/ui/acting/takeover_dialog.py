"""The return of another store, done here by a manager's word."""

from __future__ import annotations

from typing_extensions import override

from desktop_invoicer.domain.people import Action
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.manager_field import ManagerField, managers_of
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.reason_field import ReasonField
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog, Word
from desktop_invoicer.ui.acting.telling import return_policy
from desktop_invoicer.ui.theme.tokens import Tone

USUAL = (
    N_("The buyer stands here with the goods"),
    N_("Agreed with the other store"),
    N_("The wrong store was chosen"),
)


class TakeoverDialog(SettleDialog):
    """Says whose return it is; needs a manager and a reason."""

    TITLE = N_("Take this return over?")
    TAKE = N_("Take it over")
    IS_OF_MANAGER = True

    @override
    def lay_out(self) -> None:
        """Put the stores first, then who takes over and why."""
        self.setObjectName("takeover_dialog")
        self._places = Notice()
        self.content.addWidget(self._places)
        presence, named = self.workplace.presence, return_policy(self.workplace).managers
        self.manager = ManagerField(managers_of(presence, named), presence)
        self.manager.entered.connect(self._on_manager_known)
        self.manager.changed.connect(self.offer)
        self.content.addLayout(column(self.name(N_("Manager"), self.manager.field), self.manager))
        self.reason = ReasonField(USUAL)
        self.reason.changed.connect(self.offer)
        self.reason.chosen.connect(self.take.setFocus)
        self.content.addLayout(column(self.name(N_("Reason"), self.reason.line), self.reason))
        self.manager.setFocus()

    @override
    def word(self) -> Word | None:
        """Take over: who, and why."""
        manager, reason, job_id = self.manager.name, self.reason.reason, self.job.id
        if not (self.manager.is_complete and reason):
            return None
        word: Word = lambda commands: commands.settling.take_over(job_id, manager, reason)  # noqa: E731 (typed so)
        return self.manager.vouched(word, Action.TAKE_OVER, str(job_id))

    @override
    def refuse(self) -> None:
        """Have the PIN typed again."""
        self.manager.forget()

    def _on_manager_known(self) -> None:
        self.reason.setFocus()

    @override
    def adapt(self) -> None:
        """Say whose return it is, and what taking it over does."""
        super().adapt()
        content = self.details.content
        store = "" if content is None else content.reading.trade_account or ""
        told = _("VTEX lets these goods come back to {store}. This is {here}. Take them only if a manager says so.")
        self._places.tell(told.format(store=shown(store), here=shown(self.job.account)), Tone.WARNING)
