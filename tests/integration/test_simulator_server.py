"""The simulator on a real loopback port: cut connections, presses of the button, and a prompt end."""

from __future__ import annotations

import threading
from collections import Counter

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN, Faults, Simulator
from desktop_invoicer.simulator.faults import Fault
from desktop_invoicer.simulator.server import LoopbackServer

KEYS = {"X-VTEX-API-AppKey": APP_KEY, "X-VTEX-API-AppToken": APP_TOKEN}


class Receiver:
    """An invoicer that remembers what it was told; its answers come from a list, the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.told: list[dict[str, str]] = []
        self.tokens: Counter[str | None] = Counter()
        self._lock = threading.Lock()
        self.app = Starlette(routes=[Route("/notifications", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        body = await request.json()
        with self._lock:
            self.told.append(body)
            self.tokens[request.headers.get("authorization")] += 1
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return Response(status_code=status)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver(202)


def press(simulator: Simulator, receiver: Receiver, **options: int) -> int:
    with LoopbackServer(receiver.app) as server:
        simulator.notify_url = f"{server.origin}/notifications"
        simulator.notify_headers = {"Authorization": "receiver-token"}
        return simulator.request_all(**options)


def test_of_several_desks_one_has_to_accept() -> None:
    simulator = Simulator()
    desks = Receiver(503), Receiver(202)
    with LoopbackServer(desks[0].app) as one, LoopbackServer(desks[1].app) as two:
        simulator.notify_each = lambda _: [f"{server.origin}/notifications" for server in (one, two)]
        accepted = simulator.request_invoice(story="delivery")

    assert [desk.told[0]["notificationId"] for desk in desks] == [accepted[0].id, accepted[0].id]


@pytest.mark.parametrize("name", ["cut-before", "cut-after"])
def test_a_cut_really_closes_the_connection(name: str) -> None:
    simulator = Simulator(faults=Faults({name: Fault(1.0, at_most=4)}))
    (story,) = simulator.add_stories(["delivery"])
    with simulator.serve() as server, httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
        for _ in range(4):
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                client.get(f"/api/oms/pvt/orders/{story.order_id}")
        assert client.get(f"/api/oms/pvt/orders/{story.order_id}").status_code == 200


def test_a_cut_after_the_effect_breaks_off_after_nothing_or_after_half_an_answer() -> None:
    simulator = Simulator(faults=Faults({"cut-after": Fault(1.0, at_most=20)}))
    (story,) = simulator.add_stories(["delivery"])
    reasons = set()
    with simulator.serve() as server, httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
        for _ in range(20):
            with pytest.raises(httpx.RemoteProtocolError) as caught:
                client.get(f"/api/oms/pvt/orders/{story.order_id}")
            reasons.add(str(caught.value).split("(", maxsplit=1)[0].strip())

    assert reasons == {
        "Server disconnected without sending a response.",
        "peer closed connection without sending complete message body",
    }


def test_a_cut_after_the_effect_leaves_the_invoice_booked() -> None:
    simulator = Simulator(faults=Faults({"cut-after": Fault(1.0)}))
    (story,) = simulator.add_stories(["delivery"])
    body = {
        "type": "Output",
        "issuanceDate": "2026-11-20T09:00:00-03:00",
        "invoiceNumber": "1",
        "invoiceValue": "17280",
        "items": [],
    }
    with simulator.serve() as server, httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
        path = f"/api/oms/pvt/orders/{story.order_id}/invoice"
        with pytest.raises(httpx.TransportError):
            client.post(path, json=body)

    assert [invoice["value"] for invoice in simulator.ledger()["invoices"]] == [17280]


def test_slowness_is_scaled_by_the_pace() -> None:
    simulator = Simulator(faults=Faults({"slow": Fault(1.0, at_most=1)}), pace=0.1)
    with simulator.serve() as server, httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
        slow, quick = (client.get("/api/oms/pvt/orders").elapsed.total_seconds() for _ in range(2))

    assert slow >= 0.2 > quick


def test_the_button_tells_the_invoicer_and_keeps_what_it_accepts(receiver: Receiver) -> None:
    simulator = Simulator()
    (story,) = simulator.add_stories(["delivery"])

    assert press(simulator, receiver) == 1

    (notification,) = simulator.account.notifications(story.order_id)
    assert receiver.told == [
        {
            "orderId": story.order_id,
            "notificationId": notification.id,
            "callbackUrl": f"https://lojafarmgavea.myvtex.com/_v/invoice-notifier/{story.order_id}/invoice",
        }
    ]
    assert receiver.tokens == {"receiver-token": 1}


def test_a_running_server_is_what_callbacks_point_to(receiver: Receiver) -> None:
    simulator = Simulator()
    simulator.add_stories(["delivery"])
    with simulator.serve() as server:
        press(simulator, receiver)

    assert receiver.told[0]["callbackUrl"].startswith(f"{server.origin}/_v/invoice-notifier/")


def test_a_press_that_was_not_accepted_is_pressed_again_under_a_new_id() -> None:
    simulator, receiver = Simulator(pace=0.001), Receiver(503, 302, 200)
    simulator.add_stories(["delivery"])

    assert press(simulator, receiver) == 1

    ids = [told["notificationId"] for told in receiver.told]
    assert len(set(ids)) == 3
    assert [view.notification.id for view in simulator.account.books().filed] == ids[-1:]
    assert simulator.ledger()["notifications"] == {"requested": 3, "accepted": 1, "deleted": 0, "remaining": 1}


def test_nothing_is_kept_when_the_invoicer_never_accepts() -> None:
    simulator, receiver = Simulator(pace=0.001), Receiver(500)
    (story,) = simulator.add_stories(["delivery"])

    assert press(simulator, receiver, attempts=2) == 0
    assert simulator.account.notifications(story.order_id) == []


def test_nothing_is_kept_when_the_invoicer_cannot_be_reached() -> None:
    simulator = Simulator(pace=0.001)
    simulator.add_stories(["delivery"])
    simulator.notify_url = "http://127.0.0.1:9/notifications"

    assert simulator.request_all(attempts=1) == 0


def test_each_prepared_request_is_pressed_once(receiver: Receiver) -> None:
    simulator = Simulator()
    simulator.add_stories(["rupture-in-three-parts", "delivery"])

    assert press(simulator, receiver) == 4
    assert press(simulator, receiver) == 0


def test_duplicates_bear_the_same_id(receiver: Receiver) -> None:
    simulator = Simulator(faults=Faults({"duplicate": Fault(1.0, at_most=1)}))
    simulator.add_stories(20)

    accepted = press(simulator, receiver)

    counts = Counter(told["notificationId"] for told in receiver.told)
    assert len(counts) == accepted == simulator.ledger()["notifications"]["accepted"]
    assert set(counts.values()) == {1, 2}


def test_requests_of_one_order_can_come_out_of_order() -> None:
    simulator, receiver = Simulator(faults=Faults({"out-of-order": Fault(1.0, at_most=1)})), Receiver(202)
    stories = simulator.add_stories(["rupture-in-three-parts"] * 12)

    assert press(simulator, receiver) == 36

    pressed = [[found.press for found in simulator.account.notifications(story.order_id)] for story in stories]
    assert any(presses == list(reversed(story.presses)) for presses, story in zip(pressed, stories, strict=True))


def test_the_server_ends_promptly_and_frees_its_port() -> None:
    simulator = Simulator()
    with simulator.serve() as server:
        port = int(server.origin.rpartition(":")[2])
        with httpx.Client(base_url=server.origin, headers=KEYS, trust_env=False) as client:
            client.get("/api/oms/pvt/orders")
            server.close()
    assert "simulator" not in [thread.name for thread in threading.enumerate()]

    with simulator.serve(port) as again:
        assert again.origin == f"http://127.0.0.1:{port}"
