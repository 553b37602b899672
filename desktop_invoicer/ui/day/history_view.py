"""The days before: a part of the day close page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.workplace import Workplace


class HistoryView(Adapting, QWidget):
    """Lists the days with their figures. Asks the desk for nothing before ``refresh``."""

    day_wanted = Signal(object)
    """The ``date`` of a day to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._workplace = workplace

    def refresh(self) -> None:
        """List the days as they are now."""
