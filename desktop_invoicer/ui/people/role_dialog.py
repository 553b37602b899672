"""Making somebody something else in the store."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.asking import PeopleDialog
from desktop_invoicer.ui.people.role_field import RoleField
from desktop_invoicer.ui.workplace import Workplace


class RoleDialog(PeopleDialog):
    """Needs another role than the one that somebody has."""

    def __init__(self, workplace: Workplace, person: Operator, parent: QWidget) -> None:
        """Ask what ``person`` is from now on."""
        super().__init__(workplace, N_("Another role"), N_("Change the role"), "done", parent)
        self.setObjectName("role_dialog")
        self._person = person
        self.role = RoleField()
        self.role.choose(person.role)
        self.content.addWidget(label(person.name, part="strong", wraps=True))
        self.content.addLayout(column(self.name(N_("What they are in the store"), self.role.list), self.role))
        self.content.addWidget(self.refused)
        self.role.changed.connect(self.offer)
        self.offer()
        self.role.setFocus()

    @property
    @override
    def is_complete(self) -> bool:
        return self.role.chosen not in {None, self._person.role}

    @override
    def change(self) -> None:
        by, name, role = self.workplace.operator, self._person.name, self.role.chosen
        if role is not None:
            self.ask(lambda people: people.set_role(by, name, role))
