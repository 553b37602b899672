"""A key and what it does not tell: value and day of issue are asked for where they cannot be known."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, read_access_key
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.qr_code import read_qr
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.amount_field import AmountField
from desktop_invoicer.ui.acting.day_field import DayField
from desktop_invoicer.ui.acting.dialog import SPACE, column
from desktop_invoicer.ui.acting.key_field import KeyField
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
        self.key = KeyField()
        self.amount = AmountField()
        self.day = DayField()
        self._count = label(part="small")
        self._told = label(part="muted", wraps=True)
        self._value = self._question(N_("Value on the document"), self.amount)
        self._when = self._question(N_("Date of issue"), self.day)
        self._lay_out()
        self.key.changed.connect(self._on_key_changed)
        self.key.left.connect(self.left)
        self.key.other_pasted.connect(self.other_pasted)
        self.amount.textChanged.connect(self.changed)
        self.day.textChanged.connect(self.changed)
        for field in (self.key, self.amount, self.day):
            field.returnPressed.connect(self.entered)
        self.adapt()

    @property
    def is_complete(self) -> bool:
        """Tell whether a key is there, and nothing beside it that is none of what was asked."""
        is_value_wrong = self.amount.is_wrong and not self._value.isHidden()
        is_day_wrong = self.day.is_wrong and not self._when.isHidden()
        return self.key.is_key and not is_value_wrong and not is_day_wrong

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
        layout.addLayout(column(names, self.key, self._told))
        layout.addWidget(self._value)
        layout.addWidget(self._when)

    def _show(self, text: str) -> None:
        """Follow a change of the key: what was asked about another one is asked no more."""
        self.text = text
        code = read_qr(text)
        self._when.hide()
        self.amount.demand(is_due=False)
        self._value.setVisible(self.key.is_key and (code is None or code.value is None))
        self.adapt()

    def _go_on_to(self, field: QLineEdit) -> None:
        """Take who typed the key on to the next field; whoever is elsewhere stays there."""
        if self.key.hasFocus():
            field.setFocus()

    def _on_key_changed(self) -> None:
        self._show(self.key.text())
        self.changed.emit()
