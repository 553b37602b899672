"""Fields: a name, a control, and below it a hint or what is wrong. ``entered`` gives each new value that is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.settings.note import Note
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:
    from desktop_invoicer.config.file import Value

THINKING = 600
"""Milliseconds without a key after which an unfinished value counts as wrong."""
TICK = 2500
"""Milliseconds that a field shows that it was saved."""
WIDTH = 460
"""How wide a control is at the ordinary size of text."""

Reader = Callable[[str], "Value"]
"""Reads what was typed; ``ValueError`` when it is not right."""


class Field(Adapting, QWidget):
    """What every field has in common; subclasses bring the control."""

    entered = Signal(object)

    _is_beside = False
    """Whether the control stands beside the name, not below it."""

    def __init__(self, name: str, hint: str, control: QWidget, parent: QWidget | None = None) -> None:
        """Put marked texts around ``control``."""
        super().__init__(parent)
        self._hint = hint
        self._wrong = ""
        self._is_refused = False
        self.control = control
        self.name = label(part="strong", wraps=True)
        self.name.setBuddy(control)
        self._below = label(part="small", wraps=True)
        self._trouble = Note("error", Role.ERROR)
        self._tick = Note("done", Role.SUCCESS)
        self._tick.setSizePolicy(self._tick.sizePolicy().Policy.Maximum, self._tick.sizePolicy().Policy.Preferred)
        self._tick_timer = QTimer(self, singleShot=True, interval=TICK)
        self._tick_timer.timeout.connect(self._on_tick_over)
        self.say(self.name.setText, name)
        self.say(control.setAccessibleName, name)
        self._lay_out()
        Theme.current().changed.connect(self._resize)
        self._resize()
        self.adapt()

    @property
    def wrong(self) -> str:
        """Give what is wrong, in words; empty when nothing is."""
        return self._wrong

    @property
    def is_ticked(self) -> bool:
        """Tell whether the field shows that it was saved."""
        return bool(self._tick.text)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        raise NotImplementedError

    def show_wrong(self, reason: str) -> None:
        """Mark the field and say why; an empty reason takes the mark away."""
        self._is_refused = False
        if reason != self._wrong:
            self._wrong = reason
            set_property(self.control, "wrong", "true" if reason else "false")
            self.adapt()
            if reason:
                self._tick.show_text("")
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.control, reason))

    def show_refusal(self, reason: str) -> None:
        """Say why what was given was not taken, until it is or something else is entered; it may be given again."""
        self.show_wrong(reason)
        self._is_refused = True

    def show_kept(self) -> None:
        """Show quietly that the value was saved."""
        if self._is_refused:
            self.show_wrong("")
        self._tick.show_text(_("Saved"))
        self._tick_timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.control, _("Saved")))

    def hint(self) -> str:
        """Give what helps to fill the field in, in the language in use."""
        return _(self._hint)

    def adapt(self) -> None:
        """Say hint and reason anew."""
        self._trouble.show_text(self._wrong)
        self._below.setText(self.hint())
        self._below.setVisible(bool(self.hint()) and not self._wrong)
        self.control.setAccessibleDescription(self._wrong or self.hint())

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._head.addWidget(self.name, 1)
        self._head.addWidget(self._tick)
        if self._is_beside:
            self._head.addWidget(self.control)
        self._body = QWidget()  # has the greatest width, which a column reckons no height with but a row does
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._body, 1)
        row.addStretch()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addLayout(self._head)
        if not self._is_beside:
            layout.addWidget(self.control)
        layout.addWidget(self._trouble)
        layout.addWidget(self._below)

    def _resize(self) -> None:
        self._body.setMaximumWidth(Theme.current().metrics.text(WIDTH) + 120)

    def _on_tick_over(self) -> None:
        self._tick.show_text("")


class TextField(Field):
    """A line of text, judged while it is typed, given by Enter or by leaving the field."""

    def __init__(self, name: str, read: Reader, right: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        """Make an empty field; ``right`` is a marked sentence that says what would be right."""
        self.line = QLineEdit()
        self._read = read
        self._right = right
        self._kept = ""
        self._given = ""
        super().__init__(name, hint, self.line, parent)
        self._pause = QTimer(self, singleShot=True, interval=THINKING)
        self._pause.timeout.connect(self._on_pause)
        self.line.textEdited.connect(self._on_edited)
        self.line.editingFinished.connect(self.give)

    def show_value(self, value: object) -> None:
        """Show the value in force, unless another one is being typed or stands there refused."""
        self._kept = self._given = "" if value is None else str(value)
        is_refused = self._is_refused and self.line.text().strip() != self._kept
        if not is_refused and not is_being_typed(self.line):
            self.line.setText(self._kept)
            self.show_wrong("")

    def show_refusal(self, reason: str) -> None:
        """Say why the text was not taken; it stays, and is given again by Enter or by leaving the field."""
        super().show_refusal(reason)
        self._given = self._kept

    def show_default(self, text: str) -> None:
        """Show what counts while the field is empty."""
        self.line.setPlaceholderText(text)

    def give(self) -> None:
        """Give what was typed, if it is right and new."""
        self._pause.stop()
        if self.judge() and self.line.text().strip() != self._given:
            self._given = self.line.text().strip()
            self.line.setModified(False)
            self.entered.emit(self._read(self._given))

    def judge(self) -> bool:
        """Tell whether what stands there is right, and mark it where it is not; the mark of a refusal stays."""
        is_right = self._is_right()
        if not (is_right and self._is_refused):
            self.show_wrong("" if is_right else _(self._right))
        return is_right

    def _is_right(self) -> bool:
        try:
            self._read(self.line.text().strip())
        except ValueError:
            return False
        return True

    def _on_edited(self) -> None:
        if self._is_right():
            self._pause.stop()
            self.show_wrong("")
        elif self._wrong:
            self.show_wrong(_(self._right))
        else:
            self._pause.start()

    def _on_pause(self) -> None:
        self.judge()

    def adapt(self) -> None:
        """Say what is wrong in the language in use."""
        if self._wrong and not self._is_right():
            self._wrong = _(self._right)
        super().adapt()


def is_being_typed(line: QLineEdit) -> bool:
    """Tell whether a person is in the middle of a text, even while another window is in front."""
    return line.isModified() and line.window().focusWidget() is line
