"""How long a document may be cancelled, by state, model and date. The figures come as data (``resources/rules``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel


class Way(StrEnum):
    """A way to undo a document at SEFAZ that is open for a time only."""

    CANCEL = "cancel"
    """The event 110111, in time."""
    CANCEL_LATE = "cancel_late"
    """The same event after its time, where the state takes it."""
    SUBSTITUTE = "substitute"
    """The event 110112: an NFC-e gives way to one that was issued offline for the same sale."""


@dataclass(frozen=True, slots=True)
class Window:
    """How long after the authorisation a way is open. ``uf`` empty: everywhere, save where a state has its own."""

    way: Way
    model: DocumentModel
    minutes: int | None
    """``None`` where no end is known."""
    source: str
    checked_on: date
    certainty: Certainty
    uf: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day."""

    @property
    def length(self) -> timedelta | None:
        """How long it is open; ``None`` where no end is known."""
        return None if self.minutes is None else timedelta(minutes=self.minutes)

    def is_in_force(self, day: date) -> bool:
        """Tell whether the window counts for documents of a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def counts_in(self, uf: str) -> bool:
        """Tell whether the window counts in a state."""
        return not self.uf or uf in self.uf
