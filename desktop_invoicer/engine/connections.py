"""Whether VTEX answers for each account, as its calls show; only a change is announced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.events import AccountPaused, AccountReached, AccountUnreached, Event

Connection = AccountReached | AccountUnreached | AccountPaused


@dataclass(slots=True)
class Connections:
    """What was last heard of each account."""

    publish: Callable[[Event], None]
    now: Callable[[], datetime]
    _known: dict[AccountName, Connection] = field(default_factory=dict)
    _answered: dict[AccountName, datetime] = field(default_factory=dict)
    _rests: dict[AccountName, datetime] = field(default_factory=dict)

    def of(self, account: AccountName) -> Connection | None:
        """Give what was last heard of an account; ``None`` before its first call."""
        return self._known.get(account)

    def answered_at(self, account: AccountName) -> datetime | None:
        """Give when an account was last reached; ``None`` before the first time."""
        return self._answered.get(account)

    def rests_until(self, account: AccountName) -> datetime | None:
        """Give until when an account is left alone, because VTEX asked for it; ``None`` when it is not."""
        until = self._rests.get(account)
        return until if until is not None and until > self.now() else None

    def hear(self, account: AccountName, failure: errors.InvoicerError | None) -> None:
        """Take note of how a call ended, and tell it where that is news."""
        before = self._known.get(account)
        now = _heard(account, failure, before)
        if isinstance(now, AccountReached):
            self._answered[account] = self.now()
        if isinstance(failure, errors.VtexBusyError):
            self._rests[account] = self.now() + timedelta(seconds=failure.retry_after or 0)
        if not _is_same(before, now):
            self._known[account] = now
            self.publish(now)

    def pause(self, pause: AccountPaused) -> None:
        """Take note that no job calls for an account any more, and tell it each time."""
        self._known[pause.account] = pause
        self.publish(pause)


def _heard(account: AccountName, failure: errors.InvoicerError | None, before: Connection | None) -> Connection:
    """Judge one call: every answer counts as reached, but a wish to be left alone."""
    match failure:
        case errors.CredentialsRefusedError(status=403) if isinstance(before, AccountReached):
            return before  # the credentials are good for other things
        case errors.UnsafeConnectionError(host=host, reason=reason):
            facts = {"account": account, "host": host, "reason": reason}
            return AccountUnreached(account, Problem(ProblemCode.CONNECTION_UNSAFE, facts))
        case errors.SetupError():
            facts = {"account": account, "reason": str(failure)}
            return AccountUnreached(account, Problem(ProblemCode.CREDENTIALS, facts))
        case errors.TransientError() | errors.OutcomeUnknownError():
            return AccountUnreached(account, Problem(ProblemCode.WAITING_FOR_VTEX, {"reason": str(failure)}))
        case _:
            return AccountReached(account)


def _is_same(before: Connection | None, now: Connection) -> bool:
    """Tell whether nothing changed that a person has to know; the technical reason is not worth a word."""
    if isinstance(before, AccountReached) or isinstance(now, AccountReached) or before is None:
        return before == now
    return before.problem.code is now.problem.code
