"""Going to a day by its date."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.day_field import DayField
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.tokens import Tone


class DayDialog(Dialog):
    """Takes a day up to today. ``chosen`` brings its ``date``."""

    chosen = Signal(object)

    def __init__(self, today: date, shown: date, parent: QWidget) -> None:
        """Ask for a day; one without month is of that of ``shown``."""
        super().__init__(N_("Which day?"), N_("Back"), 420, parent)
        self.setObjectName("day_dialog")
        self._today = today
        self.field = DayField()
        self.field.month = shown
        self._wrong = Notice()
        self.go = Button(N_("Show it"), "day", "primary")
        self.content.addLayout(column(self.name(N_("Day"), self.field), self.field))
        self.content.addWidget(self._wrong)
        self.foot.addWidget(self.go)
        self.field.textChanged.connect(self._on_changed)
        self.field.returnPressed.connect(self.go.click)
        self.go.clicked.connect(self._on_go)
        self.field.setFocus()
        self._on_changed()

    def _on_changed(self) -> None:
        day = self.field.day
        is_to_come = day is not None and day > self._today
        self._wrong.tell(_("That day is still to come.") if is_to_come else "", Tone.WARNING)
        self.go.setEnabled(day is not None and not is_to_come)

    def _on_go(self) -> None:
        self.chosen.emit(self.field.day)
        self.accept()
