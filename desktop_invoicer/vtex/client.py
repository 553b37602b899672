"""One VTEX account: typed calls over the shared HTTP client. Fits the engine's port by shape."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

import httpx

from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import AccountName, FeedEvent, Notification, NotificationId, OrderId
from desktop_invoicer.domain.order import Order, ProductId
from desktop_invoicer.domain.sourced import Sourced
from desktop_invoicer.errors import (
    FeedMissingError,
    InvalidOrderError,
    NotificationNotReadyError,
    TransientError,
    VtexSilentError,
    VtexUnavailableError,
)
from desktop_invoicer.vtex import mapping, reading, wire
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.order_list import MOST_PAGES, PER_PAGE, OrderLists, Period, Sleep
from desktop_invoicer.vtex.server_time import Heard, ignored
from desktop_invoicer.vtex.transport import Answer, Credentials, Report, Transport, make_http_client, unheard
from desktop_invoicer.vtex.trust import Origin, Origins, check_origin, path_part

__all__ = ["CatalogAccess", "Credentials", "VtexAccount", "make_http_client"]

T = TypeVar("T")

LISTED_STATES = (
    "ready-for-handling",
    "start-handling",
    "handling",
    "ready-for-invoicing",
    "invoice",
    "payment-approved",
    "invoiced",
)
"""States in which a notification may come: being handled, partly invoiced (the marketplace's side falls back to
payment-approved), and invoiced, because returns are asked for on those."""

_LIST = "/api/oms/pvt/orders"
_GONE = frozenset({404})
_NOTHING = frozenset({204, 404})


@dataclass(frozen=True, slots=True)
class CatalogAccess:
    """The account that owns the catalogue: another one for franchises, with credentials and a budget of its own."""

    account: AccountName
    origin: Origin
    credentials: Callable[[], Credentials]
    budget: RequestBudget

    @classmethod
    def of(
        cls, account: AccountName, credentials: Callable[[], Credentials], budget: RequestBudget, origin: str = ""
    ) -> CatalogAccess:
        """Take the account's usual OMS origin, or the one its settings name."""
        return cls(account, Origins.of(account, oms_origin=origin).oms, credentials, budget)

    async def specification(self, product_id: ProductId, http: httpx.AsyncClient) -> Answer:
        """Ask for a product's specifications; 404 is an answer."""
        url = f"{self.origin}/api/catalog_system/pvt/products/{path_part(product_id)}/specification"
        transport = Transport(self.account, http, self.credentials, self.budget)
        return await transport.read(url, self._check, expected=_GONE)

    def _check(self, url: str) -> None:
        check_origin(url, {self.origin}, self.account)


@dataclass(frozen=True, slots=True)
class VtexAccount:
    """The calls to one account. Each may raise what ``engine.ports.Vtex`` names.

    ``credentials`` is asked before every request and its answer never kept; it raises ``CredentialsMissingError``.
    ``http`` comes from ``make_http_client`` and is shared by all accounts, ``budget`` by all that talk to this one.
    """

    origins: Origins
    credentials: Callable[[], Credentials]
    http: httpx.AsyncClient
    budget: RequestBudget
    catalog: CatalogAccess | None = None
    """Who owns the catalogue; this account when not given."""
    ncm_names: tuple[str, ...] = ("NCM", "NCM SH")
    """Names of the product specification that holds the NCM, the best first."""
    listed_days: int = 30
    """Age of the oldest order that ``handled_orders`` lists."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    report: Report = unheard
    """Is told how each call to this account ended."""
    heard: Heard = ignored
    """Is told what time VTEX has, by each of its answers."""
    sleep: Sleep = asyncio.sleep

    async def notification(self, order_id: OrderId, notification_id: NotificationId) -> Sourced[Notification]:
        """Read a notification's details; a 404 is ``NotificationNotReadyError``."""
        url = self._notification_url(order_id, notification_id)
        answer = await self._transport.read(url, self.origins.check_request, expected=_GONE)
        if answer.status in _GONE:
            raise NotificationNotReadyError(order_id, notification_id)
        with _keeping_raw(answer.text):
            details = reading.read_notification(answer.text, order_id, notification_id)
            return Sourced(mapping.to_notification(details, order_id, notification_id), answer.text)

    async def notifications(self, order_id: OrderId, *, background: bool = False) -> tuple[NotificationId, ...]:
        """List the notifications of an order; a 404 means none. A background reading gives way to jobs."""
        url = f"{self.origins.myvtex}/_v/invoice-notifier/{path_part(order_id)}/"
        check = self.origins.check_request
        answer = await self._transport.read(url, check, background=background, expected=_NOTHING)
        return () if answer.status in _NOTHING else _usable(reading.read_notification_ids, answer.text)

    async def order(self, order_id: OrderId, *, background: bool = False) -> Sourced[Order]:
        """Read an order as it is now; a background reading gives way to jobs."""
        url = f"{self.origins.oms}{_LIST}/{path_part(order_id)}"
        answer = await self._transport.read(url, self.origins.check_request, background=background)
        with _keeping_raw(answer.text):
            return Sourced(mapping.to_order(reading.read_order(answer.text, order_id)), answer.text)

    async def ncm(self, product_id: ProductId) -> str:
        """Read the NCM from the product's specification; empty when the catalogue has none, or not the product."""
        if not product_id:
            return ""
        catalog = self.catalog or CatalogAccess(self.origins.account, self.origins.oms, self.credentials, self.budget)
        answer = await catalog.specification(product_id, self.http)
        if answer.status in _GONE:
            return ""
        specifications = _usable(reading.read_specifications, answer.text)
        return next(_ncms(specifications, self.ncm_names), "")

    async def post_invoice(self, callback_url: str, invoice: Invoice, embedded: str | None = None) -> str:
        """Post an invoice, which moves money, and give VTEX's receipt (perhaps empty).

        ``embedded`` is the XML of its document, where the account has it sent along.
        """
        self.origins.check_any_callback(callback_url)
        request = self.http.build_request("POST", callback_url, json=mapping.invoice_payload(invoice, embedded))
        answer = await self._transport.send(request, self.origins.check_any_callback)
        return reading.read_receipt(answer.text)

    async def delete_notification(self, order_id: OrderId, notification_id: NotificationId) -> bool:
        """Delete a notification; one that is gone already counts as deleted. Tell whether it was there."""
        request = self.http.build_request("DELETE", self._notification_url(order_id, notification_id))
        answer = await self._transport.send(request, self.origins.check_request, expected=_GONE)
        return answer.status not in _GONE

    async def handled_orders(self) -> tuple[OrderId, ...]:
        """List the orders being handled or freshly invoiced, newest first.

        Where VTEX or the budget stops the listing after its first page, what is known by then is given.
        """
        found: dict[OrderId, None] = {}
        for page in range(1, MOST_PAGES + 1):
            try:
                answer = await self._transport.read(self._list_url(page), self.origins.check_request, background=True)
                listed = _usable(reading.read_order_list, answer.text)
            except TransientError:
                if page == 1:
                    raise
                break
            found.update((OrderId(row.order_id), None) for row in listed.rows if row.order_id)
            if page >= listed.paging.pages or not listed.rows:
                break
        return tuple(found)

    async def orders_between(self, since: datetime, until: datetime) -> tuple[ListedOrder, ...]:
        """List the orders created or invoiced from ``since`` on and before ``until``, each once, or fail."""

        async def read(url: str) -> wire.OrderList:
            answer = await self._transport.read(url, self.origins.check_request, background=True)
            return _usable(reading.read_order_list, answer.text)

        return await OrderLists(f"{self.origins.oms}{_LIST}", read, self.sleep).between(Period(since, until))

    async def feed(self) -> tuple[FeedEvent, ...]:
        """Take up to ten events of this desk's own feed."""
        url = f"{self.origins.oms}/api/orders/feed?maxlot=10"
        answer = await self._transport.read(url, self.origins.check_request, background=True, expected=_GONE)
        if answer.status in _GONE:
            raise FeedMissingError
        events = _usable(reading.read_feed, answer.text)
        return tuple(FeedEvent(event.handle, OrderId(event.order_id)) for event in events if event.handle)

    async def check_feed(self) -> None:
        """Raise ``FeedMissingError`` unless these credentials have a feed; VTEX deletes one that nobody reads."""
        url = f"{self.origins.oms}/api/orders/feed/config"
        answer = await self._transport.read(url, self.origins.check_request, background=True, expected=_GONE)
        if answer.status in _GONE:
            raise FeedMissingError

    async def commit_feed(self, handles: Sequence[str]) -> None:
        """Tell the feed that the events are durably noted. Telling it twice does no harm, so nothing stays unknown."""
        if not handles:
            return
        request = self.http.build_request(
            "POST", f"{self.origins.oms}/api/orders/feed", json={"handles": list(handles)}
        )
        try:
            await self._transport.send(request, self.origins.check_request, background=True)
        except VtexSilentError as exc:
            raise VtexUnavailableError(exc.reason) from exc

    def callback_url(self, order_id: OrderId) -> str:
        """Give the address where an invoice of the order is posted, for notifications found by asking."""
        return f"{self.origins.myvtex}/_v/invoice-notifier/{path_part(order_id)}/invoice"

    def order_page(self, order_id: OrderId) -> str:
        """Give the address of the order's page in VTEX, for a person's browser."""
        return f"{self.origins.myvtex}/admin/orders/{path_part(order_id)}"

    def bridge_page(self) -> str:
        """Give the address where VTEX logs what marketplaces answered; no address of a single order is published."""
        return f"{self.origins.myvtex}/admin/bridge/#/marketplace/order"

    def check_callback(self, url: str, order_id: OrderId) -> None:
        """Raise ``UntrustedOriginError`` unless ``url`` is the account's own callback address of this very order."""
        self.origins.check_callback(url, order_id)

    def _notification_url(self, order_id: OrderId, notification_id: NotificationId) -> str:
        return f"{self.origins.myvtex}/_v/invoice-notifier/{path_part(order_id)}/{path_part(notification_id)}"

    def _list_url(self, page: int) -> str:
        end = self.now().astimezone(UTC) + timedelta(days=1)
        begin = end - timedelta(days=self.listed_days + 1)
        created = f"creationDate:[{begin:%Y-%m-%dT00:00:00.000Z} TO {end:%Y-%m-%dT00:00:00.000Z}]"
        query = {
            "f_status": ",".join(LISTED_STATES),
            "f_creationDate": created,
            "orderBy": "creationDate,desc",
            "per_page": str(PER_PAGE),
            "page": str(page),
        }
        return f"{self.origins.oms}{_LIST}?" + "&".join(f"{key}={quote(query[key])}" for key in query)

    @property
    def _transport(self) -> Transport:
        return Transport(self.origins.account, self.http, self.credentials, self.budget, self.report, self.heard)


def _ncms(specifications: Iterable[wire.Specification], names: Iterable[str]) -> Iterator[str]:
    """Give the NCMs found, best name first; stores write the names with other cases and spaces."""
    for name in names:
        for specification in specifications:
            if _folded(specification.name) == _folded(name):
                yield from filter(None, map(mapping.read_ncm, specification.values))


@contextmanager
def _keeping_raw(text: str) -> Iterator[None]:
    """Let a refusal carry the text that was refused."""
    try:
        yield
    except InvalidOrderError as exc:
        exc.raw = text
        raise


def _usable(read: Callable[[str], T], text: str) -> T:
    """Read what is no order: an answer that cannot be understood is one that did not come."""
    try:
        return read(text)
    except InvalidOrderError as exc:
        raise VtexUnavailableError(exc.reason) from exc


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
