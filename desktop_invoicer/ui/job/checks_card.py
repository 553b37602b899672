"""How the attached document fits: what has to be looked at, and what was compared behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_invoicer.domain.check import Verdict
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import CheckList, worst
from desktop_invoicer.ui.job.details_card import DetailsCard

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class ChecksCard(DetailsCard):
    """The checks of a document that may still be replaced, of one that fits or of one that does not."""

    def __init__(self, *, fits: bool) -> None:
        """Show nothing yet, and later only what ``fits``, or only what somebody has to look at."""
        super().__init__(N_("How it fits"))
        self._fits = fits
        self._job: JobId | None = None
        self._is_open = False

    @override
    def show_details(self, details: JobDetails) -> bool:
        """Fold what fits for another job, and leave it as it was for the same."""
        if details.job.id != self._job:
            self._job, self._is_open = details.job.id, False
        return super().show_details(details)

    def subject(self, details: JobDetails) -> object:
        """Depend on the comparisons; none hide the card."""
        is_mine = details.checks and (worst(details.checks) is Verdict.OK) is self._fits
        return (details.job.id, details.checks) if is_mine else None

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Show what is wrong, and fold the rest."""
        checks = CheckList(details.job.id, folds=True)
        checks.toggle.setChecked(self._is_open)
        checks.toggle.toggled.connect(self._on_toggled)
        checks.show_checks(details.checks, "" if details.job.document is None else document_name(details.job.document))
        body.addWidget(checks)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._is_open = is_open
