"""What to look out for: nothing that stops the job, and worth knowing before the document is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop_invoicer.messages import explain
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class Notices(DetailsCard):
    """The notices of the draft, each with what to do about it."""

    def __init__(self) -> None:
        """Show none yet."""
        super().__init__(N_("Look out"))

    def subject(self, details: JobDetails) -> object:
        """Depend on the notices; none hide the card."""
        if details.content is None or details.job.stage.is_end:
            return None
        return details.content.draft.notices or None

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put one notice below the other."""
        notices = () if details.content is None else details.content.draft.notices
        for notice in notices:
            told = explain(notice, details.job.id)
            body.addWidget(with_icon("warning", told.sentence, Role.WARNING, below=told.step))
