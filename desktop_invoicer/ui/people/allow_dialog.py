"""Asking somebody who may: what is to be done, for which order and amount, and whose word it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.errors import InvoicerError, NotPermittedError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.vouching import Vouching
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

WIDTH = 520
_TITLES = {
    Role.RETURNS: N_("Somebody of the returns desk has to allow this"),
    Role.MANAGER: N_("A manager has to allow this"),
    Role.ADMINISTRATOR: N_("An administrator has to allow this"),
}


class AllowDialog(Dialog):
    """Needs a name and a PIN; ``allowed`` tells that the word was said. What was typed behind it stays."""

    allowed = Signal()

    def __init__(self, workplace: Workplace, error: NotPermittedError, job: Job | None, parent: QWidget) -> None:
        """Ask about what ``error`` refused; ``job`` is what it is about, where it is about one."""
        self._role, self._action = Role(error.role), Action(error.action)
        super().__init__(_TITLES.get(self._role, _TITLES[Role.MANAGER]), N_("Leave it"), WIDTH, parent)
        self.setObjectName("allow_dialog")
        self._workplace, self._error, self._job = workplace, error, job
        self._act, self._order = label(part="heading", wraps=True), label(part="muted", wraps=True)
        self._amount, self._who = label(part="display"), label(part="small", wraps=True)
        self.vouching = Vouching(workplace.presence, self._role)
        self.take = Button(N_("Allow it once"), "unlock", "primary")
        self.content.addLayout(column(self._act, self._order, self._amount))
        self.content.addWidget(self.vouching)
        self.content.addWidget(self._who)
        self.foot.addWidget(self.take)
        self.vouching.changed.connect(self._offer)
        self.vouching.entered.connect(self._on_taken)
        self.take.clicked.connect(self.vouching.enter)
        self.adapt()
        self._offer()
        self.vouching.begin()

    def adapt(self) -> None:
        """Say what is to be done in the language in use."""
        job = self._job
        self._act.setText(word(self._action))
        self._order.setText("" if job is None else "  ·  ".join(filter(None, (job.order_id, shown(job.buyer)))))
        self._amount.setText("" if job is None or job.value is None else money(job.value))
        self._order.setVisible(job is not None)
        self._amount.setVisible(bool(self._amount.text()))
        told = _("It counts once, for this and for {operator}, and is written down with both names.")
        self._who.setText(told.format(operator=shown(self._workplace.operator)))

    @Slot()
    def _offer(self) -> None:
        self.take.setEnabled(self.vouching.is_complete)

    @Slot(str, str)
    def _on_taken(self, name: str, pin: str) -> None:
        error = self._error
        work: Callable[[Commands], Awaitable[Any]] = partial(
            _allow, name=name, pin=pin, action=self._action, operator=error.who, subject=error.subject
        )
        self._workplace.link.ask_alone(self, work, self._on_allowed, self._on_refused)

    def _on_allowed(self, _answer: object) -> None:
        self.allowed.emit()
        self.accept()

    def _on_refused(self, error: InvoicerError) -> None:
        self.vouching.refuse(error)


async def _allow(  # noqa: PLR0913 (keywords of one word)
    commands: Commands, *, name: str, pin: str, action: Action, operator: str, subject: str
) -> None:
    await commands.people.allow(name, pin, action, operator, subject)
