"""Accepted notifications per second, one by one durable: the whole receiver against a bare one.

The bare one runs on the same server; all it does is to parse the JSON and to commit one row to a plain SQLite file.
"""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Home, Receiver, Settings
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.receiver.server import ReceiverServer
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from tests.benchmarks.comparison import Comparison, Target, in_turn

TOKEN = "token-of-the-benchmark"
CALLS = 300
"""Notifications of one turn."""

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def compare() -> Iterator[Comparison]:
    """Announce to both in turn."""
    with (
        tempfile.TemporaryDirectory(prefix="desktop-invoicer-bench-") as folder,
        _desk(Path(folder)) as desk,
        _bare(Path(folder)) as bare,
        closing(_Caller(desk)) as to_desk,
        closing(_Caller(bare)) as to_bare,
    ):
        pairs = in_turn(to_desk.rate, to_bare.rate)
    sides = ("{:.0f} a second", "a bare server {:.0f}")
    yield Comparison("accepted-notifications", Target(0.8, is_least=True), sides, pairs)


@contextmanager
def _desk(folder: Path) -> Iterator[str]:
    """Run the receiver with all that it needs, and nothing that works on what it takes in."""
    vault = MemoryVault("benchmark")
    write_credentials(vault, ACCOUNT, {Secret.RECEIVER_TOKEN: TOKEN})
    settings = Settings(store=STORE, accounts=(Account(name=ACCOUNT),), receiver=Receiver(port=0))
    home = Home.below(folder)
    home.create()
    with Program(home, settings, vault, Parts(works=False, receives=True, listens=False)) as program:
        yield program.receiver_address


@contextmanager
def _bare(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE calls (id INTEGER PRIMARY KEY, order_id, notification_id, callback_url)")
        server = ReceiverServer(_BareApp(connection), "127.0.0.1", 0)
        server.start()
        try:
            yield server.address
        finally:
            server.stop()


class _BareApp:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self._keep(json.loads(body))
        answer = b'{"status": "accepted"}'
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def _keep(self, call: dict[str, Any]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO calls (order_id, notification_id, callback_url) VALUES (?, ?, ?)",
            (call["orderId"], call["notificationId"], call["callbackUrl"]),
        )
        self._connection.execute("COMMIT")


class _Caller:
    """Announces notifications over one connection, one after the other, as cheaply as a client can."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self._socket = socket.create_connection((url.hostname or "", url.port or 0))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = (
            f"POST /notifications/{ACCOUNT} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: {TOKEN}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self._numbers = count(1)

    def rate(self) -> float:
        """Give how many notifications were accepted per second."""
        requests = [self._request(number) for number in islice(self._numbers, CALLS)]
        begin = time.perf_counter()
        for request in requests:
            self._announce(request)
        return len(requests) / (time.perf_counter() - begin)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _request(self, number: int) -> bytes:
        order = f"v{70530000 + number}str-01"
        call = {
            "orderId": order,
            "notificationId": f"6f1c8c5e-0000-4000-8000-{number:012}",
            "callbackUrl": f"https://{ACCOUNT}.myvtex.com/_v/invoice-notifier/{order}/invoice",
        }
        body = json.dumps(call)
        return f"{self._head}{len(body)}\r\n\r\n{body}".encode()

    def _announce(self, request: bytes) -> None:
        self._socket.sendall(request)
        answer = bytearray()
        while not _is_whole(answer):
            part = self._socket.recv(65536)
            if not part:
                break
            answer += part
        if not answer.startswith(b"HTTP/1.1 202 "):
            msg = f"not accepted: {answer.decode()}"
            raise RuntimeError(msg)


def _is_whole(answer: bytearray) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(end) and length is not None and len(body) >= int(length[1])
