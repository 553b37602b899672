"""Where a manager says who they are, and, where people sign in, that they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.policy import is_same_person
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.pin_field import PinField
from desktop_invoicer.ui.people.presence import Presence

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

LONGEST = 60
Work = Callable[["Commands"], Awaitable[Any]]


class ManagerField(Adapting, QWidget):
    """A choice among those whom the settings name; a line to write in where they name nobody.

    Where people sign in it is a choice among the managers, and whoever is not signed in needs their PIN, too.
    """

    changed = Signal()
    entered = Signal()
    """Enter was pressed in the PIN."""

    def __init__(
        self, managers: Sequence[str], presence: Presence | None = None, parent: QWidget | None = None
    ) -> None:
        """Offer these names; whoever is signed in and among them is chosen, else nobody."""
        super().__init__(parent)
        self._here = "" if presence is None or presence.operator is None else presence.operator.name
        self._uses_pins = presence is not None and presence.uses_pins
        self.list, self.line, self.pin, self._pin_name = Chooser(), QLineEdit(), PinField(), label(part="strong")
        self.line.setMaxLength(LONGEST)
        self.list.addItems(managers)
        self.list.setCurrentIndex(self.list.findText(self._here) if self._here else -1)
        self.say(self.list.setPlaceholderText, N_("Choose the manager who stands here"))
        self.say(self.line.setPlaceholderText, N_("The manager who stands here"))
        self.say(self._pin_name.setText, N_("The manager's PIN"))
        self.say(self.pin.setAccessibleName, N_("The manager's PIN"))
        self._pin_name.setBuddy(self.pin)
        self._is_list = bool(managers) or self._uses_pins
        self.field: QWidget = self.list if self._is_list else self.line
        self.setFocusProxy(self.field)
        self._lay_out()
        self.list.currentIndexChanged.connect(self._on_chosen)
        self.line.textChanged.connect(self.changed)
        self.pin.textChanged.connect(self.changed)
        self.pin.entered.connect(self.entered)
        self._on_chosen()

    @property
    def name(self) -> str:
        """Give who was named; empty while nobody was."""
        return self.list.currentText() if self._is_list else self.line.text().strip()

    @property
    def is_complete(self) -> bool:
        """Tell whether somebody is named, with a PIN where that is needed."""
        return bool(self.name) and (self.pin.is_complete or not self._needs_pin)

    def vouched(self, work: Work, action: Action, subject: str) -> Work:
        """Give ``work`` with the word of the manager before it; just ``work`` where no PIN is needed."""
        if not self._needs_pin:
            return work
        return partial(_vouched, work=work, name=self.name, pin=self.pin.text(), action=action, subject=subject)

    def forget(self) -> None:
        """Forget the PIN."""
        self.pin.clear()

    @property
    def _needs_pin(self) -> bool:
        return self._uses_pins and not is_same_person(self.name, self._here)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.list, self.line, self._pin_name, self.pin):
            column.addWidget(widget)
        self.list.setVisible(self._is_list)
        self.line.setVisible(not self._is_list)

    @Slot()
    def _on_chosen(self) -> None:
        """Let nobody's PIN be tried with another name."""
        self.pin.clear()
        for widget in (self._pin_name, self.pin):
            widget.setVisible(self._needs_pin)
        self.changed.emit()


def managers_of(presence: Presence, named: Sequence[str]) -> Sequence[str]:
    """Give who has a say: the managers among those who sign in, or whom the settings name."""
    if presence.uses_pins:
        return [one.name for one in presence.roster if one.role.is_at_least(Role.MANAGER)]
    return named


async def _vouched(  # noqa: PLR0913 (keywords of one word)
    commands: Commands, *, work: Work, name: str, pin: str, action: Action, subject: str
) -> Any:  # noqa: ANN401 (whatever the desk answers)
    await commands.people.allow(name, pin, action, name, subject)
    return await work(commands)
