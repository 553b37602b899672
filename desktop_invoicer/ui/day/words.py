"""How the page says turns and what would become of a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_invoicer.domain.closing import DayChange
from desktop_invoicer.domain.day import Tally
from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.submission import LineResult
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.day.pending_rows import PendingRow, Turn
from desktop_invoicer.ui.theme.tokens import Tone

_RESULTS: Mapping[LineResult, tuple[str, Tone]] = {
    LineResult.NOT_BEGUN: ("waiting", Tone.NEUTRAL),
    LineResult.UNDER_WAY: ("sending", Tone.INFO),
    LineResult.SENT: ("done", Tone.SUCCESS),
    LineResult.GOES_ON: ("retry", Tone.NEUTRAL),
    LineResult.FAILED: ("failed", Tone.ERROR),
}
_PROSPECTS: Mapping[Prospect, tuple[str, Tone]] = {
    Prospect.SEND: ("submit", Tone.SUCCESS),
    Prospect.GOES_ON: ("retry", Tone.NEUTRAL),
    Prospect.CONFIRM: ("returns", Tone.WARNING),
    Prospect.DOCUMENT: ("document-due", Tone.INFO),
    Prospect.PERSON: ("person", Tone.WARNING),
    Prospect.ACCOUNT: ("paused", Tone.ERROR),
    Prospect.OVER: ("done", Tone.NEUTRAL),
}
_NOBODYS_TURN = frozenset({LineResult.SENT, LineResult.UNDER_WAY, LineResult.NOT_BEGUN})


def row_look(row: PendingRow) -> tuple[str, Tone]:
    """Give the icon and the tone of how a row stands."""
    if row.is_ready and row.result is None and row.forecast.is_asked:
        return "done", Tone.SUCCESS
    return _PROSPECTS[row.forecast.prospect] if row.result is None else _RESULTS[row.result]


def row_words(row: PendingRow) -> str:
    """Say how a row stands: in the submission in view, else what would become of it."""
    return capital(word(row.forecast.prospect if row.result is None else row.result))


def turn_words(turn: Turn) -> str:
    """Say whose turn it is, as a heading."""
    return capital(word(turn))


def why_words(row: PendingRow) -> str:
    """Say in a line why a row is not sent; nothing where the state says it all."""
    if row.result in _NOBODYS_TURN:
        return ""
    if row.is_ready and row.result is None:
        return _("VTEX was asked just now: nothing is in the way.") if row.forecast.is_asked else ""
    return row.message.sentence


def owner_words(row: PendingRow) -> str:
    """Say whose turn it is and what to do; nothing while it goes out, or has."""
    if row.result in _NOBODYS_TURN:
        return ""
    told = row.message
    return f"{capital(word(told.owner))}: {told.step}"


def rounded_money(cents: int) -> str:
    """Write an amount without cents, where people look rather than read."""
    return money(round(cents / 100) * 100)[:-3]


def changed_words(changes: Iterable[DayChange]) -> str:
    """Say what is other than it was signed, figure by figure."""
    told = _("{figure}: {signed}, now {now}")
    parts = [
        told.format(figure=capital(word(change.figure)), signed=_tally(change.signed), now=_tally(change.now))
        for change in changes
    ]
    return "\n".join([_("Something changed after the day was closed. Look at it, and close it again."), *parts])


def _tally(tally: Tally) -> str:
    return f"{tally.count} ({money(tally.value)})"
