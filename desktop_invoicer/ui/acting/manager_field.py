"""Where a manager says who they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.chooser import Chooser

LONGEST = 60


class ManagerField(Adapting, QWidget):
    """A choice among those whom the settings name; a line to write in where they name nobody."""

    changed = Signal()

    def __init__(self, managers: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer these names, and choose none."""
        super().__init__(parent)
        self.list = Chooser()
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.list.addItems(managers)
        self.list.setCurrentIndex(-1)
        self.say(self.list.setPlaceholderText, N_("Choose the manager who stands here"))
        self.say(self.line.setPlaceholderText, N_("The manager who stands here"))
        self._is_list = bool(managers)
        self.field: QWidget = self.list if self._is_list else self.line
        self.setFocusProxy(self.field)
        self.list.currentIndexChanged.connect(self.changed)
        self.line.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(self.line)
        self.list.setVisible(self._is_list)
        self.line.setVisible(not self._is_list)

    @property
    def name(self) -> str:
        """Give who was named; empty while nobody was."""
        return self.list.currentText() if self._is_list else self.line.text().strip()
