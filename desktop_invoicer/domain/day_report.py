"""What a report of a day holds, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.closing import DayClosing
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.prospect import Forecast


class PaperSize(StrEnum):
    """What a report is printed on."""

    A4 = "a4"
    ROLL_80 = "80mm"


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day, ready to be written. ``made_at`` is when its figures were taken."""

    store: str
    account: str
    desk: str
    made_at: datetime
    day: Day
    forecasts: tuple[Forecast, ...] = ()
    """What is to become of each unsent job, oldest first."""
    findings: tuple[Finding, ...] | None = None
    """``None``: nobody has compared the three truths for this day yet."""
    closing: DayClosing | None = None
