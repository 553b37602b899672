"""One order as the account holds it: the payload it came with, and everything that happened to it since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop_invoicer.simulator import packages
from desktop_invoicer.simulator.records import BookedInvoice, InvoiceType, JsonObject, Notification, vtex_time


@dataclass(slots=True)
class Filed:
    """A notification that VTEX keeps, from a moment on, until it is deleted."""

    notification: Notification
    visible_from: datetime
    deleted: bool = False

    def is_visible(self, now: datetime) -> bool:
        """Tell whether VTEX shows it."""
        return not self.deleted and self.visible_from <= now


@dataclass(frozen=True, slots=True)
class Posted:
    """A package that was posted here, and the time from which GET order shows it."""

    visible_from: datetime
    last_change: str
    package: JsonObject


@dataclass(slots=True)
class HeldOrder:
    """An order with its notifications and invoices. Not safe for threads: the account's lock guards it."""

    key: str
    payload: JsonObject
    created: datetime
    outcome: str | None = None
    changed: JsonObject | None = None
    """What the order becomes once somebody has read a notification of it and then the order."""
    refund_refusal: str = ""
    """Why VTEX takes no ``Input`` of it, in its own words."""
    details_read: bool = False
    filed: dict[str, Filed] = field(default_factory=dict)
    invoices: list[BookedInvoice] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    _history: list[tuple[datetime, str, str]] = field(default_factory=list)
    """When the order got which status, and its ``lastChange`` then."""

    def __post_init__(self) -> None:
        self._history.append((self.created, str(self.payload.get("status") or ""), str(self.payload.get("lastChange"))))
        if self.payload.get("orderId") == self.key:
            self.invoices += packages.read_packages(self.payload, self.created)

    def shown(self, now: datetime | None) -> JsonObject:
        """Give GET order's body as it is shown at a time; ``None`` shows what is still hidden, too."""
        posted = [entry for entry in self.posted if now is None or entry.visible_from <= now]
        if not posted:
            return self.payload
        before = (self.payload.get("packageAttachment") or {}).get("packages") or ()
        held = [*before, *(entry.package for entry in posted)]
        changes = [entry.last_change for entry in posted]
        if read_time(own := self.payload.get("lastChange")):
            changes.append(str(own))
        sold = sum(package["invoiceValue"] for package in held if package["type"] == "Output")
        invoiced = sold == self.payload["value"]
        return {
            **self.payload,
            "status": "invoiced" if invoiced else self.payload["status"],
            "lastChange": max(changes),
            "invoicedDate": vtex_time(self._history[-1][0]) if invoiced else self.payload.get("invoicedDate"),
            "packageAttachment": {"packages": held},
        }

    def change(self, now: datetime) -> None:
        """Let the story's change happen."""
        if self.changed is not None:
            last_change = self._next_change(now)
            self.payload, self.changed = {**self.changed, "lastChange": last_change}, None
            self._history.append((now, str(self.payload.get("status") or ""), last_change))

    def post(self, invoice: BookedInvoice, package: JsonObject, now: datetime, hidden_for: timedelta) -> str:
        """Take an invoice; gives the status of the order afterwards."""
        self.invoices.append(invoice)
        self.posted.append(Posted(now + hidden_for, self._next_change(now), package))
        status = str(self.shown(None)["status"])
        self._history.append((now, status, self.posted[-1].last_change))
        return status

    def is_deleted_too_soon(self, kind: InvoiceType) -> bool:
        """Tell whether more notifications of a type are deleted than invoices were posted for."""
        presses = [filed.notification.press for filed in self.filed.values() if filed.deleted]
        owed = sum(press.invoice_type == kind and press.expected_value > 0 for press in presses)
        return owed > sum(invoice.ours and invoice.type == kind for invoice in self.invoices)

    def list_row(self, indexed: datetime) -> JsonObject | None:
        """Give the row of the order list, as the index knew it at a time; ``None`` when it did not."""
        past = [entry for entry in self._history if entry[0] <= indexed]
        if not past:
            return None
        _, status, last_change = past[-1]
        return {
            "orderId": self.key,
            "creationDate": self.payload.get("creationDate"),
            "clientName": None,
            "items": None,
            "totalValue": self.payload.get("value"),
            "paymentNames": None,
            "status": status,
            "statusDescription": "",
            "marketPlaceOrderId": self.payload.get("marketplaceOrderId"),
            "sequence": self.payload.get("sequence"),
            "salesChannel": self.payload.get("salesChannel"),
            "affiliateId": self.payload.get("affiliateId"),
            "origin": self.payload.get("origin"),
            "workflowInErrorState": False,
            "orderIsComplete": True,
            "lastChange": last_change,
            "hostname": self.payload.get("hostname"),
            "currencyCode": "BRL",
        }

    def _next_change(self, now: datetime) -> str:
        """Give a ``lastChange`` after the previous one, whatever the clock says."""
        before = read_time(self._history[-1][2])
        return vtex_time(max(now, before + timedelta(microseconds=1)) if before else now)


def read_time(text: object) -> datetime | None:
    """Read a time as VTEX writes it; ``None`` when it is none."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
