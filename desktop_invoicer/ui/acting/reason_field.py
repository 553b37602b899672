"""Where a reason is written, or chosen among the usual ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.parts.buttons import Button

LONGEST = 200


class ReasonField(Adapting, QWidget):
    """A line to write in, and chips that fill it. ``changed`` tells of either, ``chosen`` of a chip."""

    changed = Signal()
    chosen = Signal()

    def __init__(self, usual: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer the ``usual`` reasons, which are marked."""
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.say(self.line.setPlaceholderText, N_("Choose one below, or write your own"))
        self.line.textChanged.connect(self.changed)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.line)
        flow = Flow()
        for text in usual:
            button = Button(text, part="chip")
            button.clicked.connect(partial(self._on_usual, button))
            flow.addWidget(button)
        column.addLayout(flow)

    @property
    def reason(self) -> str:
        """Give what was written; empty while nothing was."""
        return self.line.text().strip()

    def _on_usual(self, button: Button) -> None:
        self.line.setText(button.text())
        self.chosen.emit()
