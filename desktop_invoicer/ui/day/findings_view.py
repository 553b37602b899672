"""What does not agree between VTEX, the documents and the journal: a part of the day close page."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.workplace import Workplace


class FindingsView(Adapting, QWidget):
    """Lists the findings of a day. Asks the desk for nothing before ``show_day``."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    counted = Signal(int)
    """How many findings of the day stand without a note."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._workplace = workplace

    def show_day(self, day: date) -> None:
        """Show the findings of a day, as they were found last."""
