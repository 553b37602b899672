"""The days before: how they went, how each was signed off, and the way to each. A part of the day close page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.closing import DaySummary
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.bars import UprightBars
from desktop_invoicer.ui.day.history_columns import COLUMNS
from desktop_invoicer.ui.day.trends import net_by_day, net_by_weekday
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.chips import Chip, ChipRow
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.parts.column_table import ColumnTable
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.parts.vacancy import Vacancy
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

PAUSE = 250
"""Milliseconds after the last letter before it is searched."""
WIDE = 820
"""Points at a text scale of 100 % from which there is room for two charts."""
HIGH = 132
"""Points of a chart at that scale."""
FURTHEST = 365
"""Days that a search goes back."""


class Span(Enum):
    """How far back the list goes, in days."""

    WEEK = 7
    MONTH = 30
    QUARTER = 90


_SPANS = {Span.WEEK: N_("7 days"), Span.MONTH: N_("30 days"), Span.QUARTER: N_("90 days")}


@dataclass(frozen=True, slots=True)
class _Past:
    """The days of a span, and those that a search found; without a search they are the same."""

    today: date
    days: tuple[DaySummary, ...]
    found: tuple[DaySummary, ...]


class HistoryView(Adapting, QWidget):
    """Lists the days with their figures. Asks the desk for nothing before ``refresh``."""

    day_wanted = Signal(object)
    """The ``date`` of a day to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._past: _Past | None = None
        self._span = Span.MONTH
        self._asked = ""
        self.search = QLineEdit()
        self.spans = ChipRow(Chip(span, words, _chip_words) for span, words in _SPANS.items())
        self._sum = label(part="heading")
        self._by_day, self._by_weekday = Card(N_("Net by day")), Card(N_("An average day"))
        self.by_day, self.by_weekday = UprightBars(HIGH), UprightBars(HIGH)
        self._charts = QHBoxLayout()
        self.table = ColumnTable(N_("Earlier days"), COLUMNS, lambda day: day.date)
        self._show_all = Button(N_("Show all days"), "all")
        self._nothing = Vacancy(self.table.viewport(), self._show_all)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()
        self.adapt()

    @Slot()
    def refresh(self) -> None:
        """List the days as they are now."""
        span, search = self._span, self.search.text().strip()
        self._asked = search
        self._workplace.link.ask(self, lambda commands: _look(commands, span, search), self._on_read)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        past = self._past
        self._fit()
        if past is None:
            self._nothing.say_why("loaded", _("Starting…"))
            return
        self.by_day.show_bars(net_by_day(past.days, past.today, self._span.value))
        self.by_weekday.show_bars(net_by_weekday(past.days, past.today))
        net = money(sum(day.figures.net for day in past.found))
        count = ngettext("{count} day", "{count} days", len(past.found)).format(count=len(past.found))
        self._sum.setText(_("{days}: {net} net").format(days=count, net=net) if past.found else "")
        if self._asked:
            self._nothing.say_why("search", _("No day found for “{text}”").format(text=shown(self._asked)), offers=True)
        else:
            self._nothing.say_why("history", _("Nothing happened on these days"))
        self._nothing.setVisible(not past.found)
        set_property(self.table, "empty", not past.found)

    def _lay_out(self) -> None:
        self.say(self.search.setPlaceholderText, N_("Search: date, manager, order, or “closed”"))
        self.say(self.search.setAccessibleName, N_("Search the days"))
        make_clearable(self.search, self)
        self.spans.choose(self._span)
        for card, bars in ((self._by_day, self.by_day), (self._by_weekday, self.by_weekday)):
            card.content.addWidget(bars)
            card.content.addStretch()
            self._charts.addWidget(card, 3 if card is self._by_day else 2)
        self.say(self.by_day.setAccessibleName, N_("Net by day"))
        self.say(self.by_weekday.setAccessibleName, N_("An average day"))
        self._charts.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.spans, 1)
        top.addWidget(self.search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(self._charts)
        column.addWidget(self._sum)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.spans.chosen.connect(self._on_span_chosen)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self.refresh)
        self._pause.timeout.connect(self.refresh)
        self._show_all.clicked.connect(self.search.clear)
        self.table.opened.connect(self._on_opened)

    def _fit(self) -> None:
        """Show the second chart where there is room for both."""
        self._by_weekday.setVisible(self.width() >= Theme.current().metrics.text(WIDE))

    def _on_read(self, past: _Past) -> None:
        self._past = past
        self.table.list_rows(past.found)
        self.adapt()

    @Slot(object)
    def _on_span_chosen(self, span: Span) -> None:
        self._span = span
        self.refresh()

    @Slot(object)
    def _on_opened(self, day: DaySummary) -> None:
        self.day_wanted.emit(day.date)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the room there is."""
        super().resizeEvent(event)
        self._fit()


def _look(commands: Commands, span: Span, search: str) -> _Past:
    """Read the days of a span; who searches means any day."""
    desk = commands.day_desk
    today = desk.today().date
    days = desk.history(today - timedelta(days=span.value - 1), today)
    found = desk.history(today - timedelta(days=FURTHEST), today, search) if search else days
    return _Past(today, days, found)


def _chip_words(_count: int) -> str:
    return "{filter}"
