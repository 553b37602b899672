"""What is not sent: what would become of it, and sending everything that is ready."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.prospect import Forecast
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.pending_model import PendingModel
from desktop_invoicer.ui.day.pending_rows import asked_just_now
from desktop_invoicer.ui.day.pending_table import PendingTable
from desktop_invoicer.ui.day.row_details import RowDetails
from desktop_invoicer.ui.day.send_dialog import SendDialog
from desktop_invoicer.ui.day.sight import DaySight
from desktop_invoicer.ui.day.work import Work
from desktop_invoicer.ui.day.work_bar import WorkBar
from desktop_invoicer.ui.parts.buttons import ActionButton, Button
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.parts.vacancy import Vacancy
from desktop_invoicer.ui.parts.yielding_row import YieldingRow
from desktop_invoicer.ui.workplace import Workplace

_STEPS = {Command.NEXT_JOB: 1, Command.PREVIOUS_JOB: -1}


class PendingView(Adapting, QWidget):
    """Lists the pending jobs of a day by whose turn it is."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    counted = Signal(int)
    """How many jobs of the day are not sent."""
    possible_changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._sight: DaySight | None = None
        self._asked: Mapping[JobId, Forecast] = {}
        self._has_ended = False
        self.bar = WorkBar()
        self.work = Work(workplace, self.bar, self)
        self._summary, self._more = label(part="heading", wraps=True), label(part="muted", wraps=True)
        self._top = YieldingRow(10)
        self._look = ActionButton(workplace.actions.of(Command.LOOK_AHEAD), "show")
        self.send = Button("", "submit", "primary")
        self.model = PendingModel()
        self.table = PendingTable(self.model)
        self.details = RowDetails()
        self._nothing = Vacancy(self.table.viewport(), ActionButton(workplace.actions.of(Command.CLOSE_DAY), "lock"))
        self._lay_out()
        self._connect()
        self.adapt()

    @property
    def possible(self) -> frozenset[Command]:
        """Give what can be done with the list now."""
        if self._sight is None or not self.model.items:
            return frozenset()
        if self.work.is_busy:
            return frozenset(_STEPS)
        ready = {Command.SUBMIT} if self.model.chosen else set[Command]()
        return frozenset({*_STEPS, Command.LOOK_AHEAD, *ready})

    def perform(self, command: Command) -> None:
        """Carry out one of the possible commands."""
        if command in _STEPS:
            self.table.step(_STEPS[command])
        elif command is Command.LOOK_AHEAD and self._sight is not None:
            self.work.look(self._sight.date)
        elif command is Command.SUBMIT:
            self._ask_to_send()

    def show_sight(self, sight: DaySight) -> None:
        """Show a day; what VTEX said just now of a job stays as long as the job is the same."""
        if self._sight is None or self._sight.date != sight.date:
            self._asked = {}
            self.work.look_ahead.give_up()
        self._sight = sight
        self.work.sending.show(sight.progress)
        self._list()
        if self._has_ended:
            self._has_ended = False
            self.table.select_failed()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        self._offer()
        self.work.tell()

    def _list(self) -> None:
        """List what is pending, with everything that is known of it."""
        if self._sight is not None:
            is_on_job = self.table.selected is not None or not self.table.currentIndex().isValid()
            self.model.list_rows(asked_just_now(self._sight.rows, self._asked))
            if is_on_job:
                self.table.leave_head()
            self.counted.emit(self._sight.day.totals.unsent.count)

    @Slot()
    def _offer(self) -> None:
        """Say what is there and what can be done with it."""
        jobs = self.model.count
        self._look.setVisible(bool(jobs))
        if not self.work.is_busy:
            self._offer_to_send()
        self.send.setEnabled(Command.SUBMIT in self.possible)
        summary = ngettext("{count} request is not sent", "{count} requests are not sent", jobs)
        self._summary.setText(summary.format(count=jobs))
        for part in (self._summary, self._more):
            part.setVisible(bool(jobs))
        self._nothing.say_why("done", _("Everything is sent"), _("The day can be closed."), offers=True)
        self._nothing.setVisible(self._sight is not None and not jobs)
        self.details.setVisible(bool(jobs))
        set_property(self.table, "empty", not jobs)
        self._top.fit()
        self.possible_changed.emit()

    def _offer_to_send(self) -> None:
        """Say what would go out; while something does, that stays as it was."""
        chosen, ready = self.model.chosen, self.model.ready
        amount = money(sum(job.value or 0 for job in chosen))
        is_all = len(chosen) == len(ready)
        words = _("Send all ready ({count}, {amount})") if is_all else _("Send the chosen ({count}, {amount})")
        self.send.setText(words.format(count=len(chosen), amount=amount))
        self.send.setAccessibleName(self.send.text())
        self.send.show_key(self._workplace.actions.key(Command.SUBMIT))
        self.send.setVisible(bool(ready))
        ticked = _("{chosen} of {ready} that are ready are chosen") if ready else _("Nothing of it is ready")
        self._more.setText(ticked.format(chosen=len(chosen), ready=len(ready)))

    def _ask_to_send(self) -> None:
        chosen = self.model.chosen
        if not chosen or self.work.is_busy:
            return
        key = self._workplace.actions.of(Command.SUBMIT).shortcut()
        dialog = SendDialog(chosen, len(self.model.ready) - len(chosen), key, self)
        dialog.confirmed.connect(partial(self._send, chosen))
        dialog.open()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._summary)
        words.addWidget(self._more)
        self._top.row.addLayout(words, 1)
        self._top.row.addWidget(self._look)
        self._top.row.addWidget(self.send)
        self._top.let_yield(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._top)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)

    def _connect(self) -> None:
        self._workplace.actions.keys_changed.connect(self._offer)
        self.model.chosen_changed.connect(self._offer)
        self.table.row_changed.connect(self.details.show_row)
        self.table.entered.connect(self.details.open_job)
        self.table.doubleClicked.connect(self.details.open_job)
        self.details.job_wanted.connect(self.job_wanted)
        self.send.clicked.connect(self._ask_to_send)
        self.work.changed.connect(self._offer)
        self.work.sending.advanced.connect(self.model.put_lines)
        self.work.sending.ended.connect(self._on_sending_ended)
        self.work.look_ahead.ended.connect(self._on_looked)

    def _send(self, jobs: tuple[Job, ...]) -> None:
        if self._sight is not None:
            self.work.send(self._sight.date, jobs)

    @Slot()
    def _on_sending_ended(self) -> None:
        """Show what failed, once the day was read; tell the end to who looks at something else."""
        self._has_ended = True
        if not self.isVisible():
            self._workplace.toasts.show_notice(self.bar.text, self.bar.tone)

    @Slot(object)
    def _on_looked(self, forecasts: tuple[Forecast, ...]) -> None:
        self._asked = {forecast.job.id: forecast for forecast in forecasts}
        self._list()
