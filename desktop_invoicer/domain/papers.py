"""The notes that this desk knows, looked up for the invoices that VTEX shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.invoice import may_be
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice
from desktop_invoicer.domain.truths import SeenDocument, Truths
from desktop_invoicer.domain.workflow import Stage

_FREED = frozenset({Stage.WITHDRAWN, Stage.DISMISSED})
"""Stages in which the document of a job is free again."""


@dataclass(slots=True)
class Papers:
    """Notes by key; each explains one invoice that this desk did not post."""

    notes: dict[str, SeenDocument]
    cancelled: frozenset[str]
    """Keys of notes that are cancelled at SEFAZ."""
    used: set[str]
    """Keys of notes to which a job or an invoice belongs."""
    _of_value: dict[Cents, list[SeenDocument]] = field(default_factory=dict)

    @classmethod
    def of(cls, truths: Truths) -> Papers:
        """Sort the notes; a cancellation event is the end of one, and none itself."""
        events = {str(seen.document.key) for seen in truths.documents if not _is_note(seen.document)}
        notes = {str(seen.document.key): seen for seen in truths.documents if _is_note(seen.document)}
        cancelled = events | {key for key, seen in notes.items() if seen.is_cancelled}
        papers = cls(notes, frozenset(cancelled), set(_keys_in_use(truths)))
        for seen in notes.values():
            if seen.document.value is not None:
                papers._of_value.setdefault(seen.document.value, []).append(seen)
        return papers

    def explain(self, shown: EarlierInvoice) -> bool:
        """Tell whether an invoice that this desk did not post is of a note that it knows, and keep the note for it."""
        if shown.type is InvoiceType.INPUT and shown.key in self.cancelled:
            return True
        seen = self.notes.get(shown.key) if shown.key else self._without_key(shown)
        if seen is None or str(seen.document.key) in self.used or not _speaks_for(seen.document, shown.type):
            return False
        self.used.add(str(seen.document.key))
        return True

    def value_of(self, shown: EarlierInvoice) -> Cents | None:
        """Give what the note of an invoice says it is worth; ``None`` where that is not known."""
        seen = self.notes.get(shown.key)
        return seen.document.value if seen is not None and _speaks_for(seen.document, shown.type) else None

    def loose(self, cnpj: str) -> Iterator[SeenDocument]:
        """Give the valid notes of an issuer to which nothing belongs."""
        for key, seen in self.notes.items():
            is_valid = key not in self.cancelled and seen.document.is_authorised is not False
            if seen.document.key.cnpj == cnpj and is_valid and not seen.is_set_aside and key not in self.used:
                yield seen

    def _without_key(self, shown: EarlierInvoice) -> SeenDocument | None:
        """Find the note of an invoice that has only its number."""
        same = (seen for seen in self._of_value.get(shown.value, ()) if str(seen.document.key) not in self.used)
        return next((seen for seen in same if may_be(seen.document, shown.type, shown)), None)


def _is_note(document: Document) -> bool:
    return document.kind is DocumentKind.NOTE


def _keys_in_use(truths: Truths) -> Iterator[str]:
    yield from (str(seen.document.key) for seen in truths.documents if seen.job is not None)
    for truth in truths.orders:
        yield from (invoice.key for invoice in truth.posted)
        for each in truth.jobs:
            if each.job.document is not None and each.job.stage not in _FREED:
                yield str(each.job.document.key)


def _speaks_for(document: Document, type_: InvoiceType) -> bool:
    """Tell whether a note is about goods that go this way; one that is only scanned is taken for a sale."""
    return bool(document.is_entry) is (type_ is InvoiceType.INPUT)
