"""What VTEX does with one order otherwise than usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto


class Resend(Enum):
    """What comes of an access key that is sent again, under the number of an invoice that the order holds."""

    NOTHING = auto()
    """A receipt, and nothing changes."""
    TAKES = auto()
    """The invoice shows it."""
    REFUSES = auto()


class Deletion(Enum):
    """What comes of a notification that is deleted."""

    DELETES = auto()
    COMES_BACK = auto()
    """It is away, and shows again some time later."""
    REFUSES = auto()


@dataclass(frozen=True, slots=True)
class Quirks:
    """How an order is treated."""

    refund_refusal: str = ""
    """Why no ``Input`` of it is taken, in VTEX's own words."""
    resend: Resend = Resend.NOTHING
    key_shows_after: timedelta = timedelta(0)
    """How long GET order does not show a key that was taken."""
    deletion: Deletion = Deletion.DELETES
    takes_request_back: bool = False
    """Whether an operator deletes the notification as soon as it is loaded."""
    hides_invoices: bool = False
    """Whether GET order never shows what was posted."""
    is_unreadable: bool = False
    """Whether GET order always breaks."""


USUAL = Quirks()
