"""The figures of a day: large ones, two charts, and a table that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.day import Balance, Day, Dimension, Figures
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import part_word
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.bars import Bar, Bars, LyingBars, UprightBars
from desktop_invoicer.ui.day.breakdown import TITLES, Breakdown
from desktop_invoicer.ui.day.tiles import Tiles
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.chips import Chip, ChipRow
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme

WIDE = 820
"""Points at a text scale of 100 % from which two charts stand beside each other."""
SHARES = (3, 2)
FEWEST_HOURS = 8


class ChartCard(Card):
    """A chart; ``as_table`` asks for its figures in the table below."""

    def __init__(self, title: str, bars: Bars) -> None:
        """Frame ``bars`` under a marked title."""
        super().__init__(title)
        self.bars = bars
        self.as_table = Button(N_("As a table"), "table", "inline")
        self.corner.addWidget(self.as_table)
        self.say(bars.setAccessibleName, title)
        self.content.addWidget(bars)
        self.content.addStretch()


class DayView(Adapting, QScrollArea):
    """Shows a ``Day``; what is computed of it is told in the language in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._day: Day | None = None
        self._dimension = Dimension.OPERATION
        self.tiles = Tiles()
        self._balance = label(part="muted", wraps=True)
        self.by_hour = ChartCard(N_("Invoiced by hour"), UprightBars())
        self.by_channel = ChartCard(N_("Invoiced by channel"), LyingBars())
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._chips = ChipRow(Chip(each, TITLES[each], _chip_words) for each in Dimension)
        self.table = Breakdown()
        self._lay_out()
        self.by_hour.as_table.clicked.connect(partial(self._show_table, Dimension.HOUR))
        self.by_channel.as_table.clicked.connect(partial(self._show_table, Dimension.CHANNEL))
        self._chips.chosen.connect(self._show_parts)

    def show_day(self, day: Day) -> None:
        """Show a day."""
        self._day = day
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        day = self._day
        if day is None:
            return
        self.tiles.show_figures(day.totals)
        self._balance.setText(_balance_words(day.balance))
        self.by_hour.bars.show_bars(_hours(day.by.get(Dimension.HOUR, {})))
        self.by_channel.bars.show_bars(_channels(day.by.get(Dimension.CHANNEL, {})))
        self._show_parts(self._dimension)

    @Slot(object)
    def _show_parts(self, dimension: Dimension) -> None:
        self._dimension = dimension
        if self._day is not None:
            self.table.show_parts(dimension, self._day.by.get(dimension, {}), self._day.totals)

    def _show_table(self, dimension: Dimension) -> None:
        """Show the figures of a chart in the table, and go there."""
        self._chips.choose(dimension)
        self._show_parts(dimension)
        self.table.setFocus()
        self.ensureWidgetVisible(self.table)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(self.tiles)
        column.addWidget(self._balance)
        self._charts.setSpacing(12)
        for card, share in zip((self.by_hour, self.by_channel), SHARES, strict=True):
            self._charts.addWidget(card, share)
        column.addLayout(self._charts)
        figures = Card(N_("Figures by"))
        figures.content.addWidget(self._chips)
        figures.content.addWidget(self.table)
        column.addWidget(figures)
        column.addStretch(1)  # what is left goes here, not into the tiles
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the charts beside each other where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= Theme.current().metrics.text(WIDE)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._charts.setDirection(direction)


def _balance_words(balance: Balance) -> str:
    """Say that every request is accounted for."""
    told = _(
        "{brought} open from before + {asked} asked for = {sent} sent + {given_up} withdrawn or dismissed + {left} not"
        " sent"
    )
    return told.format(
        brought=balance.brought_in,
        asked=balance.asked,
        sent=balance.sent,
        given_up=balance.given_up,
        left=balance.left,
    )


def _hours(parts: Mapping[str, Figures]) -> list[Bar]:
    """Give the hours from the first to the last in which something was invoiced, and some around few."""
    at_work = [int(hour) for hour, figures in parts.items() if hour and figures.invoiced.count]
    if not at_work:
        return []
    first, last = min(at_work), max(at_work)
    missing = max(FEWEST_HOURS - (last - first + 1), 0)
    first = max(min(first - missing // 2, 24 - FEWEST_HOURS), 0) if missing else first
    last = max(last, first + FEWEST_HOURS - 1)
    hours = [f"{hour:02}" for hour in range(first, last + 1)]
    return [Bar(part_word(Dimension.HOUR, hour), parts.get(hour, Figures()).invoiced.value) for hour in hours]


def _channels(parts: Mapping[str, Figures]) -> list[Bar]:
    """Give the channels in which something was invoiced, the largest first."""
    bars = [
        Bar(capital(part_word(Dimension.CHANNEL, part)), figures.invoiced.value)
        for part, figures in parts.items()
        if figures.invoiced.count
    ]
    return sorted(bars, key=lambda bar: -bar.value)


def _chip_words(_count: int) -> str:
    return "{filter}"
