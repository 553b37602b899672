"""Writes the truth of a simulated account as one JSON object."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from desktop_invoicer.simulator import verdict
from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.books import NotificationView
from desktop_invoicer.simulator.order_files import is_oms
from desktop_invoicer.simulator.records import BookedInvoice, JsonObject, Press


def write(account: Account, credentials: JsonObject, faults: Mapping[str, int]) -> JsonObject:
    """Write the ledger; amounts are cents, ``expected`` is what deleted notifications were worth."""
    books = account.books()
    notifications: defaultdict[str, list[NotificationView]] = defaultdict(list)
    for view in books.filed:
        notifications[view.notification.order_id].append(view)
    invoices: defaultdict[str, list[BookedInvoice]] = defaultdict(list)
    for invoice in books.invoices:
        invoices[invoice.order_id].append(invoice)
    refunded = Counter[str]()
    for refund in books.refunds:
        refunded[refund.order_id] += refund.value
    orders = {
        key: _order(payload, notifications[key], invoices[key], books.intended.get(key, ()))
        | {"refunded": refunded[key], "outcome": books.outcomes[key]}
        for key, payload in books.orders.items()
    }
    deleted = sum(view.deleted for view in books.filed)
    return {
        "account": account.name,
        "invoices": [_invoice(invoice) for invoice in books.invoices],
        "refunds": [
            {"order": refund.order_id, "number": refund.number, "value": refund.value, "at": refund.at.isoformat()}
            for refund in books.refunds
        ],
        "refunds_not_started": [
            {"order": stalled.order_id, "number": stalled.number, "value": stalled.value, "why": stalled.why}
            for stalled in books.stalled
        ],
        "keys_sent": [
            {"order": sent.order_id, "number": sent.number, "key": sent.key, "taken": sent.taken}
            for sent in books.keys_sent
        ],
        "notifications": {
            "requested": books.requested,
            "accepted": len(books.filed),
            "deleted": deleted,
            "remaining": len(books.filed) - deleted,
        },
        "orders": orders,
        "refused": [asdict(refusal) for refusal in books.refused],
        "breaches": [{"order": breach.order_id, "what": breach.what} for breach in books.breaches],
        "credentials": credentials,
        "faults": dict(faults),
        "posts": [
            {"order": order_id, "number": number, "count": count} for (order_id, number), count in books.posts.items()
        ],
        "verdict": {
            "lost": sum(entry["verdict"]["lost"] for entry in orders.values()),
            "doubled": sum(bool(entry["verdict"]["doubled"]) for entry in orders.values()),
            "cents_off": sum(entry["verdict"]["cents_off"] for entry in orders.values()),
        },
    }


def _invoice(invoice: BookedInvoice) -> JsonObject:
    return {
        "order": invoice.order_id,
        "number": invoice.number,
        "type": invoice.type,
        "value": invoice.value,
        "key": invoice.key,
        "items": [{"id": row.sku, "price": row.price, "quantity": row.quantity} for row in invoice.rows],
        "at": invoice.at.isoformat(),
        "ours": invoice.ours,
        "embedded": invoice.embedded,
    }


def _order(
    payload: JsonObject,
    notifications: Sequence[NotificationView],
    invoices: Sequence[BookedInvoice],
    intended: Sequence[Press],
) -> JsonObject:
    presses = [(view.notification.press, view.deleted) for view in notifications]
    ours = {
        kind: [invoice.value for invoice in invoices if invoice.ours and invoice.type == kind]
        for kind in ("Output", "Input")
    }
    sold = verdict.due("Output", presses, intended, ours["Output"])
    returned = verdict.due("Input", presses, intended, ours["Input"])
    output, back = verdict.judge(sold, ours["Output"]), verdict.judge(returned, ours["Input"])
    beyond: list[str] = []
    if is_oms(payload):
        beyond += verdict.oversold(payload, invoices) if ours["Output"] else ()
        beyond += verdict.overreturned(payload, invoices) if ours["Input"] else ()
    return {
        "status": payload.get("status"),
        "value": payload.get("value"),
        "invoiced": sum(invoice.value for invoice in invoices if invoice.type == "Output"),
        "returned": sum(invoice.value for invoice in invoices if invoice.type == "Input"),
        "expected": sum(sold.deleted),
        "expected_return": sum(returned.deleted),
        "posted": sum(ours["Output"]),
        "posted_return": sum(ours["Input"]),
        "remaining": len(sold.remaining) + len(returned.remaining),
        "verdict": {
            "lost": output.lost + back.lost,
            "doubled": [*output.doubled, *back.doubled, *beyond],
            "cents_off": output.cents_off + back.cents_off,
        },
    }
