"""What the frame expects of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.adapting import Adapting

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.domain.scan import Scan
    from desktop_invoicer.domain.workflow import Job
    from desktop_invoicer.engine.desk import JobDetails
    from desktop_invoicer.ui.acting.comparing import Candidate


SCAN_HINT = N_("Scan or search: order, chave de acesso, product, buyer, value")


class Page(Adapting, QWidget):
    """A page of the window. The frame hands commands, scans and searches to the page in view."""

    possible_changed = Signal()
    """``possible`` is another set now."""
    scan_judged = Signal(bool, str)
    """Whether a scan was of use, and what came of it in words."""
    sought = Signal(str)
    """The page lists what answers to this now, by itself."""

    @property
    def possible(self) -> frozenset[Command]:
        """Give the commands that this page can carry out now, among those that depend on the page."""
        return frozenset()

    @property
    def details(self) -> JobDetails | None:
        """Give the job in view, with everything that is known of it."""
        return None

    @property
    def takes_scans(self) -> bool:
        """Tell whether the page has a use for what is scanned or searched for."""
        return False

    @property
    def scan_hint(self) -> str:
        """Give what the scan field is good for on this page, as a marked text."""
        return SCAN_HINT

    def enter(self) -> None:
        """Come into view."""

    def perform(self, command: Command) -> None:
        """Carry out one of the possible commands."""

    def search(self, text: str) -> None:
        """Show what answers to ``text`` as it is typed."""

    def show_job(self, job: Job) -> None:
        """Select a job, whatever is listed now."""

    def take(self, data: QMimeData) -> bool:  # noqa: ARG002 (some pages have a use for it)
        """Use a file or an XML that was pasted for what is selected; tell whether it was of use."""
        return False

    def take_document(self, job: Job, candidate: Candidate, *, is_sure: bool) -> None:
        """Attach a document to a job of this page, after a look of the person unless it is sure."""

    def take_scan(self, scan: Scan) -> None:
        """Use what was scanned, or typed and entered; ``scan_judged`` tells what came of it."""
