"""Writing down what happened to jobs at moments of a test's choice, as the engine writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Effect, EffectKind, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.persistence.jobs import JobJournal
from tests.builders import a_call, a_content, a_document, a_draft, a_draft_line, a_paper, an_invoice

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Past:
    """A journal and the steps that jobs take in it; each gives the job as it is then."""

    journal: JobJournal

    def asked(self, at: datetime, number: int | None = None) -> Job:
        """Let VTEX ask for an invoice: of an order of its own, or of the one with a number again."""
        call = a_call(order_id=f"v{number or next(_numbers)}tst-01")
        return self.journal.record(call, at, "receiver")[0]

    def loaded(
        self, job: Job, at: datetime, *, value: int = 9990, freight: int = 500, operation: Operation = Operation.SALE
    ) -> Job:
        """Read everything about it."""
        draft = a_draft(operation=operation, lines=[a_draft_line(goods=value - freight, freight=freight)])
        told = replace(job.advanced(Stage.LOADED, at), operation=operation, value=draft.value)
        step = Step(told, TimelineEntry(at, Entry.LOADED), content=replace(a_content(), draft=draft))
        return self.journal.apply(step)

    def read_anew(self, job: Job, at: datetime) -> Job:
        """Have it read again."""
        return self.journal.apply(Step(job.advanced(Stage.RECEIVED, at), TimelineEntry(at, Entry.RETRIED)))

    def documented(self, job: Job, at: datetime, document: Document | None = None) -> Job:
        """Attach its document."""
        document = a_document(nnf=job.id) if document is None else document
        told = replace(job.advanced(Stage.DOCUMENTED, at), document=document)
        step = Step(told, TimelineEntry(at, Entry.DOCUMENT_ATTACHED), attachment=a_paper(document))
        return self.journal.apply(step)

    def posting(self, job: Job, at: datetime, invoice: Invoice | None = None) -> Job:
        """Begin to post its invoice."""
        invoice = an_invoice(value=job.value or 0, number=str(job.id)) if invoice is None else invoice
        effect = Effect(EffectKind.POST_INVOICE, at, invoice)
        return self.journal.apply(Step(job.held(None, at), TimelineEntry(at, Entry.POST_BEGUN), began=effect))

    def not_posted(self, job: Job, at: datetime, outcome: Outcome) -> Job:
        """Let the post come to nothing."""
        return self.journal.apply(Step(job.held(None, at), TimelineEntry(at, Entry.POST_NOT_DONE), ended=outcome))

    def posted(self, job: Job, at: datetime) -> Job:
        """See its invoice in VTEX."""
        told = job.advanced(Stage.SUBMITTED, at)
        return self.journal.apply(Step(told, TimelineEntry(at, Entry.POST_CONFIRMED), ended=Outcome.DONE))

    def closed(self, job: Job, at: datetime) -> Job:
        """Delete its notification."""
        effect = Effect(EffectKind.DELETE_NOTIFICATION, at)
        job = self.journal.apply(Step(job.held(None, at), TimelineEntry(at, Entry.DELETE_BEGUN), began=effect))
        told = job.advanced(Stage.CLOSED, at)
        return self.journal.apply(Step(told, TimelineEntry(at, Entry.CLOSED), ended=Outcome.DONE))

    def dismissed(self, job: Job, at: datetime) -> Job:
        """Give it up by hand; its document is free again."""
        told = replace(job.advanced(Stage.DISMISSED, at), document=None)
        return self.journal.apply(Step(told, TimelineEntry(at, Entry.DISMISSED), releases_document=True))

    def withdrawn(self, job: Job, at: datetime) -> Job:
        """Let VTEX ask for it no more."""
        told = replace(job.advanced(Stage.WITHDRAWN, at), document=None)
        return self.journal.apply(Step(told, TimelineEntry(at, Entry.WITHDRAWN), releases_document=True))

    def ready(
        self, at: datetime, *, value: int = 9990, freight: int = 500, operation: Operation = Operation.SALE
    ) -> Job:
        """Take in a job that is loaded and gets its document, all at once."""
        job = self.loaded(self.asked(at), at, value=value, freight=freight, operation=operation)
        return self.documented(job, at)

    def sent(self, job: Job, at: datetime) -> Job:
        """Post its invoice, and see it at once."""
        return self.posted(self.posting(job, at), at)
