"""What does not agree between VTEX, the documents and the journal: a part of the day close page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, tzinfo
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.finding import Finding, FindingNote
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.engine.events import Event, JobChanged, JobReceived
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.finding_details import FindingDetails
from desktop_invoicer.ui.day.finding_rows import COLUMNS, WORDS, Concern, concern_of, in_order
from desktop_invoicer.ui.day.fixing import Fixing
from desktop_invoicer.ui.day.lengthy_bar import LengthyBar
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.chips import Chip, ChipRow
from desktop_invoicer.ui.parts.column_table import ColumnTable
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.parts.vacancy import Vacancy
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.reconciling import Reconciled

_SENTENCE = 2
"""The column that takes what is left."""


class _All(Enum):
    """Stands for every concern."""

    ALL = "all"


_CHIPS: Mapping[Enum, str] = dict([(_All.ALL, N_("All")), *WORDS.items()])


class FindingsView(Adapting, QWidget):
    """Lists the findings of a day. Asks the desk for nothing before ``show_day``."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    order_wanted = Signal(object, object)
    """Account and order id of an order to be asked about."""
    file_wanted = Signal(object)
    """The ``FileId`` of a file to be brought into view."""
    counted = Signal(int)
    """How many findings of the day stand without a note."""
    changed = Signal()
    """The day was compared, or a finding settled."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._day: date | None = None
        self._zone: tzinfo | None = None
        self._seen: Reconciled | None = None
        self._is_stale = False
        self._concern: Concern | None = None
        self._fixing = Fixing(workplace, self)
        self._summary, self._how = label(part="heading"), label(part="muted", wraps=True)
        self.compare = Button(N_("Compare now"), "refresh")
        self.bar = LengthyBar(workplace.link)
        self._chips = ChipRow(Chip(each, words, _chip_words) for each, words in _CHIPS.items())
        self.table = ColumnTable(N_("Findings"), COLUMNS, lambda finding: finding.identity, widest=_SENTENCE)
        self.details = FindingDetails()
        self.begin = Button(N_("Compare now"), "refresh", "primary")
        self._nothing = Vacancy(self.table.viewport(), self.begin)
        self._lay_out()
        self._connect()
        self.adapt()

    def show_day(self, store_day: StoreDay) -> None:
        """Show the findings of a day, as they were found last."""
        day = store_day.date
        if day != self._day:
            self.bar.give_up()
        self._day, self._zone = day, store_day.zone
        self.details.zone = store_day.zone
        self._show(None)
        self._workplace.link.ask(self, lambda commands: commands.reconciler.last(day), self._on_known)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        seen, stands = self._seen, self._standing
        amount = money(sum(finding.amount for finding in stands))
        told = ngettext("{count} finding stands", "{count} findings stand", len(stands)).format(count=len(stands))
        if stands and any(finding.amount for finding in stands):
            told = _("{findings}: {amount}").format(findings=told, amount=amount)
        self._summary.setText(told if stands else "" if seen is None else _("Everything agrees"))
        self._how.setText("" if seen is None else _compared_words(seen, self._zone, is_stale=self._is_stale))
        for part in (self._summary, self._how, self.compare):
            part.setVisible(seen is not None)
        self._offer()
        self._say_nothing()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._summary)
        words.addWidget(self._how)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addLayout(words, 1)
        top.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self._chips)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)

    def _connect(self) -> None:
        self._workplace.link.published.connect(self._on_published)
        self.compare.clicked.connect(self._compare)
        self.begin.clicked.connect(self._compare)
        self.bar.ended.connect(self._on_compared)
        self.bar.given_up.connect(self.adapt)
        self._chips.chosen.connect(self._on_concern_chosen)
        self.table.chosen.connect(self.details.show_finding)
        self.table.opened.connect(self.details.press)
        self.details.wanted.connect(self._fixing.fix)
        self._fixing.comparison_wanted.connect(self._compare)
        self._fixing.noted.connect(self._on_noted)
        for mine, its in (
            (self.job_wanted, self._fixing.job_wanted),
            (self.order_wanted, self._fixing.order_wanted),
            (self.file_wanted, self._fixing.file_wanted),
        ):
            its.connect(mine)

    @property
    def _standing(self) -> tuple[Finding, ...]:
        """Give the findings that nobody settled."""
        return () if self._seen is None else tuple(each for each in self._seen.findings if not each.is_settled)

    def _show(self, seen: Reconciled | None) -> None:
        """Show what a comparison came to; ``None``: nobody has compared the day."""
        self._seen = seen
        self._is_stale = False
        self._list()

    def _list(self) -> None:
        findings = () if self._seen is None else in_order(self._seen.findings)
        counts: Counter[Enum] = Counter(map(concern_of, findings))
        if self._concern is not None and not counts[self._concern]:
            self._concern = None
            self._chips.choose(_All.ALL)
        self._chips.show_counts({_All.ALL: len(findings), **counts})
        for chip in self._chips.findChildren(Chip):
            chip.setVisible(chip.filter is _All.ALL or bool(counts[chip.filter]))
        self.table.list_rows([each for each in findings if self._concern in {None, concern_of(each)}])
        self.counted.emit(len(self._standing))
        self.adapt()

    def _offer(self) -> None:
        has_rows = bool(self.table.rows)
        for button in (self.compare, self.begin):
            button.setEnabled(self._day is not None and not self.bar.is_running)
        self._chips.setVisible(has_rows)
        self.details.setVisible(has_rows)

    def _say_nothing(self) -> None:
        """Say why no finding is listed."""
        if self.bar.is_running:
            self._nothing.say_why("waiting", _("Comparing…"), _("The window can be used meanwhile."))
        elif self._seen is None:
            more = _("VTEX, the documents and the journal are compared, order by order. Nothing is sent or changed.")
            self._nothing.say_why("table", _("This day was not compared yet"), more, offers=True)
        else:
            more = _("VTEX, the documents and the journal say the same of this day.")
            self._nothing.say_why("done", _("Everything agrees"), more)
        self._nothing.setVisible(not self.table.rows)
        set_property(self.table, "empty", not self.table.rows)

    @Slot()
    def _compare(self) -> None:
        day = self._day
        if day is not None:
            self.bar.begin(lambda commands, told: commands.reconciler.compare(day, told), _progress_words)
            self.adapt()

    def _on_known(self, seen: Reconciled | None) -> None:
        if seen is not None and seen.date == self._day:
            self._show(seen)

    @Slot(object)
    def _on_compared(self, seen: Reconciled) -> None:
        if seen.date == self._day:
            self._show(seen)
            self.changed.emit()
        else:
            self.adapt()

    @Slot(object)
    def _on_concern_chosen(self, chosen: Concern | _All) -> None:
        self._concern = chosen if isinstance(chosen, Concern) else None
        self._list()

    @Slot(object)
    def _on_noted(self, note: FindingNote) -> None:
        seen = self._seen
        if seen is not None:
            noted = (replace(each, note=note) if each.identity == note.finding else each for each in seen.findings)
            self._seen = replace(seen, findings=tuple(noted))
            at = self.table.currentIndex().row()
            self._list()
            self.table.select_row(min(at, len(self.table.rows) - 1))  # on with the next one
            self.changed.emit()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        """Notice that something happened to what was compared."""
        if self._seen is None or self._is_stale:
            return
        jobs = [event.job for event in events if isinstance(event, JobReceived | JobChanged)]
        orders = {finding.order_id for finding in self._seen.findings}
        if any(job.order_id in orders for job in jobs):
            self._is_stale = True
            self.adapt()


def _progress_words(done: int, total: int) -> tuple[str, str]:
    words = _("Comparing: {done} of {total} orders read") if total else _("Comparing: VTEX lists the orders of the day")
    return words.format(done=done, total=total), _("Nothing is sent or changed. Many orders take some minutes.")


def _compared_words(seen: Reconciled, zone: tzinfo | None, *, is_stale: bool) -> str:
    """Say when and how a day was compared."""
    told = [_("Compared {at}.").format(at=moment(seen.at, zone))]
    read = ngettext("{count} order read from VTEX", "{count} orders read from VTEX", seen.read)
    parts = [read.format(count=seen.read)]
    if seen.listed:
        proved = ngettext("{count} proved by its list", "{count} proved by its list", seen.listed)
        parts.append(proved.format(count=seen.listed))
    if seen.unread:
        unread = ngettext("{count} not given by VTEX", "{count} not given by VTEX", seen.unread)
        parts.append(unread.format(count=seen.unread))
    told.append(", ".join(parts) + ".")
    if is_stale:
        told.append(_("Something changed since: compare again."))
    return " ".join(told)


def _chip_words(count: int) -> str:
    return ngettext("{filter}, {count} finding", "{filter}, {count} findings", count)
