"""The way of every request: credentials noted and checked, faults before the effect, the effect, faults after it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from desktop_invoicer.simulator import answers, faults
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN, USER_TOKEN, Account
from desktop_invoicer.simulator.connections import Cut
from desktop_invoicer.simulator.faults import Injector, Place
from desktop_invoicer.simulator.records import JsonObject, Refusal

Handler: TypeAlias = Callable[["Visit"], Awaitable[Response]]

_AUTH_HEADERS = (
    "x-vtex-api-appkey",
    "x-vtex-api-apptoken",
    "vtexidclientautcookie",
    "authorization",
    "proxy-authorization",
    "cookie",
)
_BEFORE = ("5xx", "html", "429", "cut-before")
_AFTER = ("5xx-after", "cut-after", "truncated")
_SERVER_ERRORS = (500, 502, 503, 504)
_BAD_REQUEST = 400


class Credentials:
    """Which authentication headers were seen where: names and counts, never values."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._wrong = 0
        self._lock = threading.Lock()

    def admit(self, group: str, request: Request) -> bool:
        """Note the headers of a request, and tell whether they open the account."""
        given = {name: request.headers[name] for name in _AUTH_HEADERS if name in request.headers}
        opens = given.get("x-vtex-api-appkey") == APP_KEY and (
            given.get("x-vtex-api-apptoken") == APP_TOKEN or given.get("vtexidclientautcookie") == USER_TOKEN
        )
        with self._lock:
            self._seen.update((group, request.headers.get("host", ""), name) for name in given)
            self._wrong += bool(given) and not opens
        return opens

    def as_json(self) -> JsonObject:
        """Write what was seen."""
        with self._lock:
            seen = [
                {"group": group, "host": host, "header": header, "count": count}
                for (group, host, header), count in sorted(self._seen.items())
            ]
            return {"seen": seen, "wrong": self._wrong > 0}


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in, and the faults that may strike its effect."""

    request: Request
    account: Account
    injector: Injector
    place: Place

    @property
    def order_id(self) -> str:
        """The order in the path."""
        return str(self.request.path_params["order_id"])

    async def json(self) -> object:
        """Read the body; a text that is no JSON comes back as ``None``."""
        try:
            return json.loads(await self.request.body())
        except ValueError:
            return None

    def delay(self, fault: str, seconds: float) -> timedelta:
        """Give how long a fault holds something back here: nothing when it does not strike."""
        strikes = self.injector.strikes(fault, self.place)
        return timedelta(seconds=seconds * self.account.pace) if strikes else timedelta(0)

    def refused(self, status: int, why: str) -> Response:
        """Refuse the request, and write it down."""
        request = self.request
        self.account.refuse(Refusal(request.method, request.url.path, status, why))
        return answers.error(status, "1", why) if status == _BAD_REQUEST else answers.not_found()


class Gate:
    """Lets requests in to the endpoints of one account."""

    def __init__(self, account: Account, injector: Injector, *, latency: float = 0.0) -> None:
        self.account = account
        self.injector = injector
        self.latency = latency
        self.credentials = Credentials()
        self.denied: set[str] = set()
        """Groups of endpoints for which the credentials lack the resource."""
        self.is_shut = False
        """Whether no credentials open the account for now."""

    def endpoint(self, group: str, name: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Wrap a handler; ``group`` is what a resource of VTEX opens, ``name`` what faults are counted by."""

        async def answer(request: Request) -> Response:
            if self.latency:
                await asyncio.sleep(self.latency)
            admitted = self.credentials.admit(group, request)
            place = (name, request.path_params.get("order_id") or request.url.path)
            if self.injector.strikes("slow", place):
                await asyncio.sleep(faults.SLOW_SECONDS * self.account.pace)
            if fault := self.injector.first(_BEFORE, place):
                return self._instead(fault, place)
            if not admitted or self.is_shut:
                return self._refused(request, 401)
            if group in self.denied:
                return self._refused(request, 403)
            try:
                response = await handler(Visit(request, self.account, self.injector, place))
            except ClientDisconnect:  # killed in the middle of its request: nobody listens
                return answers.nothing()
            fault = self.injector.first(_AFTER, place)
            return self._damaged(fault, place, response) if fault else _delivered(response)

        return answer

    def _refused(self, request: Request, status: int) -> Response:
        why = "wrong or missing credentials" if status == 401 else "the credentials lack the resource"  # noqa: PLR2004
        self.account.refuse(Refusal(request.method, request.url.path, status, why))
        return answers.unauthorized() if status == 401 else answers.forbidden()  # noqa: PLR2004

    def _instead(self, fault: str, place: Place) -> Response:
        match fault:
            case "5xx":
                status = _SERVER_ERRORS[self.injector.choose(len(_SERVER_ERRORS), fault, place)]
                return answers.error(status, "500", "An unexpected error occurred")
            case "html":
                pages = (
                    answers.html(200, answers.LOGIN_PAGE),
                    answers.html(502, answers.GATEWAY_PAGE),
                    answers.html(503, answers.STORE_404_PAGE),
                )
                return pages[self.injector.choose(len(pages), fault, place)]
            case "429":
                busy = answers.error(429, "429", "Too many requests")
                if self.injector.choose(2, fault, place):
                    busy.headers["Retry-After"] = str(faults.RETRY_AFTER_SECONDS)
                return busy
            case _:
                return Cut()

    def _damaged(self, fault: str, place: Place, response: Response) -> Response:
        match fault:
            case "5xx-after":
                status = (500, 502, 504)[self.injector.choose(3, fault, place)]
                return answers.error(status, "500", "An unexpected error occurred")
            case "cut-after":
                half = self.injector.choose(2, fault, place) and len(response.body) > 1
                return Cut(response if half else None)
            case _:
                if not isinstance(response, JSONResponse) or response.status_code != 200:  # noqa: PLR2004
                    return _delivered(response)
                body = bytes(response.body)
                return Response(body[: len(body) // 2], media_type="application/json")


class Noted(JSONResponse):
    """An answer whose undamaged delivery means something to the account."""

    def __init__(self, content: object, on_delivery: Callable[[], None]) -> None:
        super().__init__(content)
        self.on_delivery = on_delivery


def _delivered(response: Response) -> Response:
    if isinstance(response, Noted):
        response.on_delivery()
    return response
