"""The way to VTEX, and the clock by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx

from desktop_invoicer.config import Account, Settings
from desktop_invoicer.doctor.finding import Finding, Level, failure
from desktop_invoicer.domain.clock_skew import judged, skew
from desktop_invoicer.domain.health import Condition
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import UnsafeConnectionError
from desktop_invoicer.messages import explain
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.vtex.server_time import server_time
from desktop_invoicer.vtex.tls import distrust, make_tls_context

ANSWER_SECONDS = 10


def origins(settings: Settings) -> Iterator[Finding]:
    """Tell whether each address of VTEX answers."""
    for account in settings.accounts:
        for origin in dict.fromkeys((account.myvtex_origin, account.oms_origin)):
            yield from _origin(account, origin)


def _origin(account: Account, origin: str) -> Iterator[Finding]:
    """Reach an origin without credentials; its answer also tells the time."""
    try:
        answer = httpx.head(
            origin, timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False, verify=make_tls_context()
        )
    except httpx.HTTPError as exc:
        if reason := distrust(exc):
            yield failure("origins", UnsafeConnectionError(account.name, httpx.URL(origin).host, reason))
            return
        sentence = _("{origin} of account {account} cannot be reached: {reason}.")
        filled = sentence.format(origin=origin, account=account.name, reason=str(exc) or type(exc).__name__)
        action = _("Check the network, the firewall, and the account's name and origins in the settings.")
        yield Finding("origins", Level.ERROR, filled, action)
        return
    yield Finding("origins", Level.OK, _("{origin} answers.").format(origin=origin))
    there = server_time(answer.headers)
    off = None if there is None else skew(datetime.now(UTC), there, answer.elapsed)
    if off is not None:
        yield _clock(off)


def _clock(off: timedelta) -> Finding:
    """Judge by one answer, as the running program does by several."""
    level = _LEVELS[judged(off)]
    if level is Level.OK:
        return Finding("clock", level, _("The clock agrees with VTEX's."))
    code = ProblemCode.CLOCK_WRONG if level is Level.ERROR else ProblemCode.CLOCK_OFF
    message = explain(Problem(code, {"seconds": abs(round(off.total_seconds()))}))
    return Finding("clock", level, message.sentence, message.next_action, message.step)


_LEVELS = {Condition.WELL: Level.OK, Condition.WARNING: Level.WARNING, Condition.TROUBLE: Level.ERROR}
