"""One order as the account holds it: the payload it came with, and everything that happened to it since."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from desktop_invoicer.simulator import packages
from desktop_invoicer.simulator.list_filter import ListFilter
from desktop_invoicer.simulator.quirks import USUAL, Quirks
from desktop_invoicer.simulator.records import (
    BookedInvoice,
    InvoiceRequest,
    InvoiceType,
    JsonObject,
    Notification,
    vtex_time,
)


@dataclass(slots=True)
class Filed:
    """A notification that VTEX keeps, from a moment on, until it is deleted."""

    notification: Notification
    visible_from: datetime
    deleted: bool = False
    comes_back_at: datetime | None = None
    """When it shows again although it was deleted."""

    def is_visible(self, now: datetime) -> bool:
        """Tell whether VTEX shows it."""
        if self.deleted:
            return self.comes_back_at is not None and self.comes_back_at <= now
        return self.visible_from <= now

    def delete(self, comes_back_at: datetime | None) -> None:
        """Delete it; a second time it stays away."""
        self.comes_back_at = None if self.deleted else comes_back_at
        self.deleted = True


@dataclass(frozen=True, slots=True)
class Posted:
    """A package that was posted here, and the time from which GET order shows it."""

    visible_from: datetime
    last_change: str
    package: JsonObject


@dataclass(frozen=True, slots=True)
class KeyTaken:
    """An access key that was sent again and taken, and the time from which GET order shows it."""

    visible_from: datetime
    last_change: str
    number: str
    key: str
    embedded: str | None

    def put_on(self, package: JsonObject) -> JsonObject:
        """Give a package as it shows with the key; others stay as they are."""
        if package.get("invoiceNumber") != self.number:
            return package
        return {
            **package,
            "invoiceKey": self.key,
            "embeddedInvoice": self.embedded or package.get("embeddedInvoice"),
        }


@dataclass(slots=True)
class HeldOrder:
    """An order with its notifications and invoices. Not safe for threads: the account's lock guards it."""

    key: str
    payload: JsonObject
    created: datetime
    outcome: str | None = None
    changed: JsonObject | None = None
    """What the order becomes once somebody has read a notification of it and then the order."""
    quirks: Quirks = USUAL
    details_read: bool = False
    filed: dict[str, Filed] = field(default_factory=dict)
    invoices: list[BookedInvoice] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    keys: list[KeyTaken] = field(default_factory=list)
    _history: list[tuple[datetime, str, str]] = field(default_factory=list)
    """When the order got which status, and its ``lastChange`` then."""

    def __post_init__(self) -> None:
        self._history.append((self.created, str(self.payload.get("status") or ""), str(self.payload.get("lastChange"))))
        if self.payload.get("orderId") == self.key:
            self.invoices += packages.read_packages(self.payload, self.created)

    def shown(self, now: datetime | None) -> JsonObject:
        """Give GET order's body as it is shown at a time; ``None`` shows what is still hidden, too."""
        posted = [entry for entry in self.posted if now is None or entry.visible_from <= now]
        keys = [entry for entry in self.keys if now is None or entry.visible_from <= now]
        if not posted and not keys:
            return self.payload
        before = (self.payload.get("packageAttachment") or {}).get("packages") or ()
        held = [*before, *(entry.package for entry in posted)]
        for taken in keys:
            held = [taken.put_on(package) for package in held]
        changes = [*(entry.last_change for entry in posted), *(taken.last_change for taken in keys)]
        if read_time(own := self.payload.get("lastChange")):
            changes.append(str(own))
        sold = sum(package["invoiceValue"] for package in held if package["type"] == "Output")
        invoiced = bool(posted) and sold == self.payload["value"]
        invoiced_at = self._invoiced_at()
        return {
            **self.payload,
            "status": "invoiced" if invoiced else self.payload["status"],
            "lastChange": max(changes),
            "invoicedDate": vtex_time(invoiced_at) if invoiced and invoiced_at else self.payload.get("invoicedDate"),
            "packageAttachment": {"packages": held},
        }

    def change(self, now: datetime) -> None:
        """Let the story's change happen."""
        if self.quirks.takes_request_back:
            for filed in self.filed.values():
                filed.delete(None)
        if self.changed is not None:
            last_change = self._next_change(now)
            self.payload, self.changed = {**self.changed, "lastChange": last_change}, None
            self._history.append((now, str(self.payload.get("status") or ""), last_change))

    def post(self, invoice: BookedInvoice, package: JsonObject, now: datetime, hidden_for: timedelta) -> str:
        """Take an invoice; gives the status of the order afterwards."""
        self.invoices.append(invoice)
        visible_from = datetime.max.replace(tzinfo=UTC) if self.quirks.hides_invoices else now + hidden_for
        self.posted.append(Posted(visible_from, self._next_change(now), package))
        status = str(self.shown(now if self.quirks.hides_invoices else None)["status"])
        self._history.append((now, status, self.posted[-1].last_change))
        return status

    def take_key(self, request: InvoiceRequest, now: datetime, hidden_for: timedelta) -> None:
        """Put the key of an invoice that came again on the one that the order holds."""
        change = self._next_change(now)
        self.keys.append(KeyTaken(now + hidden_for, change, request.number, request.key or "", request.embedded))
        self.invoices = [
            replace(held, key=request.key) if held.number == request.number else held for held in self.invoices
        ]
        self._history.append((now, str(self.shown(None)["status"]), change))

    def is_whole(self) -> bool:
        """Tell whether it is invoiced in full."""
        sold = sum(invoice.value for invoice in self.invoices if invoice.type == "Output")
        return sold == self.payload.get("value")

    def is_deleted_too_soon(self, kind: InvoiceType) -> bool:
        """Tell whether more notifications of a type are deleted than invoices were posted for."""
        presses = [filed.notification.press for filed in self.filed.values() if filed.deleted]
        owed = sum(press.invoice_type == kind and press.expected_value > 0 for press in presses)
        return owed > sum(invoice.ours and invoice.type == kind for invoice in self.invoices)

    def is_listed(self, wanted: ListFilter, indexed: datetime) -> bool:
        """Tell whether the list of orders shows it, as its index knew it at a time."""
        if not wanted.created.holds(self.created):
            return False
        invoiced_at = self._invoiced_at()
        known = invoiced_at if invoiced_at and invoiced_at <= indexed else None
        return wanted.invoiced.holds(known)

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
            "workflowInErrorState": bool(self.payload.get("workflowIsInError")),
            "orderIsComplete": True,
            "lastChange": last_change,
            "hostname": self.payload.get("hostname"),
            "currencyCode": "BRL",
        }

    def _invoiced_at(self) -> datetime | None:
        own = read_time(self.payload.get("invoicedDate"))
        return own or next((at for at, status, _ in self._history if status == "invoiced"), None)

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
