"""Signing a day off: the figures that are signed, what is left, who signs, and why although something is left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Action
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.manager_field import ManagerField, Work, managers_of
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.reason_field import ReasonField
from desktop_invoicer.ui.acting.telling import refusal, return_policy
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.pending_model import PendingModel
from desktop_invoicer.ui.day.pending_table import PendingTable
from desktop_invoicer.ui.day.sight import DaySight
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.domain.closing import DayClosing
    from desktop_invoicer.engine.commands import Commands

USUAL = (N_("The documents come tomorrow"), N_("VTEX does not answer"), N_("The buyer has to be asked"))
MOST_ROWS = 3
"""Rows of the list that are in view at once."""


class CloseDialog(Dialog):
    """Can be signed once everything that is left was in view. ``closed`` brings the ``DayClosing``."""

    closed = Signal(object)

    def __init__(self, workplace: Workplace, sight: DaySight, parent: QWidget) -> None:
        """Ask about a day as it was shown."""
        super().__init__(N_("Close the day?"), N_("Back"), 640, parent)
        self.setObjectName("close_dialog")
        self._workplace = workplace
        self._sight = sight
        self._is_asking = False
        self._day = label(part="muted")
        self._names = [label(part="muted") for _name in _NAMES]
        self._amounts = [label(part="strong") for _name in _NAMES]
        self._left, self._read = label(part="strong", wraps=True), label(part="small", wraps=True)
        self._model = PendingModel(chooses=False)
        self.list = PendingTable(self._model, chooses=False)
        managers = managers_of(workplace.presence, return_policy(workplace).managers)
        self.manager = ManagerField(managers, workplace.presence)
        self.reason = ReasonField(USUAL)
        self._findings, self._refused = label(part="muted", wraps=True), Notice()
        self.sign = DeliberateButton(N_("Close the day"), "lock", "primary")
        self._was_read = not sight.rows
        self._fill()
        self._connect()
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        sight, totals = self._sight, self._sight.day.totals
        self._day.setText(weekday_and_day(sight.date))
        values = (totals.invoiced.value, totals.returned.value, totals.cancelled.value, totals.net)
        for name, amount, text, cents in zip(self._names, self._amounts, _NAMES, values, strict=True):
            name.setText(_(text))
            amount.setText(money(cents))
            amount.setAccessibleName(f"{_(text)}: {money(cents)}")
        count, value = totals.unsent.count, money(totals.unsent.value)
        left = ngettext("{count} request is not sent: {amount}", "{count} requests are not sent: {amount}", count)
        self._left.setText(left.format(count=count, amount=value) if count else _("Everything is sent."))
        self._findings.setText(_findings_words(sight))
        self.sign.show_key(self._workplace.actions.key(Command.SUBMIT))
        self._offer()

    def _fill(self) -> None:
        figures = QGridLayout()
        figures.setHorizontalSpacing(28)
        figures.setVerticalSpacing(2)
        for at, (name, amount) in enumerate(zip(self._names, self._amounts, strict=True)):
            figures.addWidget(name, 0, at)
            figures.addWidget(amount, 1, at)
        figures.setColumnStretch(len(_NAMES), 1)
        self.content.addWidget(self._day)
        self.content.addLayout(figures)
        self.content.addWidget(self._left)
        if self._sight.rows:
            self._list_left()
        self.content.addWidget(self._findings)
        self.content.addLayout(column(self.name(N_("Manager"), self.manager.field), self.manager))
        if self._sight.rows:
            name = self.name(N_("Why it is closed all the same"), self.reason.line)
            self.content.addLayout(column(name, self.reason))
        self.content.addWidget(self._refused)
        self.foot.addWidget(self.sign)

    def _list_left(self) -> None:
        self._model.list_rows(self._sight.rows)
        rows = min(self._model.rowCount(), MOST_ROWS)
        self.list.setFixedHeight(self.list.row_height * rows + 2 * self.list.frameWidth())
        self.content.addLayout(column(self.list, self._read))

    def _connect(self) -> None:
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(self._look)
        bar.rangeChanged.connect(self._look)
        self.manager.changed.connect(self._offer)
        self.manager.entered.connect(self.sign.setFocus)
        self.reason.changed.connect(self._offer)
        self.sign.clicked.connect(self._on_signed)
        key = QShortcut(self._workplace.actions.of(Command.SUBMIT).shortcut(), self)
        key.setAutoRepeat(False)
        key.activated.connect(self.sign.click)

    def _look(self) -> None:
        """Notice that the list was in view to its end."""
        bar = self.list.verticalScrollBar()
        if self.isVisible() and not self._was_read and bar.value() >= bar.maximum():
            self._was_read = True
            self._offer()

    def _offer(self) -> None:
        """Let it be signed once everything was read and said."""
        self._read.setText("" if self._was_read else _("Read the list to its end, then the day can be closed."))
        self._read.setVisible(not self._was_read)
        is_said = self.manager.is_complete and (bool(self.reason.reason) or not self._sight.rows)
        self.sign.setEnabled(self._was_read and is_said and not self._is_asking)

    def _on_signed(self) -> None:
        sight, manager, reason = self._sight, self.manager.name, self.reason.reason
        self._is_asking = True
        self._offer()
        signed: Work = partial(_signed, sight=sight, manager=manager, reason=reason)
        vouched = self.manager.vouched(signed, Action.CLOSE_DAY, sight.date.isoformat())
        self._workplace.link.ask(self, vouched, self._on_closed, self._on_refused)

    def _on_closed(self, closing: object) -> None:
        self.closed.emit(closing)
        self.accept()

    def _on_refused(self, error: InvoicerError) -> None:
        self.manager.forget()
        self._stay(refusal(error))

    def _stay(self, words: str) -> None:
        self._is_asking = False
        self._offer()
        self._refused.tell(words, Tone.ERROR)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin where somebody has to begin: at the list, if there is one."""
        super().showEvent(event)
        (self.manager if self._was_read else self.list).setFocus()
        self._look()


_NAMES = (N_("Invoiced"), N_("Returned"), N_("Cancelled"), N_("Net"))


def _findings_words(sight: DaySight) -> str:
    """Say what the comparison of the truths came to."""
    if sight.findings is None:
        return _("VTEX, the documents and the journal were not compared for this day.")
    count = sum(not finding.is_settled for finding in sight.findings)
    told = ngettext("{count} finding stands.", "{count} findings stand.", count)
    return told.format(count=count) if count else _("VTEX, the documents and the journal agree.")


async def _signed(commands: Commands, *, sight: DaySight, manager: str, reason: str) -> DayClosing:
    return commands.closing.sign_off(sight.date, manager, reason, sight.seen, sight.findings or ())
