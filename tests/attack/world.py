"""A world in which every name leads to this machine: VTEX's own hosts to the simulator, all others into a trap.

The program is the real one, with the addresses of production and encrypted connections. Only the lowest level is
replaced: how a name becomes an address, and where a socket really connects. What arrives anywhere is recorded.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx
import pytest
import trustme
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Account, Home, Polling, Receiver, Settings, Store
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.engine.events import Event
from desktop_invoicer.simulator import Simulator
from tests.flow.desk_process import ACCOUNT, TOKEN, FixedVault, hurried
from tests.waiting import PATIENCE

OWN_HOSTS = (f"{ACCOUNT}.myvtex.com", f"{ACCOUNT}.vtexcommercestable.com.br")
OWN_ADDRESS = "127.8.0.1"
"""What VTEX's own names resolve to."""
FOREIGN_ADDRESS = "127.9.0.1"
"""What every other name resolves to."""

Json = dict[str, Any]
T = TypeVar("T")


class Trap:
    """Listens for whatever should never come, and keeps every byte of it.

    Whoever speaks TLS is answered with ``context``; without one it answers as a web server without encryption does.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.caught: list[bytes] = []
        """What arrived, connection by connection; one that says nothing counts, too."""
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="trap", daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def wait(self) -> bytes:
        """Wait for the next catch."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(self.caught), PATIENCE)
            return self.caught[-1]

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                connection.settimeout(3)  # whoever says nothing more has said everything
                with self._changed:
                    self.caught.append(b"")
                    number = len(self.caught) - 1
                threading.Thread(target=self._hear, args=(connection, number), daemon=True).start()

    def _hear(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError), ExitStack() as exits:
            exits.enter_context(connection)
            if self._context is None:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            elif connection.recv(1, socket.MSG_PEEK) == b"\x16":
                connection = exits.enter_context(self._context.wrap_socket(connection, server_side=True))
            while part := connection.recv(65536):
                with self._changed:
                    self.caught[number] += part
                    self._changed.notify_all()


def as_anybody(authority: trustme.CA) -> ssl.SSLContext:
    """Give what proves to be whichever host is asked for."""

    def be(asked: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        fitting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name or "nobody.example").configure_cert(fitting)
        asked.context = fitting

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = be
    return context


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that arrived at VTEX's own hosts."""

    method: str
    path: str
    host: str


@dataclass
class Front:
    """The simulated account, which can be told to answer with a redirection in place of itself."""

    app: ASGIApp
    seen: list[Seen] = field(default_factory=list)
    redirects: Callable[[Seen], tuple[int, str] | None] = lambda _: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        host = dict(scope["headers"]).get(b"host", b"").decode()
        seen = Seen(scope["method"], scope["path"], host)
        self.seen.append(seen)
        if (answer := self.redirects(seen)) is None:
            await self.app(scope, receive, send)
            return
        status, target = answer
        headers = [(b"location", target.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


class EncryptedServer:
    """Serves an application over TLS on loopback while its ``with`` block lasts."""

    def __init__(self, app: ASGIApp, certificate: trustme.LeafCert, folder: Path) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        file = folder / f"{self.port}.pem"
        certificate.private_key_and_cert_chain_pem.write_to_path(file)
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            ssl_certfile=file,
            headers=[("Connection", "close")],  # so that the next request goes wherever the name leads then
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        """Start; connections wait until it does."""
        self._socket.listen(64)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        self._socket.close()


@dataclass
class Net:
    """Where names and sockets lead."""

    own: int
    """The port behind VTEX's own hosts."""
    trap: int
    open: set[int] = field(default_factory=set)
    """Ports of this machine that may be reached as they are."""
    attempts: list[tuple[str, int]] = field(default_factory=list)
    """Every other place that a socket wanted to reach."""

    def lay(self, patch: pytest.MonkeyPatch) -> None:
        """Lead everything here from now on."""
        resolve, connect = socket.getaddrinfo, socket.socket.connect

        def resolved(host: Any, port: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 (as the system has it)
            name = host.decode() if isinstance(host, bytes) else host
            if name in OWN_HOSTS:
                return resolve(OWN_ADDRESS, port, *rest, **more)
            try:
                return resolve(name, port, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                return resolve(FOREIGN_ADDRESS, port, *rest, **more)

        def connected(sock: socket.socket, address: Any) -> None:  # noqa: ANN401 (as the system has it)
            connect(sock, self._led(sock.family, address))

        patch.setattr(socket, "getaddrinfo", resolved)
        patch.setattr(socket.socket, "connect", connected)

    def _led(self, family: int, address: Any) -> Any:  # noqa: ANN401 (as the system has it)
        if family not in {socket.AF_INET, socket.AF_INET6}:
            return address
        host, port = address[:2]
        if (host, port) == (OWN_ADDRESS, 443):
            return ("127.0.0.1", self.own)
        if host == "127.0.0.1" and port in self.open:
            return address
        self.attempts.append((host, port))
        return ("127.0.0.1", self.trap) if family == socket.AF_INET else ("::1", self.trap)


@dataclass
class World:
    """A desk in its store, the account that it works for, and everything around."""

    simulator: Simulator
    front: Front
    trap: Trap
    net: Net
    events: queue.SimpleQueue[Event]
    program: Program
    authority: trustme.CA
    """The only authority that the program knows."""
    told: deque[Event] = field(default_factory=deque)
    """What the desk told while something else was waited for."""

    def announce(self, order: str, notification: str, callback_url: str) -> int:
        """Let the Invoice Notifier call the receiver."""
        call = {"orderId": order, "notificationId": notification, "callbackUrl": callback_url}
        address = f"{self.program.receiver_address}/notifications/{ACCOUNT}"
        return httpx.post(address, json=call, headers={"Authorization": TOKEN}, trust_env=False).status_code

    def ask(self, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
        """Give the desk a command."""
        answer = self.program.answer(command, arguments)
        assert "error" not in answer, answer
        return answer["result"]

    def job(self, order: str) -> Json:
        """Show everything of an order's job."""
        found: Json = self.ask("show", job=order)
        return found

    def wait(self, is_true: Callable[[], bool]) -> None:
        """Wait for something; it is looked at whenever the desk tells anything."""
        deadline = time.monotonic() + PATIENCE
        while not is_true():
            assert time.monotonic() < deadline, "it does not come to pass"
            self.told.append(self.events.get(timeout=PATIENCE))

    def wait_for_event(self, kind: type[T]) -> T:
        """Wait until the desk tells something, or give what it told of the kind since the last time."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < deadline, "it is not told"
            event = self.told.popleft() if self.told else self.events.get(timeout=PATIENCE)
            if isinstance(event, kind):
                return event

    def wait_for_hold(self, order: str, *problems: str) -> Json:
        """Wait until an order's job is held for one of some problems, and show it."""
        self.wait(lambda: (self.job(order)["hold"] or {}).get("problem") in problems)
        return self.job(order)

    def is_untouched(self) -> bool:
        """Tell whether nothing at all left for another place than VTEX's own."""
        return not self.trap.caught and not self.net.attempts


@contextmanager
def a_world(root: Path, patch: pytest.MonkeyPatch) -> Iterator[World]:
    """Make a world, with the desk at work."""
    authority = trustme.CA()
    bundle = root / "authorities.pem"
    authority.cert_pem.write_to_path(str(bundle))
    patch.setattr("certifi.where", lambda: str(bundle))
    simulator = Simulator(ACCOUNT)
    front = Front(simulator.app)
    trap = Trap(as_anybody(authority))
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with ExitStack() as exits:
        exits.callback(trap.close)
        server = exits.enter_context(EncryptedServer(front, authority.issue_cert(*OWN_HOSTS), root))
        net = Net(server.port, trap.port)
        net.lay(patch)
        parts = Parts(receives=True, listens=False)
        program = Program(Home.below(root / "home"), settings(), FixedVault(), parts, hurried(), listeners=[events.put])
        exits.enter_context(program)
        net.open.add(int(program.receiver_address.rpartition(":")[2]))
        yield World(simulator, front, trap, net, events, program, authority)


def settings() -> Settings:
    """Give the settings of a store in production, but for the documents of its simulated till."""
    store = Store(
        name="Loja Gávea", account=ACCOUNT, cnpj="11222333000181", uf="RJ", environment=Environment.HOMOLOGATION
    )
    polling = Polling(requests_per_minute=6000)
    return Settings(store=store, accounts=(Account(name=ACCOUNT),), receiver=Receiver(port=0), polling=polling)
