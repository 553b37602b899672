"""The queue and the history: a table of jobs, and beside it everything of the selected one."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.listing import Section
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.workplace import Workplace


class JobsPage(Page):
    """Lists the jobs of a section."""

    def __init__(self, workplace: Workplace, section: Section, parent: QWidget | None = None) -> None:
        """Build an empty page."""
        super().__init__(parent)
        self._workplace = workplace
        self._section = section
        QVBoxLayout(self)
