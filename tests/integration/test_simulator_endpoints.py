"""One contract test for each endpoint of the simulated account, through ``httpx.ASGITransport``."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from lxml import etree

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN, USER_TOKEN, Faults, Simulator
from desktop_invoicer.simulator.faults import Fault
from desktop_invoicer.simulator.stories import EVERY_STORY

LINE_9 = {"order": "v70000001gvea-01", "items": [{"itemIndex": 9, "quantity": 1}]}
KEYS = {"X-VTEX-API-AppKey": APP_KEY, "X-VTEX-API-AppToken": APP_TOKEN}
UNAUTHORIZED = {"error": {"code": "1", "message": "Unauthorized access", "exception": None}}
PROTECTED = [
    ("GET", "/_v/invoice-notifier/1-01/"),
    ("GET", "/_v/invoice-notifier/1-01/abc"),
    ("DELETE", "/_v/invoice-notifier/1-01/abc"),
    ("POST", "/_v/invoice-notifier/1-01/invoice"),
    ("GET", "/api/oms/pvt/orders"),
    ("GET", "/api/oms/pvt/orders/1-01"),
    ("POST", "/api/oms/pvt/orders/1-01/invoice"),
    ("GET", "/api/catalog_system/pvt/products/1/specification"),
    ("GET", "/api/catalog/pvt/product/1"),
    ("GET", "/api/orders/feed"),
    ("POST", "/api/orders/feed"),
    ("GET", "/api/orders/feed/config"),
    ("POST", "/api/orders/feed/config"),
    ("DELETE", "/api/orders/feed/config"),
]


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(simulator) as made:
        yield made


def client_of(simulator: Simulator, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(simulator.app)
    return httpx.AsyncClient(transport=transport, base_url="https://sim", headers=KEYS if headers is None else headers)


def one_story(simulator: Simulator, name: str) -> tuple[str, str]:
    """Press the button for a story; gives the order and the id of its (first) notification."""
    (story,) = simulator.add_stories([name])
    simulator.request_all()
    return story.order_id, simulator.account.notifications(story.order_id)[0].id


def invoice(simulator: Simulator, order_id: str, value: int, number: str = "10001") -> dict[str, object]:
    order = simulator.account.read_order(order_id)
    assert order is not None
    return {
        "type": "Output",
        "issuanceDate": "2026-11-20T09:00:00-03:00",
        "invoiceNumber": number,
        "invoiceValue": str(value),
        "items": [{"id": order["items"][0]["id"], "price": value, "quantity": 1}],
    }


@pytest.mark.parametrize(("method", "path"), PROTECTED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-VTEX-API-AppKey": APP_KEY},
        {"X-VTEX-API-AppKey": APP_KEY, "X-VTEX-API-AppToken": "wrong"},
        {"X-VTEX-API-AppToken": APP_TOKEN},
        {"VtexIdclientAutCookie": USER_TOKEN},
    ],
)
async def test_without_the_right_credentials_nothing_opens(
    simulator: Simulator, method: str, path: str, headers: dict[str, str]
) -> None:
    async with client_of(simulator, headers) as client:
        answer = await client.request(method, path)

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert simulator.ledger()["refused"][0]["status"] == 401


async def test_a_user_token_beside_the_key_opens_the_account(simulator: Simulator) -> None:
    order_id, _ = one_story(simulator, "delivery")
    headers = {"X-VTEX-API-AppKey": APP_KEY, "VtexIdclientAutCookie": USER_TOKEN}
    async with client_of(simulator, headers) as client:
        answer = await client.get(f"/api/oms/pvt/orders/{order_id}")

    assert answer.status_code == 200


async def test_credentials_are_noted_by_name_and_place_and_never_by_value(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    await client.get("/api/oms/pvt/orders/1-01")
    await client.get("/api/orders/feed", headers={"X-VTEX-API-AppToken": "wrong"})

    noted = simulator.ledger()["credentials"]

    assert {"group": "orders", "host": "sim", "header": "x-vtex-api-appkey", "count": 1} in noted["seen"]
    assert noted["wrong"] is True
    assert APP_TOKEN not in str(noted)


async def test_a_missing_resource_is_forbidden(simulator: Simulator, client: httpx.AsyncClient) -> None:
    simulator.gate.denied.add("catalogue")

    assert (await client.get("/api/catalog/pvt/product/1")).status_code == 403
    assert (await client.get("/api/oms/pvt/orders")).status_code == 200


async def test_an_account_that_is_shut_takes_no_credentials(simulator: Simulator, client: httpx.AsyncClient) -> None:
    simulator.gate.is_shut = True

    assert (await client.get("/api/oms/pvt/orders")).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/oms/pvt/order"), ("PUT", "/api/oms/pvt/orders/1-01"), ("GET", "/")]
)
async def test_a_wrong_path_or_method_is_a_problem_object(client: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


async def test_details_have_the_shape_of_the_contract(simulator: Simulator, client: httpx.AsyncClient) -> None:
    order_id, notification_id = one_story(simulator, "pickup-with-cpf")

    answer = await client.get(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    assert answer.json() == {
        "orderId": order_id,
        "notification": {
            "id": notification_id,
            "items": [{"itemIndex": 0, "quantity": 1}, {"itemIndex": 1, "quantity": 2}],
            "changedItems": [],
            "observation": "AGO2019",
        },
    }


async def test_returns_carry_their_type_and_sales_do_not(simulator: Simulator, client: httpx.AsyncClient) -> None:
    order_id, notification_id = one_story(simulator, "store-return")

    answer = await client.get(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    assert answer.json()["notification"]["type"] == "Input"
    assert answer.json()["notification"]["observation"] == 'inStore: {"tradeAccount": "lojafarmgavea"}'
    assert r"inStore: {\"tradeAccount\": \"lojafarmgavea\"}" in answer.text


@pytest.mark.parametrize(
    ("name", "shape"), [("added-skus-as-strings", str), ("added-skus-as-lists", list), ("added-skus-as-objects", dict)]
)
async def test_added_skus_come_in_every_shape(
    simulator: Simulator, client: httpx.AsyncClient, name: str, shape: type
) -> None:
    order_id, notification_id = one_story(simulator, name)

    answer = await client.get(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    assert isinstance(answer.json()["notification"]["changedItems"][0], shape)


async def test_the_list_of_an_order_holds_its_notifications(simulator: Simulator, client: httpx.AsyncClient) -> None:
    order_id, notification_id = one_story(simulator, "rupture-in-three-parts")

    answer = await client.get(f"/_v/invoice-notifier/{order_id}/")

    assert answer.json()[0]["id"] == notification_id
    assert len(answer.json()) == 3
    assert (await client.get("/_v/invoice-notifier/nobody/")).json() == []


async def test_an_unknown_notification_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/_v/invoice-notifier/1-01/abc")).status_code == 404
    assert (await client.delete("/_v/invoice-notifier/1-01/abc")).status_code == 404


@pytest.mark.parametrize("path", ["/_v/invoice-notifier/{}/invoice", "/api/oms/pvt/orders/{}/invoice"])
async def test_an_invoice_is_answered_with_a_receipt_and_the_order_shows_it(
    simulator: Simulator, client: httpx.AsyncClient, path: str
) -> None:
    order_id, notification_id = one_story(simulator, "delivery")

    answer = await client.post(path.format(order_id), json=invoice(simulator, order_id, 17280))
    order = (await client.get(f"/api/oms/pvt/orders/{order_id}")).json()
    deleted = await client.delete(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    assert answer.status_code == 200
    assert answer.json().keys() == {"date", "orderId", "receipt"}
    assert order["status"] == "invoiced"
    assert order["packageAttachment"]["packages"][0]["invoiceNumber"] == "10001"
    assert deleted.status_code == 204
    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}


async def test_too_much_is_refused_with_the_error_object_and_written_down(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    order_id, _ = one_story(simulator, "delivery")
    path = f"/_v/invoice-notifier/{order_id}/invoice"

    answer = await client.post(path, json=invoice(simulator, order_id, 17281))

    assert answer.status_code == 400
    assert answer.json()["error"]["exception"] is None
    (refused,) = simulator.ledger()["refused"]
    assert refused["path"] == path
    assert "17280 cents are left" in refused["why"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]"])
async def test_an_unreadable_body_is_refused(simulator: Simulator, client: httpx.AsyncClient, content: bytes) -> None:
    order_id, _ = one_story(simulator, "delivery")

    answer = await client.post(f"/_v/invoice-notifier/{order_id}/invoice", content=content)

    assert answer.status_code == 400


async def test_an_unknown_order_is_not_found(simulator: Simulator, client: httpx.AsyncClient) -> None:
    order_id, _ = one_story(simulator, "delivery")
    answer = await client.get("/api/oms/pvt/orders/nobody")
    posted = await client.post("/api/oms/pvt/orders/nobody/invoice", json=invoice(simulator, order_id, 1))

    assert answer.status_code == posted.status_code == 404
    assert answer.json()["error"]["code"] == "OMS007"


async def test_the_order_list_is_paged_and_filtered(simulator: Simulator, client: httpx.AsyncClient) -> None:
    simulator.add_stories(5)
    simulator.add_stories(["already-invoiced"])

    answer = await client.get("/api/oms/pvt/orders?f_status=handling,payment-approved&page=2&per_page=3")

    assert answer.json()["paging"] == {"total": 5, "pages": 2, "currentPage": 2, "perPage": 3}
    assert len(answer.json()["list"]) == 2
    assert answer.json()["list"][0].keys() >= {"orderId", "status", "creationDate", "totalValue", "lastChange"}


async def test_the_order_list_goes_by_period(simulator: Simulator, client: httpx.AsyncClient) -> None:
    simulator.add_stories(["anonymous-pickup", "already-invoiced"])
    ever = "[2020-01-01T00:00:00.000Z TO 2100-01-01T00:00:00.000Z]"
    long_ago = "[2020-01-01T00:00:00.000Z TO 2020-01-02T00:00:00.000Z]"

    async def listed(**query: str) -> int:
        answer = await client.get("/api/oms/pvt/orders", params=query)
        return len(answer.json()["list"])

    assert await listed(f_creationDate=f"creationDate:{ever}") == 2
    assert await listed(f_invoicedDate=f"invoicedDate:{ever}") == 1
    assert await listed(f_creationDate=f"creationDate:{long_ago}") == 0
    assert await listed() == 2


async def test_an_order_may_always_break_and_keep_its_notifications(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    (unreadable,) = simulator.add_stories(["order-unreadable"])
    order_id, notification_id = one_story(simulator, "notification-stays")

    order = await client.get(f"/api/oms/pvt/orders/{unreadable.order_id}")
    deleted = await client.delete(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    assert (order.status_code, deleted.status_code) == (500, 400)
    assert simulator.account.notifications(order_id)


@pytest.mark.parametrize("query", ["page=31", "page=0", "per_page=101", "page=x", "f_creationDate=2026-11-20"])
async def test_the_order_list_has_thirty_pages_at_most(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/api/oms/pvt/orders?{query}")).status_code == 400


async def test_the_catalogue_knows_the_ncm_of_every_product(simulator: Simulator, client: httpx.AsyncClient) -> None:
    (story,) = simulator.add_stories(["ncm-in-specification"])
    product = story.order["items"][0]["productId"]

    answer = await client.get(f"/api/catalog_system/pvt/products/{product}/specification")
    field = await client.get(f"/api/catalog/pvt/product/{product}")

    assert answer.json() == [{"Value": ["6914.10.00"], "Id": 19, "Name": "Ncm "}]
    assert field.json()["TaxCode"] == ""
    assert (await client.get("/api/catalog_system/pvt/products/1/specification")).status_code == 404
    assert (await client.get("/api/catalog/pvt/product/1")).status_code == 404


async def test_the_feed_is_configured_read_committed_and_deleted(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/api/orders/feed")).status_code == 404
    assert (await client.get("/api/orders/feed/config")).status_code == 404
    config = {"filter": {"type": "FromWorkflow", "status": ["handling"]}, "queue": {"visibilityTimeoutInSeconds": 240}}
    assert (await client.post("/api/orders/feed/config", json=config)).status_code == 204
    assert (await client.get("/api/orders/feed/config")).json() == config
    (story,) = simulator.add_stories(["delivery"])

    (event,) = (await client.get("/api/orders/feed?maxlot=10")).json()

    assert event["orderId"] == story.order_id
    assert (await client.post("/api/orders/feed", json={"handles": [event["handle"]]})).status_code == 204
    assert (await client.get("/api/orders/feed")).json() == []
    assert (await client.delete("/api/orders/feed/config")).status_code == 204
    assert (await client.get("/api/orders/feed")).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/orders/feed", {"handles": "x"}, 400),
        ("/api/orders/feed/config", {"filter": {}}, 400),
        ("/api/orders/feed/config", {"filter": {"status": [], "expression": "x"}}, 409),
    ],
)
async def test_a_feed_wish_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, path: str, body: dict[str, object], status: int
) -> None:
    assert (await client.post(path, json=body)).status_code == status


async def test_the_order_of_the_change_story_changes_after_it_was_loaded(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    order_id, notification_id = one_story(simulator, "order-changed-after-request")
    path = f"/api/oms/pvt/orders/{order_id}"
    await client.get(path)
    await client.get(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    loaded, again = (await client.get(path)).json(), (await client.get(path)).json()

    assert (len(loaded["items"]), len(again["items"])) == (2, 1)
    assert again["lastChange"] > loaded["lastChange"]
    assert again["changesAttachment"]["changesData"]
    assert again["value"] == sum(total["value"] for total in again["totals"])


async def test_control_presses_the_button_for_a_story(simulator: Simulator, client: httpx.AsyncClient) -> None:
    answer = await client.post("/_simulator/request-invoice", json={"story": "delivery"})

    (pressed,) = answer.json()
    assert simulator.account.notification(pressed["orderId"], pressed["notificationId"])


async def test_control_presses_the_button_for_lines_of_an_order(
    simulator: Simulator, client: httpx.AsyncClient
) -> None:
    (story,) = simulator.add_stories(["freight-250-over-3"])
    items = [{"itemIndex": 0, "quantity": 2}]

    wish = {"order": story.order_id, "items": items, "observation": "duas"}
    answer = await client.post("/_simulator/request-invoice", json=wish)

    (pressed,) = answer.json()
    found = simulator.account.notification(story.order_id, pressed["notificationId"])
    assert found is not None
    assert found.as_json()["items"] == items
    assert found.press.expected_value == 2167


@pytest.mark.parametrize("wish", [{}, {"story": "rain"}, {"order": "nobody"}, {"colour": "red"}, [], LINE_9])
async def test_control_tells_what_it_does_not_understand(
    simulator: Simulator, client: httpx.AsyncClient, wish: object
) -> None:
    simulator.add_stories(["delivery"])

    assert (await client.post("/_simulator/request-invoice", json=wish)).status_code == 422


@pytest.mark.parametrize("path", ["request-invoice", "document"])
async def test_control_tells_that_a_body_is_no_json(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(f"/_simulator/{path}", content=b"{")).status_code == 422


async def test_control_lists_stories_and_orders(simulator: Simulator, client: httpx.AsyncClient) -> None:
    (story,) = simulator.add_stories(1)

    listed = (await client.get("/_simulator/stories")).json()

    assert listed == {"stories": list(EVERY_STORY), "orders": [story.order_id]}


async def test_control_issues_a_document(simulator: Simulator, client: httpx.AsyncClient) -> None:
    (story,) = simulator.add_stories(["delivery"])
    wish = {"order": story.order_id, "items": [{"itemIndex": 0, "quantity": 1}], "value": 17280, "model": "55"}

    answer = await client.post("/_simulator/document", json=wish)
    refused = await client.post("/_simulator/document", json=wish | {"model": "59"})
    unknown = await client.post("/_simulator/document", json=wish | {"order": "nobody"})

    assert etree.fromstring(answer.content).findtext(".//{*}vNF") == "172.80"
    assert refused.status_code == unknown.status_code == 422


async def test_control_gives_the_ledger(simulator: Simulator, client: httpx.AsyncClient) -> None:
    assert (await client.get("/_simulator/ledger")).json() == simulator.ledger()


async def test_control_is_open_to_this_machine_alone(simulator: Simulator) -> None:
    transport = httpx.ASGITransport(simulator.app, client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="https://sim") as client:
        assert (await client.get("/_simulator/ledger")).status_code == 403


def always(name: str) -> Simulator:
    simulator = Simulator(faults=Faults({name: Fault(1.0)}), pace=0.001)
    simulator.add_stories(["delivery"])
    return simulator


@pytest.mark.parametrize(
    ("name", "statuses"), [("5xx", {500, 502, 503, 504}), ("html", {200, 502, 503}), ("429", {429})]
)
async def test_faults_before_the_effect_leave_the_account_untouched(name: str, statuses: set[int]) -> None:
    simulator = always(name)
    (order_id,) = simulator.account.order_ids()
    async with client_of(simulator) as client:
        path = f"/api/oms/pvt/orders/{order_id}/invoice"
        answers = [await client.post(path, json=invoice(simulator, order_id, 17280)) for _ in range(2)]

    assert {answer.status_code for answer in answers} <= statuses
    assert simulator.ledger()["invoices"] == []
    if name == "html":
        assert {answer.headers["content-type"] for answer in answers} == {"text/html; charset=utf-8"}


async def test_an_error_after_the_effect_hides_that_it_happened() -> None:
    simulator = always("5xx-after")
    (order_id,) = simulator.account.order_ids()
    async with client_of(simulator) as client:
        answer = await client.post(f"/api/oms/pvt/orders/{order_id}/invoice", json=invoice(simulator, order_id, 17280))

    assert answer.status_code in {500, 502, 504}
    assert len(simulator.ledger()["invoices"]) == 1


async def test_a_truncated_answer_is_half_of_a_json_text_with_status_200() -> None:
    simulator = always("truncated")
    (order_id,) = simulator.account.order_ids()
    async with client_of(simulator) as client:
        answer = await client.get(f"/api/oms/pvt/orders/{order_id}")

    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"line \d"):
        answer.json()


async def test_a_cut_inside_one_process_looks_like_one_on_the_wire() -> None:
    simulator = always("cut-before")
    async with client_of(simulator) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/api/oms/pvt/orders")


async def test_every_answer_waits_for_the_latency() -> None:
    simulator = Simulator(latency=0.05)
    async with client_of(simulator) as client:
        answer = await client.get("/api/oms/pvt/orders")

    assert answer.elapsed.total_seconds() >= 0.05
