"""Sending an access key again for an invoice that VTEX holds without one, and reading whether VTEX took it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.ports import AuditTrail

if TYPE_CHECKING:
    from desktop_invoicer.engine.day_desk import DayDesk


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """An invoice whose key can be sent again. ``shown`` is the key that VTEX shows, ``key`` the one that is known."""

    account: AccountName
    order_id: OrderId
    number: str
    value: Cents
    shown: str
    key: str = ""
    """Of a document of this desk; empty where somebody has to type it."""
    sends_xml: bool = False


class KeyOutcome(StrEnum):
    """What VTEX did with a key."""

    TAKEN = "taken"
    """The order shows it."""
    NOT_TAKEN = "not_taken"
    """VTEX answered well and changed nothing."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """VTEX did not answer, and the order does not show it (yet)."""
    DOUBLED = "doubled"
    """VTEX booked it as one more invoice."""


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """What came of sending a key; ``words`` are VTEX's own, where it refused."""

    outcome: KeyOutcome
    number: str
    key: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class KeySender:
    """Sends keys again. Runs on the engine's loop."""

    filing: Filing
    day_desk: DayDesk
    audit: AuditTrail

    async def offer(self, account: AccountName, order_id: OrderId) -> KeyOffer | None:
        """Read an order, and tell which of its invoices lacks a key that can be sent again."""
        raise NotImplementedError

    async def send(self, account: AccountName, order_id: OrderId, number: str, key: str, operator: str) -> KeyAnswer:
        """Send the key of an invoice again, and tell what VTEX did with it."""
        raise NotImplementedError
