"""What no text of ours may hold: credentials, e-mail addresses, the readable part of CPF and CNPJ (promise 7).

Access keys and order ids stay, they are what a line is about.
"""

from __future__ import annotations

import json
import re
import threading
from urllib.parse import quote

from desktop_invoicer.domain.personal import without_tax_ids

HIDDEN = "[hidden]"

_SHORTEST_SECRET = 4  # shorter ones would take ordinary words apart

_NAMES = (
    r"(?:x-vtex-api-app(?:key|token)|vtexidclientautcookie\w{0,80}|(?:proxy-)?authorization|(?:set-)?cookie"
    r"|token|secret|password|passwd|senha|(?:\b|(?<=_))pin|(?:app|api|database)[-_ ]?key)\b"
)
_QUOTED = re.compile(rf"({_NAMES}\\*[\"']?\s*[:=,]\s*b?(\\*[\"'])).*?(?=\2|$)", re.IGNORECASE | re.MULTILINE)
_COOKIE = re.compile(r"(\b(?:set-)?cookie\s*[:=]\s*)(?![\\\"'b\s]*\[hidden\])[^\n\"']+", re.IGNORECASE)
_BARE = re.compile(
    rf"({_NAMES}\\*[\"']?\s*[:=]\s*)(?![\"'\\]|b[\"'])(?:(?:bearer|basic|token)\s+)?[^\s\"',;&)}}\]]+", re.IGNORECASE
)
_SHAPES = re.compile(
    r"vtexappkey-[a-z0-9-]{1,80}-[A-Z]{6}\b"  # an application key
    r"|\b[A-Z]{64,}\b"  # an application token
    r"|\beyJ[\w-]{8,2000}\.[\w-]*(?:\.[\w-]*)?"  # a signed token, as in VtexIdclientAutCookie
    r"|(?<=x')[0-9a-fA-F]{64}(?=')"  # a raw key of the database
    r"|(?<=://)[^/\s@\"']{1,200}@"  # user and password in an address
)
_EMAIL = re.compile(
    r"[\w.!#$%&*+?^`{|}~-]{0,64}[^\s@\"<>(),;:\[\]\\](?:@|%40)(?:[\w-]{1,63}\.){1,126}[\w-]{2,63}", re.IGNORECASE
)


class Redactor:
    """Takes out of a text what no log may hold. Safe to use from several threads."""

    def __init__(self) -> None:
        self._secrets: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self._changing = threading.Lock()

    def hide(self, *values: str) -> None:
        """Take these very values out from now on, however they are quoted."""
        with self._changing:
            forms = {form for value in values if len(value) >= _SHORTEST_SECRET for form in _forms(value)}
            self._secrets |= forms
            if self._secrets:
                longest_first = sorted(self._secrets, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def redact(self, text: str) -> str:
        """Give the text without credentials, e-mail addresses, CPF and CNPJ."""
        if self._pattern is not None:
            text = self._pattern.sub(HIDDEN, text)
        text = _QUOTED.sub(rf"\1{HIDDEN}", text)
        text = _COOKIE.sub(rf"\1{HIDDEN}", text)
        text = _BARE.sub(rf"\1{HIDDEN}", text)
        text = _SHAPES.sub(HIDDEN, text)
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(HIDDEN, text)
        return without_tax_ids(text)


def _forms(value: str) -> set[str]:
    """Give the ways a value may be written: as it is, in an address, in JSON, in ``repr``."""
    forms = {value, quote(value, safe=""), quote(value), json.dumps(value)[1:-1], repr(value)[1:-1]}
    return {form for form in forms if len(form) >= _SHORTEST_SECRET}
