"""The filters of a list of jobs as chips, each with the number of jobs it would show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, Section
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.jobs.columns import DELIVERY, PICKUP
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.chips import Chip, ChipRow

PAUSE = 300
"""Milliseconds between two counts, however much happens."""

_WORDS: dict[JobFilter, str] = {
    JobFilter.ALL: N_("All"),
    JobFilter.PICKUP: PICKUP,
    JobFilter.DELIVERY: DELIVERY,
    JobFilter.RETURNS: N_("Returns"),
    JobFilter.NEEDS_PERSON: N_("Needs a person"),
    JobFilter.WAITING_FOR_DOCUMENT: N_("Waiting for document"),
    JobFilter.FAILED: N_("Failed"),
}
_OF_ENDED = (JobFilter.ALL, JobFilter.PICKUP, JobFilter.DELIVERY, JobFilter.RETURNS)
"""A job that is over waits for nothing."""


class Chips(ChipRow):
    """The filters of a section. Counts again after each change, but not often."""

    recounted = Signal()
    """Something changed a while ago, and the numbers are looked at anew."""

    def __init__(self, link: DeskLink, section: Section) -> None:
        """Show the filters of a section; all its jobs are chosen."""
        shown = JobFilter if section is Section.OPEN else _OF_ENDED
        super().__init__(Chip(one, _WORDS[one], _counted, MOST_COUNTED) for one in shown)
        self._link = link
        self._section = section
        self._search = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._on_paused)

    def search(self, text: str) -> None:
        """Count what a search finds, from now on."""
        self._search = text
        self._count()

    def recount(self) -> None:
        """Count again before long."""
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _on_paused(self) -> None:
        self._count()
        self.recounted.emit()

    def _count(self) -> None:
        section, search = self._section, self._search
        self._link.ask(self, lambda commands: commands.desk.counts(section, search), partial(self._on_counted, search))

    def _on_counted(self, search: str, counts: Mapping[JobFilter, int]) -> None:
        if search == self._search:
            self.show_counts(counts)


def _counted(count: int) -> str:
    return ngettext("{filter}, {count} job", "{filter}, {count} jobs", count)
