"""One order: which one, why it is not invoiced, and what can be done about it from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_invoicer.domain.cause import Cause
from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import explain, ngettext
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.empty import Empty
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.parts.yielding_row import YieldingRow
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.answer import Answer
from desktop_invoicer.ui.why.asking import Asking
from desktop_invoicer.ui.why.key_sending import KeySending
from desktop_invoicer.ui.why.moves import Move
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

_BEGINNING = (Command.SCAN, Command.PALETTE)
"""The keys that matter while no order is in view."""
FIELD = 220
"""Points that the number of an order needs at a text scale of 100 %."""


class OrderView(Adapting, QWidget):
    """Asks about the order that is typed, scanned or given, and shows the answer."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    judged = Signal(bool)
    """Whether what was asked for is an order."""
    possible_changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Ask for an order."""
        super().__init__(parent)
        self._workplace = workplace
        self._asking = Asking(workplace.link, self)
        self._keys = KeySending(workplace, self)
        self._top = YieldingRow(10)
        self.field = QLineEdit()
        self.ask = Button(N_("Ask"), part="primary")
        self._again = CommandButton(workplace.actions, Command.RETRY)
        self._open = CommandButton(workplace.actions, Command.OPEN_IN_VTEX)
        self.notice, self.key_notice = Notice(), Notice()
        self._choices = QWidget()
        self._choice_flow = Flow(8, self._choices)
        self.answer = Answer()
        self._empty = Empty(workplace.actions, N_("Which order is not invoiced?"), _BEGINNING)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show(None)

    @property
    def diagnosis(self) -> Diagnosis | None:
        """Give the answer in view."""
        return self.answer.diagnosis

    @property
    def possible(self) -> frozenset[Command]:
        """Give what can be done with the order in view."""
        if self.diagnosis is None:
            return frozenset()
        return frozenset({Command.RETRY, Command.OPEN_IN_VTEX, Command.COPY_ORDER})

    def ask_meant(self, text: str) -> None:
        """Ask about the order that a text means."""
        if text.strip():
            self.field.setText(text.strip())
            self._show(None)
            self._tell_asked(is_asked=self._asking.ask_meant(text))

    def ask_order(self, account: AccountName, order_id: OrderId) -> None:
        """Ask about a known order."""
        self.field.setText(order_id)
        if self.diagnosis is None or self.diagnosis.order_id != order_id:
            self._show(None)
        self._asking.ask_order(account, order_id)
        self._tell_asked(is_asked=True)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Show an answer that is known already."""
        self._asking.forget()
        self.field.setText(found.order_id)
        self._show(found)

    def ask_again(self) -> None:
        """Ask about the order in view once more."""
        if self.diagnosis is not None:
            self.ask_order(self.diagnosis.account, self.diagnosis.order_id)

    def open_in_vtex(self) -> None:
        """Open the order's page in the browser."""
        found = self.diagnosis
        if found is not None:
            self._ask(lambda commands: commands.desk.context.vtex(found.account).order_page(found.order_id), _open_page)

    def adapt(self) -> None:
        """Say what trying again is here in the language in use, and let asking stand out while there is no answer."""
        is_urged = self.diagnosis is None
        self._again.say_words(_("Ask again"))
        set_property(self.ask, "part", "primary" if is_urged else "")
        self.ask.setIcon(Theme.current().icon("why", Role.ON_BRAND if is_urged else Role.INK))
        self.field.setMinimumWidth(Theme.current().metrics.text(FIELD))
        self._top.fit()

    def _lay_out(self) -> None:
        self.say(self.field.setPlaceholderText, N_("Order, sequence, job, or the key of its document"))
        self.say(self.field.setAccessibleName, N_("Which order"))
        make_clearable(self.field, self)
        self._top.row.addWidget(self.field, 1)
        for button in (self.ask, self._again, self._open):
            self._top.row.addWidget(button)
        self._top.let_yield(self._open, self._again)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._top)
        column.addWidget(self.notice)
        column.addWidget(self._choices)
        column.addWidget(self.key_notice)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._on_entered)
        self.ask.clicked.connect(self._on_entered)
        self._again.wanted.connect(self.ask_again)
        self._open.wanted.connect(self.open_in_vtex)
        self._asking.answered.connect(self._on_answered)
        self._asking.ambiguous.connect(self._on_ambiguous)
        self._asking.missed.connect(self._on_missed)
        self._keys.told.connect(self.key_notice.tell)
        self._keys.ended.connect(self.ask_again)
        self.answer.wanted.connect(self._on_wanted)
        self.answer.bridge_wanted.connect(self._on_bridge_wanted)

    def _show(self, found: Diagnosis | None) -> None:
        """Show an answer; what was told of a key stays with its order."""
        self._keys.see(found)
        self._clear_choices()
        self.notice.tell("")
        self.answer.show_diagnosis(found, datetime.now(UTC))
        self._stack.setCurrentWidget(self._empty if found is None else self.answer)
        for button in (self._again, self._open):
            button.setVisible(found is not None)
        self.adapt()
        self.possible_changed.emit()

    def _tell_asked(self, *, is_asked: bool) -> None:
        if is_asked:
            self._clear_choices()
            self.notice.tell(_("Asking VTEX about this order…"), Tone.INFO)

    @Slot()
    def _on_entered(self) -> None:
        self.ask_meant(self.field.text())

    @Slot(object)
    def _on_answered(self, found: Diagnosis) -> None:
        self.field.setText(found.order_id)
        self._show(found)
        self.answer.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, _heard(found)))
        self.judged.emit(True)

    @Slot(object)
    def _on_ambiguous(self, orders: tuple[str, ...]) -> None:
        """Let the person say which of several orders is meant."""
        told = ngettext("{count} order answers to that.", "{count} orders answer to that. Which one?", len(orders))
        self.notice.tell(told.format(count=len(orders)), Tone.INFO)
        self._clear_choices()
        for order in orders:
            button = Button("")
            button.setText(shown(order, 60).replace("&", "&&"))
            button.setAccessibleName(shown(order, 60))
            button.clicked.connect(partial(self.ask_meant, order))
            self._choice_flow.addWidget(button)
        self._choices.show()
        self.judged.emit(True)

    @Slot(str)
    def _on_missed(self, words: str) -> None:
        self.notice.tell(words, Tone.WARNING)
        self.judged.emit(False)

    def _clear_choices(self) -> None:
        for button in self._choices.findChildren(Button):
            self._choice_flow.removeWidget(button)
            button.deleteLater()
        self._choices.hide()

    @Slot(object, object)
    def _on_wanted(self, move: Move, cause: Cause) -> None:
        """Do what was pressed about a cause."""
        found, job_id = self.diagnosis, cause.job
        if found is None:
            return
        match move:
            case Move.JOB if job_id is not None:
                self._ask(lambda commands: commands.desk.job(job_id), self._on_job)
            case Move.FETCH:
                self._ask(
                    lambda commands: commands.desk.add(found.account, found.order_id, None),
                    partial(self._on_fetched, found),
                )
            case Move.KEY:
                self._keys.begin(found, str(cause.problem.facts["number"]))
            case Move.LINK:
                _open_page(cause.link)
            case _:
                self.ask_again()

    @Slot()
    def _on_bridge_wanted(self) -> None:
        found = self.diagnosis
        if found is not None:
            self._ask(lambda commands: commands.desk.context.vtex(found.account).bridge_page(), _open_page)

    def _on_job(self, job: Job) -> None:
        self.job_wanted.emit(job)

    def _on_fetched(self, asked: Diagnosis, jobs: tuple[Job, ...]) -> None:
        """Go on with what was fetched; else say that VTEX asks for nothing now. Another order in view stays there."""
        seen = self.diagnosis
        is_seen = seen is not None and (seen.account, seen.order_id) == (asked.account, asked.order_id)
        if jobs and is_seen:
            self.job_wanted.emit(jobs[0])
        elif jobs:
            told = ngettext(
                "{count} request found for order {order}.", "{count} requests found for order {order}.", len(jobs)
            ).format(count=len(jobs), order=shown(asked.order_id, 60))
            self._workplace.toasts.show_notice(told, Tone.SUCCESS)
        elif is_seen:
            self.notice.tell(_("VTEX asks for nothing of this order now."), Tone.WARNING)

    def _ask(self, work: Callable[[Commands], object], on_done: Callable[..., object]) -> None:
        link = self._workplace.link
        link.ask(self, work, on_done, link.tasks.refused.emit)


def _heard(found: Diagnosis) -> str:
    """Say the answer aloud, in short."""
    if found.is_sound:
        return _("Nothing wrong here")
    first = found.causes[0]
    return explain(first.problem, first.job).sentence


def _open_page(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
