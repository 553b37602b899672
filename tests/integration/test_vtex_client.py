"""The client of one VTEX account over a scripted transport: what is sent, to whom, and what every answer means."""

from __future__ import annotations

import asyncio
import gzip
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.invoice import Invoice, InvoiceRow
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, InvoiceType, NotificationId, OrderId
from desktop_invoicer.domain.order import ProductId, SkuId
from desktop_invoicer.vtex import transport
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import LISTED_STATES, CatalogAccess, Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.mapping import invoice_payload
from desktop_invoicer.vtex.trust import Origins
from tests.scripted import Scripted
from tests.vtex_payloads import (
    NOTIFICATION_ID,
    ORDER_ID,
    PUBLISHED_NOTIFICATION,
    a_notification_body,
    an_order_body,
)

pytestmark = pytest.mark.anyio

ACCOUNT = AccountName("gavea")
ORIGINS = Origins.of(ACCOUNT)
LOCAL = Origins.of(ACCOUNT, "http://127.0.0.1:8711", "http://127.0.0.1:8711")
CREDENTIALS = Credentials("vtexappkey-gavea-AAAA", "TOKENTOKENTOKEN")
NOTIFIER = f"https://gavea.myvtex.com/_v/invoice-notifier/{ORDER_ID}"
CALLBACK = f"{NOTIFIER}/invoice"
OMS = "https://gavea.vtexcommercestable.com.br"
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
PRODUCT = ProductId("9429485")
HTML = "<!DOCTYPE html><html><head><title>Sorry</title></head></html>"
INVOICE = Invoice(
    type=InvoiceType.OUTPUT,
    number="643797",
    value=Cents(9990),
    key="33261111222333000181650010006437971006437978",
    url="",
    issued_at=datetime(2026, 11, 20, 12, 29, 30, tzinfo=timezone(timedelta(hours=-3))),
    rows=(InvoiceRow(SkuId("101"), Cents(9990), 1),),
)

Handler = Callable[[httpx.Request], httpx.Response]


@dataclass
class Vtex:
    """VTEX as a script: gives the answers in turn, the last one for ever, and keeps what it was sent."""

    answers: list[httpx.Response | Exception]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def request(self) -> httpx.Request:
        (request,) = self.requests
        return request


def says(content: object, status: int = 200, retry_after: str | None = None) -> httpx.Response:
    return httpx.Response(status, json=content, headers={} if retry_after is None else {"Retry-After": retry_after})


def account(handler: Handler, credentials: Credentials = CREDENTIALS, **keys: Any) -> VtexAccount:  # noqa: ANN401
    keys = {"origins": ORIGINS, "budget": RequestBudget(1000), "now": lambda: NOW, "sleep": no_time, **keys}
    http = make_http_client(Scripted(handler))
    return VtexAccount(credentials=lambda: credentials, http=http, **keys)


async def no_time(_: float) -> None:
    """Wait for nothing."""


Call = Callable[[VtexAccount], Awaitable[object]]

READINGS: dict[str, Call] = {
    "notification": lambda vtex: vtex.notification(ORDER_ID, NOTIFICATION_ID),
    "notifications": lambda vtex: vtex.notifications(ORDER_ID),
    "order": lambda vtex: vtex.order(ORDER_ID),
    "ncm": lambda vtex: vtex.ncm(PRODUCT),
    "handled_orders": lambda vtex: vtex.handled_orders(),
    "orders_between": lambda vtex: vtex.orders_between(NOW - timedelta(days=1), NOW),
    "feed": lambda vtex: vtex.feed(),
    "check_feed": lambda vtex: vtex.check_feed(),
}
EFFECTS: dict[str, Call] = {
    "post_invoice": lambda vtex: vtex.post_invoice(CALLBACK, INVOICE),
    "delete_notification": lambda vtex: vtex.delete_notification(ORDER_ID, NOTIFICATION_ID),
}
COMMIT: dict[str, Call] = {"commit_feed": lambda vtex: vtex.commit_feed(["h1"])}
CALLS = READINGS | EFFECTS | COMMIT


def every(calls: dict[str, Call]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("call", calls.values(), ids=calls.keys())


# what is asked, and how answers are read


async def test_a_notification_is_read_with_its_raw_text() -> None:
    vtex = Vtex([says(a_notification_body(observation="inStore"))])

    read = await account(vtex).notification(ORDER_ID, NOTIFICATION_ID)

    assert (vtex.request.method, str(vtex.request.url)) == ("GET", f"{NOTIFIER}/{NOTIFICATION_ID}")
    assert read.value.observation == "inStore"
    assert json.loads(read.raw) == a_notification_body(observation="inStore")


async def test_the_published_sample_of_a_notification_is_read() -> None:
    vtex = Vtex([httpx.Response(200, text=PUBLISHED_NOTIFICATION)])

    read = await account(vtex).notification(OrderId("123"), NotificationId("fd3f5e70-8b60-11e8-b707-1195e463c587"))

    assert read.value.changed_items == ("200342", "230298")


async def test_a_notification_that_is_not_there_yet_is_waited_for() -> None:
    with pytest.raises(errors.NotificationNotReadyError):
        await account(Vtex([says({}, 404)])).notification(ORDER_ID, NOTIFICATION_ID)


async def test_an_order_is_read_from_oms() -> None:
    vtex = Vtex([says(an_order_body())])

    read = await account(vtex).order(ORDER_ID)

    assert str(vtex.request.url) == f"{OMS}/api/oms/pvt/orders/{ORDER_ID}"
    assert read.value.order_id == ORDER_ID
    assert json.loads(read.raw) == an_order_body()


async def test_an_order_that_does_not_exist_is_a_refusal_with_vtexs_words() -> None:
    vtex = Vtex([says({"error": {"code": "OMS004", "message": "Order not found", "exception": None}}, 404)])

    with pytest.raises(errors.VtexRefusedError) as refusal:
        await account(vtex).order(ORDER_ID)

    assert (refusal.value.status, refusal.value.words) == (404, "OMS004 Order not found")


async def test_an_answer_with_a_byte_order_mark_is_read() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(an_order_body()).encode()

    assert (await account(Vtex([httpx.Response(200, content=body)])).order(ORDER_ID)).value.value == 9990


@pytest.mark.parametrize("status", [204, 404])
async def test_an_order_without_notifications_has_none(status: int) -> None:
    assert await account(Vtex([httpx.Response(status)])).notifications(ORDER_ID) == ()


async def test_notifications_of_an_order_are_listed() -> None:
    vtex = Vtex([says([{"id": "a"}, {"id": "b"}])])

    assert await account(vtex).notifications(ORDER_ID) == ("a", "b")
    assert str(vtex.request.url) == f"{NOTIFIER}/"


@pytest.mark.parametrize(
    ("specifications", "ncm"),
    [
        ([{"Value": ["6914.10.00"], "Id": 19, "Name": "NCM"}], "69141000"),
        ([{"Value": ["69141000"], "Name": " ncm "}], "69141000"),
        ([{"Value": ["11111111"], "Name": "Ncm  SH"}, {"Value": ["22222222"], "Name": "NCM"}], "22222222"),
        ([{"Value": ["", "?", "33333333"], "Name": "NCM SH"}], "33333333"),
        ([{"Value": ["44444444"]}, {"Value": [], "Name": "NCM"}], ""),
        ([{"Value": ["1122"], "Name": "NCM"}], ""),
        ([{"Value": None, "Name": "NCM"}, {"Name": None}], ""),
        ([], ""),
        ({}, ""),
    ],
    ids=str,
)
async def test_the_ncm_is_found_among_a_products_specifications(specifications: object, ncm: str) -> None:
    vtex = Vtex([says(specifications)])

    assert await account(vtex).ncm(PRODUCT) == ncm
    assert str(vtex.request.url) == f"{OMS}/api/catalog_system/pvt/products/{PRODUCT}/specification"


async def test_the_names_of_the_ncm_specification_can_be_chosen() -> None:
    vtex = Vtex([says([{"Value": ["11111111"], "Name": "NCM"}, {"Value": ["22222222"], "Name": "Fiscal"}])])

    assert await account(vtex, ncm_names=("fiscal",)).ncm(PRODUCT) == "22222222"


async def test_a_product_that_the_catalogue_does_not_know_has_no_ncm() -> None:
    assert await account(Vtex([httpx.Response(404, text=HTML)])).ncm(PRODUCT) == ""


async def test_a_line_without_a_product_is_not_asked_about() -> None:
    vtex = Vtex([says([])])

    assert await account(vtex).ncm(ProductId("")) == ""
    assert vtex.requests == []


async def test_the_catalogue_is_asked_with_its_own_credentials_and_budget() -> None:
    vtex = Vtex([says([])])
    budget = RequestBudget(1)
    catalog = CatalogAccess.of(AccountName("farm"), lambda: Credentials("farm-key", "farm-token"), RequestBudget(1))

    await account(vtex, catalog=catalog, budget=budget).ncm(PRODUCT)

    assert vtex.request.url.host == "farm.vtexcommercestable.com.br"
    assert vtex.request.headers["X-VTEX-API-AppKey"] == "farm-key"
    assert (budget.room(), catalog.budget.room()) == (1, 0)


async def test_refused_credentials_of_the_catalogue_name_its_account() -> None:
    catalog = CatalogAccess.of(AccountName("farm"), lambda: CREDENTIALS, RequestBudget(1))

    with pytest.raises(errors.CredentialsRefusedError, match="farm"):
        await account(Vtex([says({}, 403)]), catalog=catalog).ncm(PRODUCT)


async def test_an_invoice_is_posted_as_the_contract_wants_it() -> None:
    vtex = Vtex([says({"date": "2026-11-20", "orderId": ORDER_ID, "receipt": "38e0e47da2934847b489216d208cfd91"})])

    receipt = await account(vtex).post_invoice(CALLBACK, INVOICE)

    assert receipt == "38e0e47da2934847b489216d208cfd91"
    assert (vtex.request.method, str(vtex.request.url)) == ("POST", CALLBACK)
    assert vtex.request.headers["Content-Type"] == "application/json"
    assert json.loads(vtex.request.content) == invoice_payload(INVOICE)


async def test_the_xml_goes_along_where_it_is_wanted_and_into_no_log(caplog: pytest.LogCaptureFixture) -> None:
    vtex, xml = Vtex([says({"receipt": "r"})]), '<nfeProc>São João &amp; Cia "</nfeProc>\r\n'

    with caplog.at_level("DEBUG"):
        await account(vtex).post_invoice(CALLBACK, INVOICE, xml)

    assert json.loads(vtex.request.content) == {**invoice_payload(INVOICE), "embeddedInvoice": xml}
    assert "nfeProc" not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(200), httpx.Response(204), says({}), says({"receipt": None}), says(None)],
    ids=["200", "204", "object", "null receipt", "null"],
)
async def test_a_success_without_a_receipt_is_a_success(answer: httpx.Response) -> None:
    assert await account(Vtex([answer])).post_invoice(CALLBACK, INVOICE) == ""


@pytest.mark.parametrize(
    "content",
    [{"success": False}, {"errors": ["x"]}, {"Message": "An error has occurred."}, {"code": "OMS003"}, "error", [1]],
)
async def test_a_success_that_complains_is_no_success(content: object) -> None:
    with pytest.raises(errors.VtexSilentError):
        await account(Vtex([says(content)])).post_invoice(CALLBACK, INVOICE)


@pytest.mark.parametrize("status", [200, 202, 204, 404])
async def test_deleting_a_notification_that_is_gone_is_a_success(status: int) -> None:
    vtex = Vtex([httpx.Response(status)])

    await account(vtex).delete_notification(ORDER_ID, NOTIFICATION_ID)

    assert (vtex.request.method, str(vtex.request.url)) == ("DELETE", f"{NOTIFIER}/{NOTIFICATION_ID}")


async def test_handled_orders_are_listed_newest_first_page_by_page() -> None:
    pages = [
        says({"list": [{"orderId": "c"}, {"orderId": "b"}], "paging": {"pages": 2}}),
        says({"list": [{"orderId": "b"}, {"orderId": "a"}, {"orderId": None}], "paging": {"pages": 2}}),
    ]
    vtex = Vtex([*pages])

    assert await account(vtex).handled_orders() == ("c", "b", "a")

    queries = [parse_qs(request.url.query.decode()) for request in vtex.requests]
    assert [query["page"] for query in queries] == [["1"], ["2"]]
    assert queries[0]["f_status"] == [",".join(LISTED_STATES)]
    assert queries[0]["f_creationDate"] == ["creationDate:[2026-10-21T00:00:00.000Z TO 2026-11-21T00:00:00.000Z]"]
    assert queries[0]["orderBy"] == ["creationDate,desc"]
    assert queries[0]["per_page"] == ["100"]


async def test_no_more_than_thirty_pages_are_asked_for() -> None:
    vtex = Vtex([says({"list": [{"orderId": "a"}], "paging": {"pages": 99}})])

    await account(vtex).handled_orders()

    assert len(vtex.requests) == 30


async def test_an_empty_page_ends_the_list() -> None:
    vtex = Vtex([says({"list": [], "paging": None})])

    assert await account(vtex).handled_orders() == ()
    assert len(vtex.requests) == 1


async def test_a_listing_that_stops_on_its_way_gives_what_is_known() -> None:
    vtex = Vtex([says({"list": [{"orderId": "a"}], "paging": {"pages": 3}}), says({}, 503)])

    assert await account(vtex).handled_orders() == ("a",)


async def test_the_feed_gives_events_that_can_be_committed() -> None:
    lot = [
        {"eventId": "1", "handle": "h1", "domain": "Fulfillment", "state": "handling", "orderId": "a"},
        {"eventId": "2", "handle": "", "orderId": "b"},
    ]
    vtex = Vtex([says(lot)])

    events = await account(vtex).feed()

    assert [(event.handle, event.order_id) for event in events] == [("h1", "a")]
    assert str(vtex.request.url) == f"{OMS}/api/orders/feed?maxlot=10"


async def test_an_empty_feed_is_no_error() -> None:
    assert await account(Vtex([says([])])).feed() == ()


@pytest.mark.parametrize("call", [READINGS["feed"], READINGS["check_feed"]], ids=["feed", "check_feed"])
async def test_an_account_without_a_feed_says_so(call: Call) -> None:
    with pytest.raises(errors.FeedMissingError):
        await call(account(Vtex([says({}, 404)])))


async def test_events_are_committed_by_their_handles() -> None:
    vtex = Vtex([httpx.Response(200)])

    await account(vtex).commit_feed(["h1", "h2"])

    assert (vtex.request.method, str(vtex.request.url)) == ("POST", f"{OMS}/api/orders/feed")
    assert json.loads(vtex.request.content) == {"handles": ["h1", "h2"]}


async def test_nothing_to_commit_is_not_sent() -> None:
    vtex = Vtex([httpx.Response(200)])

    await account(vtex).commit_feed([])

    assert vtex.requests == []


# credentials and origins


async def test_key_and_token_travel_in_their_headers() -> None:
    vtex = Vtex([says(an_order_body())])

    await account(vtex).order(ORDER_ID)

    assert vtex.request.headers["X-VTEX-API-AppKey"] == CREDENTIALS.app_key
    assert vtex.request.headers["X-VTEX-API-AppToken"] == CREDENTIALS.app_token
    assert "VtexIdclientAutCookie" not in vtex.request.headers


async def test_a_user_token_takes_the_place_of_the_app_token() -> None:
    vtex = Vtex([says(an_order_body())])

    await account(vtex, Credentials("key", user_token="eyJh.x")).order(ORDER_ID)

    assert vtex.request.headers["VtexIdclientAutCookie"] == "eyJh.x"
    assert "X-VTEX-API-AppToken" not in vtex.request.headers


async def test_credentials_are_asked_for_every_request() -> None:
    vtex = Vtex([says([])])
    given = [Credentials("k1", "t1"), Credentials("k2", "t2")]
    client = account(vtex)
    client = VtexAccount(client.origins, lambda: given.pop(0), client.http, client.budget)

    await client.notifications(ORDER_ID)
    await client.notifications(ORDER_ID)

    assert [request.headers["X-VTEX-API-AppKey"] for request in vtex.requests] == ["k1", "k2"]


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials(""),
        Credentials("key"),
        Credentials("", "token"),
        Credentials("key", "to\r\nken"),
        Credentials("k", "é"),
    ],
    ids=["none", "no token", "no key", "two lines", "no ASCII"],
)
async def test_credentials_that_cannot_be_used_are_missing(credentials: Credentials) -> None:
    vtex = Vtex([says([])])

    with pytest.raises(errors.CredentialsMissingError, match="gavea"):
        await account(vtex, credentials).notifications(ORDER_ID)
    assert vtex.requests == []


def test_credentials_do_not_show_their_values() -> None:
    shown = repr(Credentials("the-key", "the-token", "the-user-token"))

    assert "the-" not in shown


@pytest.mark.parametrize(
    "callback",
    [
        "https://evil.example/_v/invoice-notifier/v70530116str-01/invoice",
        "https://gavea.myvtex.com@evil.example/_v/invoice-notifier/v70530116str-01/invoice",
        "http://gavea.myvtex.com/_v/invoice-notifier/v70530116str-01/invoice",
        "https://gavea.myvtex.com:99999/_v/invoice-notifier/v70530116str-01/invoice",
        "https://gavea.myvtex.com/somewhere",
        "https://[::",
        "",
    ],
)
async def test_an_invoice_goes_nowhere_but_to_the_account(callback: str) -> None:
    vtex = Vtex([says({})])
    asked: list[None] = []

    def credentials() -> Credentials:
        asked.append(None)
        return CREDENTIALS

    client = account(vtex)
    client = VtexAccount(client.origins, credentials, client.http, client.budget)

    with pytest.raises(errors.UntrustedOriginError):
        await client.post_invoice(callback, INVOICE)
    assert (vtex.requests, asked) == ([], [])


async def test_a_workspace_of_the_account_takes_invoices() -> None:
    vtex = Vtex([says({})])

    await account(vtex).post_invoice(CALLBACK.replace("gavea", "master--gavea"), INVOICE)

    assert vtex.request.url.host == "master--gavea.myvtex.com"


class Misled(httpx.AsyncClient):
    """An HTTP client that builds every request for another host."""

    def build_request(self, method: str, url: httpx.URL | str, **keys: Any) -> httpx.Request:  # noqa: ANN401
        return super().build_request(method, httpx.URL(url).copy_with(host="evil.example"), **keys)


@every(CALLS)
async def test_what_is_checked_is_the_address_that_is_really_called(call: Call) -> None:
    vtex = Vtex([says([])])
    client = VtexAccount(ORIGINS, lambda: CREDENTIALS, Misled(transport=Scripted(vtex)), RequestBudget(10))

    with pytest.raises(errors.UntrustedOriginError):
        await call(client)
    assert vtex.requests == []


@every(CALLS)
async def test_redirects_are_not_followed(call: Call) -> None:
    vtex = Vtex([httpx.Response(302, headers={"Location": "https://evil.example/"})])

    with pytest.raises((errors.VtexUnavailableError, errors.VtexSilentError), match="redirected with 302"):
        await call(account(vtex))
    assert len(vtex.requests) == 1


async def test_cookies_of_an_answer_are_not_kept() -> None:
    vtex = Vtex([httpx.Response(200, json=[], headers={"Set-Cookie": "session=1; Path=/"})])
    client = account(vtex)

    await client.notifications(ORDER_ID)
    await client.notifications(ORDER_ID)

    assert all("Cookie" not in request.headers for request in vtex.requests)


def test_the_http_client_trusts_nothing_but_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://evil.example:1")

    http = make_http_client()

    assert not http.follow_redirects
    assert not http.trust_env
    assert http.timeout == httpx.Timeout(connect=5.0, read=30.0, write=10.0, pool=5.0)
    assert http.headers["User-Agent"].startswith("desktop-invoicer/")


async def test_a_loopback_account_is_called_without_tls() -> None:
    vtex = Vtex([says([])])

    await account(vtex, origins=LOCAL).notifications(ORDER_ID)

    assert str(vtex.request.url) == f"http://127.0.0.1:8711/_v/invoice-notifier/{ORDER_ID}/"


@pytest.mark.parametrize("order_id", ["../../evil", "a/b", "..", "a?b", "a#b", "", "a b", "á"])
async def test_an_order_id_cannot_lead_to_another_address(order_id: str) -> None:
    vtex = Vtex([says([])])

    with pytest.raises(errors.InvalidOrderError, match="is no id"):
        await account(vtex).order(OrderId(order_id))
    assert vtex.requests == []


def test_the_callback_of_a_notification_found_by_asking_is_the_accounts_own() -> None:
    client = account(Vtex([says([])]))

    assert client.callback_url(ORDER_ID) == CALLBACK
    client.check_callback(CALLBACK, ORDER_ID)
    with pytest.raises(errors.UntrustedOriginError):
        client.check_callback(CALLBACK, OrderId("v1str-01"))


def test_the_page_of_an_order_is_on_the_accounts_own_origin() -> None:
    client = account(Vtex([says([])]))

    assert client.order_page(ORDER_ID) == f"https://{client.origins.account}.myvtex.com/admin/orders/{ORDER_ID}"
    assert client.order_page(OrderId("a+b=c")).endswith("/admin/orders/a%2Bb%3Dc")
    with pytest.raises(errors.InvalidOrderError, match="is no id"):
        client.order_page(OrderId("../x"))


# what failures mean


@every(CALLS)
@pytest.mark.parametrize("status", [401, 403])
async def test_refused_credentials_pause_the_account(call: Call, status: int) -> None:
    with pytest.raises(errors.CredentialsRefusedError) as refusal:
        await call(account(Vtex([says({}, status)])))

    assert (refusal.value.account, refusal.value.status) == (ACCOUNT, status)


@every(READINGS | COMMIT)
@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 599])
async def test_a_reading_that_vtex_did_not_answer_changed_nothing(call: Call, status: int) -> None:
    with pytest.raises(errors.VtexUnavailableError, match=f"status {status}"):
        await call(account(Vtex([httpx.Response(status, text=HTML)])))


@every(EFFECTS)
@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 599])
async def test_an_effect_that_vtex_did_not_answer_may_have_happened(call: Call, status: int) -> None:
    with pytest.raises(errors.VtexSilentError, match=f"status {status}"):
        await call(account(Vtex([httpx.Response(status, text=HTML)])))


@every(CALLS)
@pytest.mark.parametrize("status", [400, 405, 409, 410, 413, 418, 422])
async def test_another_refusal_is_told_in_vtexs_words(call: Call, status: int) -> None:
    body = {"error": {"code": "1", "message": f"No {CREDENTIALS.app_token} for 000.000.001-91 {'x' * 999}"}}

    with pytest.raises(errors.VtexRefusedError) as refusal:
        await call(account(Vtex([says(body, status)])))

    assert refusal.value.status == status
    assert refusal.value.words.startswith("1 No ••• for •")
    assert len(refusal.value.words) <= 200


@every({"post_invoice": EFFECTS["post_invoice"], **COMMIT})
async def test_an_effect_on_an_unknown_address_is_refused(call: Call) -> None:
    with pytest.raises(errors.VtexRefusedError) as refusal:
        await call(account(Vtex([says({}, 404)])))
    assert refusal.value.status == 404


@every(READINGS)
@pytest.mark.parametrize("body", [HTML, "", "OK", "<!doctype"], ids=ascii)
async def test_a_reading_answered_with_a_page_or_nothing_is_tried_again(call: Call, body: str) -> None:
    with pytest.raises(errors.VtexUnavailableError):
        await call(account(Vtex([httpx.Response(200, text=body)])))


@every(EFFECTS)
@pytest.mark.parametrize("body", [HTML, "OK", '{"receipt": "1', '{"error": {"code": "1", "message": "no"}}'], ids=ascii)
async def test_an_effect_answered_with_a_page_or_an_error_is_read_back(call: Call, body: str) -> None:
    with pytest.raises(errors.VtexSilentError):
        await call(account(Vtex([httpx.Response(200, text=body)])))


@every({name: call for name, call in READINGS.items() if name != "check_feed"})
async def test_an_answer_that_was_cut_off_is_tried_again(call: Call) -> None:
    with pytest.raises(errors.TransientError):
        await call(account(Vtex([httpx.Response(200, text='{"list": [{"orderId": "a"')])))


@every({name: call for name, call in READINGS.items() if name != "check_feed"})
async def test_json_of_another_shape_is_told(call: Call) -> None:
    with pytest.raises((errors.InvalidOrderError, errors.VtexUnavailableError)):
        await call(account(Vtex([says({"message": "something else"})])))


@every(CALLS)
async def test_429_rests_the_whole_account_and_nothing_more_is_sent(call: Call) -> None:
    vtex = Vtex([says({}, 429)])
    client = account(vtex)

    with pytest.raises(errors.VtexBusyError) as busy:
        await call(client)
    assert busy.value.retry_after == pytest.approx(60, abs=1)

    for other in CALLS.values():
        with pytest.raises(errors.VtexBusyError):
            await other(client)
    assert len(vtex.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("90", 90), ("5", 60), ("86400", 600), ("soon", 60), ("-1", 60), ("9" * 30, 60), ("", 60)],
)
async def test_retry_after_is_honoured_within_reason(header: str, seconds: float) -> None:
    with pytest.raises(errors.VtexBusyError) as busy:
        await account(Vtex([says({}, 429, header)])).order(ORDER_ID)
    assert busy.value.retry_after == pytest.approx(seconds, abs=1)


async def test_retry_after_may_be_a_date() -> None:
    later = (datetime.now(UTC) + timedelta(seconds=200)).strftime("%a, %d %b %Y %H:%M:%S GMT")

    with pytest.raises(errors.VtexBusyError) as busy:
        await account(Vtex([says({}, 429, later)])).order(ORDER_ID)

    assert busy.value.retry_after == pytest.approx(200, abs=3)


async def test_an_outage_may_say_how_long_it_lasts() -> None:
    with pytest.raises(errors.VtexUnavailableError) as outage:
        await account(Vtex([says({}, 503, "30")])).order(ORDER_ID)
    assert outage.value.retry_after == 30


def httpx_failures() -> list[type[Exception]]:
    """Walk every exception class of httpx that a call can end with."""
    named = [value for _, value in inspect.getmembers(httpx, inspect.isclass)]
    return [kind for kind in named if issubclass(kind, Exception) and not kind.__subclasses__()]


def a_failure(kind: Any) -> Exception:  # noqa: ANN401 (a class, each with its own arguments)
    request = httpx.Request("GET", CALLBACK)
    if kind is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("no", request=request, response=httpx.Response(500, request=request))
    failure = kind() if issubclass(kind, httpx.StreamError) else kind("broken")
    assert isinstance(failure, Exception)
    return failure


def test_every_failure_of_httpx_has_a_fate() -> None:
    assert [kind for kind in httpx_failures() if kind not in transport.FATES] == []


@pytest.mark.parametrize("kind", httpx_failures(), ids=lambda kind: kind.__name__)
async def test_no_failure_of_httpx_crosses_the_border(kind: type[Exception]) -> None:
    not_sent = transport.FATES[kind] is transport.Fate.NOT_SENT

    for call in CALLS.values():
        expected: tuple[type[Exception], ...] = (errors.VtexUnavailableError,)
        if call in EFFECTS.values() and not not_sent:
            expected = (errors.VtexSilentError,)
        with pytest.raises(expected) as failure:
            await call(account(Vtex([a_failure(kind)])))
        assert isinstance(failure.value.__cause__, Exception)


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_an_invoice_that_was_never_sent_may_be_sent_again(kind: type[Exception]) -> None:
    with pytest.raises(errors.VtexUnavailableError):
        await account(Vtex([kind("refused")])).post_invoice(CALLBACK, INVOICE)


@pytest.mark.parametrize("kind", [httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError])
async def test_an_invoice_without_an_answer_is_never_taken_for_unsent(kind: type[Exception]) -> None:
    with pytest.raises(errors.VtexSilentError):
        await account(Vtex([kind("cut")])).post_invoice(CALLBACK, INVOICE)


async def test_an_error_of_the_system_is_translated_too() -> None:
    with pytest.raises(errors.VtexUnavailableError):
        await account(Vtex([OSError(24, "Too many open files")])).order(ORDER_ID)
    with pytest.raises(errors.VtexSilentError):
        await account(Vtex([OSError(24, "Too many open files")])).post_invoice(CALLBACK, INVOICE)


class Slow(httpx.AsyncByteStream):
    """A body that keeps coming, one piece at a time."""

    def __init__(self, piece: bytes, pause: float) -> None:
        self.piece, self.pause, self.sent, self.closed = piece, pause, 0, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(self.pause)
            self.sent += len(self.piece)
            yield self.piece

    async def aclose(self) -> None:
        self.closed = True


async def test_an_answer_without_end_is_cut_at_five_megabytes() -> None:
    body = Slow(b" " * 100_000, 0)

    with pytest.raises(errors.InvalidOrderError, match="larger than 5242880"):
        await account(Vtex([httpx.Response(200, stream=body)])).order(ORDER_ID)

    assert body.closed
    assert body.sent < 6_000_000


async def test_a_small_packet_that_unpacks_to_a_large_answer_is_cut_too() -> None:
    body = gzip.compress(b" " * 20_000_000)
    answer = httpx.Response(200, stream=httpx.ByteStream(body), headers={"Content-Encoding": "gzip"})

    with pytest.raises(errors.InvalidOrderError, match="larger than"):
        await account(Vtex([answer])).order(ORDER_ID)


async def test_an_endless_answer_to_an_effect_is_read_back() -> None:
    with pytest.raises(errors.VtexSilentError, match="larger than"):
        await account(Vtex([httpx.Response(200, stream=Slow(b" " * 100_000, 0))])).post_invoice(CALLBACK, INVOICE)


async def test_an_answer_that_drips_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "DEADLINE", 0.05)

    with pytest.raises(errors.VtexUnavailableError):
        await account(Vtex([httpx.Response(200, stream=Slow(b" ", 0.01))])).order(ORDER_ID)
    with pytest.raises(errors.VtexSilentError):
        await account(Vtex([httpx.Response(200, stream=Slow(b" ", 0.01))])).post_invoice(CALLBACK, INVOICE)


async def test_a_call_that_is_cancelled_gives_everything_back() -> None:
    body = Slow(b" ", 0.01)
    client = account(Vtex([httpx.Response(200, stream=body)]), budget=RequestBudget(10, in_flight=1))
    call = asyncio.create_task(client.order(ORDER_ID))
    await asyncio.sleep(0.03)

    call.cancel()
    await asyncio.gather(call, return_exceptions=True)

    assert call.cancelled()
    assert body.closed
    assert client.budget.room() == 9
    with pytest.raises(errors.VtexUnavailableError):
        await account(Vtex([says({}, 500)]), budget=client.budget).order(ORDER_ID)


# budget


async def test_without_budget_nothing_is_sent() -> None:
    vtex = Vtex([says([])])
    client = account(vtex, budget=RequestBudget(2))
    await client.notifications(ORDER_ID, background=True)

    with pytest.raises(errors.VtexBusyError):
        await client.notifications(ORDER_ID, background=True)

    assert len(vtex.requests) == 1


async def test_jobs_go_on_where_polling_has_used_up_its_half() -> None:
    vtex = Vtex([says([]), says(an_order_body())])
    client = account(vtex, budget=RequestBudget(2))
    await client.notifications(ORDER_ID, background=True)

    assert (await client.order(ORDER_ID)).value.order_id == ORDER_ID


async def test_an_untrusted_address_costs_no_budget() -> None:
    client = account(Vtex([says([])]), budget=RequestBudget(2))

    with pytest.raises(errors.UntrustedOriginError):
        await client.post_invoice("https://evil.example/", INVOICE)

    assert client.budget.room() == 2


# what is told of each call


async def test_an_answer_is_told_and_so_is_a_failure() -> None:
    told: list[errors.InvoicerError | None] = []
    client = account(Vtex([says([]), httpx.ConnectError("no route")]), report=told.append)

    await client.notifications(ORDER_ID)
    with pytest.raises(errors.VtexUnavailableError) as caught:
        await client.notifications(ORDER_ID)

    assert told == [None, caught.value]


async def test_what_the_own_budget_keeps_back_says_nothing_of_vtex() -> None:
    told: list[errors.InvoicerError | None] = []
    client = account(Vtex([says([])]), budget=RequestBudget(1, patience=0.0), report=told.append)

    await client.notifications(ORDER_ID)
    with pytest.raises(errors.VtexBusyError):
        await client.notifications(ORDER_ID)

    assert told == [None]
