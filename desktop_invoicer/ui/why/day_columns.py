"""What the list of a day's orders says of each."""

from __future__ import annotations

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.messages import Message, explain, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.parts.column_table import Column
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.moves import LIKELIHOODS


def _first(found: Diagnosis) -> Message | None:
    return None if found.is_sound else explain(found.causes[0].problem, found.causes[0].job)


def cause_words(found: Diagnosis) -> str:
    """Say the likeliest cause."""
    told = _first(found)
    return _("Nothing wrong here") if told is None else told.sentence


def owner_words(found: Diagnosis) -> str:
    """Say whose turn it is; nobody's where nothing is wrong."""
    told = _first(found)
    return "" if told is None else capital(word(told.owner))


def _sure_words(found: Diagnosis) -> str:
    return _("Sound") if found.is_sound else capital(word(found.causes[0].likelihood))


def _sure_look(found: Diagnosis) -> tuple[str, Tone]:
    return ("done", Tone.SUCCESS) if found.is_sound else LIKELIHOODS[found.causes[0].likelihood]


COLUMNS = (
    Column(N_("Order"), lambda found: shown(found.order_id, 60), is_strong=True),
    Column(N_("Marketplace"), lambda found: shown(found.marketplace), rank=4),
    Column(N_("Value"), lambda found: money(found.value) if found.status else "", rank=3, is_right=True),
    Column(N_("Likeliest cause"), cause_words),
    Column(N_("How sure"), _sure_words, rank=1, look=_sure_look),
    Column(N_("Whose turn"), owner_words, rank=2),
)
"""Where there is little room the order and the cause stay."""
