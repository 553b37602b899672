"""Taking somebody off the list, or everybody: signing in is over then."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.asking import PeopleDialog
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace


class RetireDialog(PeopleDialog):
    """Says what stays of somebody who leaves."""

    def __init__(self, workplace: Workplace, person: Operator, parent: QWidget) -> None:
        """Ask whether ``person`` leaves."""
        super().__init__(workplace, N_("Take this person off the list?"), N_("Take off the list"), "remove", parent)
        self.setObjectName("retire_dialog")
        self._person = person
        self._effect = label(wraps=True)
        self.content.addWidget(label(person.name, part="strong", wraps=True))
        self.content.addWidget(self._effect)
        self.content.addWidget(self.refused)
        self.adapt()
        self.back.setFocus()

    def adapt(self) -> None:
        """Say the effect in the language in use."""
        told = _("{name} cannot sign in any more. What they did stays in the audit trail under their name.")
        self._effect.setText(told.format(name=self._person.name))

    @override
    def change(self) -> None:
        by, name = self.workplace.operator, self._person.name
        self.ask(lambda people: people.retire(by, name))


class SwitchOffDialog(PeopleDialog):
    """Says that without PINs nobody knows who did what."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Ask whether nobody signs in any more."""
        super().__init__(workplace, N_("Have nobody sign in any more?"), N_("Switch PINs off"), "unlock", parent)
        self.setObjectName("switch_off_dialog")
        self._effect = Notice()
        self.content.addWidget(self._effect)
        self.content.addWidget(self.refused)
        self.adapt()
        self.back.setFocus()

    def adapt(self) -> None:
        """Say the effect in the language in use."""
        told = _(
            "Everybody comes off the list. Whoever sits at this computer may do everything then, refunds included, "
            "under the name of the system's user. This is written down in the audit trail."
        )
        self._effect.tell(told, Tone.WARNING)

    @override
    def change(self) -> None:
        by = self.workplace.operator
        self.ask(lambda people: people.switch_off(by))
