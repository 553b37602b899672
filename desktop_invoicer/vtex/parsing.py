"""From bytes to plain JSON values, safely: strict JSON, no NaN, no numbers without bounds, no crash on deep nesting."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation

from desktop_invoicer.errors import InvalidOrderError, VtexGarbledError

_MAGNITUDE = 15
"""Digits before the point that an amount, a quantity or an index may have; more is an attack or a mistake."""

MOST_PARTS = 200_000
"""Of a JSON text, as its commas tell; an order of 990 lines has a third of them. Empty parts take the most memory."""

_SURROGATE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\u[dD][c-fC-F][0-9a-fA-F]{2}")
"""An escaped surrogate, with its other half where it has one: alone it is no character and could not be stored."""

_SKU = r'"[\w.\-]{1,64}"'
_SKUS = rf"{_SKU}(?:\s*,\s*{_SKU})*+"
_BRACED_SKUS = re.compile(rf'("changedItems"\s*:\s*\[\s*)\{{(\s*{_SKUS}\s*)\}}(\s*\])')


def read_json(text: str) -> object:
    """Parse JSON; fractional numbers come as ``Decimal``.

    Raises:
        VtexGarbledError: it is not JSON: cut on its way, or written wrong.
        InvalidOrderError: it is not within sane bounds.

    """
    if text.count(",") > MOST_PARTS:
        reason = "the JSON has more parts than any order"
        raise InvalidOrderError(reason)
    try:
        return json.loads(_SURROGATE.sub(_paired, text), parse_float=_decimal, parse_constant=_refuse)
    except json.JSONDecodeError as exc:
        reason = f"not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}"
        raise VtexGarbledError(reason) from exc
    except RecursionError as exc:
        reason = "the JSON is nested too deeply"
        raise InvalidOrderError(reason) from exc
    except (ValueError, InvalidOperation) as exc:
        reason = f"not JSON: {exc}"
        raise InvalidOrderError(reason) from exc


def read_notification_json(text: str) -> object:
    """Parse a notification; its ``changedItems`` may also stand as VTEX's own document shows them.

    That sample is no JSON: ``"changedItems": [ { "200342", "230298" } ]``. Only where strict parsing fails, and only
    this very shape, is read as a list (facts: VTEX, 1.2).
    """
    try:
        return read_json(text)
    except VtexGarbledError:
        mended, count = _BRACED_SKUS.subn(r"\1[\2]\3", text)
        if count != 1:
            raise
        return read_json(mended)


def whole(value: object) -> int:
    """Read a whole number that may be written 1, 1.0 or "1.0000".

    Raises:
        ValueError: it is none, or too large to be one.

    """
    number = decimal(value)
    if number != number.to_integral_value():
        msg = f"{number} is not a whole number"
        raise ValueError(msg)
    return int(number)


def decimal(value: object) -> Decimal:
    """Read a number that may be written as text.

    Raises:
        ValueError: it is none, or too large to be one.

    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        msg = f"a number was expected, not {type(value).__name__}"
        raise ValueError(msg)  # noqa: TRY004 (pydantic reports a ValueError, a TypeError it lets through)
    try:
        number = Decimal(value.strip()) if isinstance(value, str) else Decimal(str(value))
    except InvalidOperation:
        msg = "a number was expected, not another text"
        raise ValueError(msg) from None
    if not number.is_finite() or number.adjusted() >= _MAGNITUDE:
        msg = "a number was expected that an order can hold"
        raise ValueError(msg)
    return number


def _paired(surrogate: re.Match[str]) -> str:
    return surrogate[0] if surrogate[1] else r"\ufffd"


def _decimal(text: str) -> Decimal:
    return Decimal(text)


def _refuse(constant: str) -> object:
    msg = f"{constant} is no number"
    raise ValueError(msg)
