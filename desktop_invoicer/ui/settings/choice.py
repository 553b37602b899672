"""Fields that offer what there is: one of a few, or yes and no. They give a choice as soon as it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.switch import Switch
from desktop_invoicer.ui.settings.field import Field


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few: its value, its marked name, and perhaps a marked sentence that says what it means."""

    value: str
    text: str
    meaning: str = ""


class ChoiceField(Field):
    """One of a few choices, given as soon as it is made; what it means stands below."""

    _given = -1

    def __init__(self, name: str, choices: Sequence[Choice], hint: str = "", parent: QWidget | None = None) -> None:
        """Offer the choices in their order."""
        self.box = Chooser()
        self._choices: Sequence[Choice] = ()
        super().__init__(name, hint, self.box, parent)
        self.offer(choices)
        self.box.activated.connect(self._on_activated)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these choices in place of others."""
        self._choices = choices
        self.box.clear()
        for choice in choices:
            self.box.addItem("", choice.value)
        self.adapt()

    def show_value(self, value: object) -> None:
        """Show the choice in force."""
        self.box.setCurrentIndex(self.box.findData(str(value)))
        self._given = self.box.currentIndex()
        if not self._is_refused:
            self.show_wrong("")
        self.adapt()

    def hint(self) -> str:
        """Say what the choice means."""
        chosen = self.box.currentIndex()
        meaning = self._choices[chosen].meaning if chosen >= 0 else ""
        return _(meaning) or super().hint()

    def adapt(self) -> None:
        """Name every choice in the language in use."""
        for position, choice in enumerate(self._choices):
            self.box.setItemText(position, _(choice.text))
        super().adapt()

    def _on_activated(self, position: int) -> None:
        if position != self._given:
            self._given = position
            self.adapt()
            self.entered.emit(self.box.currentData())
        else:
            self.show_wrong("")


class SwitchField(Field):
    """Yes or no, given as soon as it is switched."""

    _is_beside = True

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        """Offer a switch beside its marked name."""
        self.switch = Switch()
        super().__init__(name, hint, self.switch, parent)
        self.switch.clicked.connect(self._on_clicked)

    def show_value(self, value: object) -> None:
        """Show whether it is on."""
        self.switch.setChecked(bool(value))

    def _on_clicked(self, is_on: bool) -> None:
        self.entered.emit(is_on)
