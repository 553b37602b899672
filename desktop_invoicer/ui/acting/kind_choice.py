"""By which document a sale was undone: what is asked for beside a key depends on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label


class KindChoice(Adapting, QWidget):
    """An NF-e de entrada, unless a person says that the note of the sale was cancelled."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Choose the NF-e de entrada."""
        super().__init__(parent)
        self.entry, self.cancelled = QRadioButton(), QRadioButton()
        name = label(part="strong")
        self.say(name.setText, N_("How was the sale undone?"))
        self.say(self.setAccessibleName, N_("How was the sale undone?"))
        self.say(self.entry.setText, N_("With an NF-e de entrada: give its key"))
        self.say(self.cancelled.setText, N_("The note was cancelled: give the note's key and the protocol"))
        self.entry.setChecked(True)
        layout = column(name, self.entry, self.cancelled)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.cancelled.toggled.connect(self.changed)

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the note of the sale was cancelled."""
        return self.cancelled.isChecked()
