"""How the attached document fits: what has to be looked at, and what was compared behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import ICONS, CheckList, in_short, worst
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.pieces import with_icon

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class ChecksCard(DetailsCard):
    """The checks of a document that may still be replaced; hidden once it may not."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(N_("How it fits"))
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
        return (details.job.id, details.checks) if details.checks else None

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the outcome first, what is wrong below it, and fold the rest."""
        name, role = ICONS[worst(details.checks)]
        body.addWidget(with_icon(name, in_short(details.checks), role, "strong"))
        checks = CheckList(details.job.id, folds=True)
        checks.toggle.setChecked(self._is_open)
        checks.toggle.toggled.connect(self._on_toggled)
        checks.show_checks(details.checks, "" if details.job.document is None else document_name(details.job.document))
        body.addWidget(checks)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._is_open = is_open
