"""Coming and going: asks the desk who works here, signs people in, and sees them out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from desktop_invoicer.domain.people import Operator
from desktop_invoicer.domain.policy import is_same_person
from desktop_invoicer.engine.events import Event, PeopleChanged
from desktop_invoicer.errors import InvoicerError, SignInNeededError
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.people.presence import Presence

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class Door(QObject):
    """Keeps ``presence`` as the desk has it."""

    def __init__(self, link: DeskLink, presence: Presence, parent: QObject) -> None:
        """Ask as soon as the desk runs, before any page does: the window is locked before anything is listed."""
        super().__init__(parent)
        self._link = link
        self._presence = presence
        link.started.connect(self._on_started)
        link.published.connect(self._on_published)
        link.tasks.sign_in_needed.connect(self._on_sign_in_needed)

    def look(self) -> None:
        """Ask who may sign in."""
        self._link.ask(self, _roster, self._presence.show_roster)

    def sign_in(self, owner: QObject, name: str, pin: str, on_refused: Callable[[InvoicerError], object]) -> None:
        """Have somebody come in."""
        work: Callable[[Commands], Awaitable[Any]] = partial(_sign_in, name=name, pin=pin)
        self._link.ask(owner, work, self._presence.show_operator, on_refused)

    def sign_out(self) -> None:
        """See whoever is here out; nothing happens where nobody signs in."""
        here = self._presence.operator
        if here is not None:
            self._link.ask(self, lambda commands: commands.people.sign_out(here.name), _ignore, _ignore)
            self._presence.show_operator(None)

    @Slot()
    def _on_started(self) -> None:
        """Whoever was here stays here while the desk took up new settings."""
        here = self._presence.operator
        if here is not None:
            self._link.ask(self, lambda commands: commands.people.welcome_back(here.name), _ignore, self._on_gone)
        self.look()

    @Slot(object)
    def _on_sign_in_needed(self, error: SignInNeededError) -> None:
        """Lock the window where the desk does not know any more whom it shows."""
        if not error.who or is_same_person(error.who, self._presence.name):
            self._presence.show_operator(None)
            self.look()

    def _on_gone(self, _error: InvoicerError) -> None:
        self._presence.show_operator(None)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, PeopleChanged) for event in events):
            self.look()


async def _sign_in(commands: Commands, name: str, pin: str) -> Operator:
    return await commands.people.sign_in(name, pin)


def _roster(commands: Commands) -> tuple[Operator, ...]:
    return commands.people.operators()


def _ignore(_answer: object) -> None:
    """Need no answer."""
