"""The receiver as an ASGI application: check everything, keep it, only then answer (design.md, promise 1).

It is one plain callable, without a framework's layers: most of a request's time is the durable write.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_invoicer.config import Account, Settings
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.errors import SetupError, TransientError
from desktop_invoicer.receiver.reading import Headers, RefusedError, check_token, check_type, header, read_call
from desktop_invoicer.receiver.refusals import MOST, Refusals

BODY_BYTES = 64 * 1024
BODY_SECONDS = 10.0
CALLS = 64
"""So many bodies are waited for at a time: with the largest ones that is 4 MB."""

_PREFIX = "/notifications/"
_LATER = 5  # seconds after which a short trouble may be over
_MUCH_LATER = 60  # seconds after which a person may have put things right
_CLOSE = (b"connection", b"close")

_log = logging.getLogger(__name__)

Accept = Callable[[NotificationCall], bool]
"""Keeps a call durably and tells whether it is new. Called on the server's loop: measured, handing it to a thread and
back costs more than the write itself."""


class Token(Protocol):
    """What is kept for an account, as far as the receiver needs it."""

    @property
    def receiver_token(self) -> str:
        """The token that VTEX sends; empty when none is kept."""
        ...


class TokenBook(Protocol):
    """Knows what is kept for each account."""

    def of(self, account: AccountName) -> Token:
        """Give what is kept for an account."""
        ...


def build_app(settings: Settings, tokens: TokenBook, accept: Accept, *, body_seconds: float = BODY_SECONDS) -> ASGIApp:
    """Make the application.

    Args:
        settings: the accounts, and where each one's token stands.
        tokens: asked at each call, so that a new token counts at once.
        accept: keeps a call; ``TransientError`` and ``SetupError`` mean that it cannot now.
        body_seconds: how long a body may take to arrive.

    """
    return _Receiver(settings, tokens, accept, body_seconds)


class _Receiver:
    def __init__(self, settings: Settings, tokens: TokenBook, accept: Accept, body_seconds: float) -> None:
        self._accounts = {account.name: account for account in settings.accounts}
        self._is_loopback = settings.receiver.is_loopback
        self._tokens = tokens
        self._accept = accept
        self._body_seconds = body_seconds
        self._met: set[AccountName] = set()
        self._refusals = Refusals()
        self._calls = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            status, content, headers = await self._answer(scope, receive)
        except _ClientGoneError:
            return
        except RefusedError as refusal:
            status, headers = refusal.status, refusal.headers
            content = {"error": {"code": refusal.code, "message": refusal.message}}
            if refusal.is_noted:
                _log.info("refused with %d: %s", status, refusal.message)
        except Exception:  # noqa: BLE001 (a defect of ours: told in the log, never in the answer)
            _log.exception("a call could not be answered")
            status, headers = 500, (_CLOSE,)
            content = {"error": {"code": "internal", "message": "the call could not be handled"}}
        await _send(send, status, content, headers)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, dict[str, object], Headers]:
        method, path = scope["method"], scope["path"]
        if path == "/health":
            _check_method(method, ("GET", "HEAD"), _CLOSE)
            return 200, {"status": "ok"}, ()
        try:
            account = self._admit(method, path, scope)
        except RefusedError as refusal:
            raise self._counted(refusal, scope) from None
        is_new = self._keep(await self._read(account, scope, receive))
        return (202, {"status": "accepted"}, ()) if is_new else (200, {"status": "known"}, ())

    def _admit(self, method: str, path: str, scope: Scope) -> Account:
        """Tell whose notification it is, once the token was seen; until then nobody knows who calls."""
        name = path.removeprefix(_PREFIX).removesuffix("/") if path.startswith(_PREFIX) else ""
        if not name or "/" in name:
            raise RefusedError(404, "not_found", "there is nothing here")
        _check_method(method, ("POST",))
        account = self._accounts.get(AccountName(name))
        if account is None:
            raise RefusedError(404, "unknown_account", "this desk does not serve that account")
        headers: Headers = scope["headers"]
        self._greet(account, headers)
        if account.receiver_token.kind != "none" or not self._is_loopback:
            token = self._tokens.of(account.name).receiver_token
            check_token(account.receiver_token, token, headers, scope["query_string"])
        return account

    def _counted(self, refusal: RefusedError, scope: Scope) -> RefusedError:
        """Give the refusal of a stranger; whoever has had too many is told to wait, and fills no log."""
        address = (scope.get("client") or ("", 0))[0]
        times = self._refusals.count(address)
        refusal.headers = (*refusal.headers, _CLOSE)  # the body was not read: nothing else can follow it
        if times <= MOST:
            return refusal
        if times == MOST + 1:
            _log.warning("%s was refused %d times within a minute; more of that is not noted", address, MOST)
        seconds = str(self._refusals.seconds_left(address)).encode()
        refused = RefusedError(429, "too_many", "refused too often", ((b"retry-after", seconds), _CLOSE))
        refused.is_noted = False
        return refused

    async def _read(self, account: Account, scope: Scope, receive: Receive) -> NotificationCall:
        """Read what was sent by somebody who has the token; not too much of it at a time."""
        if self._calls >= CALLS:
            raise RefusedError(503, "busy", "too many calls at once", ((b"retry-after", str(_LATER).encode()), _CLOSE))
        self._calls += 1
        try:
            _check_head(scope["headers"])
            return read_call(account.name, await self._body(receive))
        finally:
            self._calls -= 1

    async def _body(self, receive: Receive) -> bytes:
        """Read the body, however it is cut, neither longer nor slower than allowed."""
        until = asyncio.get_running_loop().time() + self._body_seconds
        body = bytearray()
        while True:
            message = await self._part(receive, until)
            body += message.get("body", b"")
            if len(body) > BODY_BYTES:
                raise _too_large()
            if not message.get("more_body", False):
                return bytes(body)

    async def _part(self, receive: Receive, until: float) -> Message:
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise RefusedError(408, "too_slow", "the body did not arrive in time", (_CLOSE,)) from None
        if message["type"] == "http.disconnect":
            raise _ClientGoneError
        return message

    def _keep(self, call: NotificationCall) -> bool:
        try:
            return self._accept(call)
        except (TransientError, SetupError) as exc:
            _log.warning("notification %s of order %s cannot be kept: %s", call.notification_id, call.order_id, exc)
            seconds = _LATER if isinstance(exc, TransientError) else _MUCH_LATER
            later = (b"retry-after", str(seconds).encode())
            raise RefusedError(503, "unavailable", "the notification cannot be kept now", (later,)) from exc

    def _greet(self, account: Account, headers: Headers) -> None:
        """Tell once which headers VTEX sends (names only): where it puts its token is not documented."""
        if account.name not in self._met:
            self._met.add(account.name)
            names = ", ".join(sorted({key.decode("latin-1") for key, _ in headers}))
            _log.info("first contact of account %s, with the headers %s", account.name, names)


class _ClientGoneError(Exception):
    """Whoever called has hung up: nobody is left to answer."""


def _check_method(method: str, allowed: tuple[str, ...], *headers: tuple[bytes, bytes]) -> None:
    if method not in allowed:
        allow = (b"allow", ", ".join(allowed).encode())
        raise RefusedError(
            405, "method_not_allowed", f"only {' and '.join(allowed)} can be used here", (allow, *headers)
        )


def _check_head(headers: Headers) -> None:
    """Check what the headers say of the body, before it is read."""
    try:
        check_type(headers)
    except RefusedError as refusal:
        refusal.headers = (_CLOSE,)
        raise
    length = header(headers, b"content-length")
    if length.isdigit() and int(length) > BODY_BYTES:
        raise _too_large()


def _too_large() -> RefusedError:
    return RefusedError(413, "too_large", f"the body must not exceed {BODY_BYTES} bytes", (_CLOSE,))


async def _send(send: Send, status: int, content: dict[str, object], headers: Headers) -> None:
    body = json.dumps(content).encode()
    start = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})
