"""The receiver on a real loopback port."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from desktop_invoicer.config import Settings
from desktop_invoicer.credentials import AccountCredentials
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.errors import PortTakenError
from desktop_invoicer.receiver import protocol
from desktop_invoicer.receiver.app import BODY_BYTES, BODY_SECONDS, build_app
from desktop_invoicer.receiver.server import ReceiverServer

SETTINGS = Settings.model_validate({"store": {"account": "loja"}, "accounts": [{"name": "loja"}]})
CALL = {"orderId": "1-01", "notificationId": "n1", "callbackUrl": "https://loja.myvtex.com/x"}
HEADERS = {"Authorization": "t0ken"}
HEAD = "POST /notifications/loja HTTP/1.1\r\nHost: desk\r\nAuthorization: t0ken\r\nContent-Type: application/json\r\n"


class Book:
    def of(self, _: AccountName) -> AccountCredentials:
        return AccountCredentials(receiver_token="t0ken")


class Keeper:
    def __init__(self) -> None:
        self.kept: set[NotificationCall] = set()

    def __call__(self, call: NotificationCall) -> bool:
        is_new = call not in self.kept
        self.kept.add(call)
        return is_new


@contextmanager
def a_receiver(keeper: Keeper, body_seconds: float = 10) -> Iterator[ReceiverServer]:
    server = ReceiverServer(build_app(SETTINGS, Book(), keeper, body_seconds=body_seconds), "127.0.0.1", 0)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def connected(server: ReceiverServer) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])))
    connection.settimeout(10)
    return connection


def everything(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_the_same_call_many_times_at_once_is_new_once() -> None:
    async def together(address: str) -> list[int]:
        async with httpx.AsyncClient(base_url=address, headers=HEADERS) as http:
            calls = [http.post("/notifications/loja", json=CALL) for _ in range(20)]
            return sorted(response.status_code for response in await asyncio.gather(*calls))

    keeper = Keeper()
    with a_receiver(keeper) as server:
        statuses = asyncio.run(together(server.address))

    assert statuses == [200] * 19 + [202]
    assert len(keeper.kept) == 1


def test_a_connection_takes_many_calls() -> None:
    with a_receiver(Keeper()) as server, httpx.Client(base_url=server.address, headers=HEADERS) as http:
        statuses = [http.post("/notifications/loja", json={**CALL, "orderId": str(n)}).status_code for n in range(20)]

    assert statuses == [202] * 20


def test_a_body_that_dribbles_is_cut() -> None:
    keeper = Keeper()
    with a_receiver(keeper, body_seconds=0.3) as server, connected(server) as connection:
        connection.sendall(f"{HEAD}Content-Length: 1000\r\n\r\n".encode())
        started = time.monotonic()
        connection.sendall(b"{")
        answer = everything(connection)

    assert b" 408 " in answer.splitlines()[0]
    assert time.monotonic() - started < BODY_SECONDS
    assert not keeper.kept


def test_a_slow_client_does_not_hold_up_the_others() -> None:
    with a_receiver(Keeper()) as server, connected(server) as slow:
        slow.sendall(f"{HEAD}Content-Length: 1000\r\n\r\n{{".encode())

        response = httpx.post(
            f"{server.address}/notifications/loja", json=CALL, headers=HEADERS, timeout=BODY_SECONDS / 2
        )

    assert response.status_code == 202


def test_headers_that_dribble_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = protocol.HEADER_SECONDS
    monkeypatch.setattr(protocol, "HEADER_SECONDS", 0.3)
    with a_receiver(Keeper()) as server, connected(server) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost:")

        started = time.monotonic()
        with suppress(ConnectionResetError):
            assert everything(connection) == b""

    assert time.monotonic() - started < usual


def test_an_oversized_chunked_body_is_refused_before_it_ends() -> None:
    keeper = Keeper()
    chunk = b"2000\r\n" + b" " * 0x2000 + b"\r\n"
    with a_receiver(keeper) as server, connected(server) as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(BODY_BYTES // 0x2000 + 1):
            connection.sendall(chunk)
        answer = connection.recv(65536)

    assert b" 413 " in answer.splitlines()[0]
    assert not keeper.kept


def test_a_chunked_body_of_fair_size_is_taken() -> None:
    body = json.dumps(CALL).encode()
    with a_receiver(Keeper()) as server, connected(server) as connection:
        connection.sendall(f"{HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for position in range(0, len(body), 10):
            part = body[position : position + 10]
            connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        connection.sendall(b"0\r\n\r\n")
        answer = everything(connection)

    assert b" 202 " in answer.splitlines()[0]


def test_a_taken_port_is_told() -> None:
    with a_receiver(Keeper()) as server:
        port = int(server.address.rpartition(":")[2])
        second = ReceiverServer(build_app(SETTINGS, Book(), Keeper()), "127.0.0.1", port)

        with pytest.raises(PortTakenError, match=f"127.0.0.1 port {port}: Address already in use"):
            second.start()

        second.stop()


def test_a_host_that_is_not_ours_is_told() -> None:
    server = ReceiverServer(build_app(SETTINGS, Book(), Keeper()), "nowhere.invalid", 0)

    with pytest.raises(PortTakenError, match=r"nowhere\.invalid"):
        server.start()


def test_stopping_ends_the_thread_and_frees_the_port() -> None:
    server = ReceiverServer(build_app(SETTINGS, Book(), Keeper()), "127.0.0.1", 0)
    server.start()
    port = int(server.address.rpartition(":")[2])

    server.stop()
    server.stop()

    assert "receiver" not in [thread.name for thread in threading.enumerate()]
    again = ReceiverServer(build_app(SETTINGS, Book(), Keeper()), "127.0.0.1", port)
    again.start()
    again.start()
    again.stop()


def test_a_call_under_way_is_answered_before_the_server_stops() -> None:
    body = json.dumps(CALL).encode()
    server = ReceiverServer(build_app(SETTINGS, Book(), Keeper()), "127.0.0.1", 0)
    server.start()
    with connected(server) as connection:
        connection.sendall(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body[:10])
        time.sleep(0.1)  # for the server to have read the headers
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(0.1)
        connection.sendall(body[10:])
        answer = connection.recv(65536)
        stopping.join()

    assert b" 202 " in answer.splitlines()[0]
