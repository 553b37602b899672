"""Everything the page shows of a day, read at once on the engine's loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_invoicer.domain.closing import DayChange, DayClosing, DayState
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.submission import Progress
from desktop_invoicer.ui.day.pending_rows import PendingRow, rows_of

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


@dataclass(frozen=True, slots=True)
class DaySight:
    """A day as it was when it was read. ``findings`` is ``None`` where nobody has compared the truths."""

    today: date
    day: Day
    seen: str
    """The fingerprint of ``day``: another day than this one is not signed off."""
    rows: tuple[PendingRow, ...] = ()
    """What is not sent, by whose turn it is; while a submission runs, what was chosen, too."""
    closing: DayClosing | None = None
    changes: tuple[DayChange, ...] = ()
    findings: tuple[Finding, ...] | None = None
    progress: Progress | None = None

    @property
    def date(self) -> date:
        """Give the date of the day."""
        return self.day.day.date

    @property
    def state(self) -> DayState:
        """Tell whether it is open, closed or reopened."""
        return DayState.OPEN if self.closing is None else self.closing.state


def look(commands: Commands, wanted: date | None) -> DaySight:
    """Read a day; without one, today."""
    from desktop_invoicer.engine.closing import fingerprint

    desk = commands.day_desk
    today = desk.today().date
    when = wanted or today
    day = desk.day(when)
    compared = commands.reconciler.last(when)
    closing = desk.closing(when)
    progress = commands.submissions.progress()
    return DaySight(
        today=today,
        day=day,
        seen=fingerprint(day),
        rows=rows_of(desk.forecasts(day), progress),
        closing=closing,
        changes=() if closing is None else desk.changes(when),
        findings=None if compared is None else compared.findings,
        progress=progress,
    )
