"""The figures of many days at once, added up by the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, bindparam, func, select

from desktop_invoicer.domain.day import Figures, Tally
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.persistence.day_jobs import IS_DONE_POST
from desktop_invoicer.persistence.tables import Moment, effects, jobs

_day = func.json_each(bindparam("days")).table_valued("key", "value", name="day")
_BEGIN, _END = (func.json_extract(_day.c.value, path, type_=Moment) for path in ("$[0]", "$[1]"))
_POST = (effects.c.job_id == jobs.c.id) & IS_DONE_POST
_VALUE = func.coalesce(effects.c.value, jobs.c.value, 0)


def _on(moment: Column[Any]) -> ColumnElement[bool]:
    return (moment >= _BEGIN) & (moment < _END)


def _tallies(counted: FromClause, *groups: ColumnElement[Any]) -> Select[Any]:
    """Add up the jobs of each day; outer joins, so that the database goes through them day by day."""
    count = func.count(jobs.c.id)
    sums = (count, func.sum(_VALUE), func.sum(jobs.c.freight))
    return select(_day.c.key, *sums, *groups).select_from(counted).group_by(_day.c.key, *groups).having(count > 0)


_SETTLED_AT = func.coalesce(effects.c.ended_at, jobs.c.ended_at)
_IS_BEFORE_IT_CAME = jobs.c.received_at > _SETTLED_AT
"""The clock was set back in between: it came on the day on which it was settled, at the latest (``DayJob.came_at``)."""
_RECEIVED = _tallies(_day.outerjoin(jobs, _on(jobs.c.received_at)).outerjoin(effects, _POST))
_ENDED = _tallies(_day.outerjoin(jobs, _on(jobs.c.ended_at)).outerjoin(effects, _POST))
_GIVEN_UP = _ENDED.where(effects.c.id.is_(None))
_POSTED_ON = _on(effects.c.ended_at) & IS_DONE_POST
_SENT = _tallies(_day.outerjoin(effects, _POSTED_ON).outerjoin(jobs, jobs.c.id == effects.c.job_id), jobs.c.operation)
_ASKED = (
    _RECEIVED.where(func.coalesce(~_IS_BEFORE_IT_CAME, 1)),
    _GIVEN_UP.where(_IS_BEFORE_IT_CAME),
    _SENT.where(_IS_BEFORE_IT_CAME),
)
_OF_ORDER = (
    select(jobs.c.received_at, effects.c.ended_at)
    .select_from(jobs.outerjoin(effects, _POST))
    .where(jobs.c.order_id == bindparam("order_id"))
)
_PARTS = {
    Operation.SALE: "invoiced",
    Operation.CANCELLATION: "cancelled",
    Operation.STORE_RETURN: "returned",
    Operation.RETURN: "returned",
}


def figures(connection: Connection, days: Sequence[StoreDay]) -> dict[date, Figures]:
    """Give the figures of those of some days on which anything counted, without what is unsent."""
    limits = [
        [Moment().process_bind_param(limit, connection.dialect) for limit in (day.begin, day.end)] for day in days
    ]
    asked = {"days": json.dumps(limits)}
    found = defaultdict[int, dict[str, Tally]](dict)
    for part_asked in _ASKED:
        for key, *sums in connection.execute(part_asked, asked):
            found[key]["asked"] = found[key].get("asked", Tally()) + _tally(*sums[:3])
    for key, *sums in connection.execute(_GIVEN_UP, asked):
        found[key]["given_up"] = _tally(*sums)
    for key, count, value, freight, operation in connection.execute(_SENT, asked):
        part = _PARTS[Operation(operation)]
        found[key][part] = found[key].get(part, Tally()) + _tally(count, value, freight)
    return {days[key].date: Figures(**tallies) for key, tallies in found.items()}


def days_of(connection: Connection, order_id: OrderId, zone_of: StoreDay) -> tuple[date, ...]:
    """Give the days on which jobs of an order were received or sent, newest first."""
    rows = connection.execute(_OF_ORDER, {"order_id": order_id})
    days = {StoreDay.of(moment, zone_of.zone).date for row in rows for moment in row if moment is not None}
    return tuple(sorted(days, reverse=True))


def _tally(count: int, value: int, freight: int) -> Tally:
    return Tally(count, Cents(value), Cents(freight))
