"""What can be done from here about a cause, as one button; and what cannot, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.theme.tokens import Tone


class Move(Enum):
    """What a button of a cause does."""

    JOB = auto()
    """Go to the job."""
    FETCH = auto()
    """Fetch what VTEX asks for."""
    KEY = auto()
    """Send the key again."""
    LINK = auto()
    """Open the page where it is seen or put right."""
    AGAIN = auto()
    """Ask about the order once more."""


BUTTONS: Mapping[Move, tuple[str, str]] = {
    Move.JOB: (N_("Go to the job"), "next"),
    Move.FETCH: (N_("Fetch the request"), "add"),
    Move.KEY: (N_("Send the key again…"), "key"),
    Move.LINK: (N_("Open in VTEX"), "open-external"),
    Move.AGAIN: (N_("Ask again"), "retry"),
}
"""The words and the icon of each button."""
BRIDGE = N_("Open the Bridge")
"""What the button of that page says instead."""

LIKELIHOODS: Mapping[Likelihood, tuple[str, Tone]] = {
    Likelihood.CERTAIN: ("error", Tone.ERROR),
    Likelihood.LIKELY: ("warning", Tone.WARNING),
    Likelihood.POSSIBLE: ("info", Tone.NEUTRAL),
}


def move_of(cause: Cause) -> Move | None:
    """Give the one thing to do about a cause here; ``None`` where that can only be done elsewhere."""
    job, link = (Move.JOB if cause.job is not None else None), (Move.LINK if cause.link else None)
    match cause.repair:
        case Repair.SEND_KEY:
            return Move.KEY
        case Repair.WAIT:
            return Move.AGAIN
        case Repair.REQUEST:
            return Move.FETCH if cause.problem.facts.get("requests") else job or link
        case Repair.JOB | Repair.NOTHING:
            return job
        case _:
            return link


def others_of(cause: Cause) -> tuple[Move, ...]:
    """Give what else can be done here: going to the job, and looking at the page."""
    move = move_of(cause)
    others = {Move.JOB: cause.job is not None, Move.LINK: bool(cause.link)}
    return tuple(other for other, is_possible in others.items() if is_possible and other is not move)


def link_words(cause: Cause) -> str:
    """Say what the button of a cause's page opens."""
    return _(BRIDGE) if cause.repair is Repair.BRIDGE else _(BUTTONS[Move.LINK][0])


def is_done_here(cause: Cause) -> bool:
    """Tell whether it can be put right in this window."""
    return move_of(cause) in {Move.JOB, Move.FETCH, Move.KEY} and cause.repair is not Repair.NOTHING


def place_words(cause: Cause) -> str:
    """Say where it can be put right, and honestly where it cannot."""
    repair = word(cause.repair)
    if cause.repair in {Repair.WAIT, Repair.NOTHING}:
        return repair
    if is_done_here(cause):
        return _("Can be put right from here")
    return _("Cannot be put right from here: {repair}").format(repair=_lower(repair))


def _lower(words: str) -> str:
    """Begin words small, where they stand in a sentence; names such as VTEX stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
