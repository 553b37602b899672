"""The comparisons of a document that is being attached, and their outcome for screen readers."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.comparing import Candidate
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import CheckList, outcome
from desktop_invoicer.ui.parts.card import Card


class Checks(Card):
    """Hidden while there is nothing to compare."""

    def __init__(self, job_id: JobId, parent: QWidget | None = None) -> None:
        """Compare nothing yet with a job."""
        super().__init__(N_("How it fits"), parent)
        self._candidate: Candidate | None = None
        self._list = CheckList(job_id)
        self.content.addWidget(self._list)
        self.hide()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show the comparisons of a document, and have the outcome read out."""
        self._candidate = candidate
        self.adapt()
        self.setVisible(candidate is not None)
        if candidate is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, outcome(candidate.checks)))

    def adapt(self) -> None:
        """Name the document in the language in use."""
        if self._candidate is not None:
            self._list.show_checks(self._candidate.checks, document_name(self._candidate.paper.document))
