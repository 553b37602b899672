"""Where somebody who stands beside says who they are: a name out of those who may, and a PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.people import Role
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.pin_field import PinField
from desktop_invoicer.ui.people.presence import Presence
from desktop_invoicer.ui.people.wait import Wait
from desktop_invoicer.ui.theme.tokens import Tone


class Vouching(Adapting, QWidget):
    """``entered`` brings a name and a PIN, once for each try; whoever takes them calls ``refuse`` if it is no use."""

    changed = Signal()
    entered = Signal(str, str)

    def __init__(self, presence: Presence, role: Role, parent: QWidget | None = None) -> None:
        """Offer everybody of at least ``role`` but whoever works here."""
        super().__init__(parent)
        here = presence.operator
        self._people = [
            one for one in presence.roster if one.role.is_at_least(role) and (here is None or one.id != here.id)
        ]
        self._is_asking = False
        self.list, self.pin, self._wait = Chooser(), PinField(), Wait()
        self._names = [label(part="strong"), label(part="strong")]
        for name, field, text in zip(self._names, (self.list, self.pin), (N_("Who allows it"), N_("PIN")), strict=True):
            name.setBuddy(field)
            self.say(name.setText, text)
            self.say(field.setAccessibleName, text)
        self.say(self.list.setPlaceholderText, N_("Choose who stands here"))
        for one in self._people:
            self.list.addItem(one.name)
        self.list.setCurrentIndex(0 if len(self._people) == 1 else -1)
        self._lay_out()
        self.list.currentIndexChanged.connect(self._on_chosen)
        self.pin.textChanged.connect(self.changed)
        self.pin.entered.connect(self._on_entered)
        self.pin.scanned.connect(self._on_scanned)
        self._wait.over.connect(self.changed)
        self.adapt()

    @property
    def name(self) -> str:
        """Give who is chosen; empty while nobody is."""
        return self._people[self.list.currentIndex()].name if self.list.currentIndex() >= 0 else ""

    @property
    def is_complete(self) -> bool:
        """Tell whether it can be tried."""
        return bool(self.name) and self.pin.is_complete and not self._is_asking and not self._wait.is_on

    @property
    def words(self) -> str:
        """Give what is said of the last try."""
        return self._wait.text

    def begin(self) -> None:
        """Put the focus where somebody has to begin."""
        (self.pin if self.name else self.list).setFocus()

    def enter(self) -> None:
        """Take what stands there, as Enter does in the PIN."""
        self.pin.enter()

    def tell(self, words: str) -> None:
        """Say why nothing was done, and let it be tried again."""
        self._is_asking = False
        self._wait.tell(words)
        self.changed.emit()

    def refuse(self, error: InvoicerError) -> None:
        """Say what was wrong, and let it be tried again."""
        self._is_asking = False
        self._wait.refuse(error)
        self.changed.emit()
        self.pin.setFocus()

    def adapt(self) -> None:
        """Say who is what in the language in use."""
        for at, one in enumerate(self._people):
            self.list.setItemText(at, f"{one.name} · {word(one.role)}")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._names[0])
        column.addWidget(self.list)
        column.addSpacing(10)
        column.addWidget(self._names[1])
        column.addWidget(self.pin)
        column.addWidget(self._wait)

    @Slot()
    def _on_chosen(self) -> None:
        """Let nobody's PIN be tried with another name."""
        self.pin.clear()
        self.changed.emit()

    @Slot()
    def _on_entered(self) -> None:
        if self._is_asking or self._wait.is_on:
            return
        if not self.name:
            self._wait.tell(_("Choose who stands here first."))
            return
        self._is_asking = True
        pin = self.pin.take()
        self._wait.tell(_("One moment…"), Tone.NEUTRAL)
        self.changed.emit()
        self.entered.emit(self.name, pin)

    @Slot()
    def _on_scanned(self) -> None:
        self._wait.tell(_("That was a scan. Type your PIN."))
