"""Asking VTEX about an order that is not in the list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class OrderDialog(Dialog):
    """Asks, and stays while VTEX wants nothing of the order. ``found`` brings the jobs."""

    found = Signal(object)

    def __init__(self, workplace: Workplace, order: str, parent: QWidget) -> None:
        """Ask about ``order``, which may be empty or still wrong."""
        super().__init__(N_("Ask VTEX about an order"), N_("Back"), 520, parent)
        self.setObjectName("order_dialog")
        self._workplace = workplace
        self.order = QLineEdit(order)
        self.order.setMaxLength(500)
        self.account = Chooser()
        self.notice = Notice()
        self.ask = Button(N_("Ask VTEX"), "search", "primary")
        self.order.textChanged.connect(self._on_changed)
        self.order.returnPressed.connect(self._on_ask)
        self.ask.clicked.connect(self._on_ask)
        self._lay_out_fields()
        self.foot.addWidget(self.ask)
        self._on_changed()
        self.order.setFocus()
        self.order.selectAll()

    def take_scanned(self, text: str) -> bool:
        """Take the number of an order, scanned from its label."""
        scan = read_scan(text)
        self.order.setText(scan.value)
        return scan.kind is ScanKind.ORDER

    def _lay_out_fields(self) -> None:
        running = self._workplace.link.running
        accounts = [] if running is None else [str(account.name) for account in running.settings.accounts]
        self.account.addItems(accounts)
        about = label(part="muted", wraps=True)
        self.say(about.setText, N_("Brings what VTEX asks for of an order whose request did not arrive by itself."))
        self.content.addWidget(about)
        self.content.addLayout(column(self.name(N_("Order number"), self.order), self.order))
        self.say(self.order.setPlaceholderText, N_("as VTEX shows it, or the address of its page"))
        account = self.name(N_("Account"), self.account)
        self.content.addLayout(column(account, self.account))
        for part in (account, self.account):  # hidden, not left out: what has no parent outlives the dialog
            part.setVisible(len(accounts) > 1)
        self.content.addWidget(self.notice)

    def _on_changed(self) -> None:
        self.notice.tell("")
        self.ask.setEnabled(bool(self.order.text().strip()))

    def _on_ask(self) -> None:
        if not self.ask.isEnabled():
            return
        account, order = AccountName(self.account.currentText()), OrderId(read_scan(self.order.text()).value)
        self.ask.setEnabled(False)
        self.notice.tell(_("Asking VTEX…"))
        work: Callable[[Commands], Awaitable[Any]] = partial(_look, account=account, order=order)
        self._workplace.link.ask(self, work, partial(self._on_answered, order), self._on_refused)

    def _on_answered(self, order: OrderId, jobs: tuple[Job, ...]) -> None:
        if jobs:
            self.found.emit(jobs)
            self.accept()
        else:
            told = _("VTEX does not ask for an invoice of order {order} now. Request it in VTEX, then ask again.")
            self._tell(told.format(order=order), Tone.WARNING)

    def _on_refused(self, error: InvoicerError) -> None:
        self._tell(refusal(error), Tone.ERROR)

    def _tell(self, text: str, tone: Tone) -> None:
        self.ask.setEnabled(True)
        self.notice.tell(text, tone)


async def _look(commands: Commands, account: AccountName, order: OrderId) -> tuple[Job, ...]:
    return await commands.desk.add(account, order, None)
