"""Where a new PIN is typed twice, so that nobody is locked out by a slip of the finger."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.pin import is_weak
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.pin_field import PinField
from desktop_invoicer.ui.theme.tokens import Tone


class NewPin(Adapting, QWidget):
    """Two fields, and what is wrong with what stands in them. ``ended`` tells of Enter in the second one."""

    changed = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make empty fields."""
        super().__init__(parent)
        self.first, self.second = PinField(), PinField()
        self._doubt = Notice()
        self._rule = label(part="small", wraps=True)
        self.say(self._rule.setText, N_("4 to 12 digits: not all the same, and not in a row such as 1234."))
        self.setFocusProxy(self.first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        names = (N_("New PIN"), N_("New PIN once more"))
        for field, text in zip((self.first, self.second), names, strict=True):
            name = label(part="strong")
            name.setBuddy(field)
            self.say(name.setText, text)
            self.say(field.setAccessibleName, text)
            field.textChanged.connect(self._judge)
            column.addWidget(name)
            column.addWidget(field)
            column.addSpacing(8)
        column.addWidget(self._rule)
        column.addWidget(self._doubt)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.ended)

    @property
    def pin(self) -> str:
        """Give the new PIN; empty while it is none, or was not typed twice alike."""
        pin = self.first.text()
        return pin if pin == self.second.text() and not is_weak(pin) else ""

    @property
    def words(self) -> str:
        """Give what is wrong."""
        return self._doubt.text

    def forget(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    @Slot()
    def _judge(self) -> None:
        first, second = self.first.text(), self.second.text()
        if self.first.is_complete and is_weak(first):
            self._doubt.tell(_("This PIN is guessed at once. Choose another one."), Tone.WARNING)
        elif len(second) >= len(first) and first != second:
            self._doubt.tell(_("The two PINs are not the same."), Tone.WARNING)
        else:
            self._doubt.tell("")
        self.changed.emit()

    def adapt(self) -> None:
        """Judge anew in the language in use."""
        self._judge()
