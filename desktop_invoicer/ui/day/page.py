"""The day close page: figures, what is not sent, findings, earlier days, and the signing off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.workplace import Workplace


class DayPage(Page):
    """Shows a store's day. Asks the desk for nothing before it was in view."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
