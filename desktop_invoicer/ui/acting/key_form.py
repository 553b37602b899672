"""A key and what it does not tell: value, day of issue or a protocol are asked for where they cannot be known."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, read_access_key
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.qr_code import read_qr
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.amount_field import AmountField
from desktop_invoicer.ui.acting.day_field import DayField
from desktop_invoicer.ui.acting.dialog import SPACE, column
from desktop_invoicer.ui.acting.key_field import KeyField
from desktop_invoicer.ui.acting.kind_choice import KindChoice
from desktop_invoicer.ui.acting.protocol_field import ProtocolField
from desktop_invoicer.ui.acting.telling import key_words
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label


class KeyForm(Adapting, QWidget):
    """Only the key is asked for at first. ``changed`` follows every change of what is typed."""

    changed = Signal()
    left = Signal()
    entered = Signal()
    other_pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask for a key."""
        super().__init__(parent)
        self.text = ""
        """What was typed or scanned, with all that a QR code tells."""
        self.kind = KindChoice()
        self.key = KeyField()
        self.number = ProtocolField()
        self.amount = AmountField()
        self.day = DayField()
        self._count = label(part="small")
        self._told = label(part="muted", wraps=True)
        self._protocol = self._question(N_("Protocol of the cancellation"), self.number)
        self._value = self._question(N_("Value on the document"), self.amount)
        self._when = self._question(N_("Date of issue"), self.day)
        self.kind.hide()
        self._lay_out()
        self.kind.changed.connect(self._on_kind_changed)
        self.key.changed.connect(self._on_key_changed)
        self.key.left.connect(self.left)
        self.key.other_pasted.connect(self.other_pasted)
        self.key.returnPressed.connect(self.entered)
        self.number.editingFinished.connect(self.left)
        for field in (self.number, self.amount, self.day):
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self.entered)
        self.adapt()

    def offer_event(self) -> None:
        """Let people say that the note of the sale was cancelled, of which they have no XML."""
        self.kind.show()

    @property
    def is_complete(self) -> bool:
        """Tell whether a key is there, and nothing beside it that is none of what was asked."""
        is_value_wrong = self.amount.is_wrong and not self._value.isHidden()
        is_day_wrong = self.day.is_wrong and not self._when.isHidden()
        return self.key.is_key and not self.lacks_protocol and not is_value_wrong and not is_day_wrong

    @property
    def lacks_protocol(self) -> bool:
        """Tell whether a cancellation cannot be taken without its protocol."""
        return self.kind.is_cancelled and not self.number.protocol

    @property
    def protocol(self) -> str | None:
        """Give what was typed as the protocol of a cancellation; ``None`` for the key of a note."""
        return self.number.text() if self.kind.is_cancelled else None

    @property
    def value(self) -> Cents | None:
        """Give the value as far as it was asked for."""
        return None if self._value.isHidden() else self.amount.amount

    @property
    def issued_on(self) -> date | None:
        """Give the day of issue as far as it was asked for."""
        return None if self._when.isHidden() else self.day.day

    def clear(self) -> None:
        """Hold no key."""
        self.key.clear()
        self._show("")

    def show_text(self, text: str) -> None:
        """Hold a key that was brought before, without asking anything about it again."""
        self.key.hold(text)
        self._show(text)

    def ask_value(self) -> None:
        """Say that the document cannot be taken without its value."""
        self.amount.demand(is_due=True)
        self._go_on_to(self.amount)

    def ask_day(self) -> None:
        """Ask for the day of issue, in the month that the key tells."""
        key = read_access_key(self.text)
        if isinstance(key, AccessKey):
            self.day.month = date.fromisoformat(f"20{key.aamm[:2]}-{key.aamm[2:]}-01")
            if self._when.isHidden():
                self.day.clear()  # what was typed for another key
                self._when.show()
            self._go_on_to(self.day)

    def adapt(self) -> None:
        """Say what is computed in the language in use."""
        self._count.setText(_("{count} of {all}").format(count=len(self.key.bare), all=LENGTH))
        key = read_access_key(self.text)
        self._told.setText(key_words(key) if isinstance(key, AccessKey) else "")
        self._told.setVisible(isinstance(key, AccessKey))

    def _question(self, text: str, field: QLineEdit) -> QWidget:
        """Put a field under its name, both hidden until they are needed."""
        asked = QWidget()
        asked.setLayout(column(self._name(text, field), field))
        layout = asked.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        asked.hide()
        return asked

    def _name(self, text: str, field: QWidget) -> QWidget:
        name = label(part="strong")
        name.setBuddy(field)
        self.say(name.setText, text)
        self.say(field.setAccessibleName, text)
        return name

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.addWidget(self._name(N_("Chave de acesso"), self.key), 1)
        names.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.kind)
        layout.addLayout(column(names, self.key, self._told))
        layout.addWidget(self._protocol)
        layout.addWidget(self._value)
        layout.addWidget(self._when)

    def _show(self, text: str) -> None:
        """Follow a change of the key: what was asked about another one is asked no more."""
        self.text = text
        key = read_access_key(text)
        if not self.kind.isHidden() and isinstance(key, AccessKey) and key.model == DocumentModel.NFCE.value:
            with QSignalBlocker(self.kind):
                self.kind.cancelled.setChecked(True)  # no goods come in with an NFC-e
        self._ask()

    def _ask(self) -> None:
        """Ask for what the key does not tell."""
        code, is_cancelled = read_qr(self.text), self.kind.is_cancelled
        self._when.hide()
        self.amount.demand(is_due=False)
        self._value.setVisible(self.key.is_key and not is_cancelled and (code is None or code.value is None))
        self._protocol.setVisible(is_cancelled)
        if is_cancelled and self.key.is_key:
            self._go_on_to(self.number)
        self.adapt()

    def _go_on_to(self, field: QLineEdit) -> None:
        """Take who typed the key on to the next field; whoever is elsewhere stays there."""
        if self.key.hasFocus():
            field.setFocus()

    def _on_kind_changed(self) -> None:
        self._ask()
        self.changed.emit()

    def _on_key_changed(self) -> None:
        self._show(self.key.text())
        self.changed.emit()
