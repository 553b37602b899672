"""Finds what was scanned or entered among the jobs of a section, and has words for what it does not find."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.fit import check_key, misfits
from desktop_invoicer.domain.listing import JobPage, JobQuery, Section
from desktop_invoicer.domain.scan import Scan, ScanKind
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain, explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.link import DeskLink

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

MOST = 2
"""Whether there are several is all that has to be known: they are listed then."""


class Finder(QObject):
    """Looks for one thing at a time: the answer to an earlier scan is dropped."""

    document_due = Signal(object, object)
    """The selected ``Job``, which takes the document of the ``Scan``."""
    found_one = Signal(object)
    """The one ``Job`` that was meant."""
    found_several = Signal(object)
    """The ``Scan`` that several jobs answer to."""
    missed = Signal(object, str)
    """A ``Scan`` that no job answers to, and the words for that."""

    def __init__(self, link: DeskLink, section: Section, parent: QObject) -> None:
        """Look among the jobs of ``section``."""
        super().__init__(parent)
        self._link = link
        self._section = section
        self._sought: Scan | None = None

    def find(self, scan: Scan, selected: JobId | None) -> None:
        """Look for what a scan names; a key is meant for the selected job as long as that takes a document."""
        self._sought = scan
        query = JobQuery(self._section, search=scan.value)
        taker = selected if scan.kind is ScanKind.ACCESS_KEY else None
        work = partial(_look, query=query, taker=taker)
        self._link.ask(self, work, partial(self._on_found, scan), partial(self._on_refused, scan))

    def _on_found(self, scan: Scan, found: Job | JobPage) -> None:
        if scan is not self._sought:
            return
        if isinstance(found, Job):
            self.document_due.emit(found, scan)
        elif not found.jobs:
            self.missed.emit(scan, missed_words(scan))
        elif len(found.jobs) == 1:
            self.found_one.emit(found.jobs[0])
        else:
            self.found_several.emit(scan)

    def _on_refused(self, scan: Scan, error: InvoicerError) -> None:
        if scan is self._sought:
            told = explain_failure(error)
            self.missed.emit(scan, f"{told.sentence} {told.step}")


def _look(commands: Commands, query: JobQuery, taker: JobId | None) -> Job | JobPage:
    """Look at the job as it is now: what is listed may not be loaded yet."""
    if taker is not None and Act.ATTACH in acts_on(job := commands.desk.job(taker)):
        return job
    return commands.desk.page(query, 0, MOST)


def broken_words(scan: Scan) -> str:
    """Say why what was scanned is no access key."""
    return " ".join(explain(problem).sentence for problem in misfits([check_key(scan.text)]))


def missed_words(scan: Scan) -> str:
    """Say that no job answers to a scan, and what helps."""
    match scan.kind:
        case ScanKind.ACCESS_KEY:
            return _("Choose the order first, then scan its document. No job here has this one.")
        case ScanKind.ORDER:
            return _("Order {order} is not in this list.").format(order=scan.value)
        case ScanKind.GTIN:
            return _("No order in this list asks for product {gtin}.").format(gtin=scan.value)
        case _:
            return _("Nothing found for “{text}”").format(text=scan.value)
