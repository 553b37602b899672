"""What the engine needs from the world to keep the store's days. Adapters fit by shape, as those of ``ports``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from desktop_invoicer.domain.audit import AuditEntry, AuditLine, AuditQuery, TrailHead
from desktop_invoicer.domain.audit_check import Anchor, TrailState
from desktop_invoicer.domain.closing import DayClosing, DaySummary
from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.finding import FindingNote
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.reconciliation import SeenDocument
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.submission import Chosen, Submission, SubmissionEnd, SubmissionId


class DayBook(Protocol):
    """What a day is made of, and what managers said about it. Every method is one transaction."""

    def jobs_of(self, day: StoreDay) -> tuple[DayJob, ...]:
        """Give the jobs that there were on a day, oldest first.

        Those received, sent or ended on it, and those received before it that ended after it or have not ended.
        """
        ...

    def documents_of(self, day: StoreDay) -> tuple[SeenDocument, ...]:
        """Give what was issued on a day, the notes cancelled on it, and what its jobs have, each once, by number.

        A cancellation event is a document of its own, behind its note. What a job had and gave back is among them,
        without a job: its number is no gap.
        """
        ...

    def last_numbers(self, day: StoreDay, cnpj: str) -> Mapping[tuple[str, int], int]:
        """Give the highest nNF of each model and serie of the documents that a CNPJ issued before a day."""
        ...

    def summaries(self, since: date, until: date, zone_of: StoreDay) -> tuple[DaySummary, ...]:
        """Give the days of a period (both included) on which anything counted or was closed, newest first.

        Their figures hold what was asked and sent, without what is unsent; ``zone_of`` is any day in the store's zone.
        """
        ...

    def days_of(self, order_id: OrderId, zone_of: StoreDay) -> tuple[date, ...]:
        """Give the days on which jobs of an order were received or sent, newest first."""
        ...

    def closing(self, day: date) -> DayClosing | None:
        """Give how a day was last signed off."""
        ...

    def close(self, closing: DayClosing, entry: AuditEntry) -> None:
        """Sign a day off, again where it was before, with its line in the audit trail."""
        ...

    def reopen(self, day: date, entry: AuditEntry) -> bool:
        """Note that a closed day changed; ``False``, and nothing is written, when it is not closed (any more)."""
        ...

    def notes(self, findings: Collection[str]) -> Mapping[str, FindingNote]:
        """Give what people said about findings, by identity."""
        ...

    def note(self, note: FindingNote, entry: AuditEntry) -> None:
        """Keep a word about a finding, in place of an earlier one."""
        ...

    def begin_submission(self, day: date, operator: str, chosen: Sequence[Chosen], entry: AuditEntry) -> Submission:
        """Write down what is to be sent, before anything is."""
        ...

    def end_submission(self, submission: SubmissionId, end: SubmissionEnd, now: datetime) -> None:
        """Write down that a submission does not go on."""
        ...

    def submission(self, submission: SubmissionId | None = None) -> Submission | None:
        """Give a submission; without its number, the newest."""
        ...


class AuditTrail(Protocol):
    """What left the desk or was decided there, in order; entries are only ever added."""

    def add(self, entry: AuditEntry) -> None:
        """Add an entry, chained to the one before."""
        ...

    def entries(self, subject: str) -> tuple[AuditEntry, ...]:
        """Give the entries about a subject, oldest first."""
        ...

    def page(self, query: AuditQuery, before: int | None, limit: int) -> tuple[AuditLine, ...]:
        """Give the newest ``limit`` lines that are asked for, of those below a number; newest first."""
        ...

    def lines(self, first: int, last: int, limit: int) -> tuple[AuditLine, ...]:
        """Give the lines from one number to another, at most ``limit``, exactly as they are stored."""
        ...

    def span(self, query: AuditQuery) -> tuple[int, int]:
        """Give the numbers of the first and the last line of a time; ``(0, 0)`` where there is none."""
        ...

    def head(self) -> TrailHead:
        """Give the newest line."""
        ...

    def hash_of(self, number: int) -> str | None:
        """Give the hash of a line; ``None`` where it is not there."""
        ...

    def state(self) -> TrailState:
        """Tell what the database says of the trail as a whole."""
        ...


class AuditAnchor(Protocol):
    """The trail's head, kept outside the database. May take long: not for the engine's loop."""

    def read(self) -> Anchor:
        """Give what was kept last."""
        ...

    def keep(self, head: TrailHead) -> None:
        """Keep the head in place of the former one; nothing happens where nothing can keep it now."""
        ...

    def forget(self) -> None:
        """Forget it, since the database was knowingly replaced by an older one."""
        ...
