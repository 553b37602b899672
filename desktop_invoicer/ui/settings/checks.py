"""The field that says which comparisons keep a document out, where the store may choose."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.switch import Switch
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.field import Field

QUESTIONS = {
    CheckName.DIGEST: N_("Its content was changed after it was signed"),
    CheckName.MODEL: N_("It is of the other model, where the rules allow both"),
    CheckName.BUYER: N_("It names another buyer, or none"),
    CheckName.ITEMS: N_("It has other items"),
    CheckName.DATE: N_("Its date is odd"),
}


class ChecksField(Field):
    """One switch a comparison, each given as soon as it is switched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer every comparison of which the store may choose."""
        self.switches = {name: Switch() for name in QUESTIONS}
        self._names = {name: label(wraps=True) for name in QUESTIONS}
        control = QWidget()
        grid = QGridLayout(control)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, (name, switch) in enumerate(self.switches.items()):
            grid.addWidget(switch, row, 0)
            grid.addWidget(self._names[name], row, 1)
            self._names[name].setBuddy(switch)
            switch.clicked.connect(self._on_clicked)
        super().__init__(
            N_("What keeps a document out"),
            N_("What is off here is shown as a warning, and a person may go on."),
            control,
            parent,
        )
        for name, question in QUESTIONS.items():
            self.say(self._names[name].setText, question)
            self.say(self.switches[name].setAccessibleName, question)

    def show_value(self, value: object) -> None:
        """Show the comparisons in force."""
        names = value if isinstance(value, tuple) else ()
        for name, switch in self.switches.items():
            switch.setChecked(name in names)

    def _on_clicked(self) -> None:
        self.entered.emit([name.value for name, switch in self.switches.items() if switch.isChecked()])
