"""A transport that gives scripted answers as they come over a wire: in pieces, packed as they say."""

from __future__ import annotations

import httpx
from typing_extensions import override


class Scripted(httpx.MockTransport):
    """The library's own, whose answers would come read and unpacked already."""

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if not answer.is_closed:
            return answer
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content))
