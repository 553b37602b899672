"""Where somebody says who they are: a name out of a list, and a PIN."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.avatar import Avatar
from desktop_invoicer.ui.people.number_pad import NumberPad
from desktop_invoicer.ui.people.people_list import PeopleList
from desktop_invoicer.ui.people.pin_field import PinField
from desktop_invoicer.ui.people.wait import Wait
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
NARROW = 264
"""How wide the column of the PIN is at the ordinary size of text."""
LEAST = 260
"""Points that the list needs at any size of text: it cuts names, and the one that is chosen stands beside it whole."""


class SignInForm(Adapting, QWidget):
    """``wanted`` brings a name and a PIN; whoever takes them calls ``refuse`` or ``forget``."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.people, self.pin, self.pad = PeopleList(), PinField(), NumberPad()
        self.wait = Wait()
        self.go = Button(N_("Sign in"), "unlock", "primary")
        self._avatar = Avatar(48)
        self._name, self._role = label(part="title", wraps=True), label(part="muted")
        self._is_asking = False
        self._can_ask = True
        self._lay_out()
        self._connect()
        self.adapt()

    def show_people(self, people: Sequence[Operator]) -> None:
        """Offer these people."""
        self.people.show_people(people)
        if self.people.count() == 1:
            self.people.setCurrentRow(0)
        self._on_chosen()

    def begin(self, name: str) -> None:
        """Begin anew, with somebody chosen already if that helps."""
        self.forget()
        self.people.choose(name)
        if self.people.count() == 1:
            self.people.setCurrentRow(0)
        self._on_chosen()
        (self.people if self.people.chosen is None else self.pin).setFocus()

    def forget(self) -> None:
        """Forget what was typed."""
        self._is_asking = False
        self.pin.clear()
        self.wait.clear()
        self._offer()

    def refuse(self, error: InvoicerError) -> None:
        """Say why nobody came in."""
        self._is_asking = False
        self.pin.clear()
        self.wait.refuse(error)
        self._offer()
        self.pin.setFocus()

    def let_ask(self, *, can_ask: bool) -> None:
        """Tell whether anybody can be asked who knows the PINs."""
        self._can_ask = can_ask
        self._offer()

    def adapt(self) -> None:
        """Name who is chosen in the language in use."""
        chosen = self.people.chosen
        self._avatar.show_name("" if chosen is None else chosen.name)
        self._avatar.setVisible(chosen is not None)
        self._name.setText(_("Who works here?") if chosen is None else chosen.name)
        self._role.setText(_("Choose your name first.") if chosen is None else word(chosen.role))
        self.pin.setAccessibleName(_("PIN") if chosen is None else _("PIN of {name}").format(name=chosen.name))

    def _lay_out(self) -> None:
        self.say(self.people.setAccessibleName, N_("Who works here?"))
        self.say(self.pin.setPlaceholderText, N_("PIN"))
        self.people.setMinimumWidth(LEAST)
        self.pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._role)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(self._avatar)
        who.addLayout(texts, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(who)
        right.addWidget(self.pin)
        right.addWidget(self.wait)
        right.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addWidget(self.go)
        right.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        row.addWidget(self.people, 1)
        row.addLayout(right)
        Theme.current().changed.connect(self._resize)
        self._resize()

    def _connect(self) -> None:
        self.people.currentRowChanged.connect(self._on_chosen)
        self.people.settled.connect(self._on_settled)
        self.pin.textChanged.connect(self._offer)
        self.pin.entered.connect(self._on_entered)
        self.pin.scanned.connect(self._on_scanned)
        self.pin.lettered.connect(self.people.keyboardSearch)
        self.pad.pressed.connect(self._on_pressed)
        self.pad.erased.connect(self.pin.backspace)
        self.pad.ended.connect(self.pin.enter)
        self.go.clicked.connect(self.pin.enter)
        self.wait.over.connect(self._on_over)

    def _resize(self) -> None:
        wide = max(Theme.current().metrics.text(NARROW), self.pad.sizeHint().width())
        for widget in (self.pin, self.go, self.wait):
            widget.setFixedWidth(wide)

    @Slot()
    def _offer(self) -> None:
        is_free = self._can_ask and not self._is_asking and not self.wait.is_on
        self.pin.setReadOnly(self._is_asking or self.wait.is_on)
        self.pad.setEnabled(is_free)
        self.go.setEnabled(is_free and self.people.chosen is not None and self.pin.is_complete)

    @Slot()
    def _on_chosen(self) -> None:
        """Let nobody's PIN be tried with another name."""
        self.pin.clear()
        self.adapt()
        self._offer()

    @Slot()
    def _on_settled(self) -> None:
        self.pin.setFocus()

    @Slot(str)
    def _on_pressed(self, digit: str) -> None:
        self.pin.press(digit)
        self.pin.setFocus()

    @Slot()
    def _on_entered(self) -> None:
        chosen = self.people.chosen
        if not self._can_ask or self._is_asking or self.wait.is_on:
            return
        if chosen is None:
            self.pin.clear()
            self.wait.tell(_("Choose your name first."))
            self.people.setFocus()
            return
        self._is_asking = True
        pin = self.pin.take()
        self.wait.tell(_("One moment…"), Tone.NEUTRAL)
        self._offer()
        self.wanted.emit(chosen.name, pin)

    @Slot()
    def _on_scanned(self) -> None:
        self.wait.tell(_("That was a scan. Type your PIN."))

    @Slot()
    def _on_over(self) -> None:
        self._offer()
        self.pin.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose another name with the arrows, wherever the focus is."""
        if event.key() in _STEPS:
            self.people.step(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
