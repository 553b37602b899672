"""The jobs that there were on a day, each with the invoice that was sent for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, union_all

from desktop_invoicer.domain.day import DayJob, Sent
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.persistence import rows
from desktop_invoicer.persistence.tables import Moment, effects, jobs

_BEGIN, _END = bindparam("begin", type_=Moment), bindparam("end", type_=Moment)
IS_DONE_POST = text("effects.kind = 'post_invoice' AND effects.outcome = 'done'")
"""Written out: an index of such posts is not used where the words are parameters."""

_CANDIDATES = union_all(  # never sorted: for that, all jobs would be looked at
    select(jobs.c.id).where(jobs.c.received_at >= _BEGIN, jobs.c.received_at < _END),
    select(effects.c.job_id).where(IS_DONE_POST, effects.c.ended_at >= _BEGIN, effects.c.ended_at < _END),
    select(jobs.c.id).where(jobs.c.ended_at >= _BEGIN, jobs.c.ended_at < _END),
    select(jobs.c.id).where(jobs.c.is_open == 1, jobs.c.received_at < _BEGIN),
    select(jobs.c.id).where(jobs.c.ended_at >= _END, jobs.c.received_at < _BEGIN),
)
_OF_DAY = (
    rows.JOBS.outerjoin(effects, (effects.c.job_id == jobs.c.id) & IS_DONE_POST)
    .add_columns(
        effects.c.ended_at.label("sent_at"),
        effects.c.value.label("sent_value"),
        func.json_extract(effects.c.invoice, "$.number").label("sent_number"),
        func.json_extract(effects.c.invoice, "$.key").label("sent_key"),
    )
    .where(jobs.c.id.in_(_CANDIDATES))
    .order_by(jobs.c.id)
)


def jobs_of(connection: Connection, day: StoreDay) -> tuple[DayJob, ...]:
    """Give the jobs that there were on a day, oldest first."""
    return tuple(map(_day_job, connection.execute(_OF_DAY, {"begin": day.begin, "end": day.end})))


def _day_job(row: Row[Any]) -> DayJob:
    sent = None
    if row.sent_at is not None:
        sent = Sent(row.sent_at, row.sent_number, Cents(row.sent_value), row.sent_key)
    return DayJob(rows.job(row), Cents(row.freight), sent, row.ended_at)
