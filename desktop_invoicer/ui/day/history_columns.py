"""What the list of earlier days says of each."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.closing import DayState, DaySummary
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.parts.column_table import Column
from desktop_invoicer.ui.theme.tokens import Tone

_LOOKS: Mapping[DayState, tuple[str, Tone]] = {
    DayState.OPEN: ("unlock", Tone.NEUTRAL),
    DayState.CLOSED: ("lock", Tone.SUCCESS),
    DayState.REOPENED: ("warning", Tone.WARNING),
}


def _manager(day: DaySummary) -> str:
    return "" if day.closing is None else shown(day.closing.manager)


def _went_back(day: DaySummary) -> str:
    back = day.figures.returned.value + day.figures.cancelled.value
    return money(back) if back else ""


def _left(day: DaySummary) -> str:
    """Count what the manager signed as not sent; nobody counts it of a day that is not closed."""
    return str(len(day.closing.pending)) if day.closing is not None and day.closing.pending else ""


COLUMNS = (
    Column(N_("Day"), lambda day: weekday_and_day(day.date), is_strong=True, least=196),
    Column(N_("Invoices"), lambda day: str(day.figures.invoiced.count), rank=4, is_right=True),
    Column(N_("Invoiced"), lambda day: money(day.figures.invoiced.value), rank=5, is_right=True),
    Column(N_("Went back"), _went_back, rank=6, is_right=True),
    Column(N_("Net"), lambda day: money(day.figures.net), is_right=True, is_strong=True),
    Column(N_("Left unsent"), _left, rank=2, is_right=True),
    Column(N_("State"), lambda day: capital(word(day.state)), rank=1, look=lambda day: _LOOKS[day.state]),
    Column(N_("Manager"), _manager, rank=3),
)
"""Where there is little room the day and its net stay."""
