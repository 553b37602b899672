"""A whole day's orders at once: which of them something is wrong with."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.messages import explain_failure, ngettext
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.day_dialog import DayDialog
from desktop_invoicer.ui.day.lengthy_bar import LengthyBar
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.chips import Chip, ChipRow
from desktop_invoicer.ui.parts.column_table import ColumnTable
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.parts.vacancy import Vacancy
from desktop_invoicer.ui.why.day_columns import COLUMNS
from desktop_invoicer.ui.workplace import Workplace

_CAUSE = 3
"""The column that takes what is left."""


class Listed(Enum):
    """Which orders are listed."""

    WRONG = "wrong"
    ALL = "all"


_LISTED = {Listed.WRONG: N_("Only those with a cause"), Listed.ALL: N_("All")}


class WhyDayView(Adapting, QWidget):
    """Asks about the marketplaces' orders of a day, and those of its jobs."""

    opened = Signal(object)
    """A ``Diagnosis`` to be shown whole."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Ask about nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._today: date | None = None
        self._day: date | None = None
        self._found: tuple[Diagnosis, ...] | None = None
        self._listed = Listed.WRONG
        self._error: InvoicerError | None = None
        self.date = Button("", "day")
        self._summary = label(part="heading", wraps=True)
        self.begin = Button(N_("Ask about the whole day"), "why", "primary")
        self.bar = LengthyBar(workplace.link)
        self.chips = ChipRow(Chip(each, words, _chip_words) for each, words in _LISTED.items())
        self.table = ColumnTable(
            N_("Orders of the day"), COLUMNS, lambda one: (one.account, one.order_id), widest=_CAUSE
        )
        self._again = Button(N_("Look again"), "refresh")
        self._nothing = Vacancy(self.table.viewport(), self._again)
        self._lay_out()
        self._connect()
        self.adapt()

    def refresh(self) -> None:
        """Find out which day it is."""
        link = self._workplace.link
        link.ask(self, lambda commands: commands.day_desk.today().date, self._on_today, self._on_no_day)

    def step(self, step: int) -> None:
        """Select another row."""
        self.table.step(step)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        self.date.setText(_("Starting…") if self._day is None else weekday_and_day(self._day))
        self.date.setAccessibleName(_("{day}: go to another day").format(day=self.date.text()))
        is_free = self._day is not None and not self.bar.is_running
        self.date.setEnabled(is_free)
        self.date.setVisible(self._error is None)
        self.begin.setEnabled(is_free)
        self._summary.setText("" if self._found is None else _summary_words(self._found))
        self._summary.setVisible(self._found is not None)
        self.chips.setVisible(bool(self._found))
        self._say_nothing()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.date)
        top.addWidget(self.begin)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self._summary)
        column.addWidget(self.chips)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.date.clicked.connect(self._on_date_pressed)
        self.begin.clicked.connect(self._begin)
        self.bar.ended.connect(self._on_ended)
        self.bar.given_up.connect(self.adapt)
        self.chips.chosen.connect(self._on_listed_chosen)
        self.table.opened.connect(self.opened)
        self._again.clicked.connect(self.refresh)

    def _list(self) -> None:
        found = self._found or ()
        wrong = [one for one in found if not one.is_sound]
        self.chips.show_counts({Listed.WRONG: len(wrong), Listed.ALL: len(found)})
        self.table.list_rows(wrong if self._listed is Listed.WRONG else found)
        self.adapt()

    def _say_nothing(self) -> None:
        """Say why no order is listed."""
        if self.bar.is_running:
            self._nothing.say_why("waiting", _("Asking VTEX…"), _("The window can be used meanwhile."))
        elif self._error is not None:
            told = explain_failure(self._error)
            self._nothing.say_why("warning", told.sentence, told.step, offers=True)
        elif self._found is None:
            more = _(
                "All orders of marketplaces that were created or invoiced on the day are looked at. It only reads."
            )
            self._nothing.say_why("why", _("This day was not asked about yet"), more)
        else:
            self._nothing.say_why("done", _("Nothing wrong here"), _("No order of this day is kept back."))
        self._nothing.setVisible(not self.table.rows)
        set_property(self.table, "empty", not self.table.rows)

    def _on_today(self, today: date) -> None:
        """Go on to a new day at midnight, unless something is to be seen of the old one."""
        if self._day == self._today and self._found is None and not self.bar.is_running:
            self._day = today
        self._today = today
        self._error = None
        self.adapt()

    def _on_no_day(self, error: InvoicerError) -> None:
        """Say why no day can be chosen. One that is in view stays, and a desk that starts is asked by itself."""
        if self._day is None and not isinstance(error, ServiceStoppedError):
            self._error = error
            self.adapt()

    @Slot()
    def _on_date_pressed(self) -> None:
        if self._today is not None and self._day is not None:
            dialog = DayDialog(self._today, self._day, self)
            dialog.chosen.connect(self._on_day_chosen)
            dialog.open()

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self._day, self._found = day, None
        self._list()

    @Slot()
    def _begin(self) -> None:
        day = self._day
        if day is not None:
            self._found = None
            self.bar.begin(lambda commands, told: commands.diagnoser.diagnose_day(day, told), _progress_words)
            self._list()

    @Slot(object)
    def _on_ended(self, found: tuple[Diagnosis, ...]) -> None:
        self._found = found
        self._list()
        self.table.setFocus()

    @Slot(object)
    def _on_listed_chosen(self, listed: Listed) -> None:
        self._listed = listed
        self._list()


def _summary_words(found: tuple[Diagnosis, ...]) -> str:
    wrong = sum(not one.is_sound for one in found)
    count = ngettext("{count} order looked at", "{count} orders looked at", len(found)).format(count=len(found))
    if not wrong:
        return _("{looked_at}: nothing wrong here.").format(looked_at=count)
    amiss = ngettext("something is wrong with {count}", "something is wrong with {count}", wrong)
    return f"{count}, {amiss.format(count=wrong)}."


def _progress_words(done: int, total: int) -> tuple[str, str]:
    words = _("{done} of {total} orders read") if total else _("VTEX lists the orders of the day")
    return words.format(done=done, total=total), _("It only reads. Many orders take some minutes.")


def _chip_words(count: int) -> str:
    return ngettext("{filter}, {count} order", "{filter}, {count} orders", count)
