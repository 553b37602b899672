"""The state and the rules of one VTEX account, in memory and without HTTP; any thread may ask it."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop_invoicer.simulator import invoicing, packages
from desktop_invoicer.simulator.feed import Feed
from desktop_invoicer.simulator.records import (
    BookedInvoice,
    Breach,
    InvoiceRequest,
    JsonObject,
    Notification,
    Press,
    Refund,
    Refusal,
    vtex_time,
)

APP_KEY = "vtexappkey-lojafarmgavea-SIMULATED"
"""The only app key the account accepts. It opens nothing but the simulator."""
APP_TOKEN = "SIMULATED-APP-TOKEN-OPENS-NOTHING"  # noqa: S105 (a made-up one, valid in the simulator alone)
"""The app token that belongs to :data:`APP_KEY`."""
USER_TOKEN = "SIMULATED-USER-TOKEN-OPENS-NOTHING"  # noqa: S105 (likewise)
"""The user token, accepted as ``VtexIdclientAutCookie`` beside the app key."""

INDEX_LAG = timedelta(seconds=240)
"""How late the order list is (facts: VTEX, section 6)."""
LAST_PAGE = 30


@dataclass(slots=True)
class _Order:
    payload: JsonObject
    history: list[tuple[datetime, str, str]]
    """When the order got which status, and its ``lastChange`` then."""
    outcome: str | None = None
    changed: JsonObject | None = None
    """What the order becomes once somebody has read a notification of it and then the order."""
    details_read: bool = False
    posted: list[_Posted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Posted:
    visible_from: datetime
    last_change: str
    package: JsonObject


@dataclass(slots=True)
class _Filed:
    notification: Notification
    visible_from: datetime
    deleted: bool = False


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
    refused: list[Refusal]
    breaches: list[Breach]
    posts: dict[tuple[str, str], int]


class Account:
    """One account: orders, notifications, invoices, refunds, products and the feed, behind one lock."""

    def __init__(
        self, name: str, *, seed: int = 0, pace: float = 1.0, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.name = name
        self.pace = pace
        self.clock = clock
        self.feed = Feed(pace=pace, clock=clock)
        self.products: dict[str, list[JsonObject]] = {}
        """Specifications of the catalogue by product id."""
        self._invoices: list[BookedInvoice] = []
        self._refunds: list[Refund] = []
        self._refused: list[Refusal] = []
        self._breaches: list[Breach] = []
        self._posts: Counter[tuple[str, str]] = Counter()
        self._requested = 0
        self._rng = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        self._orders: dict[str, _Order] = {}
        self._filed: dict[tuple[str, str], _Filed] = {}
        self._lock = threading.RLock()

    # orders

    def add_order(
        self,
        payload: JsonObject,
        *,
        order_id: str | None = None,
        outcome: str | None = None,
        changed: JsonObject | None = None,
    ) -> None:
        """Take an order; its packages are invoices that somebody else posted before."""
        key = order_id or payload["orderId"]
        status = str(payload.get("status") or "")
        moment = _created(payload, self.clock())
        with self._lock:
            self._orders[key] = _Order(
                payload, [(moment, status, str(payload.get("lastChange")))], outcome=outcome, changed=changed
            )
            if payload.get("orderId") == key:
                self._invoices += packages.read_packages(payload, moment)
            self.feed.announce(key, status, None)

    def order_ids(self) -> list[str]:
        """Give every order, in the order of arrival."""
        with self._lock:
            return list(self._orders)

    def read_order(self, order_id: str) -> JsonObject | None:
        """Give GET order's body as VTEX shows it now; ``seq`` plus the sequence finds it too."""
        with self._lock:
            found = self._orders.get(order_id) or self._by_sequence(order_id)
            return self._shown(found) if found else None

    def order_delivered(self, order_id: str) -> None:
        """Note that somebody got the order whole: a story may change it from now on."""
        with self._lock:
            found = self._orders.get(order_id)
            if found and found.changed is not None and found.details_read:
                found.payload, found.changed = {**found.changed, "lastChange": self._next_change(found)}, None

    def list_orders(self, statuses: Collection[str], *, newest_first: bool = True) -> list[JsonObject]:
        """Give the rows of the order list, as late as VTEX's index is."""
        indexed = self.clock() - INDEX_LAG * self.pace
        with self._lock:
            rows = [row for key, order in self._orders.items() if (row := _list_row(key, order, indexed))]
        wanted = [row for row in rows if not statuses or row["status"] in statuses]
        return sorted(wanted, key=lambda row: str(row["creationDate"]), reverse=newest_first)

    # notifications

    def request(self, order_id: str, press: Press) -> Notification:
        """Begin a request: it has an id, but VTEX keeps it only once the invoicer has answered."""
        with self._lock:
            self._requested += 1
            return Notification(str(uuid.UUID(int=self._rng.getrandbits(128), version=4)), order_id, press)

    def file(self, notification: Notification, late: timedelta = timedelta(0)) -> None:
        """Keep a notification that the invoicer accepted; it shows after ``late``. Filing it again changes nothing."""
        with self._lock:
            key = (notification.order_id, notification.id)
            self._filed.setdefault(key, _Filed(notification, self.clock() + late))

    def notification(self, order_id: str, notification_id: str) -> Notification | None:
        """Give a notification that VTEX shows now."""
        with self._lock:
            filed = self._filed.get((order_id, notification_id))
            return filed.notification if filed and self._is_visible(filed) else None

    def notifications(self, order_id: str) -> list[Notification]:
        """Give the notifications of an order that VTEX shows now."""
        with self._lock:
            found = [filed for (order, _), filed in self._filed.items() if order == order_id]
            return [filed.notification for filed in found if self._is_visible(filed)]

    def details_delivered(self, order_id: str) -> None:
        """Note that somebody got the details of a notification of the order."""
        with self._lock:
            if order := self._orders.get(order_id):
                order.details_read = True

    def delete_notification(self, order_id: str, notification_id: str) -> bool:
        """Delete a notification; false when VTEX does not show it."""
        with self._lock:
            filed = self._filed.get((order_id, notification_id))
            if filed is None or not self._is_visible(filed):
                return False
            filed.deleted = True
            self._judge_deletion(filed.notification)
            return True

    # invoices

    def post_invoice(self, order_id: str, body: object, hidden_for: timedelta = timedelta(0)) -> JsonObject | str:
        """Book an invoice; gives VTEX's receipt, or the reason of the refusal.

        A number that the order already holds yields a new receipt and changes nothing else. ``hidden_for`` is how long
        GET order does not show it yet.
        """
        with self._lock:
            order = self._orders.get(order_id)
            if order is None:
                return "order not found"
            request = invoicing.read_request(body)
            if isinstance(request, str):
                return request
            self._posts[order_id, request.number] += 1
            booked = [invoice for invoice in self._invoices if invoice.order_id == order_id]
            if request.number not in {invoice.number for invoice in booked}:
                current = self._shown(order, everything=True)
                if reason := invoicing.refusal(current, booked, request):
                    return reason
                self._book(order, current, request, body, hidden_for)
            return {
                "date": vtex_time(self.clock()),
                "orderId": order_id,
                "receipt": uuid.UUID(int=self._rng.getrandbits(128), version=4).hex,
            }

    def refuse(self, refusal: Refusal) -> None:
        """Write down a refused request."""
        with self._lock:
            self._refused.append(refusal)

    def breach(self, order_id: str, what: str) -> None:
        """Write down a breach of the contract."""
        with self._lock:
            self._breaches.append(Breach(order_id, what))

    def books(self) -> Books:
        """Copy the books; invoices that GET order still hides are in them."""
        with self._lock:
            return Books(
                orders={key: self._shown(order, everything=True) for key, order in self._orders.items()},
                outcomes={key: order.outcome for key, order in self._orders.items()},
                requested=self._requested,
                filed=[NotificationView(filed.notification, filed.deleted) for filed in self._filed.values()],
                invoices=list(self._invoices),
                refunds=list(self._refunds),
                refused=list(self._refused),
                breaches=list(self._breaches),
                posts=dict(self._posts),
            )

    def _book(
        self, order: _Order, current: JsonObject, request: InvoiceRequest, body: object, hidden_for: timedelta
    ) -> None:
        now = self.clock()
        order_id = str(current["orderId"])
        used = {invoice.key for invoice in self._invoices if invoice.type == "Output"}
        found = list(invoicing.breaches(request, dict(body), current, used)) if isinstance(body, dict) else []
        self._breaches += [Breach(order_id, what) for what in found]
        shown = packages.package(request, current, now, self._rng)
        if request.type == "Input" and current["status"] == "invoiced":
            if len({row.sku for row in request.rows}) < len(request.rows):
                self._breaches.append(Breach(order_id, f"the refund of {request.number} never starts: repeated SKU"))
            else:
                self._refunds.append(Refund(order_id, request.number, request.value, now))
                shown = packages.with_refund(shown, request)
        self._invoices.append(
            BookedInvoice(
                order_id, request.type, request.number, request.value, request.key, request.rows, now, ours=True
            )
        )
        before = current["status"]
        order.posted.append(_Posted(now + hidden_for, self._next_change(order), shown))
        status = self._shown(order, everything=True)["status"]
        order.history.append((now, status, order.posted[-1].last_change))
        if status != before:
            self.feed.announce(order_id, status, before)

    def _judge_deletion(self, notification: Notification) -> None:
        kind = notification.press.invoice_type
        owed = [
            filed
            for (order_id, _), filed in self._filed.items()
            if order_id == notification.order_id
            and filed.deleted
            and filed.notification.press.invoice_type == kind
            and filed.notification.press.expected_value
        ]
        posted = [
            invoice
            for invoice in self._invoices
            if invoice.order_id == notification.order_id and invoice.ours and invoice.type == kind
        ]
        if len(owed) > len(posted) and notification.press.expected_value:
            self._breaches.append(
                Breach(notification.order_id, f"notification {notification.id} was deleted before it was invoiced")
            )

    def _is_visible(self, filed: _Filed) -> bool:
        return not filed.deleted and filed.visible_from <= self.clock()

    def _by_sequence(self, text: str) -> _Order | None:
        if not text.startswith("seq"):
            return None
        wanted = text.removeprefix("seq")
        return next((order for order in self._orders.values() if order.payload.get("sequence") == wanted), None)

    def _shown(self, order: _Order, *, everything: bool = False) -> JsonObject:
        now = self.clock()
        posted = [entry for entry in order.posted if everything or entry.visible_from <= now]
        if not posted:
            return order.payload
        held = [
            *((order.payload.get("packageAttachment") or {}).get("packages") or ()),
            *(entry.package for entry in posted),
        ]
        sold = sum(shown["invoiceValue"] for shown in held if shown["type"] == "Output")
        invoiced = sold == order.payload["value"]
        return {
            **order.payload,
            "status": "invoiced" if invoiced else order.payload["status"],
            "lastChange": max(entry.last_change for entry in posted),
            "invoicedDate": vtex_time(order.history[-1][0]) if invoiced else order.payload.get("invoicedDate"),
            "packageAttachment": {"packages": held},
        }

    def _next_change(self, order: _Order) -> str:
        """Give a ``lastChange`` after the previous one, whatever the clock says."""
        return max(vtex_time(self.clock()), _bumped(order.history[-1][2]))


def _bumped(moment: str) -> str:
    try:
        return vtex_time(datetime.fromisoformat(moment) + timedelta(microseconds=1))
    except ValueError:
        return ""


def _created(payload: JsonObject, default: datetime) -> datetime:
    try:
        created = datetime.fromisoformat(str(payload.get("creationDate")))
    except ValueError:
        return default
    return created if created.tzinfo else created.replace(tzinfo=UTC)


def _list_row(order_id: str, order: _Order, indexed: datetime) -> JsonObject | None:
    past = [entry for entry in order.history if entry[0] <= indexed]
    if not past:
        return None
    _, status, last_change = past[-1]
    payload = order.payload
    return {
        "orderId": order_id,
        "creationDate": payload.get("creationDate"),
        "clientName": None,
        "items": None,
        "totalValue": payload.get("value"),
        "paymentNames": None,
        "status": status,
        "statusDescription": "",
        "marketPlaceOrderId": payload.get("marketplaceOrderId"),
        "sequence": payload.get("sequence"),
        "salesChannel": payload.get("salesChannel"),
        "affiliateId": payload.get("affiliateId"),
        "origin": payload.get("origin"),
        "workflowInErrorState": False,
        "orderIsComplete": True,
        "lastChange": last_change,
        "hostname": payload.get("hostname"),
        "currencyCode": "BRL",
    }
