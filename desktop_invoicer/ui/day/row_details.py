"""What the selected row of the list waits for, whole, and the way to its job."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.pending_rows import PendingRow
from desktop_invoicer.ui.day.words import owner_words, row_words, why_words
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label


class RowDetails(Adapting, QFrame):
    """Says it of one row. ``job_wanted`` brings its ``Job``."""

    job_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say how to choose a row."""
        super().__init__(parent)
        self.setProperty("part", "footer")
        self._row: PendingRow | None = None
        self._why = label(part="strong", wraps=True)
        self._owner = label(part="muted", wraps=True)
        self.open = Button(N_("Open the job"), "next")
        self.open.show_key(_("Enter"))
        self.open.clicked.connect(self.open_job)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._why)
        words.addWidget(self._owner)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        self.adapt()

    def show_row(self, row: PendingRow | None) -> None:
        """Say it of another row."""
        self._row = row
        self.adapt()

    def open_job(self) -> None:
        """Ask for the job to be brought into view."""
        if self._row is not None:
            self.job_wanted.emit(self._row.job)

    def adapt(self) -> None:
        """Say it in the language in use."""
        row = self._row
        self.open.setEnabled(row is not None)
        self.open.show_key(_("Enter"))
        why, owner = _("Choose a job to read what it waits for."), ""
        if row is not None:
            why, owner = why_words(row) or row_words(row), owner_words(row)
            if row.is_ready and row.result is None:
                owner = (
                    "" if row.forecast.is_asked else _("“What would happen?” asks VTEX whether anything is in the way.")
                )
        self._why.setText(why)
        self._owner.setText(owner)
        self._owner.setVisible(bool(self._owner.text()))
