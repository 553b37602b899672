"""How the program is, in the words of the language in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth
from desktop_invoicer.messages import explain, ngettext, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, number, shown
from desktop_invoicer.ui.job.banner import owner_words
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.theme.tokens import Tone

LOOKS: Mapping[Condition, tuple[str, Role, Tone]] = {
    Condition.WELL: ("done", Role.SUCCESS, Tone.SUCCESS),
    Condition.OFF: ("remove", Role.MUTED, Tone.NEUTRAL),
    Condition.WARNING: ("warning", Role.WARNING, Tone.WARNING),
    Condition.TROUBLE: ("error", Role.ERROR, Tone.ERROR),
}
"""The sign of each condition; it never stands without words."""
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MEGABYTE, _GIGABYTE = 2**20, 2**30


def is_wrong(part: PartHealth) -> bool:
    """Tell whether somebody has to look at a part."""
    return part.condition in {Condition.WARNING, Condition.TROUBLE}


def headline(health: Health) -> str:
    """Say in one sentence how the program is."""
    troubles = sum(part.condition is Condition.TROUBLE for part in health.parts)
    if troubles:
        told = ngettext("{count} part does not work.", "{count} parts do not work.", troubles)
        return told.format(count=troubles)
    if health.condition is Condition.WARNING:
        return _("Everything works. Something is worth a look.")
    return _("Everything works.")


def name_of(part: PartHealth) -> str:
    """Name a part."""
    return capital(word(part.part))


def told(part: PartHealth) -> str:
    """Say how a part is."""
    if part.problem is not None:
        return explain(part.problem).sentence
    if part.condition is Condition.WELL:
        return " · ".join(facts_of(part))
    return capital(word(part.condition))


def step_of(part: PartHealth) -> str:
    """Say whose turn it is, and what to do; nothing where nothing is wrong."""
    if part.problem is None:
        return ""
    message = explain(part.problem)
    return f"{message.step} {owner_words(message)}."


def facts_of(part: PartHealth) -> list[str]:
    """Give the figures of a part that people can use, each in words."""
    return [_FACTS[name](fact) for name, fact in part.facts.items() if name in _FACTS and isinstance(fact, int)]


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago something was, in one unit; a moment that is still to come is now."""
    since = now - at
    if since < _MINUTE:
        return _("just now")
    if since < _HOUR:
        return _("{count} min ago").format(count=since // _MINUTE)
    if since < 2 * _DAY:
        return _("{count} h ago").format(count=since // _HOUR)
    return ngettext("{count} day ago", "{count} days ago", since // _DAY).format(count=since // _DAY)


def last_words(part: PartHealth, now: datetime) -> str:
    """Say when a part last did its work, or that it has not had to yet."""
    if part.condition is Condition.OFF:
        return ""
    if part.last_success is None:
        return _(_NEVER.get(part.part, ""))
    return _(_LAST.get(part.part, "{ago}")).format(ago=ago(part.last_success, now))


def size(count: int) -> str:
    """Write a number of bytes as people do."""
    if count >= _GIGABYTE:
        return f"{number(count // _GIGABYTE)} GB"
    return f"{number(max(count // _MEGABYTE, 1))} MB"


def spoken(part: PartHealth, now: datetime) -> str:
    """Say everything of a part for who does not see it."""
    named = " ".join(filter(None, (name_of(part), shown(part.subject))))
    words = (word(part.condition), told(part), last_words(part, now))
    return f"{named}: {', '.join(dict.fromkeys(filter(None, words)))}"


def _free(count: int) -> str:
    return _("{size} free").format(size=size(count))


def _files(count: int) -> str:
    return ngettext("{count} file", "{count} files", count).format(count=number(count))


def _orders(count: int) -> str:
    return ngettext("{count} order watched", "{count} orders watched", count).format(count=number(count))


def _accepted(count: int) -> str:
    return ngettext("{count} request received", "{count} requests received", count).format(count=number(count))


def _jobs(count: int) -> str:
    return ngettext("{count} job", "{count} jobs", count).format(count=number(count))


def _lines(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count).format(count=number(count))


_FACTS: Mapping[str, Callable[[int], str]] = {
    "bytes": size,
    "free_bytes": _free,
    "files": _files,
    "watched_orders": _orders,
    "accepted": _accepted,
    "jobs": _jobs,
    "lines": _lines,
}
"""The figures that tell people something, by the names that the parts give them."""
_LAST: Mapping[Part, str] = {
    Part.DATABASE: N_("written {ago}"),
    Part.VTEX: N_("last answer {ago}"),
    Part.RECEIVER: N_("last request {ago}"),
    Part.POLLING: N_("looked {ago}"),
    Part.FOLDERS: N_("looked {ago}"),
    Part.CLOCK: N_("compared {ago}"),
    Part.BACKUP: N_("made {ago}"),
    Part.AUDIT: N_("verified {ago}"),
}
_NEVER: Mapping[Part, str] = {
    Part.VTEX: N_("not asked yet"),
    Part.RECEIVER: N_("nothing received yet"),
    Part.POLLING: N_("has not looked yet"),
    Part.FOLDERS: N_("has not looked yet"),
    Part.CLOCK: N_("not compared yet"),
    Part.BACKUP: N_("none made yet"),
    Part.AUDIT: N_("not verified since the start"),
}
