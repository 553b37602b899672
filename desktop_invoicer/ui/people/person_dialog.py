"""Somebody new: a name, what they are in the store, and a PIN. The first one switches signing in on."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Role
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.people.asking import PeopleDialog
from desktop_invoicer.ui.people.new_pin import NewPin
from desktop_invoicer.ui.people.role_field import RoleField
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

LONGEST = 60


class PersonDialog(PeopleDialog):
    """Adds one person; the first one is an administrator, and says so."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Ask for somebody new."""
        self._is_first = not workplace.presence.uses_pins
        title = N_("Have people sign in?") if self._is_first else N_("Add a person")
        take = N_("Have people sign in") if self._is_first else N_("Add them")
        super().__init__(workplace, title, take, "add", parent)
        self.setObjectName("person_dialog")
        self.line, self.role, self.new = QLineEdit(), RoleField(), NewPin()
        self._effect = Notice()
        self.line.setMaxLength(LONGEST)
        self.content.addWidget(self._effect)
        self.content.addLayout(column(self.name(N_("Name"), self.line), self.line))
        if self._is_first:
            self.role.choose(Role.ADMINISTRATOR)
            self.line.setText(workplace.operator)
        else:
            self.content.addLayout(column(self.name(N_("What they are in the store"), self.role.list), self.role))
        self.content.addWidget(self.new)
        self.content.addWidget(self.refused)
        self.line.textChanged.connect(self.offer)
        self.role.changed.connect(self.offer)
        self.new.changed.connect(self.offer)
        self.new.ended.connect(self.take.setFocus)
        self.adapt()
        self.offer()
        self.line.setFocus()

    def adapt(self) -> None:
        """Say what changes in the language in use."""
        told = _(
            "From now on everybody signs in here with a PIN, and the window locks itself. You begin as {role}: "
            "add the others afterwards. Keep this PIN well: nobody can show it to you."
        )
        self._effect.tell(told.format(role=word(Role.ADMINISTRATOR)) if self._is_first else "", Tone.INFO)

    @property
    @override
    def is_complete(self) -> bool:
        return bool(self.line.text().strip() and self.role.chosen and self.new.pin)

    @override
    def change(self) -> None:
        name, role, pin = self.line.text().strip(), self.role.chosen, self.new.pin
        by = name if self._is_first else self.workplace.operator
        if role is not None:
            self.ask(lambda people: people.add(by, name, role, pin))

    @override
    def forget(self) -> None:
        self.new.forget()
