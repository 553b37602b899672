"""A flood of calls, from a process of its own: ``flood.py PORT CONNECTIONS CALLS`` prints what came back, as JSON.

Of ten connections six announce notifications with the right token, two with a wrong one, one sends nonsense, and one
only begins to speak. Each goes on until it has had its calls answered, or its connection was closed in its face.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

TOKEN = "receiver-token-of-the-test"
PATH = "/notifications/lojafarmgavea"
_NONSENSE = b"\x16\x03\x01\x02\x00\x01\x00 not HTTP at all\r\n\r\n"
_BEGIN = b"POST " + PATH.encode() + b" HTTP/1.1\r\nHost: desk\r\nX-Slow: "
_PATIENCE = 120.0
"""Longer than a desk takes that answers at all: what it kept and was not heard to keep would look lost."""


@dataclass
class Flood:
    """What was asked and answered."""

    port: int
    answers: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    without_retry_after: int = 0

    async def strike(self, number: int, calls: int) -> None:
        """Be one connection of the flood."""
        kind = number % 10
        if kind == 9:
            await self._begin()
            return
        for call in range(calls):
            if kind == 8:
                await self._call(_NONSENSE, "")
            else:
                name = f"n-{number}-{call - call % 4 // 3}"  # of four the last is the third once more
                await self._call(_announcement(name, TOKEN if kind < 6 else "wrong"), name)

    async def _begin(self) -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(_BEGIN)
            await asyncio.wait_for(reader.read(), _PATIENCE)
            writer.close()
        except OSError:  # closed in our face, or kept for longer than we wait
            pass
        self.answers["only begun"] += 1

    async def _call(self, request: bytes, name: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(request)
                answer = await reader.read()
                writer.close()
        except OSError:  # closed in our face, or no answer in time
            self.answers["closed"] += 1
            return
        if not answer:
            self.answers["closed"] += 1
            return
        status = answer.split(b" ", 2)[1].decode()
        self.answers[status] += 1
        if status in {"200", "202"}:
            self.accepted.append(name)
        if status in {"429", "503"} and b"retry-after: " not in answer.lower():
            self.without_retry_after += 1


def _announcement(name: str, token: str) -> bytes:
    call = {"orderId": f"{name}-01", "notificationId": name, "callbackUrl": "https://lojafarmgavea.myvtex.com/x"}
    body = json.dumps(call)
    lines = (f"POST {PATH} HTTP/1.1", "Host: desk", f"Authorization: {token}", "Content-Type: application/json")
    return "\r\n".join((*lines, f"Content-Length: {len(body)}", "Connection: close", "", body)).encode()


async def main(port: int, connections: int, calls: int) -> None:
    """Strike with all at once."""
    flood, started = Flood(port), time.monotonic()
    await asyncio.gather(*(flood.strike(number, calls) for number in range(connections)))
    told = {"answers": flood.answers, "accepted": flood.accepted, "without_retry_after": flood.without_retry_after}
    sys.stdout.write(json.dumps({**told, "seconds": time.monotonic() - started}))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
