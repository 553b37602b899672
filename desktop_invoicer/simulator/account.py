"""The state and the rules of one VTEX account, in memory and without HTTP; any thread may ask it."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from desktop_invoicer.simulator import embedding, invoicing, packages
from desktop_invoicer.simulator.books import Books, NotificationView
from desktop_invoicer.simulator.feed import Feed
from desktop_invoicer.simulator.held_order import Filed, HeldOrder, read_time
from desktop_invoicer.simulator.list_filter import ListFilter
from desktop_invoicer.simulator.quirks import USUAL, Deletion, Quirks, Resend
from desktop_invoicer.simulator.records import (
    BookedInvoice,
    Breach,
    InvoiceRequest,
    JsonObject,
    KeySent,
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
COMES_BACK_AFTER = timedelta(seconds=20)
"""When a notification shows again that VTEX does not really delete."""
LAST_PAGE = 30


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
        self._keys_sent: list[KeySent] = []
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

    def add_order(  # noqa: PLR0913 (all by name, all with a default)
        self,
        payload: JsonObject,
        *,
        order_id: str | None = None,
        outcome: str | None = None,
        changed: JsonObject | None = None,
        quirks: Quirks = USUAL,
        listed_from: datetime | None = None,
    ) -> None:
        """Take an order; its packages are invoices that somebody else posted before.

        The list of orders knows it from its creation on, or from another moment.
        """
        key = order_id or payload["orderId"]
        created = listed_from or read_time(payload.get("creationDate")) or self.clock()
        with self._lock:
            self._orders[key] = HeldOrder(key, payload, created, outcome, changed, quirks)
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

    def is_unreadable(self, order_id: str) -> bool:
        """Tell whether GET order always breaks."""
        order = self._orders.get(order_id)
        return order is not None and order.quirks.is_unreadable

    def list_orders(self, wanted: ListFilter, *, newest_first: bool = True) -> list[JsonObject]:
        """Give the rows of the order list, as late as VTEX's index is."""
        indexed = self.clock() - INDEX_LAG * self.pace
        with self._lock:
            listed = [order for order in self._orders.values() if order.is_listed(wanted, indexed)]
            rows = [row for order in listed if (row := order.list_row(indexed))]
        rows = [row for row in rows if not wanted.statuses or row["status"] in wanted.statuses]
        return sorted(rows, key=lambda row: str(row["creationDate"]), reverse=newest_first)

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

    def keeps_notifications(self, order_id: str) -> bool:
        """Tell whether no notification of the order can be deleted."""
        order = self._orders.get(order_id)
        return order is not None and order.quirks.deletion is Deletion.REFUSES

    def delete_notification(self, order_id: str, notification_id: str) -> bool:
        """Delete a notification; false when VTEX does not show it."""
        with self._lock:
            filed = self._visible(order_id).get(notification_id)
            if filed is None:
                return False
            order, press = self._orders[order_id], filed.notification.press
            comes_back = order.quirks.deletion is Deletion.COMES_BACK
            filed.delete(self.clock() + COMES_BACK_AFTER * self.pace if comes_back else None)
            if press.expected_value and order.is_deleted_too_soon(press.invoice_type):
                self.breach(order_id, f"notification {notification_id} was deleted before it was invoiced")
            return True

    # invoices

    def post_invoice(self, order_id: str, body: object, hidden_for: timedelta = timedelta(0)) -> JsonObject | str:
        """Book an invoice; gives VTEX's receipt, or the reason of the refusal.

        A number that the order already holds yields a new receipt and changes nothing else, but for an access key
        where the order takes one. ``hidden_for`` is how long GET order does not show it yet.
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
            held = next((invoice for invoice in order.invoices if invoice.number == request.number), None)
            if held is not None:
                if order.is_whole() and request.key and request.key != held.key:
                    return self._resend(order, held, request, hidden_for)
            elif reason := self._refusal(order, request):
                return reason
            else:
                self._book(order, request, body, hidden_for)
            return self._receipt(order_id)

    @property
    def posted(self) -> int:
        """Count the invoices that came, whatever became of them."""
        with self._lock:
            return self._posts.total()

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
                keys_sent=list(self._keys_sent),
                refused=list(self._refused),
                breaches=list(self._breaches),
                posts=dict(self._posts),
                intended=dict(self._intended),
            )

    def _refusal(self, order: HeldOrder, request: InvoiceRequest) -> str | None:
        if reason := invoicing.refusal(order.shown(None), order.invoices, request):
            return reason
        return order.quirks.refund_refusal or None if request.type == "Input" else None

    def _resend(
        self, order: HeldOrder, held: BookedInvoice, request: InvoiceRequest, hidden_for: timedelta
    ) -> JsonObject | str:
        """Take an access key for an invoice that the order holds, let it pass, or refuse it."""
        for what in invoicing.resend_breaches(request, held):
            self.breach(order.key, what)
        resend = order.quirks.resend
        self._keys_sent.append(KeySent(order.key, request.number, request.key or "", resend is Resend.TAKES))
        if resend is Resend.REFUSES:
            return "invoice number already exists"
        if resend is Resend.TAKES:
            order.take_key(request, self.clock(), hidden_for + order.quirks.key_shows_after * self.pace)
            self._used_keys.add(request.key)
        return self._receipt(order.key)

    def _receipt(self, order_id: str) -> JsonObject:
        receipt = uuid.UUID(int=self._rng.getrandbits(128), version=4).hex
        return {"date": vtex_time(self.clock()), "orderId": order_id, "receipt": receipt}

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
