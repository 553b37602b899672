"""Read the notification's ``observation``: an operator's words, or the control string of an in-store return.

``inStore`` alone is a cancellation; ``inStore: {"tradeAccount": "…"}`` is a return at the named store; ``inStore``
followed by anything unreadable is a return whose details a person must settle (design.md, section 4; IN, returns).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode

_CONTROL = re.compile(r"\s*inStore(?![A-Za-z0-9_])\s*(?P<rest>.*)", re.DOTALL)
_CONTROL_IN_OTHER_CASE = re.compile(r"\s*inStore\s*(?::.*)?", re.DOTALL | re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


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
    if control := _CONTROL.fullmatch(observation):
        return _in_store(control["rest"].strip(), observation, type_)
    if _CONTROL_IN_OTHER_CASE.fullmatch(observation):
        return _unreadable(observation)
    return Reading(Operation.RETURN if type_ is InvoiceType.INPUT else Operation.SALE)


def _in_store(rest: str, observation: str, type_: InvoiceType | None) -> Reading:
    contradiction = (
        (Problem(ProblemCode.TYPE_CONTRADICTS, {"type": type_.value}),) if type_ is InvoiceType.OUTPUT else ()
    )
    if not rest:
        return Reading(Operation.CANCELLATION, notices=contradiction)
    trade_account = _trade_account(rest.removeprefix(":").strip()) if rest.startswith(":") else None
    if trade_account is None:
        return _unreadable(observation)
    return Reading(Operation.STORE_RETURN, trade_account, notices=contradiction)


def _unreadable(observation: str) -> Reading:
    problem = Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": observation.strip()})
    return Reading(Operation.RETURN, problems=(problem,))


def _trade_account(text: str) -> str | None:
    """Find ``tradeAccount`` in JSON that may have been escaped once more, or written with other quotes."""
    plain = text.translate(_QUOTES)
    for candidate in (plain, plain.replace('\\"', '"'), plain.replace("'", '"')):
        content = _json(candidate)
        if isinstance(content, str):
            content = _json(content)
        account = content.get("tradeAccount") if isinstance(content, dict) else None
        if isinstance(account, str) and account.strip():
            return account.strip()
    return None


def _json(text: str) -> object:
    """Read JSON; ``None`` where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
