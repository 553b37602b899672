"""The simulator's own endpoints, ``/_simulator/…``: no part of VTEX, open to this machine alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_invoicer.simulator.records import JsonObject
from desktop_invoicer.simulator.stories import EVERY_STORY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from desktop_invoicer.simulator.simulator import Simulator

_LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


def routes(simulator: Simulator) -> list[Route]:
    """Give the routes of a simulator's own endpoints."""
    control = _Control(simulator)
    return [
        Route("/_simulator/ledger", _local(control.ledger), methods=["GET"]),
        Route("/_simulator/stories", _local(control.stories), methods=["GET"]),
        Route("/_simulator/request-invoice", _local(control.request_invoice), methods=["POST"]),
        Route("/_simulator/document", _local(control.document), methods=["POST"]),
    ]


class _Control:
    """Endpoints for one simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def ledger(self, _: Request) -> Response:
        """Give the truth."""
        return JSONResponse(await run_in_threadpool(self._simulator.ledger))

    async def stories(self, _: Request) -> Response:
        """Give the names of all stories, and the orders that are there."""
        return JSONResponse({"stories": list(EVERY_STORY), "orders": self._simulator.account.order_ids()})

    async def request_invoice(self, request: Request) -> Response:
        """Press the button: for a new order of a story, or for an order that is there."""
        wish = await _wish(request)
        try:
            pressed = await run_in_threadpool(self._simulator.request_invoice, **wish)
        except (LookupError, TypeError, ValueError) as problem:
            return JSONResponse({"error": str(problem)}, 422)
        return JSONResponse(
            [{"orderId": found.order_id, "notificationId": found.id} for found in pressed], 200 if pressed else 502
        )

    async def document(self, request: Request) -> Response:
        """Issue a fiscal document for an order, as the store's own program would."""
        wish = await _wish(request)
        try:
            document = await run_in_threadpool(self._simulator.issue_document, **wish)
        except (LookupError, TypeError, ValueError) as problem:
            return JSONResponse({"error": str(problem)}, 422)
        return Response(document, media_type="application/xml")


async def _wish(request: Request) -> JsonObject:
    try:
        wish = json.loads(await request.body() or b"{}")
    except ValueError:
        return {"unreadable": True}
    return wish if isinstance(wish, dict) else {"unreadable": True}


def _local(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.client is None or request.client.host not in _LOOPBACK:
            return JSONResponse({"error": "only from this machine"}, 403)
        return await handler(request)

    return answer
