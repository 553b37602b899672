"""What happened to a job, the newest last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop_invoicer.domain.journal import Effect, Entry, Outcome, TimelineEntry
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, tell, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.figures import breakable
from desktop_invoicer.ui.job.pieces import line, with_icon
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

MOST = 60
"""Newest entries that are shown: a job that waits for days may have hundreds."""

ENTRY_ICONS: Mapping[Entry, tuple[str, Role]] = {
    Entry.RECEIVED: ("received", Role.MUTED),
    Entry.RECEIVED_AGAIN: ("received", Role.MUTED),
    Entry.LOADED: ("loaded", Role.MUTED),
    Entry.DOCUMENT_ATTACHED: ("documented", Role.SUCCESS),
    Entry.DOCUMENT_RELEASED: ("unlock", Role.WARNING),
    Entry.SETTLED: ("person", Role.MUTED),
    Entry.CONFIRMED: ("person", Role.MUTED),
    Entry.POST_BEGUN: ("sending", Role.MUTED),
    Entry.POST_UNKNOWN: ("waiting", Role.WARNING),
    Entry.POST_NOT_DONE: ("failed", Role.WARNING),
    Entry.POST_REFUSED: ("error", Role.ERROR),
    Entry.POST_CONFIRMED: ("submitted", Role.SUCCESS),
    Entry.POST_FOUND: ("submitted", Role.SUCCESS),
    Entry.DELETE_BEGUN: ("sending", Role.MUTED),
    Entry.CLOSED: ("closed", Role.SUCCESS),
    Entry.HELD: ("paused", Role.WARNING),
    Entry.RETRIED: ("retry", Role.MUTED),
    Entry.WITHDRAWN: ("withdrawn", Role.MUTED),
    Entry.DISMISSED: ("dismissed", Role.MUTED),
}
_OUTCOMES: Mapping[Outcome | None, tuple[str, Role]] = {
    None: ("waiting", Role.MUTED),
    Outcome.DONE: ("done", Role.SUCCESS),
    Outcome.NOT_DONE: ("failed", Role.WARNING),
    Outcome.NOT_SEEN: ("failed", Role.WARNING),
    Outcome.REFUSED: ("error", Role.ERROR),
}


class TimelineCard(DetailsCard):
    """The history of a job, and below it what was done in VTEX and how that ended."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(N_("What happened"))

    def subject(self, details: JobDetails) -> object:
        """Depend on what was written down."""
        return details.job.id, details.timeline, details.effects

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put one entry below the other."""
        hidden = len(details.timeline) - MOST
        if hidden > 0:
            body.addWidget(label(_("{count} older entries are not shown").format(count=hidden), "small", wraps=True))
        for entry in details.timeline[-MOST:]:
            _add_entry(entry, body)
        if details.effects:
            body.addWidget(line())
        for effect in details.effects[-MOST:]:
            _add_effect(effect, body)


def _add_entry(entry: TimelineEntry, body: QVBoxLayout) -> None:
    icon, role = ENTRY_ICONS[entry.entry]
    body.addWidget(with_icon(icon, breakable(tell(entry)), role, below=moment(entry.at)))


def _add_effect(effect: Effect, body: QVBoxLayout) -> None:
    icon, role = _OUTCOMES[effect.outcome]
    text = capital(word(effect.kind))
    if effect.invoice is not None:
        text = f"{text} {shown(effect.invoice.number)}, {money(effect.invoice.value)}"
    outcome = _("under way") if effect.outcome is None else word(effect.outcome)
    body.addWidget(with_icon(icon, f"{text}: {outcome}", role, below=moment(effect.ended_at or effect.begun_at)))
