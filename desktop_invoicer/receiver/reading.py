"""Reads what was sent to the receiver: token and body. Everything in it may be hostile."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, unquote_plus

from desktop_invoicer.config import TokenPlace
from desktop_invoicer.domain.notification import AccountName, NotificationCall, NotificationId, OrderId

LONGEST_ID = 200
LONGEST_URL = 2000

_BEARER = b"bearer "

Headers = Sequence[tuple[bytes, bytes]]


class RefusedError(Exception):
    """The request is refused: status, code and a sentence for whoever sent it."""

    def __init__(self, status: int, code: str, message: str, headers: Headers = ()) -> None:
        """Keep the answer."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.is_noted = True
        """Whether it is worth a line in the log."""


def check_token(place: TokenPlace, expected: str, headers: Headers, query: bytes) -> None:
    """Compare the token in constant time; without an expected one nobody is let in.

    Raises:
        RefusedError: 401.

    """
    wanted = expected.encode()
    found = [hmac.compare_digest(token, wanted) for token in _tokens(place, headers, query)]
    if not (wanted and any(found)):
        raise RefusedError(401, "unauthorized", "the token is missing or wrong")


def check_type(headers: Headers) -> None:
    """Accept JSON only, in no other coding.

    Raises:
        RefusedError: 415.

    """
    kind = header(headers, b"content-type").partition(b";")[0].strip().lower()
    is_json = kind == b"application/json" or (kind.startswith(b"application/") and kind.endswith(b"+json"))
    if not is_json or header(headers, b"content-encoding").lower() not in {b"", b"identity"}:
        raise RefusedError(415, "not_json", "the body must be application/json")


def header(headers: Headers, name: bytes) -> bytes:
    """Give a header's value, empty when it is absent. Names are in lower case already."""
    return next((value for key, value in headers if key == name), b"")


def read_call(account: AccountName, body: bytes) -> NotificationCall:
    """Read the announcement of a notification.

    Raises:
        RefusedError: 400 no JSON, 422 a field is missing or cannot be what it should be.

    """
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise RefusedError(400, "unreadable", "the body is no JSON in UTF-8") from exc
    if not isinstance(content, dict):
        raise RefusedError(422, "invalid", "the body must be an object")
    return NotificationCall(
        account,
        OrderId(_text(content, "orderId", LONGEST_ID)),
        NotificationId(_text(content, "notificationId", LONGEST_ID)),
        _text(content, "callbackUrl", LONGEST_URL),
    )


def _text(content: dict[str, object], name: str, longest: int) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise RefusedError(422, "invalid", f"{name} must be a text that is not empty")
    if len(value) > longest:
        raise RefusedError(422, "invalid", f"{name} must have at most {longest} characters")
    if value.strip() != value or not value.isprintable():
        raise RefusedError(422, "invalid", f"{name} must have no control characters, and no blanks around it")
    return value


def _tokens(place: TokenPlace, headers: Headers, query: bytes) -> Iterator[bytes]:
    """Give what stands where the token is expected, in every form it may be written."""
    if place.kind == "header":
        wanted = place.name.lower().encode()
        for content in (content for key, content in headers if key == wanted):
            yield content
            if wanted == b"authorization" and content[: len(_BEARER)].lower() == _BEARER:
                yield content[len(_BEARER) :].strip()
    elif place.kind == "query":
        for key, _, value in (part.partition("=") for part in query.decode("latin-1").split("&")):
            for read in (unquote, unquote_plus):  # a plus sign may mean itself
                if read(key) == place.name:
                    yield read(value).encode()
