"""Money, moments and foreign texts as people read them, and sentences with these filled in. Nothing here raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from string import Formatter

from desktop_invoicer.language import Language
from desktop_invoicer.messages.catalogue import active_language

LONGEST = 200
"""Characters of a foreign text that a sentence shows; whoever needs more has the raw text."""

UNKNOWN = "?"
"""Stands for a figure that nobody told us."""

_MOMENTS = {Language.PT_BR: "%d/%m/%Y %H:%M", Language.ES: "%d/%m/%Y %H:%M", Language.EN: "%Y-%m-%d %H:%M"}
_DAYS = {Language.PT_BR: "%d/%m/%Y", Language.ES: "%d/%m/%Y", Language.EN: "%Y-%m-%d"}
_MONTHS = {Language.PT_BR: "%m/%Y", Language.ES: "%m/%Y", Language.EN: "%Y-%m"}
_CNPJ = re.compile(r"([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})([0-9A-Z]{4})([0-9]{2})")


class Ready(str):
    """A text of our own, put into another one as it is."""

    __slots__ = ()


def money(cents: int) -> str:
    """Write an amount in reais: ``R$ 1.234,56``, in English ``R$ 1,234.56``."""
    return f"{'-' if cents < 0 else ''}R$ {amount(abs(cents))}"


def amount(cents: int) -> str:
    """Write an amount where a heading names the currency: ``1.234,56``, in English ``1,234.56``."""
    reais, rest = divmod(abs(cents), 100)
    try:
        text = f"{'-' if cents < 0 else ''}{reais:,}.{rest:02}"
    except ValueError:  # more digits than Python writes out: no amount of this world
        return UNKNOWN
    return text if active_language() is Language.EN else text.translate(str.maketrans(",.", ".,"))


def number(count: int) -> str:
    """Write how many: ``1.204``, in English ``1,204``."""
    return f"{count:,}" if active_language() is Language.EN else f"{count:,}".replace(",", ".")


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """Write a moment to the minute, in the local time of this machine or of a zone."""
    with suppress(OverflowError, OSError, ValueError):  # at the ends of the calendar there is no local time
        at = at.astimezone(zone)
    pattern = _MOMENTS[active_language()].replace("%Y", f"{at.year:04}")  # %Y itself pads on some systems only
    return at.strftime(pattern)


def clock(at: datetime) -> str:
    """Write what the clock on the wall shows at a moment, to the second."""
    return at.astimezone().strftime("%H:%M:%S")


def day(at: date) -> str:
    """Write a day of the calendar."""
    return at.strftime(_DAYS[active_language()].replace("%Y", f"{at.year:04}"))


def month(at: date) -> str:
    """Write a month of the calendar: ``11/2026``, in English ``2026-11``."""
    return at.strftime(_MONTHS[active_language()].replace("%Y", f"{at.year:04}"))


def capital(text: str) -> str:
    """Begin a text with a capital, where it stands alone; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def shown(text: str, longest: int = LONGEST) -> str:
    """Make a foreign text safe to show: one line, no control or invisible characters, not too long."""
    line = "".join(_visible(char) for char in text[: 4 * longest])
    line = " ".join(line.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Put facts into a text: ``{name}`` as it is, ``{value:money}``, ``{at:moment}``, ``{issuer:cnpj}``.

    A fact that is missing or of another kind than expected never fails: the text loses a figure.
    """
    parts = []
    for literal, name, kind, _ in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(_FORMS.get(kind or "", _as_it_is)(facts.get(name)))
    return "".join(parts)


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category.startswith("C") else char


def _as_it_is(fact: object) -> str:
    if isinstance(fact, Ready):
        return fact
    try:
        text = shown(str(fact)) if fact is not None else ""
    except ValueError:  # an integer of more digits than Python writes out
        text = ""
    return text or UNKNOWN


def _as_money(fact: object) -> str:
    return money(fact) if isinstance(fact, int) else f"R$ {_as_it_is(fact)}"


def _as_moment(fact: object) -> str:
    try:
        return moment(fact if isinstance(fact, datetime) else datetime.fromisoformat(str(fact)))
    except ValueError:
        return _as_it_is(fact)


def _as_clock(fact: object) -> str:
    try:
        return clock(fact if isinstance(fact, datetime) else datetime.fromisoformat(str(fact)))
    except (ValueError, OverflowError, OSError):
        return _as_it_is(fact)


def _as_day(fact: object) -> str:
    try:
        return day(date.fromisoformat(str(fact)))
    except ValueError:
        return _as_it_is(fact)


def _as_month(fact: object) -> str:
    try:
        return month(date.fromisoformat(f"{fact}-01"))
    except ValueError:
        return _as_it_is(fact)


def _as_cnpj(fact: object) -> str:
    text = _as_it_is(fact)
    parts = _CNPJ.fullmatch(text)
    return "{}.{}.{}/{}-{}".format(*parts.groups()) if parts else text


_FORMS: Mapping[str, Callable[[object], str]] = {
    "money": _as_money,
    "moment": _as_moment,
    "clock": _as_clock,
    "day": _as_day,
    "month": _as_month,
    "cnpj": _as_cnpj,
}
