"""Another PIN: one's own, with the old one, or somebody else's, by an administrator."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.domain.policy import is_same_person
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.asking import PeopleDialog
from desktop_invoicer.ui.people.new_pin import NewPin
from desktop_invoicer.ui.people.pin_field import PinField
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace


class PinDialog(PeopleDialog):
    """Sets the PIN of one person."""

    def __init__(self, workplace: Workplace, person: Operator, parent: QWidget) -> None:
        """Ask for another PIN of ``person``."""
        self._person = person
        self._is_own = is_same_person(person.name, workplace.operator)
        super().__init__(workplace, N_("Another PIN"), N_("Set this PIN"), "key", parent)
        self.setObjectName("pin_dialog")
        self._whose = label(part="muted", wraps=True)
        self.old, self.new = PinField(), NewPin()
        self.content.addWidget(self._whose)
        if self._is_own:
            self.content.addLayout(column(self.name(N_("Your PIN until now"), self.old), self.old))
            self.old.textChanged.connect(self.offer)
            self.old.entered.connect(self.new.setFocus)
        self.content.addWidget(self.new)
        self.content.addWidget(self.refused)
        self.new.changed.connect(self.offer)
        self.new.ended.connect(self.change)
        self.adapt()
        self.offer()
        (self.old if self._is_own else self.new).setFocus()

    def adapt(self) -> None:
        """Say whose PIN it is in the language in use."""
        others = _("{name} signs in with it from now on. Let them type it themselves.").format(name=self._person.name)
        self._whose.setText(_("Only you should know it.") if self._is_own else others)

    @property
    @override
    def is_complete(self) -> bool:
        return bool(self.new.pin) and (self.old.is_complete or not self._is_own)

    @override
    def change(self) -> None:
        by, name, pin, old = self.workplace.operator, self._person.name, self.new.pin, self.old.text()
        told = _("{name} has another PIN.").format(name=name)
        self.accepted.connect(lambda: self.workplace.toasts.show_notice(told, Tone.SUCCESS))
        self.ask(lambda people: people.set_pin(by, name, pin, old))

    @override
    def forget(self) -> None:
        self.old.clear()
        self.new.forget()
