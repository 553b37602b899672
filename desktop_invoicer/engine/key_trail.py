"""What the audit trail holds of keys that were sent again."""

from __future__ import annotations

from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.key_repair import KeyOutcome
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.engine.day_ports import AuditTrail


def subject(account: AccountName, order_id: OrderId) -> str:
    """Name an order as the audit trail does."""
    return f"{account}/{order_id}"


def untaken(trail: AuditTrail, account: AccountName, order_id: OrderId) -> frozenset[str]:
    """Give the numbers of an order's invoices of which VTEX answered well to a key and did not take it."""
    outcomes = {
        str(entry.facts["number"]): entry.facts["outcome"]
        for entry in trail.entries(subject(account, order_id))
        if entry.deed is Deed.KEY_ANSWERED
    }
    return frozenset(number for number, outcome in outcomes.items() if outcome == KeyOutcome.NOT_TAKEN)
