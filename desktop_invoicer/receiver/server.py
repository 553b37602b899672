"""Runs the receiver under uvicorn in a thread of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from desktop_invoicer.errors import PortTakenError
from desktop_invoicer.receiver.protocol import BoundedProtocol

_PATIENCE = 10.0
_GRACE = 3  # seconds for calls under way when the server stops
_AT_ONCE = 64  # connections let in before any of them is looked at: each is an open file
_WAITING = 1024  # connections that the system keeps until then; one more would have to knock again a second later

_log = logging.getLogger(__name__)


class ReceiverServer:
    """Listens while it is started. Port 0 takes a free one."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._server: _Uvicorn | None = None
        self._thread: threading.Thread | None = None
        self._taken = 0

    @property
    def address(self) -> str:
        """Where it listens, such as ``http://127.0.0.1:8710``."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._taken or self._port}"

    @property
    def is_alive(self) -> bool:
        """Tell whether it listens. From any thread."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Listen, and return when calls are answered; starting again changes nothing.

        Raises:
            PortTakenError: it cannot listen there.

        """
        if self._thread is not None:
            return
        self._socket = _listen(self._host, self._port)
        self._taken = self._socket.getsockname()[1]
        self._server = _Uvicorn(self._app)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="receiver", daemon=True)
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE):
            self.stop()
            raise PortTakenError(self._host, self._port, "the server did not start")

    def stop(self) -> None:
        """Let calls under way end, then stop; stopping again changes nothing."""
        if self._thread is None or self._server is None or self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        if self._thread.is_alive():
            _log.error("thread %s did not end", self._thread.name)
        self._socket.close()
        self._thread = self._server = self._socket = None


class _Uvicorn(uvicorn.Server):
    """Uvicorn without banner, access log and signals, which also tells when it has started."""

    def __init__(self, app: ASGIApp) -> None:
        config = uvicorn.Config(
            app,
            http=BoundedProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",  # whoever sends nonsense would fill the log
            access_log=False,
            backlog=_AT_ONCE,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_WAITING)  # which asyncio has set to what it lets in at once
        self.ready.set()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as exc:
        raise PortTakenError(host, port, exc.strerror or str(exc)) from exc
    try:
        if os.name == "posix":  # elsewhere it would let two programs listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_WAITING)
    except OSError as exc:
        listener.close()
        raise PortTakenError(host, port, exc.strerror or str(exc)) from exc
    return listener
