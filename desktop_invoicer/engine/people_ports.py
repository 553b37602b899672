"""What the engine needs from the world to know people. Adapters fit by shape, as those of ``ports``."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.people import Registered, Role


class Roster(Protocol):
    """The people of the desk. Each method is one transaction, with its line in the audit trail."""

    def registered(self) -> tuple[Registered, ...]:
        """Give everybody who is not retired."""
        ...

    def add(self, name: str, role: Role, pin: str, entry: AuditEntry) -> Registered:
        """Add somebody with the hash of a PIN; who was retired under that name comes back."""
        ...

    def change(self, registered: Registered, entry: AuditEntry) -> None:
        """Keep what somebody has become."""
        ...

    def retire_all(self, entry: AuditEntry) -> None:
        """Retire everybody."""
        ...

    def wrong_pins(self) -> tuple[datetime, ...]:
        """Give when the last wrong PINs were, the oldest first; no more than ``DESK_TRIES``."""
        ...

    def note_wrong_pin(self, registered: Registered | None, entry: AuditEntry) -> None:
        """Keep that a PIN was wrong, and what it made of whoever it was tried for; ``None``: nobody has that name."""
        ...


class Pins(Protocol):
    """Hashes PINs, slowly by purpose: call it off the loop."""

    def hashed(self, pin: str) -> str:
        """Give the hash of a PIN, another one each time."""
        ...

    def checked(self, kept: str | None, pin: str) -> str | None:
        """Give the hash to keep of a PIN that matches, made anew where that was cheaper than today's; else ``None``.

        It takes as long where there is no hash, which nothing matches.
        """
        ...
