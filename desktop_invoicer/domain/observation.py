"""Read the notification's ``observation``: an operator's words, or the control string of an in-store return.

``inStore`` alone is a cancellation; ``inStore: {"tradeAccount": "…"}`` is a return at the named store; ``inStore``
followed by anything unreadable is a return whose details a person must settle (design.md, section 4; IN, returns).

Programs on the way write JSON in many ways: escaped, in other quotes, as HTML. What can only mean one store is read;
two stores, other words around it, or the word itself in other letters are for a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.problem import Problem, ProblemCode

_COLONS = ":\uff1a"
_CONTROL = re.compile(r"inStore(?![A-Za-z0-9_])(?P<rest>.*)", re.DOTALL)
_LIKE_CONTROL = re.compile(rf"[\W_]*inStore(?:\s*[{_COLONS}]|[\W_]*$)", re.IGNORECASE)
_UNSEEN = str.maketrans({**dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"), "\u00a0": " "})
_QUOTES = str.maketrans({**dict.fromkeys("“”„«»\uff02", '"'), **dict.fromkeys("‘’\u201a\uff07`\u00b4", "'")})
_LAST_COMMA = re.compile(r",(?=\s*\}\s*$)")
_LONGEST_NAME = 100
_NESTED = 3
"""So many times JSON may be wrapped in a string of JSON."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an observation says; ``trade_account`` only for a readable store return. Notices block nothing."""

    operation: Operation
    trade_account: str | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def read_observation(observation: str, type_: InvoiceType | None) -> Reading:
    """Tell the operation from the observation and the notification's type; bad text never raises.

    The published document contradicts itself about the type of returns, so the observation decides whenever it says
    ``inStore``; an absent type means ``Output``.
    """
    text = observation.translate(_UNSEEN).strip()
    if text[:1] in {'"', "'"} and text[:1] == text[-1:]:
        text = text[1:-1].strip()
    if control := _CONTROL.fullmatch(text):
        return _in_store(control["rest"].strip(), observation, type_)
    if _LIKE_CONTROL.match(text):
        return _unreadable(observation)
    return Reading(Operation.RETURN if type_ is InvoiceType.INPUT else Operation.SALE)


def _in_store(rest: str, observation: str, type_: InvoiceType | None) -> Reading:
    contradiction = (
        (Problem(ProblemCode.TYPE_CONTRADICTS, {"type": type_.value}),) if type_ is InvoiceType.OUTPUT else ()
    )
    if not rest:
        return Reading(Operation.CANCELLATION, notices=contradiction)
    trade_account = _trade_account(rest[1:]) if rest[0] in _COLONS else None
    if trade_account is None:
        return _unreadable(observation)
    return Reading(Operation.STORE_RETURN, trade_account, notices=contradiction)


def _unreadable(observation: str) -> Reading:
    problem = Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": without_tax_ids(observation.strip())})
    return Reading(Operation.RETURN, problems=(problem,))


def _trade_account(text: str, nested: int = 0) -> str | None:
    """Find the one ``tradeAccount`` in JSON, however it was written on its way."""
    content = next((found for writing in _writings(text) if (found := _json(writing)) is not None), None)
    if isinstance(content, str):
        return _trade_account(content, nested + 1) if nested < _NESTED else None
    if not isinstance(content, tuple):
        return None
    accounts = {_name(value) for key, value in content if key.strip().casefold() == "tradeaccount"}
    return (accounts.pop() or None) if len(accounts) == 1 else None


def _name(value: object) -> str:
    """Give the name of an account; nothing that could not be shown to whoever has to decide about it."""
    name = value.strip() if isinstance(value, str) else ""
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else ""


def _writings(text: str) -> Iterator[str]:
    """Give a text as it is, then with ever more of its writing undone; whoever writes well is taken at their word."""
    yield text
    text = unescape(unescape(text)).translate(_QUOTES).strip()
    yield text
    for _ in range(_NESTED):
        text = _unescaped(text)
        yield text
    text = _unescaped(text.strip("'").replace("\\'", "'").replace("'", '"'))
    yield text
    yield _LAST_COMMA.sub("", text)


def _unescaped(text: str) -> str:
    """Undo one level of escaping: read the text as the inside of a string."""
    inside = _json(f'"{text}"')
    return inside if isinstance(inside, str) else text


def _json(text: str) -> object:
    """Read JSON, an object as its pairs; ``None`` where it is none."""
    try:
        return json.loads(text, strict=False, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return None
