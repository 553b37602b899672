"""One request to VTEX: within the budget, only to trusted origins, with credentials added last, errors translated.

Nothing of httpx crosses this border. What an error means depends on whether the request could have had an effect:
a reading that failed changed nothing; an effect without a usable answer may have happened (design.md, promise 2).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from desktop_invoicer import __version__, errors
from desktop_invoicer.vtex import words
from desktop_invoicer.vtex.budget import LONGEST_REST, RequestBudget
from desktop_invoicer.vtex.parsing import read_json
from desktop_invoicer.vtex.server_time import Heard, ignored, server_time
from desktop_invoicer.vtex.tls import distrust, make_tls_context
from desktop_invoicer.vtex.unpacking import ACCEPTED, unpacking

LARGEST_ANSWER = 5 * 1024 * 1024
DEADLINE = 60.0
"""Seconds for a whole request: the time-outs of httpx only limit each pause."""

_COMPLAINTS = ("error", "errors", "exception", "exceptionmessage", "message", "code")
_HEADER_VALUE = re.compile(r"[!-~]+")
_SECONDS = re.compile(r"[0-9]{1,9}")


class Fate(Enum):
    """What a failed request may have done."""

    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


FATES: Mapping[type[Exception], Fate] = {
    httpx.ConnectError: Fate.NOT_SENT,
    httpx.ConnectTimeout: Fate.NOT_SENT,
    httpx.PoolTimeout: Fate.NOT_SENT,
    httpx.ProxyError: Fate.NOT_SENT,
    httpx.UnsupportedProtocol: Fate.NOT_SENT,
    httpx.InvalidURL: Fate.NOT_SENT,
    httpx.CookieConflict: Fate.NOT_SENT,
    httpx.ReadError: Fate.UNKNOWN,
    httpx.ReadTimeout: Fate.UNKNOWN,
    httpx.WriteError: Fate.UNKNOWN,
    httpx.WriteTimeout: Fate.UNKNOWN,
    httpx.CloseError: Fate.UNKNOWN,
    httpx.LocalProtocolError: Fate.UNKNOWN,
    httpx.RemoteProtocolError: Fate.UNKNOWN,
    httpx.DecodingError: Fate.UNKNOWN,
    httpx.TooManyRedirects: Fate.UNKNOWN,
    httpx.StreamError: Fate.UNKNOWN,
    httpx.StreamConsumed: Fate.UNKNOWN,
    httpx.StreamClosed: Fate.UNKNOWN,
    httpx.ResponseNotRead: Fate.UNKNOWN,
    httpx.RequestNotRead: Fate.UNKNOWN,
    httpx.HTTPStatusError: Fate.UNKNOWN,
}
"""Every failure of httpx, by its exact class; a class that is not here counts as unknown."""

_HTTPX_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError)


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account's credentials: the key with its token, or the key with a user's token of 24 hours."""

    app_key: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    user_token: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Give the headers that VTEX expects; empty when the credentials cannot be used."""
        headers = {"X-VTEX-API-AppKey": self.app_key}
        if self.app_token:
            headers["X-VTEX-API-AppToken"] = self.app_token
        else:
            headers["VtexIdclientAutCookie"] = self.user_token
        return headers if all(_HEADER_VALUE.fullmatch(value) for value in headers.values()) else {}

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not show up in any text."""
        return (self.app_token, self.user_token, self.app_key)


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx or an expected refusal: status and text."""

    status: int
    text: str


def make_http_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Make the one HTTP client of the program; ``transport`` is for tests.

    No redirects, no proxies or certificates from the environment, no cookies: what an account answers must not travel
    to another.
    """
    return httpx.AsyncClient(
        transport=transport,
        verify=make_tls_context(),
        trust_env=False,
        http2=False,
        follow_redirects=False,
        timeout=httpx.Timeout(connect=5.0, read=30.0, write=10.0, pool=5.0),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=30.0),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={
            "User-Agent": f"desktop-invoicer/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": ACCEPTED,
        },
    )


Report = Callable[[errors.InvoicerError | None], None]
"""Is told how each request ended that really went out, or was kept back for want of credentials."""


def unheard(_: errors.InvoicerError | None) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Transport:
    """The way to one account: its name for errors, its credentials (asked each time), its budget."""

    account: str
    http: httpx.AsyncClient
    credentials: Callable[[], Credentials]
    budget: RequestBudget
    report: Report = unheard
    heard: Heard = ignored

    async def read(
        self,
        url: str,
        check: Callable[[str], None],
        *,
        background: bool = False,
        expected: frozenset[int] = frozenset(),
    ) -> Answer:
        """Read something; whatever fails, nothing has happened. See ``send``."""
        return await self.send(self.http.build_request("GET", url), check, background=background, expected=expected)

    async def send(
        self,
        request: httpx.Request,
        check: Callable[[str], None],
        *,
        background: bool = False,
        expected: frozenset[int] = frozenset(),
    ) -> Answer:
        """Send a request; anything but a GET may change the world.

        Args:
            request: what is sent, still without credentials.
            check: raises unless the address is trusted; it sees the one that is really called.
            background: gives way to jobs.
            expected: statuses that the caller understands, whatever their bodies.

        Raises:
            TransientError: nothing happened: not sent, refused with 429, or a reading without a usable answer.
            OutcomeUnknownError: it was sent and no usable answer came; never for a reading.
            VtexRefusedError: VTEX said no.
            SetupError: credentials or origin; nothing happened.
            InvalidOrderError: the answer to a reading is too large.

        """
        check(str(request.url))
        async with self.budget.request(background=background):
            try:
                answer = await self._exchanged(request, expected)
            except errors.InvoicerError as failure:
                self.report(failure)
                raise
            self.report(None)
        return answer

    async def _exchanged(self, request: httpx.Request, expected: frozenset[int]) -> Answer:
        is_effect = request.method != "GET"
        credentials = self._authorise(request)
        try:
            async with asyncio.timeout(DEADLINE):
                response, text = await self._answered(request)
        except (*_HTTPX_FAILURES, OSError) as exc:  # OSError: also the deadline
            if reason := distrust(exc):
                raise errors.UnsafeConnectionError(self.account, request.url.host, reason) from exc
            raise self._failed(exc, credentials, is_effect=is_effect) from exc
        self._judge(response, text, credentials, expected, is_effect=is_effect)
        return Answer(response.status_code, text)

    def _authorise(self, request: httpx.Request) -> Credentials:
        credentials = self.credentials()
        headers = credentials.headers()
        if not headers:
            raise errors.CredentialsMissingError(self.account)
        request.headers.update(headers)
        return credentials

    async def _answered(self, request: httpx.Request) -> tuple[httpx.Response, str]:
        began = time.monotonic()
        response = await self.http.send(request, stream=True, follow_redirects=False)
        if (there := server_time(response.headers)) is not None:
            self.heard(there, time.monotonic() - began)
        try:
            body = bytearray()
            unpack = unpacking(response.headers.get("Content-Encoding", ""))
            async for piece in response.aiter_raw():
                body += unpack(piece, LARGEST_ANSWER + 1 - len(body))
                if len(body) > LARGEST_ANSWER:
                    raise _too_large(request)
        finally:
            await response.aclose()
        return response, body.decode("utf-8-sig", errors="replace")

    def _failed(self, failure: Exception, credentials: Credentials, *, is_effect: bool) -> errors.InvoicerError:
        reason = words.clean(f"{type(failure).__name__}: {failure}", credentials.secrets)
        fate = FATES.get(type(failure), Fate.UNKNOWN)
        return _silent(reason, is_effect=is_effect and fate is Fate.UNKNOWN)

    def _judge(
        self,
        response: httpx.Response,
        text: str,
        credentials: Credentials,
        expected: frozenset[int],
        *,
        is_effect: bool,
    ) -> None:
        """Turn every answer that is not the wanted one into an error."""
        status = response.status_code
        if status in expected:
            return
        match status:
            case 429:
                seconds = self.budget.rest(_retry_after(response.headers.get("Retry-After")))
                raise errors.VtexBusyError(seconds)
            case 401 | 403:
                raise errors.CredentialsRefusedError(self.account, status)
            case 408 | 425:
                raise _unanswered(response, text, credentials, is_effect=is_effect)
            case _ if response.is_client_error:
                raise errors.VtexRefusedError(status, words.words(text, credentials.secrets))
            case _ if response.is_success:
                _demand_data(text, credentials, is_effect=is_effect)
            case _ if response.is_redirect:
                reason = f"redirected with {status}, which is not followed"
                raise _silent(reason, is_effect=is_effect)
            case _:
                raise _unanswered(response, text, credentials, is_effect=is_effect)


def _demand_data(text: str, credentials: Credentials, *, is_effect: bool) -> None:
    """Refuse pages and fragments; JSON that a reading cannot use is judged by whoever understands it."""
    stripped = text.strip()
    if is_effect and not stripped:
        return
    if not is_effect and stripped[:1] in {"{", "["}:
        return
    try:
        content = read_json(stripped)
    except (errors.VtexGarbledError, errors.InvalidOrderError) as exc:
        what = "a page" if words.is_html(text) else "no JSON" if stripped else "nothing"
        reason = f"the answer is {what}"
        raise _silent(reason, is_effect=is_effect) from exc
    if is_effect and not _is_success(content):
        reason = f"success with a doubt: {words.words(text, credentials.secrets)}"
        raise _silent(reason, is_effect=True)


def _is_success(content: object) -> bool:
    """Tell whether what came with a 2xx lets it stand: nothing, or an object that complains of nothing."""
    if not isinstance(content, dict):
        return content is None
    said = {str(key).casefold(): value for key, value in content.items()}
    return bool(said.get("receipt")) or (said.get("success") is not False and not any(map(said.get, _COMPLAINTS)))


def _unanswered(
    response: httpx.Response, text: str, credentials: Credentials, *, is_effect: bool
) -> errors.InvoicerError:
    reason = f"status {response.status_code}: {words.words(text, credentials.secrets)}"
    return _silent(reason, is_effect=is_effect, retry_after=_retry_after(response.headers.get("Retry-After")))


def _silent(reason: str, *, is_effect: bool, retry_after: float | None = None) -> errors.InvoicerError:
    return errors.VtexSilentError(reason) if is_effect else errors.VtexUnavailableError(reason, retry_after)


def _too_large(request: httpx.Request) -> errors.InvoicerError:
    reason = f"the answer is larger than {LARGEST_ANSWER} bytes"
    return errors.InvalidOrderError(reason) if request.method == "GET" else errors.VtexSilentError(reason)


def _retry_after(header: str | None) -> float | None:
    """Read ``Retry-After``: seconds or a date, ten minutes at most; anything else counts as not said."""
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return min(float(header), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(header)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_REST)
    except (ValueError, OverflowError):
        return None
