"""The rows of the list: returns that wait for somebody, or the orders that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop_invoicer.domain.acts import next_act
from desktop_invoicer.domain.listing import JobFilter, JobQuery, masked_buyer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, Operation, OrderId
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.ui.returns.steps import word_due

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns

MOST_LISTED = 100
"""Open returns that are listed; who has more looks for the one that is meant."""

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """An order at the returns desk; ``job`` is its open return.

    ``closes_at`` is when cancelling ends, ``due`` the word that a person has to say before anything else.
    """

    account: AccountName
    order_id: OrderId
    buyer: str
    value: Cents | None
    job: Job | None = None
    closes_at: datetime | None = None
    due: Matter | None = None


def is_return(job: Job) -> bool:
    """Tell whether goods come back by a job."""
    return job.operation not in {None, Operation.SALE}


def renewed(row: ReturnRow, jobs: Iterable[Job]) -> ReturnRow:
    """Give a row as it is after some jobs changed: its own, or a return asked for of an order that had none."""
    mine = (job for job in jobs if is_return(job) and (job.account, job.order_id) == (row.account, row.order_id))
    newest = [job for job in mine if row.job is None or row.job.id == job.id]
    return replace(row, job=newest[-1], value=newest[-1].value) if newest else row


def is_same_order(one: ReturnRow, other: ReturnRow) -> bool:
    """Tell whether two rows are about one order."""
    return (one.account, one.order_id) == (other.account, other.order_id)


def is_same_return(one: ReturnRow, other: ReturnRow) -> bool:
    """Tell whether two rows are about one return, or about one order without any."""
    job_ids = {None if row.job is None else row.job.id for row in (one, other)}
    return is_same_order(one, other) and len(job_ids) == 1


def open_returns(commands: Commands, kept: JobId | None) -> tuple[ReturnRow, ...]:
    """List the open returns, the next to close first, and the one that is ``kept`` in view although it may be over."""
    desk = commands.desk
    jobs = desk.page(JobQuery(filter=JobFilter.RETURNS), 0, MOST_LISTED).jobs
    if kept is not None and all(job.id != kept for job in jobs) and is_return(job := desk.job(kept)):
        jobs = (job, *jobs)
    rows = with_standing(commands, map(row_of_job, jobs))
    return tuple(sorted(rows, key=lambda row: row.closes_at or _NEVER))


def with_standing(commands: Commands, rows: Iterable[ReturnRow]) -> tuple[ReturnRow, ...]:
    """Tell of each return which word is due, and of a cancellation without its document when cancelling ends."""
    return tuple(_stood(commands, row) for row in rows)


def count_waiting(commands: Commands) -> int:
    """Count the open returns that need a person."""
    jobs = commands.desk.page(JobQuery(filter=JobFilter.RETURNS), 0, MOST_LISTED).jobs
    return sum(next_act(job) is not None for job in jobs)


def row_of_job(job: Job) -> ReturnRow:
    """Make the row of a return."""
    return ReturnRow(job.account, job.order_id, job.buyer, job.value, job)


def rows_of_found(found: FoundOrder) -> tuple[ReturnRow, ...]:
    """Make the rows of an order that jobs here know: one for each open return, the oldest first, or one without any."""
    bought = ReturnRow(found.account, found.order_id, found.buyer, found.value)
    returns = [job for job in reversed(found.jobs) if is_return(job) and not job.stage.is_end]
    return tuple(replace(bought, value=job.value, job=job) for job in returns) or (bought,)


def row_of_looked(looked: OrderReturns) -> ReturnRow:
    """Make the row of an order that VTEX was asked about."""
    order, job = looked.order, next((job for job in looked.jobs if not job.stage.is_end), None)
    return ReturnRow(looked.account, order.order_id, masked_buyer(order.buyer), order.value, job)


def _stood(commands: Commands, row: ReturnRow) -> ReturnRow:
    job = row.job
    waits = job is not None and job.operation is Operation.CANCELLATION and job.stage is Stage.LOADED
    if job is None or not (waits or job.stage is Stage.DOCUMENTED):
        return replace(row, closes_at=None, due=None)
    details = commands.desk.details(job.id)
    closes_at = details.case.routes.best.closes_at if waits and details.case is not None else None
    return replace(row, closes_at=closes_at, due=word_due(details))
