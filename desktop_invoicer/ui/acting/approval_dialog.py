"""A refund that is so large that a manager has to allow it."""

from __future__ import annotations

from typing_extensions import override

from desktop_invoicer.domain.people import Action
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.manager_field import ManagerField, managers_of
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog, Word
from desktop_invoicer.ui.acting.telling import is_same_person, return_policy
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone


class ApprovalDialog(SettleDialog):
    """Needs the name of a manager who is not the one who refunds."""

    TITLE = N_("A manager has to allow this refund")
    TAKE = N_("Allow it")
    IS_OF_MANAGER = True

    @override
    def lay_out(self) -> None:
        """Put the amount first, then the limit, then who allows it."""
        self.setObjectName("approval_dialog")
        self._amount, self._limit, self._doubt = label(part="display"), label(wraps=True), Notice()
        self.content.addWidget(self._amount)
        self.content.addWidget(self._limit)
        presence, named = self.workplace.presence, return_policy(self.workplace).managers
        others = [name for name in managers_of(presence, named) if not self._is_operator(name)]
        self.manager = ManagerField(others, presence)
        self.manager.entered.connect(self.take.setFocus)
        self.manager.changed.connect(self.offer)
        self.content.addLayout(column(self.name(N_("Manager"), self.manager.field), self.manager))
        self.content.addWidget(self._doubt)
        self.manager.setFocus()

    @override
    def word(self) -> Word | None:
        """Allow it, as a second person."""
        manager, job_id = self.manager.name, self.job.id
        if not self.manager.is_complete or self._is_operator(manager):
            return None
        word: Word = lambda commands: commands.settling.approve(job_id, manager)  # noqa: E731 (typed by its name)
        return self.manager.vouched(word, Action.APPROVE_REFUND, str(job_id))

    @override
    def refuse(self) -> None:
        """Have the PIN typed again."""
        self.manager.forget()

    @override
    def adapt(self) -> None:
        """Say the amount and the limit."""
        super().adapt()
        amount, limit = money(self.job.value or 0), money(return_policy(self.workplace).approval_above or 0)
        self._amount.setText(amount)
        told = _("More than {limit} needs a second person here: a manager, and not {operator}, who refunds.")
        self._limit.setText(told.format(limit=limit, operator=shown(self.workplace.operator)))
        self.take.setText(_("Allow {amount}").format(amount=amount))
        self.take.setAccessibleName(self.take.text())

    @override
    def offer(self) -> None:
        """Tell who names themselves that it takes somebody else."""
        super().offer()
        is_own = self._is_operator(self.manager.name)
        self._doubt.tell(_("That is who refunds. Somebody else has to allow it.") if is_own else "", Tone.WARNING)

    def _is_operator(self, name: str) -> bool:
        return is_same_person(name, self.workplace.operator)
