"""Signing a day off, and noticing what changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_invoicer.domain.closing import DayClosing
from desktop_invoicer.domain.day import Day
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.events import Event
from desktop_invoicer.engine.ports import DayBook


def fingerprint(day: Day) -> str:
    """Give a text that is another one as soon as the figures of a day, or what is not sent, are others."""
    raise NotImplementedError


@dataclass(slots=True)
class Closing:
    """Takes managers' words about days, and watches the days that are closed. Runs on the engine's loop."""

    day_desk: DayDesk
    book: DayBook

    def sign_off(
        self, when: date, manager: str, reason: str, seen: str, findings: Sequence[Finding] = ()
    ) -> DayClosing:
        """Close a day; ``seen`` is the fingerprint of the day as the manager saw it.

        Raises:
            NothingSaidError, NotAManagerError: the name is empty, or none of a manager.
            FutureDayError: the day has not begun.
            DayChangedError: the figures are others than those that were shown.
            ReasonMissingError: something is not sent, and nobody says why the day is closed.

        """
        raise NotImplementedError

    def listen(self, event: Event) -> None:
        """Note that something happened; a closed day that changed is looked at soon."""
        raise NotImplementedError

    async def run(self) -> None:
        """Reopen closed days that change, until cancelled."""
        raise NotImplementedError
