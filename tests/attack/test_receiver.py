"""Hostile calls of the receiver, over its real socket: none gets in, none hurts, and the next honest one is kept."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

import httpx
import pytest

from desktop_invoicer.config import Settings, TokenPlace
from desktop_invoicer.credentials import AccountCredentials
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.receiver import app, protocol, refusals
from desktop_invoicer.receiver.app import BODY_BYTES, BODY_SECONDS, build_app
from desktop_invoicer.receiver.reading import RefusedError, check_token
from desktop_invoicer.receiver.server import ReceiverServer

TOKEN = "t0ken-of-the-test"
PATH = "/notifications/loja"
CALL = {"orderId": "1-01", "notificationId": "n1", "callbackUrl": "https://loja.myvtex.com/x"}
BODY = json.dumps(CALL).encode()
LIMIT = 0.3
"""Seconds, in place of those that a real client gets."""


class Book:
    def of(self, _: AccountName) -> AccountCredentials:
        return AccountCredentials(receiver_token=TOKEN)


@dataclass
class Desk:
    """A receiver that listens, and what it kept."""

    kept: set[NotificationCall] = field(default_factory=set)
    port: int = 0

    def accept(self, call: NotificationCall) -> bool:
        is_new = call not in self.kept
        self.kept.add(call)
        return is_new

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(10)
        return connection

    def ask(self, content: bytes) -> bytes:
        """Send bytes, end, and give all that comes back; a reset after the answer is no answer lost."""
        with self.connect() as connection, suppress(ConnectionError):
            connection.sendall(content)
            return everything(connection)
        return b""

    def announce(self) -> int:
        headers = {"Authorization": TOKEN}
        return httpx.post(f"http://127.0.0.1:{self.port}{PATH}", json=CALL, headers=headers, timeout=60).status_code


def everything(connection: socket.socket) -> bytes:
    answer = b""
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            answer += part
    return answer


@contextmanager
def a_desk(place: str = "header:Authorization", body_seconds: float = 10.0) -> Iterator[Desk]:
    account = {"name": "loja", "receiver_token": place}
    settings = Settings.model_validate({"store": {"account": "loja"}, "accounts": [account]})
    desk = Desk()
    server = ReceiverServer(build_app(settings, Book(), desk.accept, body_seconds=body_seconds), "127.0.0.1", 0)
    server.start()
    desk.port = int(server.address.rpartition(":")[2])
    try:
        yield desk
    finally:
        server.stop()


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as made:
        yield made


def request(
    *lines: str, body: bytes = BODY, target: str = PATH, token: str = TOKEN, length: int | None = None
) -> bytes:
    given = (f"POST {target} HTTP/1.1", "Host: desk", "Content-Type: application/json", "Connection: close")
    authorised = (f"Authorization: {token}",) if token else ()
    sized = () if length is not None and length < 0 else (f"Content-Length: {len(body) if length is None else length}",)
    return "\r\n".join((*given, *authorised, *sized, *lines, "", "")).encode("latin-1") + body


def chunked(*chunks: bytes, token: str = TOKEN) -> bytes:
    return request("Transfer-Encoding: chunked", body=b"".join(chunks), token=token, length=-1)


def statuses(answer: bytes) -> list[int]:
    """Give the status of every answer in a run of bytes."""
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


def test_the_same_call_gets_in_with_its_token(desk: Desk) -> None:
    assert statuses(desk.ask(request())) == [202]
    assert statuses(desk.ask(chunked(b"%x\r\n" % len(BODY), BODY, b"\r\n0\r\n\r\n"))) == [200]


STRANGERS = {
    "no token": request(token=""),
    "an empty one": request("Authorization:", token=""),
    "one letter less": request(token=TOKEN[:-1]),
    "one letter more": request(token=TOKEN + "x"),
    "other case": request(token=TOKEN.upper()),
    "a prefix": request(token=TOKEN[:4]),
    "with a zero byte": request(token=TOKEN + "%00"),
    "as a password": request(token="Basic " + TOKEN),
    "quoted": request(token=f'"{TOKEN}"'),
    "twice in one": request(token=f"{TOKEN}, {TOKEN}"),
    "twice, both wrong": request("Authorization: wrong", token="other"),
    "in another header": request(f"X-Authorization: {TOKEN}", token=""),
    "in a cookie": request(f"Cookie: Authorization={TOKEN}", token=""),
    "in the address": request(target=f"{PATH}?Authorization={TOKEN}", token=""),
    "in the body": request(body=json.dumps({**CALL, "Authorization": TOKEN}).encode(), token=""),
    "in a trailer": chunked(
        b"%x\r\n" % len(BODY), BODY, b"\r\n0\r\nAuthorization: " + TOKEN.encode() + b"\r\n\r\n", token=""
    ),
    "letters of two bytes": request(token="t\xf6ken-of-the-test"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_gets_in_without_the_token_at_its_place(desk: Desk, name: str) -> None:
    assert statuses(desk.ask(STRANGERS[name])) == [401]
    assert not desk.kept
    assert desk.announce() == 202


@pytest.mark.parametrize(
    ("query", "status"),
    [(f"?key={TOKEN}", 202), ("?key=wrong", 401), (f"?KEY={TOKEN}", 401), ("", 401), ("?" + "&" * 5000, 401)],
    ids=["right", "wrong", "another name", "none", "many"],
)
def test_a_token_in_the_address_counts_where_the_settings_say_so(query: str, status: int) -> None:
    with a_desk("query:key") as desk:
        assert statuses(desk.ask(request(target=PATH + query, token=""))) == [status]


MALFORMED = {
    "no HTTP": b"\x16\x03\x01\x02\x00 hello \r\n\r\n",
    "another version": b"POST /notifications/loja HTTP/9.9\r\nHost: desk\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no host": b"POST /notifications/loja HTTP/1.1\r\n\r\n",
    "two hosts": request("Host: other"),
    "a blank before a colon": request("X-A : b"),
    "a folded first header": b"GET /health HTTP/1.1\r\n Host: desk\r\n\r\n",
    "a bare carriage return": request("X-A: a\rAuthorization: b"),
    "a zero in a header": request("X-A: a\0b"),
    "a header without end": b"POST / HTTP/1.1\r\nX-A: " + b"a" * 70_000,
    "headers without end": b"POST / HTTP/1.1\r\n" + b"X-A: a\r\n" * 10_000,
    "a negative length": request("X-A: a", length=-1, body=b"").replace(b"X-A: a", b"Content-Length: -5"),
    "no number as length": request("Content-Length: 0x10", length=-1),
    "a length with a sign": request("Content-Length: +99", length=-1),
    "two lengths": request(f"Content-Length: {len(BODY) + 5}"),
    "a length as a list": request(f"Content-Length: {len(BODY)}, 5", length=-1),
    "chunked twice": request("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", length=-1),
    "another coding": request("Transfer-Encoding: gzip", length=-1),
    "a coding with a tab": request("Transfer-Encoding:\x0bchunked", length=-1),
    "a chunk of no size": chunked(b"xyz\r\n", BODY, b"\r\n0\r\n\r\n"),
    "a chunk of negative size": chunked(b"-5\r\n", BODY, b"\r\n0\r\n\r\n"),
    "a chunk of endless size": chunked(b"f" * 30 + b"\r\n", BODY, b"\r\n0\r\n\r\n"),
    "a chunk that is longer": chunked(b"5\r\n", BODY, b"\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_plain_http_is_refused_and_the_line_is_closed(desk: Desk, name: str) -> None:
    answer = desk.ask(MALFORMED[name])

    assert statuses(answer) in ([400], [401], [404], [])
    assert not answer or set(json.loads(answer.partition(b"\r\n\r\n")[2])["error"]) == {"code", "message"}
    assert not desk.kept
    assert desk.announce() == 202


HIDDEN = request(body=json.dumps({**CALL, "notificationId": "smuggled"}).encode())
SMUGGLED = {
    "a length and chunks": request("Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN, token="wrong"),
    "after a refusal": request(token="wrong") + HIDDEN,
    "after a body that was not read": request(body=b"x" * (BODY_BYTES + 1)) + HIDDEN,
    "after a length that is too short": request(body=b"{}" + HIDDEN, length=2),
    "after a wrong kind": request("Content-Type: text/plain").replace(b"application/json", b"text/plain", 1) + HIDDEN,
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_no_call_hides_behind_another(desk: Desk, name: str) -> None:
    answer = desk.ask(SMUGGLED[name])

    assert len(statuses(answer)) <= 1
    assert not [call for call in desk.kept if call.notification_id == "smuggled"]
    assert desk.announce() == 202


UNREADABLE = {
    "no JSON": b"{",
    "many values": BODY + BODY,
    "deep lists": b"[" * 30_000 + b"]" * 30_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a huge number": b'{"orderId": ' + b"9" * 60_000 + b"}",
    "a huge exponent": json.dumps({**CALL, "x": 1}).encode().replace(b"1}", b"1e999999999}"),
    "no letter of UTF-8": BODY.replace(b"1-01", b"1-\xff"),
    "UTF-7": b"+AHsAfQ-",
    "half a pair": BODY.replace(b"1-01", b"1-\\ud800"),
    "a zero byte": BODY.replace(b"1-01", b"1-\x00"),
    "a written zero byte": BODY.replace(b"1-01", b"1-\\u0000"),
    "turned text": BODY.replace(b"1-01", "1-\u202e10".encode()),
    "a list for a text": BODY.replace(b'"1-01"', b'["1-01"]'),
    "no text": b"[]",
    "a key only": b'"orderId"',
    "a second id that is none": BODY[:-1] + b', "orderId": null}',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_body_that_means_nothing_beyond_doubt_is_refused(desk: Desk, name: str) -> None:
    started = time.process_time()

    answer = desk.ask(request(body=UNREADABLE[name]))

    if name == "a huge exponent":  # of a field that nobody reads
        assert statuses(answer) == [202]
        return
    assert statuses(answer)[0] in {400, 422}
    assert time.process_time() - started < 2
    assert not desk.kept
    assert desk.announce() == 202


@pytest.mark.parametrize(
    "content",
    [
        request(body=b" " * (BODY_BYTES + 1)),
        request(body=b"", length=BODY_BYTES + 1),
        request(body=b"", length=10**18),
        chunked(*[b"2000\r\n" + b" " * 0x2000 + b"\r\n"] * 20),
    ],
    ids=["sent", "announced", "endless", "in chunks"],
)
def test_what_is_too_large_is_refused_before_it_is_there(desk: Desk, content: bytes) -> None:
    with desk.connect() as connection, suppress(ConnectionError):
        connection.sendall(content)
        assert statuses(connection.recv(65536)) == [413]
    assert not desk.kept
    assert desk.announce() == 202


DRIBBLED = {
    "request line": (b"", b"POST /" + b"a" * 1000),
    "headers": (b"POST / HTTP/1.1\r\n", b"a: b\r\n" * 200),
    "body": (request(body=b"", length=1000), b" " * 1000),
    "chunks": (chunked(), b"1\r\n \r\n" * 200),
}


@pytest.mark.parametrize("part", DRIBBLED)
def test_whoever_sends_byte_by_byte_is_cut(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADER_SECONDS", LIMIT)
    begin, rest = DRIBBLED[part]
    answer = b""
    with a_desk(body_seconds=LIMIT) as desk, desk.connect() as connection:
        connection.settimeout(0.02)  # between two bytes
        started = time.monotonic()
        connection.sendall(begin)
        for byte in rest:
            try:
                connection.sendall(bytes((byte,)))
                answer = connection.recv(65536)
            except TimeoutError:
                continue
            except ConnectionError:  # it was cut before this byte: what was said then can still be read
                answer = everything(connection)
            break
        seconds = time.monotonic() - started

    assert seconds < BODY_SECONDS
    assert statuses(answer) == ([408] if part in {"body", "chunks"} else [])
    assert not desk.kept


class Narrow(protocol.BoundedProtocol):
    """A connection that holds few answers: the system's own buffers would take tens of thousands."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        super().connection_made(transport)


def test_whoever_reads_no_answers_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "CALL_SECONDS", LIMIT)
    monkeypatch.setattr("desktop_invoicer.receiver.server.BoundedProtocol", Narrow)
    many = b"GET /health HTTP/1.1\r\nHost: desk\r\n\r\n" * 1000
    with a_desk() as desk, desk.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with pytest.raises(ConnectionError):  # noqa: PT012 (whichever of the sends it is)
            while True:
                connection.sendall(many)


def silent(desk: Desk, stack: ExitStack, count: int) -> list[socket.socket]:
    return [stack.enter_context(desk.connect()) for _ in range(count)]


def test_silent_connections_keep_nobody_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "CONNECTIONS", 8)
    with ExitStack() as stack:
        crowd = silent(desk, stack, 40)

        assert desk.announce() == 202
        assert everything(crowd[0]) == b""  # who was silent longest had to go


def test_where_every_connection_has_a_call_a_new_one_is_told_to_come_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "CONNECTIONS", 3)
    with ExitStack() as stack:
        crowd = silent(desk, stack, 3)
        for connection in crowd:
            connection.sendall(request("Expect: 100-continue", body=b"", length=100))
            assert connection.recv(100).startswith(b"HTTP/1.1 100 ")  # it is under way

        answer = desk.ask(request())

    assert statuses(answer) == [503]
    assert b"\r\nRetry-After: 5\r\n" in answer


def test_more_calls_than_can_be_read_at_once_are_told_to_come_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "CALLS", 2)
    with ExitStack() as stack:
        crowd = silent(desk, stack, 2)
        for connection in crowd:
            connection.sendall(request("Expect: 100-continue", body=b"", length=len(BODY)))
            assert connection.recv(100).startswith(b"HTTP/1.1 100 ")

        answer = desk.ask(request())
        crowd[0].sendall(BODY)

        assert statuses(answer) == [503]
        assert b"retry-after: 5\r\n" in answer
        assert statuses(everything(crowd[0])) == [202]  # what was under way is kept
    assert desk.announce() == 200


def test_guessing_is_told_to_wait_and_the_right_token_is_not(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    answers = [desk.ask(request(token=f"guess-{number}")) for number in range(refusals.MOST + 10)]

    assert [statuses(answer)[0] for answer in answers] == [401] * refusals.MOST + [429] * 10
    assert b"\r\nretry-after: " in answers[-1]
    assert desk.announce() == 202
    assert sum("refused" in record.message for record in caplog.records) == refusals.MOST + 1
    assert "guess-" not in caplog.text


@pytest.mark.parametrize("path", ["/", "/notifications/other", "/.env", "/notifications/loja/../../etc/passwd"])
def test_looking_around_is_told_to_wait_too(desk: Desk, path: str) -> None:
    answers = [desk.ask(request(target=path)) for _ in range(refusals.MOST + 1)]

    assert statuses(answers[0]) == [404]
    assert statuses(answers[-1]) == [429]


@dataclass
class Watch:
    """A clock that is moved."""

    moment: float = 0.0

    def __call__(self) -> float:
        return self.moment


def test_a_count_of_refusals_ends_and_addresses_do_not_mix() -> None:
    watch = Watch()
    counts = refusals.Refusals(watch)

    assert [counts.count("203.0.113.5") for _ in range(3)] == [1, 2, 3]
    assert counts.count("203.0.113.6") == 1
    watch.moment = refusals.SECONDS - 1
    assert counts.seconds_left("203.0.113.5") == 1
    watch.moment += 1
    assert counts.count("203.0.113.5") == 1


def test_a_network_of_ipv6_is_one_client() -> None:
    counts = refusals.Refusals(Watch())

    assert counts.count("2001:db8:1:2::1") == 1
    assert counts.count("2001:db8:1:2:ffff::9%eth0") == 2
    assert counts.count("2001:db8:1:3::1") == 1
    assert counts.count("::ffff:203.0.113.5") == 1
    assert counts.count("203.0.113.5") == 2


def test_addresses_without_end_take_no_memory_without_end() -> None:
    counts = refusals.Refusals(Watch())
    for number in range(refusals.ADDRESSES * 3):
        counts.count(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert len(counts._counts) == refusals.ADDRESSES  # noqa: SLF001 (how much it remembers shows nowhere else)


def test_the_time_of_a_refusal_tells_nothing_of_the_token() -> None:
    """Compare what a wrong first letter and a wrong last one cost where nothing else comes in between.

    The token is so long that a comparison which ends early would take a fraction of the time.
    """
    place = TokenPlace(kind="header", name="Authorization")
    secret = "s" * 2**20

    def cost(token: bytes) -> float:
        started = time.thread_time_ns()
        with suppress(RefusedError):
            check_token(place, secret, [(b"authorization", token)], b"")
        return time.thread_time_ns() - started

    first, last = b"x" + secret[1:].encode(), secret[:-1].encode() + b"x"
    costs = [(cost(first), cost(last)) for _ in range(200)]

    assert 0.8 < min(one for one, _ in costs) / min(other for _, other in costs) < 1.25


def test_the_desk_stops_at_once_in_the_midst_of_it_all() -> None:
    with a_desk() as desk:
        stack = ExitStack()
        crowd = silent(desk, stack, 50)
        for connection in crowd[:25]:
            connection.sendall(b"POST / HTTP/1.1\r\nX-A: ")
    with stack:  # while they all stay
        assert "receiver" not in [thread.name for thread in threading.enumerate()]
