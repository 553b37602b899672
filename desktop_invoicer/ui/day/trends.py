"""How the days went: the net of each, and what a weekday usually brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from desktop_invoicer.domain.closing import DaySummary
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.day_words import WEEKDAYS
from desktop_invoicer.ui.day.bars import Bar


def net_by_day(days: Iterable[DaySummary], last: date, count: int) -> list[Bar]:
    """Give a bar for each of ``count`` days up to the last one, those without anything, too."""
    nets = {day.date: day.figures.net for day in days}
    dates = (last - timedelta(days=back) for back in range(count - 1, -1, -1))
    return [Bar(f"{when:%d/%m}", nets.get(when, 0)) for when in dates]


def net_by_weekday(days: Iterable[DaySummary], today: date) -> list[Bar]:
    """Give what a day of each weekday brought on average; today is not over, and days without anything are none."""
    nets: defaultdict[int, list[int]] = defaultdict(list)
    for day in days:
        if day.date != today and day.figures.invoiced.count:
            nets[day.date.weekday()].append(day.figures.net)
    return [Bar(_(WEEKDAYS[weekday])[:3], round(sum(nets[weekday]) / len(nets[weekday]))) for weekday in sorted(nets)]
