"""Turn the texts of a fiscal XML into amounts, quantities and moments; anything but their very form is refused."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from lxml import etree

from desktop_invoicer.domain.money import Cents, cents_from_brl
from desktop_invoicer.fiscal.elements import shown, text_of, unreadable

_DECIMAL = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,10})?")
_MOMENT = re.compile(
    r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][01][0-9]:[0-5][0-9])"
)
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def amount(parent: etree._Element, path: str) -> Cents:
    """Read an amount in reais, exact to the cent."""
    figure = quantity(parent, path)
    try:
        return cents_from_brl(figure)
    except ValueError as exc:
        unreadable(f"{path} {figure} has a fraction of a cent", exc)


def quantity(parent: etree._Element, path: str) -> Decimal:
    """Read a figure that has neither sign nor exponent."""
    text = text_of(parent, path)
    if not _DECIMAL.fullmatch(text):
        unreadable(f"{path} {shown(text)!r} is no figure")
    return Decimal(text)


def moment_with_offset(text: str) -> datetime | None:
    """Read a moment that may be missing, or told without the offset that would make it one; ``None`` then."""
    return moment(text) if _MOMENT.fullmatch(text) else None


def moment(text: str) -> datetime:
    """Read a moment with its offset, or a day (layout 2.00): that one begins at midnight in Brasília."""
    whole = f"{text}T00:00:00-03:00" if _DAY.fullmatch(text) else text
    if not _MOMENT.fullmatch(whole):
        unreadable(f"{shown(text)!r} is no moment with its offset")
    try:
        return datetime.fromisoformat(whole)
    except ValueError as exc:
        unreadable(f"{shown(text)!r} is no moment", exc)
