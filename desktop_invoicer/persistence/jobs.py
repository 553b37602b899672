"""The journal of jobs: rows in, ``Job`` values out, every step in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer import errors
from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.document import Document, DocumentContent, Paper
from desktop_invoicer.domain.draft import Claim
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import (
    Content,
    Effect,
    EffectKind,
    Entry,
    Outcome,
    Step,
    TimelineEntry,
)
from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.notification import AccountName, NotificationCall, Operation, OrderId
from desktop_invoicer.domain.order import EarlierInvoice, ProductId
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements
from desktop_invoicer.domain.workflow import LONGEST_WAIT, DueJob, HoldKind, Job, JobId, Stage
from desktop_invoicer.persistence import listing, rows, tables
from desktop_invoicer.persistence.audit import write_audit_of
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.values import Facts, from_json

_UNFINISHED = tuple(stage.value for stage in Stage if not stage.is_end)
_TIMED = (HoldKind.RETRY_AT.value, HoldKind.ACCOUNT_PAUSED.value)


_JOB = rows.JOBS.where(tables.jobs.c.id == bindparam("this"))
_JOB_OF_NOTIFICATION = rows.JOBS.where(
    tables.jobs.c.account == bindparam("account"),
    tables.jobs.c.order_id == bindparam("order_id"),
    tables.jobs.c.notification_id == bindparam("notification_id"),
)
_UNHELD = tables.jobs.c.stage.in_(_UNFINISHED) & tables.jobs.c.hold_kind.is_(None)
_WAITING_FOR_TIME = tables.jobs.c.stage.in_(_UNFINISHED) & tables.jobs.c.hold_kind.in_(_TIMED)
_FREE = or_(  # each way in full: so the index finds them without looking at all that waits for people
    _UNHELD,
    _WAITING_FOR_TIME & (tables.jobs.c.hold_until <= bindparam("now")),
    _WAITING_FOR_TIME & (tables.jobs.c.hold_until > bindparam("too_far")),  # written under a wrong clock
)
_DUE = (
    select(func.min(tables.jobs.c.id), tables.jobs.c.account, tables.jobs.c.order_id)
    .where(_FREE)
    .group_by(tables.jobs.c.account, tables.jobs.c.order_id)
    .order_by(func.min(tables.jobs.c.id))
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(tables.jobs.c.hold_until)).where(
    _WAITING_FOR_TIME,
    tables.jobs.c.hold_until > bindparam("now"),
)
_OTHERS = (
    tables.jobs.c.account == bindparam("account"),
    tables.jobs.c.order_id == bindparam("order_id"),
    tables.jobs.c.id != bindparam("this"),
)
_LOADED_AT = select(tables.jobs.c.loaded_at).where(tables.jobs.c.id == bindparam("this")).scalar_subquery()
_POSTING = select(tables.effects.c.job_id).where(
    tables.effects.c.kind == EffectKind.POST_INVOICE.value,
    tables.effects.c.outcome.is_(None),
)
_CLAIMING = select(tables.jobs.c.id).where(
    *_OTHERS,
    tables.jobs.c.stage.in_((Stage.LOADED.value, Stage.DOCUMENTED.value)),
    tables.jobs.c.id.not_in(_POSTING),
    or_(_LOADED_AT.is_(None), tables.jobs.c.loaded_at < _LOADED_AT),
)
_POSTED = (
    select(tables.effects.c.job_id, tables.effects.c.invoice, tables.effects.c.outcome)
    .join(tables.jobs, tables.jobs.c.id == tables.effects.c.job_id)
    .where(
        *_OTHERS,
        tables.effects.c.kind == EffectKind.POST_INVOICE.value,
        or_(tables.effects.c.outcome.is_(None), tables.effects.c.outcome == Outcome.DONE.value),
    )
    .order_by(tables.effects.c.id)
)
_EFFECTS = select(tables.effects).where(tables.effects.c.job_id == bindparam("this")).order_by(tables.effects.c.id)
_DOCUMENT_CONTENT = select(tables.documents.c.content).where(
    tables.documents.c.job_id == bindparam("this"), tables.documents.c.released_at.is_(None)
)
_DOCUMENT_XML = select(tables.documents.c.xml).where(
    tables.documents.c.job_id == bindparam("this"), tables.documents.c.released_at.is_(None)
)
_SETTLEMENTS = (
    select(tables.settlements.c.settlement)
    .where(tables.settlements.c.job_id == bindparam("this"))
    .order_by(tables.settlements.c.id)
)
_OTHER = tables.jobs.alias()
_SETTLED_UNSENT = (
    select(tables.settlements.c.settlement)
    .join(tables.jobs, tables.jobs.c.id == tables.settlements.c.job_id)
    .join(_OTHER, (_OTHER.c.account == tables.jobs.c.account) & (_OTHER.c.order_id == tables.jobs.c.order_id))
    .where(
        _OTHER.c.id == bindparam("this"),
        tables.jobs.c.id != bindparam("this"),
        tables.jobs.c.stage.not_in((Stage.SUBMITTED.value, Stage.CLOSED.value)),
    )
    .order_by(tables.settlements.c.id)
)
_SOLD = (
    select(tables.documents.c.document, tables.documents.c.content)
    .join(tables.jobs, tables.jobs.c.id == tables.documents.c.job_id)
    .where(
        tables.jobs.c.account == bindparam("account"),
        tables.jobs.c.order_id == bindparam("order_id"),
        tables.jobs.c.operation == Operation.SALE.value,
        tables.documents.c.released_at.is_(None),
    )
    .order_by(tables.documents.c.id)
)
_OPEN_EFFECT = _EFFECTS.where(tables.effects.c.outcome.is_(None))


class JobJournal:
    """The jobs of this desk, in an encrypted database."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    # intake

    def record(self, call: NotificationCall, now: datetime, source: str) -> tuple[Job, bool]:
        """Keep a notification; give its job and whether it is new or starts again."""
        with self._database.writing() as connection:
            added = rows.add_job(connection, call, now, source)
            if added is not None:
                return added, True
            notification = {
                "account": call.account,
                "order_id": call.order_id,
                "notification_id": call.notification_id,
            }
            job = rows.job(connection.execute(_JOB_OF_NOTIFICATION, notification).one())
            if job.stage is not Stage.WITHDRAWN:
                return job, False
            revived = job.advanced(Stage.RECEIVED, now)
            rows.write_job(connection, revived)
            rows.write_entry(connection, job.id, TimelineEntry(now, Entry.RECEIVED_AGAIN, {"source": source}))
            return revived, True

    # reading

    def job(self, job_id: JobId) -> Job | None:
        """Give a job."""
        with self._database.reading() as connection:
            row = connection.execute(_JOB, {"this": job_id}).first()
            return None if row is None else rows.job(row)

    def find(self, account: AccountName | None, order_id: OrderId) -> tuple[Job, ...]:
        """Give the jobs of an order, oldest first."""
        query = rows.JOBS.where(tables.jobs.c.order_id == order_id)
        return self._many(query if account is None else query.where(tables.jobs.c.account == account))

    def jobs(self, stage: Stage | None = None) -> tuple[Job, ...]:
        """Give all jobs, or those of a stage, oldest first."""
        return self._many(rows.JOBS if stage is None else rows.JOBS.where(tables.jobs.c.stage == stage.value))

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        """Give ``limit`` jobs of a list, from ``offset`` on."""
        with self._database.reading() as connection:
            return listing.page(connection, query, offset, limit)

    def counts(self, section: Section, search: str) -> dict[JobFilter, int]:
        """Count what a search finds of a section, by filter; no count exceeds ``MOST_COUNTED``."""
        with self._database.reading() as connection:
            return listing.counts(connection, section, search)

    def tally(self) -> list[dict[str, str | int]]:
        """Count all jobs by ``stage``, kind of ``hold`` and code of its ``problem`` (empty where there is none)."""
        with self._database.reading() as connection:
            return listing.tally(connection)

    def count_open(self) -> int:
        """Count what is still to do, up to ``MOST_COUNTED``."""
        with self._database.reading() as connection:
            return listing.count_open(connection)

    def due(self, now: datetime, limit: int) -> tuple[DueJob, ...]:
        """Name unfinished jobs that nothing holds back any more: the first of each order, oldest first."""
        with self._database.reading() as connection:
            return tuple(
                DueJob(*row)
                for row in connection.execute(_DUE, {"now": now, "too_far": now + LONGEST_WAIT, "most": limit})
            )

    def next_due(self, now: datetime) -> datetime | None:
        """Give the moment after ``now`` when the next job that waits for time becomes due."""
        with self._database.reading() as connection:
            moment: str | datetime | None = connection.execute(_NEXT_DUE, {"now": now}).scalar()
            return datetime.fromisoformat(moment) if isinstance(moment, str) else moment

    def moves_by_itself(self) -> bool:
        """Tell whether any unfinished job is free to go on, or waits only for time."""
        moves = or_(tables.jobs.c.hold_kind.is_(None), tables.jobs.c.hold_kind == HoldKind.RETRY_AT.value)
        query = select(tables.jobs.c.id).where(tables.jobs.c.stage.in_(_UNFINISHED), moves).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def content(self, job_id: JobId) -> Content | None:
        """Give what was loaded for a job."""
        with self._database.reading() as connection:
            return rows.content(connection, job_id)

    def claims(self, job: Job) -> tuple[Claim, ...]:
        """Give what other unsent jobs of the order, loaded before this one, will take of it."""
        others = {"account": job.account, "order_id": job.order_id, "this": job.id}
        with self._database.reading() as connection:
            contents = [
                rows.content(connection, job_id) for job_id in connection.execute(_CLAIMING, others).scalars().all()
            ]
        return tuple(content.draft.claim for content in contents if content and content.draft.is_sound)

    def own_invoices(self, job: Job) -> tuple[EarlierInvoice, ...]:
        """Give the invoices that other jobs of the order have posted, or may have posted, with units by line."""
        others = {"account": job.account, "order_id": job.order_id, "this": job.id}
        with self._database.reading() as connection:
            posted = [
                (from_json(text, Invoice), outcome is not None, rows.content(connection, job_id))
                for job_id, text, outcome in connection.execute(_POSTED, others)
            ]
        return tuple(
            EarlierInvoice(
                number=invoice.number,
                type=invoice.type,
                value=invoice.value,
                key=invoice.key,
                units=content.draft.claim.units,
                is_ours=True,
                issued_at=invoice.issued_at,
                is_sure=is_sure,
                skus={line.index: line.sku for line in content.order.lines},
            )
            for invoice, is_sure, content in posted
            if content is not None
        )

    def open_effect(self, job_id: JobId) -> Effect | None:
        """Give the outside effect that was begun and whose outcome was never written."""
        with self._database.reading() as connection:
            row = connection.execute(_OPEN_EFFECT, {"this": job_id}).first()
            return None if row is None else rows.effect(row)

    def effects(self, job_id: JobId) -> tuple[Effect, ...]:
        """Give all outside effects of a job, oldest first."""
        with self._database.reading() as connection:
            return tuple(rows.effect(row) for row in connection.execute(_EFFECTS, {"this": job_id}))

    def timeline(self, job_id: JobId) -> tuple[TimelineEntry, ...]:
        """Give what happened to a job, oldest first."""
        query = select(tables.timeline).where(tables.timeline.c.job_id == job_id).order_by(tables.timeline.c.id)
        received = select(tables.jobs.c.received_at, tables.jobs.c.source).where(tables.jobs.c.id == job_id)
        with self._database.reading() as connection:
            return (
                *(TimelineEntry(at, Entry.RECEIVED, {"source": source}) for at, source in connection.execute(received)),
                *(
                    TimelineEntry(row.at, Entry(row.entry), from_json(row.facts, Facts))
                    for row in connection.execute(query)
                ),
            )

    def document_owner(self, document: Document) -> Job | None:
        """Give the job that the document serves already."""
        query = rows.JOBS.where(
            tables.documents.c.kind == document.kind.value,
            tables.documents.c.access_key == document.key.text,
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else rows.job(row)

    def document_xml(self, job_id: JobId) -> bytes | None:
        """Give the very bytes of the job's document; ``None`` when just the key is known."""
        with self._database.reading() as connection:
            xml: bytes | None = connection.execute(_DOCUMENT_XML, {"this": job_id}).scalar()
            return xml

    def document_content(self, job_id: JobId) -> DocumentContent | None:
        """Give what the XML of the job's document said beyond it; ``None`` when just the key is known."""
        with self._database.reading() as connection:
            text = connection.execute(_DOCUMENT_CONTENT, {"this": job_id}).scalar()
            return None if text is None else from_json(text, DocumentContent)

    def is_cancelled(self, key: AccessKey, environment: Environment) -> bool:
        """Tell whether an event of an environment is known that cancels the document of a key."""
        cancelled = tables.cancelled_keys
        query = select(cancelled.c.known_at).where(
            cancelled.c.access_key == key.text, cancelled.c.environment == environment.value
        )
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def settlements(self, job_id: JobId) -> Settlements:
        """Give what people settled about a job."""
        with self._database.reading() as connection:
            said, unsent = (
                tuple(from_json(text, Settlement) for text in connection.execute(query, {"this": job_id}).scalars())
                for query in (_SETTLEMENTS, _SETTLED_UNSENT)
            )
        return Settlements(said, tuple(word for word in unsent if word.matter is Matter.REVERSAL))

    def sold_papers(self, account: AccountName, order_id: OrderId) -> tuple[Paper, ...]:
        """Give the documents of an order's sales that this desk attached, oldest first; without their bytes."""
        with self._database.reading() as connection:
            return tuple(
                Paper(
                    from_json(document, Document),
                    content=None if content is None else from_json(content, DocumentContent),
                )
                for document, content in connection.execute(_SOLD, {"account": account, "order_id": order_id})
            )

    def cancelled_among(self, keys: Collection[str], environment: Environment) -> frozenset[str]:
        """Give those of some access keys of which an event of an environment is known that cancels the document."""
        cancelled = tables.cancelled_keys
        query = select(cancelled.c.access_key).where(
            cancelled.c.access_key.in_(keys), cancelled.c.environment == environment.value
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    # writing

    def apply(self, step: Step) -> Job:
        """Write a step as a whole: job, content, effects, document, timeline, and its lines of the audit trail."""
        job, at = step.job, step.entry.at
        with self._database.writing() as connection:
            write_audit_of(connection, step)
            if not rows.write_job(connection, job):
                raise errors.StaleJobError(str(job.id))
            if step.content is not None:
                rows.write_content(connection, job, step.content)
            if step.releases_document:
                rows.release_document(connection, job, at)
            if step.attachment is not None:
                rows.attach(connection, job, step.attachment, at)
            if step.ended is not None:
                rows.end_effect(connection, job, step.ended, at)
            if step.began is not None:
                rows.begin_effect(connection, job, step.began)
            if step.settlement is not None:
                rows.write_settlement(connection, job.id, step.settlement)
            rows.write_entry(connection, job.id, step.entry)
            if step.also is not None:
                rows.write_entry(connection, job.id, step.also)
        return job

    def release_paused(self, account: AccountName | None, now: datetime) -> None:
        """Let paused jobs try again: of one account, or of all."""
        paused = (
            update(tables.jobs)
            .where(tables.jobs.c.hold_kind == HoldKind.ACCOUNT_PAUSED.value)
            .values(
                hold_kind=None,
                hold_until=None,
                hold_problem=None,
                version=tables.jobs.c.version + 1,
                updated_at=now,
            )
        )
        with self._database.writing() as connection:
            connection.execute(paused if account is None else paused.where(tables.jobs.c.account == account))

    def correct_callback(self, job: Job, callback_url: str, now: datetime) -> Job:
        """Replace the callback address of a job that was announced with a foreign one, and let it start."""
        with self._database.writing() as connection:
            corrected = connection.execute(
                update(tables.jobs)
                .where(tables.jobs.c.id == job.id, tables.jobs.c.version == job.version)
                .values(
                    callback_url=callback_url,
                    hold_kind=None,
                    hold_until=None,
                    hold_problem=None,
                    version=job.version + 1,
                    updated_at=now,
                ),
            )
            if not corrected.rowcount:
                raise errors.StaleJobError(str(job.id))
            rows.write_entry(
                connection, job.id, TimelineEntry(now, Entry.RECEIVED_AGAIN, {"callback_url": callback_url})
            )
            return rows.job(connection.execute(_JOB, {"this": job.id}).one())

    # the catalogue

    def remembered_ncm(self, account: AccountName, product_id: ProductId, since: datetime) -> str | None:
        """Give a product's NCM as read after ``since``; ``None`` when it has to be asked."""
        query = select(tables.ncms.c.ncm).where(
            tables.ncms.c.account == account,
            tables.ncms.c.product_id == product_id,
            tables.ncms.c.read_at >= since,
        )
        with self._database.reading() as connection:
            ncm: str | None = connection.execute(query).scalar()
            return ncm

    def remember_ncm(self, account: AccountName, product_id: ProductId, ncm: str, now: datetime) -> None:
        """Keep a product's NCM."""
        row = insert_or(tables.ncms).values(account=account, product_id=product_id, ncm=ncm, read_at=now)
        with self._database.writing() as connection:
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=["account", "product_id"],
                    set_={"ncm": ncm, "read_at": now},
                ),
            )

    def _many(self, query: Select[Any]) -> tuple[Job, ...]:
        with self._database.reading() as connection:
            return tuple(rows.job(row) for row in connection.execute(query.order_by(tables.jobs.c.id)))
