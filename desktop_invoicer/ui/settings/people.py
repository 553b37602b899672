"""Who signs in at this desk, and when the window locks itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_invoicer.config import values
from desktop_invoicer.domain.people import Operator
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import day
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button, IconButton
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.avatar import Avatar
from desktop_invoicer.ui.people.leaving_dialogs import RetireDialog, SwitchOffDialog
from desktop_invoicer.ui.people.person_dialog import PersonDialog
from desktop_invoicer.ui.people.pin_dialog import PinDialog
from desktop_invoicer.ui.people.role_dialog import RoleDialog
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.choice import SwitchField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.group import Group
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop_invoicer.config import Settings

CHANGES = ((N_("Another PIN…"), PinDialog), (N_("Another role…"), RoleDialog), (N_("Take off the list…"), RetireDialog))


class PersonRow(Adapting, QWidget):
    """One person, and what can be changed of them."""

    def __init__(self, workplace: Workplace, person: Operator, parent: QWidget | None = None) -> None:
        """Show ``person``."""
        super().__init__(parent)
        self._workplace, self._person = workplace, person
        self._words = label(part="small")
        self.more = IconButton(N_("Change"), "more")
        self.more.setObjectName(f"change_{person.id}")
        self.more.clicked.connect(self._on_more)
        avatar = Avatar(36)
        avatar.show_name(person.name)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(person.name, part="strong", wraps=True))
        texts.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(avatar)
        row.addLayout(texts, 1)
        row.addWidget(self.more)
        self.adapt()

    def adapt(self) -> None:
        """Say what somebody is, and since when, in the language in use."""
        since = _("since {date}").format(date=day(self._person.since.astimezone().date()))
        self._words.setText(f"{word(self._person.role)}  ·  {since}")
        self.more.setAccessibleName(_("Change {name}").format(name=self._person.name))

    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, dialog in CHANGES:
            menu.addAction(_(text)).triggered.connect(partial(self._change, dialog))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _change(self, dialog: type[PinDialog | RoleDialog | RetireDialog]) -> None:
        dialog(self._workplace, self._person, self.window()).open()


class PeopleCard(Card):
    """The list of those who sign in; while nobody does, what that would change."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Follow the people of ``workplace``."""
        super().__init__(N_("People"), parent)
        self._workplace = workplace
        self._intro = label(part="muted", wraps=True)
        self._rows = QVBoxLayout()
        self.add = Button("", "add")
        self.off = Button(N_("Switch PINs off…"), "unlock", "quiet")
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch()
        foot.addWidget(self.off)
        self.content.addWidget(self._intro)
        self.content.addLayout(self._rows)
        self.content.addLayout(foot)
        self.add.clicked.connect(self._on_add)
        self.off.clicked.connect(self._on_off)
        workplace.presence.changed.connect(self._list)
        self._list()

    def adapt(self) -> None:
        """Say whether anybody signs in, in the language in use."""
        uses_pins = self._workplace.presence.uses_pins
        on = _(
            "Each signs in with a PIN of their own. What takes another role, somebody who has it allows on the spot."
        )
        off = _("Nobody signs in: whoever sits at this computer may do everything, and every name is believed.")
        self._intro.setText(on if uses_pins else off)
        self.add.setText(_("Add a person…") if uses_pins else _("Have people sign in…"))
        self.add.setAccessibleName(self.add.text())
        self.off.setVisible(uses_pins)

    def _list(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for person in self._workplace.presence.roster:
            self._rows.addWidget(PersonRow(self._workplace, person))
        self.adapt()

    def _on_add(self) -> None:
        PersonDialog(self._workplace, self.window()).open()

    def _on_off(self) -> None:
        SwitchOffDialog(self._workplace, self.window()).open()


class LockGroup(Group):
    """When the window locks itself."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show both ways."""
        super().__init__(book, N_("Locking"), parent)
        self.bind(
            TextField(
                N_("Lock after so many minutes without anybody"),
                reading.number(values.lock_after),
                N_("A whole number of minutes, up to 480; 0 never locks."),
                N_("Counts while people sign in. Ctrl+L locks at once."),
            ),
            "people.lock_after",
            _minutes,
        )
        self.bind(
            SwitchField(
                N_("Lock after each sale"),
                N_("Whoever sends the next one signs in first."),
            ),
            "people.lock_after_sale",
            lambda settings: settings.people.lock_after_sale,
        )


def _minutes(settings: Settings) -> str:
    return str(settings.people.lock_after)
