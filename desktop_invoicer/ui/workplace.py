"""What every page has at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_invoicer.config.home import Home
from desktop_invoicer.language import Language
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.people.presence import Presence
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Workplace:
    """The desk, what the window can be told, and whose desk it is."""

    home: Home
    presence: Presence
    preferences: Preferences
    tasks: Tasks
    link: DeskLink
    actions: Actions
    toasts: Toasts
    speak: Callable[[Language], None]
    """Speaks another language from now on, in every window."""

    @property
    def operator(self) -> str:
        """Give the name of who acts here."""
        return self.presence.name
