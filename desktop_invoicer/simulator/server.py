"""Runs an ASGI application on a loopback port in a thread of its own."""

from __future__ import annotations

import os
import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from desktop_invoicer.simulator.connections import CuttableProtocol

HOST = "127.0.0.1"
_PATIENCE = 10.0


class _Uvicorn(uvicorn.Server):
    """Uvicorn, which also says when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class LoopbackServer:
    """A server that runs while its ``with`` block does; port 0 takes a free port."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        # With the protocol named, asyncio sets TCP_NODELAY on every connection; without, each answer waits 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":  # elsewhere the option would let another program take the port
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self.origin = f"http://{HOST}:{self._socket.getsockname()[1]}"
        """Where the server answers."""
        config = uvicorn.Config(
            app,
            http=CuttableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Uvicorn(config)
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)

    def __enter__(self) -> Self:
        """Start, and wait until requests are answered."""
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE):
            msg = "the simulator's server did not start"
            raise RuntimeError(msg)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and wait until the thread has ended."""
        self.close()

    def close(self) -> None:
        """Stop the server; closing it again changes nothing."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])
