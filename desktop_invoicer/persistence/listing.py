"""Pages of jobs and how many there are: each filter has an index, and counting stops soon."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, true

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, JobPage, JobQuery, JobSort, Section
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.persistence import rows, search
from desktop_invoicer.persistence.tables import jobs

_FILTERS: dict[JobFilter, tuple[ColumnElement[bool], ...]] = {
    JobFilter.ALL: (),
    JobFilter.PICKUP: (jobs.c.trade == "pickup",),
    JobFilter.DELIVERY: (jobs.c.trade == "delivery",),
    JobFilter.RETURNS: (jobs.c.trade == "returns",),
    JobFilter.NEEDS_PERSON: (jobs.c.hold_kind == HoldKind.NEEDS_PERSON.value,),
    JobFilter.WAITING_FOR_DOCUMENT: (jobs.c.hold_kind == HoldKind.WAITING_FOR_DOCUMENT.value,),
    JobFilter.FAILED: (jobs.c.has_failed == 1,),
}
_STATES: dict[str, int] = {stage.value: number for number, stage in enumerate(Stage)}
_SORTS: dict[JobSort, tuple[ColumnElement[object], ...]] = {
    JobSort.ARRIVAL: (),
    JobSort.STATE: (case(_STATES, value=jobs.c.stage), jobs.c.hold_kind),
    JobSort.ORDER: (jobs.c.order_id,),
    JobSort.BUYER: (func.lower(jobs.c.buyer),),
    JobSort.CHANNEL: (jobs.c.channel,),
    JobSort.DUE: (jobs.c.due,),
    JobSort.UNITS: (jobs.c.units,),
    JobSort.VALUE: (jobs.c.value,),
    JobSort.OPERATOR: (func.lower(jobs.c.operator),),
}


def page(connection: Connection, query: JobQuery, offset: int, limit: int) -> JobPage:
    """Give the jobs of a list from ``offset`` on; those that are alike in the order follow each other by arrival."""
    chosen = _chosen(connection, query.section, query.search)
    order = _SORTS[query.sort] or (jobs.c.id,)
    wanted = (
        select(jobs.c.id)
        .where(*chosen, *_FILTERS[query.filter])
        .order_by(*(column.desc() if query.descending else column for column in order), jobs.c.id)
        .limit(limit + 1)
        .offset(offset)
    )
    ids = list(connection.execute(wanted).scalars())
    shown = rows.JOBS.where(jobs.c.id.in_(search.among(ids[:limit])))
    found = {row.id: rows.job(row) for row in connection.execute(shown)}
    return JobPage(tuple(found[job_id] for job_id in ids[:limit]), has_more=len(ids) > limit)


def counts(connection: Connection, section: Section, text: str) -> dict[JobFilter, int]:
    """Count the jobs of each filter, up to ``MOST_COUNTED``."""
    chosen = _chosen(connection, section, text)
    if text.strip():  # so few that one look at each of them tells all
        every = select(*(func.count().filter(and_(true(), *wanted)) for wanted in _FILTERS.values())).where(*chosen)
        return {
            one: min(count, MOST_COUNTED) for one, count in zip(_FILTERS, connection.execute(every).one(), strict=True)
        }
    return {one: _count(connection, *chosen, *wanted) for one, wanted in _FILTERS.items()}


def count_open(connection: Connection) -> int:
    """Count the open jobs, up to ``MOST_COUNTED``."""
    return _count(connection, *_chosen(connection, Section.OPEN, ""))


def tally(connection: Connection) -> list[dict[str, str | int]]:
    """Count all jobs by stage, hold and problem: a look at each of them."""
    problem = func.coalesce(func.json_extract(jobs.c.hold_problem, "$.code"), "")
    groups = (jobs.c.stage.label("stage"), func.coalesce(jobs.c.hold_kind, "").label("hold"), problem.label("problem"))
    query = select(*groups, func.count().label("count")).group_by(*groups).order_by(*groups)
    return [dict(row) for row in connection.execute(query).mappings()]


def _count(connection: Connection, *wanted: ColumnElement[bool]) -> int:
    query = select(jobs.c.id).where(*wanted).limit(MOST_COUNTED)
    return connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()


def _chosen(connection: Connection, section: Section, text: str) -> tuple[ColumnElement[bool], ...]:
    in_section = jobs.c.is_open == (section is Section.OPEN)
    if not text.strip():
        return (in_section,)
    return in_section, jobs.c.id.in_(search.found(connection, section, text))
