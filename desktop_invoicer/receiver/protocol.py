"""HTTP/1.1 as the receiver speaks it: a bound on connections, and on how long each of their moments may last.

A flood must not keep others out. Whoever comes new is let in, and whoever was silent longest has to go; only where
every connection has a call under way is a new one turned away.
"""

from __future__ import annotations

import asyncio
import json

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

CONNECTIONS = 256
"""So many at a time: the process needs most of its open files elsewhere."""
HEADER_SECONDS = 10.0
"""What a client may take to send all headers of a call, the first one or the next."""
CALL_SECONDS = 30.0
"""What a call may take from its headers to the last byte of its answer: a client that reads nothing is cut, too."""
BUSY_SECONDS = 5
"""After so many seconds whoever was turned away may come again."""


class BoundedProtocol(H11Protocol):
    """A connection of a client, one of a bounded number, whose every state has an end."""

    _cut: asyncio.TimerHandle | None = None
    silent_since = 0.0
    """When its last call ended, or it began."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.silent_since = self.loop.time()
        self._limit(HEADER_SECONDS)
        if len(self.connections) > CONNECTIONS and not self._makes_room():
            self._turn_away(503, "busy", "too many calls at once", f"Retry-After: {BUSY_SECONDS}\r\n")

    @override
    def data_received(self, data: bytes) -> None:
        was_silent = self.is_silent
        super().data_received(data)
        if was_silent and not self.is_silent:
            self._limit(CALL_SECONDS)

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.silent_since = self.loop.time()
        self._limit(HEADER_SECONDS if self.is_silent else CALL_SECONDS)

    @override
    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP in the shape of every refusal; where an answer began, nothing more can be said."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._turn_away(400, "no_http", "this is no request in HTTP/1.1")
        else:
            self.transport.close()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._cut is not None:
            self._cut.cancel()
        super().connection_lost(exc)

    @property
    def is_silent(self) -> bool:
        """Tell whether no call is under way."""
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        return cycle is None or cycle.response_complete

    def _limit(self, seconds: float) -> None:
        if self._cut is not None:
            self._cut.cancel()
        self._cut = self.loop.call_later(seconds, self.transport.abort)

    def _makes_room(self) -> bool:
        """Cut the connection that has been silent longest; tell whether there was one."""
        others = (other for other in self.connections if isinstance(other, BoundedProtocol) and other is not self)
        silents = (other for other in others if other.is_silent)
        silent = min(silents, key=lambda other: other.silent_since, default=None)
        if silent is None:
            return False
        self.connections.discard(silent)  # at once: its loss is told only later
        silent.transport.abort()
        return True

    def _turn_away(self, status: int, code: str, message: str, header: str = "") -> None:
        """Answer without the application, and hang up."""
        body = json.dumps({"error": {"code": code, "message": message}})
        head = f"HTTP/1.1 {status} \r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.transport.write(f"{head}{header}Connection: close\r\n\r\n{body}".encode())
        self.transport.close()
