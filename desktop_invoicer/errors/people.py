"""What people may not do, or not yet. None of these errors ever holds a PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_invoicer.errors.commands import CommandError

if TYPE_CHECKING:
    from datetime import datetime


class SignInNeededError(CommandError):
    """Nobody is signed in, or somebody else than whose name is given."""

    def __init__(self, who: str = "") -> None:
        """Name who has to sign in, if anybody is named."""
        super().__init__(f"{who or 'somebody'} has to sign in first")
        self.who = who


class NotPermittedError(CommandError):
    """Somebody may not do that by themselves; whoever has at least ``role`` may do it, or allow it on the spot."""

    def __init__(self, who: str, action: str, role: str, subject: str = "") -> None:
        """Name the person, the action, the least role, and what the act is about."""
        super().__init__(f"{who} may not {action}: that takes a {role}")
        self.who = who
        self.action = action
        self.role = role
        self.subject = subject


class WrongPinError(CommandError):
    """Name and PIN do not belong together, whichever of them is wrong; ``until`` is when the next try counts."""

    def __init__(self, until: datetime | None = None) -> None:
        """Say so."""
        super().__init__("the name or the PIN is wrong")
        self.until = until


class PinThrottledError(CommandError):
    """Too many wrong PINs: nothing was tried, and nothing is before ``until``."""

    def __init__(self, until: datetime) -> None:
        """Keep the moment."""
        super().__init__(f"too many wrong PINs: the next try counts after {until.isoformat(timespec='seconds')}")
        self.until = until


class WeakPinError(CommandError):
    """A new PIN is none, is guessed at once, or is the one that the person had."""

    def __init__(self) -> None:
        """Say so, and nothing about the PIN."""
        super().__init__("this cannot be the new PIN")


class NameTakenError(CommandError):
    """Somebody of that name works at this desk."""

    def __init__(self, name: str) -> None:
        """Name them."""
        super().__init__(f"{name} is at this desk already")
        self.name = name


class UnknownOperatorError(CommandError):
    """Nobody of that name works at this desk."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"nobody is called {name!r} at this desk")
        self.name = name


class NoAdministratorError(CommandError):
    """Somebody of that name works at this desk, and not as an administrator."""

    def __init__(self, name: str) -> None:
        """Name them."""
        super().__init__(f"{name} is no administrator of this desk")
        self.name = name


class AdministratorNeededError(CommandError):
    """A desk with PINs has an administrator at all times: the first one to come, and the last one to go."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("a desk with PINs needs an administrator")
