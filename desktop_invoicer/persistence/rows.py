"""Rows of the job tables as domain values, and back. Every function works inside its caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError

from desktop_invoicer import errors
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, DocumentContent, DocumentKind, Paper
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Content, Effect, EffectKind, Outcome, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, NotificationCall, NotificationId, Operation, OrderId
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.settlement import Settlement
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId
from desktop_invoicer.domain.workflow import Stage as JobStage
from desktop_invoicer.persistence import search, tables
from desktop_invoicer.persistence.prepared import Prepared
from desktop_invoicer.persistence.values import Facts, from_json, to_json

_TICK = timedelta(microseconds=1)
_HELD = and_(tables.documents.c.job_id == tables.jobs.c.id, tables.documents.c.released_at.is_(None))

JOBS = select(tables.jobs, tables.documents.c.document).outerjoin(tables.documents, _HELD)
"""Jobs with the document each holds now. Statements are built once: building costs more than running them."""

_ADD_JOB = Prepared(insert_or(tables.jobs).on_conflict_do_nothing())
_WRITE_JOB = Prepared(
    update(tables.jobs).where(tables.jobs.c.id == bindparam("this"), tables.jobs.c.version == bindparam("previous")),
)
_WRITE_ENTRY = Prepared(insert(tables.timeline))
_BEGIN_EFFECT = Prepared(insert(tables.effects))
_OF_JOB = tables.effects.alias()
_LAST_EFFECT = select(func.max(_OF_JOB.c.id)).where(_OF_JOB.c.job_id == bindparam("this")).scalar_subquery()
_END_EFFECT = Prepared(update(tables.effects).where(tables.effects.c.id == _LAST_EFFECT))
_CONTENT = select(tables.contents.c.content).where(tables.contents.c.job_id == bindparam("this"))


def job(row: Row[Any]) -> Job:
    """Make a job of a row of ``JOBS``."""
    hold = None
    if row.hold_kind is not None:
        hold = Hold(HoldKind(row.hold_kind), from_json(row.hold_problem, Problem), row.hold_until)
    return Job(
        id=JobId(row.id),
        account=AccountName(row.account),
        order_id=OrderId(row.order_id),
        notification_id=NotificationId(row.notification_id),
        callback_url=row.callback_url,
        received_at=row.received_at,
        updated_at=row.updated_at,
        stage=JobStage(row.stage),
        hold=hold,
        version=row.version,
        attempts=row.attempts,
        confirmed_by=row.confirmed_by,
        operation=None if row.operation is None else Operation(row.operation),
        channel=None if row.channel is None else Channel(row.channel),
        units=row.units,
        value=None if row.value is None else Cents(row.value),
        document=None if row.document is None else from_json(row.document, Document),
        buyer=row.buyer,
        due=None if row.due is None else DocumentModel(row.due),
        operator=row.operator,
    )


def add_job(connection: Connection, call: NotificationCall, now: datetime, source: str) -> Job | None:
    """Make a job of a notification; ``None`` when it has one already. Its row is the first line of its timeline."""
    added = _ADD_JOB.run(
        connection,
        {
            "account": call.account,
            "order_id": call.order_id,
            "notification_id": call.notification_id,
            "callback_url": call.callback_url,
            "received_at": now,
            "source": source,
            "updated_at": now,
            "stage": JobStage.RECEIVED.value,
            "version": 1,
            "attempts": 0,
            "confirmed_by": "",
            "units": 0,
        },
    )
    if not added.rowcount:
        return None
    return Job(
        id=JobId(added.lastrowid),
        account=call.account,
        order_id=call.order_id,
        notification_id=call.notification_id,
        callback_url=call.callback_url,
        received_at=now,
        updated_at=now,
    )


def write_job(connection: Connection, job: Job) -> bool:
    """Write a job over its previous version; ``False`` when that is not the stored one any more."""
    written = _WRITE_JOB.run(
        connection,
        {
            "this": job.id,
            "previous": job.version - 1,
            "updated_at": job.updated_at,
            "stage": job.stage.value,
            "hold_kind": None if job.hold is None else job.hold.kind.value,
            "hold_until": None if job.hold is None else job.hold.until,
            "hold_problem": None if job.hold is None else to_json(job.hold.problem, Problem),
            "version": job.version,
            "attempts": job.attempts,
            "confirmed_by": job.confirmed_by,
            "operation": None if job.operation is None else job.operation.value,
            "channel": None if job.channel is None else job.channel.value,
            "units": job.units,
            "value": job.value,
            "buyer": job.buyer,
            "due": None if job.due is None else job.due.value,
            "operator": job.operator,
            "ended_at": job.updated_at if job.stage.is_end else None,
        },
    )
    return bool(written.rowcount)


def content(connection: Connection, job_id: JobId) -> Content | None:
    """Give what was loaded for a job."""
    text = connection.execute(_CONTENT, {"this": job_id}).scalar()
    return None if text is None else from_json(text, Content)


def write_content(connection: Connection, job: Job, content: Content) -> None:
    """Keep what was loaded; the first load also fixes the job's place behind the other jobs of its order."""
    text = to_json(content, Content)
    row = insert_or(tables.contents).values(job_id=job.id, content=text)
    connection.execute(row.on_conflict_do_update(index_elements=["job_id"], set_={"content": text}))
    search.write_words(connection, job, content.order)
    jobs = tables.jobs
    place = connection.execute(select(jobs.c.loaded_at).where(jobs.c.id == job.id)).scalar()
    if place is None:
        of_order = (jobs.c.account == job.account, jobs.c.order_id == job.order_id)
        last = connection.execute(select(func.max(jobs.c.loaded_at)).where(*of_order)).scalar()
        place = job.updated_at if last is None else max(job.updated_at, last + _TICK)  # a clock may go back
    told = {"loaded_at": place, "freight": content.draft.freight}
    connection.execute(update(jobs).where(jobs.c.id == job.id).values(told))


def attach(connection: Connection, job: Job, paper: Paper, at: datetime) -> None:
    """Give a document to a job; ``DocumentUsedError`` when it serves another one."""
    document = paper.document
    row = insert(tables.documents).values(
        job_id=job.id,
        kind=document.kind.value,
        access_key=document.key.text,
        document=to_json(document, Document),
        issued_at=int(document.issued_at.timestamp()),
        xml=paper.xml,
        content=None if paper.content is None else to_json(paper.content, DocumentContent),
        attached_at=at,
    )
    if document.kind is DocumentKind.CANCELLATION and document.is_authorised:
        write_cancelled(connection, document, at)
    try:
        connection.execute(row)
    except IntegrityError as exc:
        owner = connection.execute(
            select(tables.documents.c.job_id).where(
                tables.documents.c.kind == document.kind.value,
                tables.documents.c.access_key == document.key.text,
                tables.documents.c.released_at.is_(None),
            ),
        ).scalar_one_or_none()
        raise errors.DocumentUsedError(str(owner or job.id)) from exc


def write_cancelled(connection: Connection, event: Document, now: datetime) -> None:
    """Remember that the document of an event was cancelled, even when event and file are long gone."""
    values = {
        "access_key": event.key.text,
        "environment": (event.environment or Environment.PRODUCTION).value,
        "protocol": event.protocol,
        "known_at": now,
    }
    connection.execute(insert_or(tables.cancelled_keys).values(values).on_conflict_do_nothing())


def release_document(connection: Connection, job: Job, at: datetime) -> None:
    """Free the job's document for another job; its bytes stay."""
    connection.execute(
        update(tables.documents)
        .where(tables.documents.c.job_id == job.id, tables.documents.c.released_at.is_(None))
        .values(released_at=at),
    )


def effect(row: Row[Any]) -> Effect:
    """Make an effect of a row of its table."""
    return Effect(
        kind=EffectKind(row.kind),
        begun_at=row.begun_at,
        invoice=None if row.invoice is None else from_json(row.invoice, Invoice),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        ended_at=row.ended_at,
    )


def begin_effect(connection: Connection, job: Job, effect: Effect) -> None:
    """Write the intention of an outside effect; the schema allows one open effect a job."""
    _BEGIN_EFFECT.run(
        connection,
        {
            "job_id": job.id,
            "kind": effect.kind.value,
            "begun_at": effect.begun_at,
            "invoice": None if effect.invoice is None else to_json(effect.invoice, Invoice),
            "value": None if effect.invoice is None else effect.invoice.value,
        },
    )


def end_effect(connection: Connection, job: Job, outcome: Outcome, at: datetime) -> None:
    """Write how the job's last effect ended; one that was presumed lost may turn out to be done."""
    _END_EFFECT.run(connection, {"this": job.id, "outcome": outcome.value, "ended_at": at})


def write_settlement(connection: Connection, job_id: JobId, settlement: Settlement) -> None:
    """Keep what a person settled about a job."""
    text = to_json(settlement, Settlement)
    connection.execute(insert(tables.settlements).values(job_id=job_id, at=settlement.at, settlement=text))


def write_entry(connection: Connection, job_id: JobId, entry: TimelineEntry) -> None:
    """Add a line to a job's timeline."""
    facts = to_json(entry.facts, Facts)
    _WRITE_ENTRY.run(connection, {"job_id": job_id, "at": entry.at, "entry": entry.entry.value, "facts": facts})
