"""What a scanner or a hand may bring: an access key, an order, a product's GTIN, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from desktop_invoicer.domain.access_key import AccessKey, read_access_key, strip_key

_ORDER = re.compile(
    r"(?:(?:[0-9A-Z]{2,10}-)+v?[0-9]{5,}+|v[0-9]{5,}+|[0-9]{10,}+)[0-9a-z]*+-[0-9]{2}", re.IGNORECASE | re.ASCII
)
"""``v70530116str-01``, ``1080883513398-01``, and with prefixes such as a marketplace's: ``SLR-…``, ``00-…``.

A CPF ends like this, too, but has only nine digits before.
"""
_ORDER_PAGE = re.compile(r"https?://\S+/orders/(?P<order>[^/?#\s]+)\S*", re.IGNORECASE)
"""The page of an order in VTEX, pasted from the browser."""
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_LONGEST = 500
"""A longer text is neither an order nor its page, and would take long to be told so."""
_KEY_LIKE = range(40, 49)
"""A text of about so many letters and digits was meant as an access key."""


class ScanKind(Enum):
    """What a text is taken for."""

    ACCESS_KEY = "access_key"
    BROKEN_KEY = "broken_key"
    """Meant as an access key, and none."""
    ORDER = "order"
    GTIN = "gtin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scan:
    """A text that was scanned or entered: ``text`` as it came, ``value`` what it names (the bare key, the order id)."""

    kind: ScanKind
    text: str
    value: str


def read_scan(text: str) -> Scan:
    """Take a text for what it most likely is; never raises."""
    text = text.strip()
    key = read_access_key(text)
    if isinstance(key, AccessKey):
        return Scan(ScanKind.ACCESS_KEY, text, key.text)
    if len(text) > _LONGEST:
        return Scan(ScanKind.OTHER, text, text)
    page = _ORDER_PAGE.fullmatch(text)
    order = page["order"] if page else text
    if _ORDER.fullmatch(order):
        return Scan(ScanKind.ORDER, text, order)
    bare = strip_key(text)
    if bare.isascii() and bare.isalnum() and len(bare) in _KEY_LIKE and sum(map(str.isdigit, bare)) > len(bare) // 2:
        return Scan(ScanKind.BROKEN_KEY, text, bare)
    if text.isascii() and text.isdigit() and len(text) in _GTIN_LENGTHS and _gtin_digit(text[:-1]) == text[-1]:
        return Scan(ScanKind.GTIN, text, text)
    return Scan(ScanKind.OTHER, text, text)


def _gtin_digit(body: str) -> str:
    """Give the check digit of a GTIN: weights 3 and 1 from the right (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)
