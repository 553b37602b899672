"""Under every fault a patient desk still brings every sale to its end: the faults are bounded, the verdict is fair."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import httpx
import pytest
from lxml import etree

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN, FAULT_NAMES, STORIES, Faults, Simulator, expectation

KEYS = {"X-VTEX-API-AppKey": APP_KEY, "X-VTEX-API-AppToken": APP_TOKEN}
PACE = 0.005
ATTEMPTS = 40
CLEAN = {"lost": 0, "doubled": 0, "cents_off": 0}


class PatientDesk:
    """Repeats every call until it gets an answer that VTEX itself must have given; as naive as can be right."""

    def __init__(self, simulator: Simulator, client: httpx.Client) -> None:
        self._simulator = simulator
        self._client = client

    def close(self, order_id: str, notification_id: str, model: str) -> None:
        details = self._json("GET", f"/_v/invoice-notifier/{order_id}/{notification_id}")
        items = details["notification"]["items"]
        order = self._order(order_id)
        asked = [(item["itemIndex"], item["quantity"]) for item in items]
        value = expectation.press_for(order, asked).expected_value
        document = self._simulator.fiscal_program.issue(order, items, value, model)
        self._post(order_id, order, asked, value, document)
        self._delete(f"/_v/invoice-notifier/{order_id}/{notification_id}")

    def _order(self, order_id: str) -> dict[str, Any]:
        """Read the order once every invoice that is on the way can be seen."""
        time.sleep(3.2 * PACE)
        return self._json("GET", f"/api/oms/pvt/orders/{order_id}")

    def _post(
        self, order_id: str, order: dict[str, Any], asked: list[tuple[int, int]], value: int, document: bytes
    ) -> None:
        key = etree.fromstring(document).findtext(".//{*}chNFe") or ""
        units: Counter[str] = Counter()
        for index, quantity in asked:
            units[order["items"][index]["id"]] += quantity
        body = {
            "type": "Output",
            "issuanceDate": "2026-11-20T09:00:00-03:00",
            "invoiceNumber": f"{key[20:34]}",
            "invoiceValue": str(value),
            "invoiceKey": key,
            "embeddedInvoice": document.decode(),
            "items": [{"id": sku, "price": value, "quantity": quantity} for sku, quantity in units.items()],
        }
        receipt = self._json("POST", f"/_v/invoice-notifier/{order_id}/invoice", body)
        assert receipt["receipt"]

    def _delete(self, path: str) -> None:
        assert any(self._try("DELETE", path) in {204, 404} for _ in range(ATTEMPTS))

    def _try(self, method: str, path: str) -> int:
        try:
            return self._client.request(method, path).status_code
        except httpx.TransportError:
            return 0

    def _json(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        for _ in range(ATTEMPTS):
            try:
                answer = self._client.request(method, path, json=body)
                if answer.status_code == 200:
                    return dict(answer.json())
            except (httpx.TransportError, ValueError):
                pass
            time.sleep(PACE)
        pytest.fail(f"{method} {path} never got an answer")


@pytest.mark.parametrize("name", [name for name in FAULT_NAMES if name != "folder"])  # which strikes nothing of VTEX
def test_a_patient_desk_closes_every_sale_under_every_fault(name: str) -> None:
    simulator = Simulator(seed=3, faults=Faults.named(name), pace=PACE)
    stories = {story.order_id: story for story in simulator.add_stories(len(STORIES))}
    with simulator.serve() as server:
        simulator.request_all()
        with httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
            desk = PatientDesk(simulator, client)
            for view in simulator.account.books().filed:
                story = stories[view.notification.order_id]
                if story.outcome == "closed":
                    desk.close(story.order_id, view.notification.id, story.model)
    ledger = simulator.ledger()

    assert ledger["verdict"] == CLEAN
    assert ledger["breaches"] == []
    assert ledger["refused"] == []
    assert name in {*ledger["faults"], "none", "all"}
    for order_id, story in stories.items():
        entry = ledger["orders"][order_id]
        assert (entry["remaining"] == 0) == (story.outcome == "closed"), story.name
        if story.outcome == "closed":
            assert (entry["status"], entry["invoiced"]) == ("invoiced", entry["value"])
            assert entry["posted"] == entry["expected"]


def test_an_account_may_refuse_every_invoice_without_a_key() -> None:
    simulator = Simulator(faults=Faults.named("key-required"))
    (story,) = simulator.add_stories(["anonymous-pickup"])
    body = {"type": "Output", "issuanceDate": "2026-11-20T09:00:00-03:00", "invoiceNumber": "1", "invoiceValue": "1"}
    keyless = [body | {"items": []}, body | {"items": [], "invoiceKey": ""}, []]
    with simulator.serve() as server, httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
        url = f"/_v/invoice-notifier/{story.order_id}/invoice"
        answers = [client.post(url, json=posted).status_code for posted in keyless * 2]
        taken = client.post(url, json=body | {"items": [], "invoiceKey": "1" * 44}).status_code

    assert (answers, taken) == ([400] * 6, 200)
    assert len(simulator.account.books().invoices) == 1


def test_a_desk_that_posts_twice_and_deletes_too_soon_is_found_out() -> None:
    simulator = Simulator()
    first, second, third = simulator.add_stories(["rupture-in-three-parts", "delivery", "gift"])
    simulator.request_all()
    account = simulator.account
    body = {"type": "Output", "issuanceDate": "2026-11-20T09:00:00-03:00", "items": []}
    for number in ("1", "2"):
        account.post_invoice(first.order_id, body | {"invoiceNumber": number, "invoiceValue": "8483"})
    account.post_invoice(third.order_id, body | {"invoiceNumber": "3", "invoiceValue": "19989"})
    for order_id in (second.order_id, third.order_id):
        account.delete_notification(order_id, account.notifications(order_id)[0].id)
    account.delete_notification(first.order_id, account.notifications(first.order_id)[0].id)

    orders = simulator.ledger()["orders"]

    assert orders[second.order_id]["verdict"] == {"lost": 1, "doubled": [], "cents_off": 17280}
    assert orders[third.order_id]["verdict"]["cents_off"] == 1
    assert orders[first.order_id]["verdict"]["cents_off"] > 0
    assert simulator.ledger()["verdict"]["lost"] == 1
