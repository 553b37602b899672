"""A consistent copy of everything that happened in an account, for the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.simulator.records import (
    BookedInvoice,
    Breach,
    JsonObject,
    KeySent,
    Notification,
    Press,
    Refund,
    Refusal,
    StalledRefund,
)


@dataclass(frozen=True, slots=True)
class NotificationView:
    """A notification as the ledger sees it."""

    notification: Notification
    deleted: bool


@dataclass(frozen=True, slots=True)
class Books:
    """A consistent copy of everything that happened."""

    orders: dict[str, JsonObject]
    outcomes: dict[str, str | None]
    requested: int
    filed: list[NotificationView]
    invoices: list[BookedInvoice]
    refunds: list[Refund]
    stalled: list[StalledRefund]
    keys_sent: list[KeySent]
    refused: list[Refusal]
    breaches: list[Breach]
    posts: dict[tuple[str, str], int]
    intended: dict[str, tuple[Press, ...]]
    """Everything that was to be pressed for an order, whether or not the invoicer ever accepted it."""
