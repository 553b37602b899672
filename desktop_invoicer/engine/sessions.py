"""Who gives commands from outside the window: each signs in and has a token, which counts while it is used."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from desktop_invoicer.domain.people import OperatorId

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Session:
    operator: OperatorId
    until: float


@dataclass(slots=True)
class Sessions:
    """Sessions by their tokens."""

    idle: timedelta
    """A session that nothing was asked in for so long is over."""
    elapsed: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody sets."""
    _open: dict[str, _Session] = field(default_factory=dict, init=False, repr=False)

    def open(self, operator: OperatorId) -> str:
        """Begin a session, and give its token."""
        self._open = {token: each for token, each in self._open.items() if each.until > self.elapsed()}
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._open[token] = self._used(operator)
        return token

    def operator(self, token: str | None) -> OperatorId | None:
        """Give whose session it is, which counts as using it; ``None`` where it is none, or over."""
        found = None if token is None else self._open.get(token)
        if token is None or found is None or found.until <= self.elapsed():
            return None
        self._open[token] = self._used(found.operator)
        return found.operator

    def close(self, token: str) -> OperatorId | None:
        """End a session, and give whose it was; ``None`` where it was none, or over already."""
        operator = self.operator(token)
        self._open.pop(token, None)
        return operator

    def end(self, operator: OperatorId) -> None:
        """End all sessions of somebody."""
        self._open = {token: each for token, each in self._open.items() if each.operator != operator}

    def _used(self, operator: OperatorId) -> _Session:
        return _Session(operator, self.elapsed() + self.idle.total_seconds())
