"""The way to VTEX, and the clock by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from desktop_invoicer.config import Account, Settings
from desktop_invoicer.doctor.finding import Finding, Level
from desktop_invoicer.messages import gettext as _

CLOCK_TOLERANCE = 120
"""Seconds the clock may be off; SEFAZ itself tolerates five minutes (fiscal.md, 703 and 704)."""
ANSWER_SECONDS = 10


def origins(settings: Settings) -> Iterator[Finding]:
    """Tell whether each address of VTEX answers."""
    for account in settings.accounts:
        for origin in dict.fromkeys((account.myvtex_origin, account.oms_origin)):
            yield from _origin(account, origin)


def _origin(account: Account, origin: str) -> Iterator[Finding]:
    """Reach an origin without credentials; its answer also tells the time."""
    try:
        answer = httpx.head(origin, timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False)
    except httpx.HTTPError as exc:
        sentence = _("{origin} of account {account} cannot be reached: {reason}.")
        filled = sentence.format(origin=origin, account=account.name, reason=str(exc) or type(exc).__name__)
        action = _("Check the network, the firewall, and the account's name and origins in the settings.")
        yield Finding("origins", Level.ERROR, filled, action)
        return
    yield Finding("origins", Level.OK, _("{origin} answers.").format(origin=origin))
    if "Date" in answer.headers:
        yield from _clock(answer.headers["Date"])


def _clock(date: str) -> Iterator[Finding]:
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return
    off = round((datetime.now(UTC) - there).total_seconds())
    if abs(off) > CLOCK_TOLERANCE:
        sentence = _("This machine's clock is {seconds} seconds off VTEX's.").format(seconds=off)
        yield Finding("clock", Level.ERROR, sentence, _("Let the system set its clock from the network."))
    else:
        yield Finding("clock", Level.OK, _("The clock agrees with VTEX's."))
