"""The days in the database: what each is made of, how it was signed off, and what was sent in one go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.closing import DayClosing, DaySummary
from desktop_invoicer.domain.day import DayJob, Figures
from desktop_invoicer.domain.finding import FindingNote
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.submission import Chosen, Submission, SubmissionEnd, SubmissionId
from desktop_invoicer.domain.truths import SeenDocument
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.persistence import day_jobs, history, papers, search
from desktop_invoicer.persistence.audit import write_audit
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import day_closings, finding_notes, submissions
from desktop_invoicer.persistence.values import from_json, to_json

_Chosen = tuple[Chosen, ...]
_Pending = dict[JobId, str]
_Findings = tuple[str, ...]
_CLOSINGS = select(day_closings).order_by(day_closings.c.id)


class DayTable:
    """The days of this desk. Safe from any thread."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    # what a day is made of

    def jobs_of(self, day: StoreDay) -> tuple[DayJob, ...]:
        """Give the jobs that there were on a day, oldest first."""
        with self._database.reading() as connection:
            return day_jobs.jobs_of(connection, day)

    def documents_of(self, day: StoreDay) -> tuple[SeenDocument, ...]:
        """Give what was issued on a day, the notes cancelled on it, and what its jobs have, each once, by number."""
        with self._database.reading() as connection:
            return papers.documents_of(connection, day, [each.job.id for each in day_jobs.jobs_of(connection, day)])

    def last_numbers(self, day: StoreDay, cnpj: str) -> dict[tuple[str, int], int]:
        """Give the highest nNF of each model and serie of the documents that a CNPJ issued before a day."""
        with self._database.reading() as connection:
            return papers.last_numbers(connection, day, cnpj)

    def summaries(self, since: date, until: date, zone_of: StoreDay) -> tuple[DaySummary, ...]:
        """Give the days of a period (both included) on which anything counted or was closed, newest first."""
        days = [StoreDay(since + timedelta(days=number), zone_of.zone) for number in range((until - since).days + 1)]
        in_period = day_closings.c.day.between(since.isoformat(), until.isoformat())
        with self._database.reading() as connection:
            figures = history.figures(connection, days)
            signed = [_closing(row) for row in connection.execute(_CLOSINGS.where(in_period))]
        closings = {closing.date: closing for closing in signed}  # the last of each day
        told = sorted(figures.keys() | closings.keys(), reverse=True)
        return tuple(DaySummary(day, figures.get(day, Figures()), closings.get(day)) for day in told)

    def days_of(self, order_id: OrderId, zone_of: StoreDay) -> tuple[date, ...]:
        """Give the days on which jobs of an order were received or sent, newest first."""
        with self._database.reading() as connection:
            return history.days_of(connection, order_id, zone_of)

    # signing off

    def closing(self, day: date) -> DayClosing | None:
        """Give how a day was last signed off."""
        with self._database.reading() as connection:
            found = connection.execute(_CLOSINGS.where(day_closings.c.day == day.isoformat())).all()
            return _closing(found[-1]) if found else None

    def close(self, closing: DayClosing, entry: AuditEntry) -> None:
        """Sign a day off, again where it was before, with its line in the audit trail."""
        row = {
            "day": closing.date.isoformat(),
            "manager": closing.manager,
            "closed_at": closing.closed_at,
            "figures": to_json(closing.figures, Figures),
            "pending": to_json(closing.pending, _Pending),
            "findings": to_json(closing.findings, _Findings),
            "reason": closing.reason,
            "reopened_at": closing.reopened_at,
        }
        with self._database.writing() as connection:
            connection.execute(insert(day_closings).values(row))
            write_audit(connection, entry)

    def reopen(self, day: date, entry: AuditEntry) -> bool:
        """Note that a closed day changed; ``False``, and nothing is written, when it is not closed (any more)."""
        newest = select(func.max(day_closings.c.id)).where(day_closings.c.day == day.isoformat()).scalar_subquery()
        closed = update(day_closings).where(day_closings.c.id == newest, day_closings.c.reopened_at.is_(None))
        with self._database.writing() as connection:
            if not connection.execute(closed.values(reopened_at=entry.at)).rowcount:
                return False
            write_audit(connection, entry)
            return True

    # findings

    def notes(self, findings: Collection[str]) -> dict[str, FindingNote]:
        """Give what people said about findings, by identity."""
        query = select(finding_notes).where(finding_notes.c.finding.in_(search.among(findings)))
        with self._database.reading() as connection:
            return {row.finding: FindingNote(*row) for row in connection.execute(query)}

    def note(self, note: FindingNote, entry: AuditEntry) -> None:
        """Keep a word about a finding, in place of an earlier one."""
        told = {"operator": note.operator, "at": note.at, "reason": note.reason}
        row = insert_or(finding_notes).values(finding=note.finding, **told)
        with self._database.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["finding"], set_=told))
            write_audit(connection, entry)

    # sending all that is ready

    def begin_submission(self, day: date, operator: str, chosen: Sequence[Chosen], entry: AuditEntry) -> Submission:
        """Write down what is to be sent, before anything is."""
        row = {
            "day": day.isoformat(),
            "operator": operator,
            "begun_at": entry.at,
            "chosen": to_json(tuple(chosen), _Chosen),
        }
        with self._database.writing() as connection:
            added = connection.execute(insert(submissions).values(row).returning(submissions)).one()
            write_audit(connection, entry)
            return _submission(added)

    def end_submission(self, submission: SubmissionId, end: SubmissionEnd, now: datetime) -> None:
        """Write down that a submission does not go on."""
        open_ = update(submissions).where(submissions.c.id == submission, submissions.c.outcome.is_(None))
        with self._database.writing() as connection:
            connection.execute(open_.values(outcome=end.value, ended_at=now))

    def submission(self, submission: SubmissionId | None = None) -> Submission | None:
        """Give a submission; without its number, the newest."""
        query = select(submissions).order_by(submissions.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            wanted = query if submission is None else query.where(submissions.c.id == submission)
            row = connection.execute(wanted).first()
            return None if row is None else _submission(row)


def _closing(row: Row[Any]) -> DayClosing:
    return DayClosing(
        date=date.fromisoformat(row.day),
        manager=row.manager,
        closed_at=row.closed_at,
        figures=from_json(row.figures, Figures),
        pending=from_json(row.pending, _Pending),
        findings=from_json(row.findings, _Findings),
        reason=row.reason,
        reopened_at=row.reopened_at,
    )


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        id=SubmissionId(row.id),
        day=date.fromisoformat(row.day),
        operator=row.operator,
        begun_at=row.begun_at,
        chosen=from_json(row.chosen, _Chosen),
        end=None if row.outcome is None else SubmissionEnd(row.outcome),
        ended_at=row.ended_at,
    )
