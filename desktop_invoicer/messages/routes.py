"""What is told about a way to undo a sale at SEFAZ: what to do, how long it is open, why, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.route import Route, RouteKind, RouteReason
from desktop_invoicer.messages.catalogue import N_, ngettext
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import Ready, fill, shown
from desktop_invoicer.messages.grounds import tell_ground
from desktop_invoicer.messages.words import word

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_IN_DAYS = 2 * _DAY
"""From here on hours do not matter."""

_OPEN = {
    RouteKind.CANCEL: N_("Cancel {note} in the fiscal program"),
    RouteKind.SUBSTITUTE: N_("Cancel {note} by substitution in the fiscal program"),
    RouteKind.ENTRY: N_("Issue an NF-e de entrada that takes back {note}"),
}
_CLOSED = {
    RouteKind.CANCEL: N_("Cancelling {note} is not possible"),
    RouteKind.SUBSTITUTE: N_("Cancelling {note} by substitution is not possible"),
    RouteKind.ENTRY: N_("An NF-e de entrada for {note} is not possible"),
}
_CANCELLED = N_("Attach the cancellation of {note}")


@dataclass(frozen=True, slots=True)
class RouteTelling:
    """A way in words. ``clock`` is empty where time does not matter, ``source`` where no rule is behind it."""

    headline: str
    clock: str
    why: str
    source: str


def tell_route(route: Route, now: datetime) -> RouteTelling:
    """Tell a way as it is at this moment; the clock alone changes while nothing else happens."""
    return RouteTelling(
        headline=fill(_(_headline(route)), {"note": Ready(_note(route.original))}),
        clock=_clock(route, now),
        why=_why(route),
        source="" if route.window is None else tell_ground(route.window),
    )


def _headline(route: Route) -> str:
    if route.reason is RouteReason.CANCELLED_ALREADY:
        return _CANCELLED
    return (_OPEN if route.is_open else _CLOSED)[route.kind]


def _note(original: Original | None) -> str:
    """Name the note as it is printed: ``NFC-e 123``."""
    if original is None:
        return _("the note of the sale")
    if original.key is None or original.model is None:
        return _("note {number}").format(number=shown(original.number))
    return f"{original.model.label} {original.key.nnf}"


def _clock(route: Route, now: datetime) -> str:
    if route.closes_at is None:
        return _("no end is known") if route.reason is RouteReason.LATE_ALLOWED else ""
    if now >= route.closes_at:
        return _("closed {time} ago").format(time=_span(now - route.closes_at))
    left = _span(route.closes_at - now)
    if route.is_open_late:
        return _("{time} left; this state takes it afterwards, too").format(time=left)
    if route.kind is RouteKind.CANCEL:
        return _("{time} left, afterwards an NF-e de entrada").format(time=left)
    return _("{time} left").format(time=left)


def _span(time: timedelta) -> str:
    """Write a time, rounded down: nobody should count on a minute that is not there."""
    if time < _MINUTE:
        seconds = int(time.total_seconds())
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    if time < _HOUR:
        minutes = time // _MINUTE
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if time < _IN_DAYS:
        return _("{hours} h {minutes} min").format(hours=time // _HOUR, minutes=time % _HOUR // _MINUTE)
    return ngettext("{count} day", "{count} days", time // _DAY).format(count=time // _DAY)


def _why(route: Route) -> str:
    """Say the reason; a time that is counted from the issue is not quite the one that SEFAZ counts."""
    why = word(route.reason)
    is_exact = route.closes_at is None or route.original is None or route.original.knows_authorisation
    return why if is_exact else _("{why} (counted from the issue: when it was authorised is not known)").format(why=why)
