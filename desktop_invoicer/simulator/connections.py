"""Cuts connections: closes the socket under a request without an answer, or after half of one."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import httpx
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class CuttableProtocol(H11Protocol):
    """Uvicorn's protocol, which also remembers the transport of every open connection by the client's address."""

    _open: MutableMapping[tuple[str, int], asyncio.Transport] = {}  # noqa: RUF012 (shared by all connections on purpose)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Remember the transport."""
        super().connection_made(transport)
        if self.client:
            self._open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        if self.client:
            self._open.pop(self.client, None)
        super().connection_lost(exc)

    @classmethod
    def under(cls, scope: Scope) -> asyncio.Transport | None:
        """Give the transport under a request; ``None`` when no server of this kind carries it."""
        host, port = scope.get("client") or ("", 0)
        return cls._open.get((host, port))


class Cut(Response):
    """An answer that never comes, or breaks off in the middle of ``partial``."""

    def __init__(self, partial: Response | None = None) -> None:
        super().__init__()
        self.partial = partial

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is to be sent, close the connection and wait until it is gone.

        Raises:
            httpx.RemoteProtocolError: the application runs inside its client (``httpx.ASGITransport``), where no
                connection exists; the client sees what it would see on a real one.

        """
        transport = CuttableProtocol.under(scope)
        if transport is None:
            msg = "Server disconnected without sending a response."
            raise httpx.RemoteProtocolError(msg)
        if self.partial is not None:
            body = bytes(self.partial.body)
            start: dict[str, Any] = {"type": "http.response.start", "status": self.partial.status_code}
            await send(start | {"headers": self.partial.raw_headers})
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass
