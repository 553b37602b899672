"""The state and the rules of one VTEX account, in memory and without HTTP; any thread may ask it."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop_invoicer.simulator import embedding, invoicing, packages
from desktop_invoicer.simulator.feed import Feed
from desktop_invoicer.simulator.held_order import Filed, HeldOrder, read_time
from desktop_invoicer.simulator.records import (
    BookedInvoice,
    Breach,
    InvoiceRequest,
    JsonObject,
    Notification,
    Press,
    Refund,
    Refusal,
    StalledRefund,
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
    refused: list[Refusal]
    breaches: list[Breach]
    posts: dict[tuple[str, str], int]
    intended: dict[str, tuple[Press, ...]]
    """Everything that was to be pressed for an order, whether or not the invoicer ever accepted it."""


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
        self._refunds: list[Refund] = []
        self._stalled: list[StalledRefund] = []
        self._refused: list[Refusal] = []
        self._breaches: list[Breach] = []
        self._posts: Counter[tuple[str, str]] = Counter()
        self._requested = 0
        self._intended: dict[str, tuple[Press, ...]] = {}
        self._rng = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        self._orders: dict[str, HeldOrder] = {}
        self._used_keys: set[str | None] = set()
        self._lock = threading.RLock()

    # orders

    def add_order(
        self,
        payload: JsonObject,
        *,
        order_id: str | None = None,
        outcome: str | None = None,
        changed: JsonObject | None = None,
        refund_refusal: str = "",
    ) -> None:
        """Take an order; its packages are invoices that somebody else posted before."""
        key = order_id or payload["orderId"]
        created = read_time(payload.get("creationDate")) or self.clock()
        with self._lock:
            self._orders[key] = HeldOrder(key, payload, created, outcome, changed, refund_refusal)
            self._used_keys.update(invoice.key for invoice in self._orders[key].invoices)
            self.feed.announce(key, str(payload.get("status") or ""), None)

    def order_ids(self) -> list[str]:
        """Give every order, in the order of arrival."""
        with self._lock:
            return list(self._orders)

    def read_order(self, order_id: str) -> JsonObject | None:
        """Give GET order's body as VTEX shows it now; ``seq`` plus the sequence finds it too."""
        with self._lock:
            found = self._orders.get(order_id) or self._by_sequence(order_id)
            return found.shown(self.clock()) if found else None

    def order_delivered(self, order_id: str) -> None:
        """Note that somebody got the order whole: a story may change it from now on."""
        with self._lock:
            found = self._orders.get(order_id)
            if found and found.details_read:
                found.change(self.clock())

    def list_orders(self, statuses: Collection[str], *, newest_first: bool = True) -> list[JsonObject]:
        """Give the rows of the order list, as late as VTEX's index is."""
        indexed = self.clock() - INDEX_LAG * self.pace
        with self._lock:
            rows = [row for order in self._orders.values() if (row := order.list_row(indexed))]
        wanted = [row for row in rows if not statuses or row["status"] in statuses]
        return sorted(wanted, key=lambda row: str(row["creationDate"]), reverse=newest_first)

    # notifications

    def request(self, order_id: str, press: Press) -> Notification:
        """Begin a request: it has an id, but VTEX keeps it only once the invoicer has answered."""
        with self._lock:
            self._requested += 1
            return Notification(str(uuid.UUID(int=self._rng.getrandbits(128), version=4)), order_id, press)

    def intend(self, order_id: str, presses: Sequence[Press]) -> None:
        """Note what is going to be pressed for an order."""
        with self._lock:
            self._intended[order_id] = (*self._intended.get(order_id, ()), *presses)

    def file(self, notification: Notification, late: timedelta = timedelta(0)) -> None:
        """Keep a notification that the invoicer accepted; it shows after ``late``. Filing it again changes nothing."""
        with self._lock:
            filed = self._orders[notification.order_id].filed
            filed.setdefault(notification.id, Filed(notification, self.clock() + late))

    def notification(self, order_id: str, notification_id: str) -> Notification | None:
        """Give a notification that VTEX shows now."""
        with self._lock:
            filed = self._visible(order_id).get(notification_id)
            return filed.notification if filed else None

    def notifications(self, order_id: str) -> list[Notification]:
        """Give the notifications of an order that VTEX shows now."""
        with self._lock:
            return [filed.notification for filed in self._visible(order_id).values()]

    def details_delivered(self, order_id: str) -> None:
        """Note that somebody got the details of a notification of the order."""
        with self._lock:
            if order := self._orders.get(order_id):
                order.details_read = True

    def delete_notification(self, order_id: str, notification_id: str) -> bool:
        """Delete a notification; false when VTEX does not show it."""
        with self._lock:
            filed = self._visible(order_id).get(notification_id)
            if filed is None:
                return False
            filed.deleted = True
            press = filed.notification.press
            if press.expected_value and self._orders[order_id].is_deleted_too_soon(press.invoice_type):
                self.breach(order_id, f"notification {notification_id} was deleted before it was invoiced")
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
                self.breach(order_id, f"unreadable invoice: {request}")
                return request
            self._posts[order_id, request.number] += 1
            if request.number not in {invoice.number for invoice in order.invoices}:
                if reason := invoicing.refusal(order.shown(None), order.invoices, request):
                    return reason
                if request.type == "Input" and order.refund_refusal:
                    return order.refund_refusal
                self._book(order, request, body, hidden_for)
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
                orders={key: order.shown(None) for key, order in self._orders.items()},
                outcomes={key: order.outcome for key, order in self._orders.items()},
                requested=self._requested,
                filed=[
                    NotificationView(filed.notification, filed.deleted)
                    for order in self._orders.values()
                    for filed in order.filed.values()
                ],
                invoices=[invoice for order in self._orders.values() for invoice in order.invoices],
                refunds=list(self._refunds),
                stalled=list(self._stalled),
                refused=list(self._refused),
                breaches=list(self._breaches),
                posts=dict(self._posts),
                intended=dict(self._intended),
            )

    def _book(self, order: HeldOrder, request: InvoiceRequest, body: object, hidden_for: timedelta) -> None:
        now, current = self.clock(), order.shown(None)
        for what in invoicing.breaches(request, body, current, self._used_keys):
            self.breach(order.key, what)
        shown = packages.package(request, current, now, self._rng)
        if request.type == "Input":
            if why := invoicing.why_not_refunded(request, current):
                self._stalled.append(StalledRefund(order.key, request.number, request.value, why))
            else:
                self._refunds.append(Refund(order.key, request.number, request.value, now))
                shown = packages.with_refund(shown, request)
        if request.type == "Output":
            self._used_keys.add(request.key)
        booked = BookedInvoice(
            order_id=order.key,
            type=request.type,
            number=request.number,
            value=request.value,
            key=request.key,
            rows=request.rows,
            at=now,
            ours=True,
            embedded=embedding.whose(request),
        )
        status = order.post(booked, shown, now, hidden_for)
        if status != current["status"]:
            self.feed.announce(order.key, status, current["status"])

    def _visible(self, order_id: str) -> dict[str, Filed]:
        order = self._orders.get(order_id)
        now = self.clock()
        return {key: filed for key, filed in order.filed.items() if filed.is_visible(now)} if order else {}

    def _by_sequence(self, text: str) -> HeldOrder | None:
        if not text.startswith("seq"):
            return None
        wanted = text.removeprefix("seq")
        return next((order for order in self._orders.values() if order.payload.get("sequence") == wanted), None)
