"""Where a job that comes in stands among those listed: the order in which the desk's pages come, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop_invoicer.domain.listing import JobQuery, JobSort
from desktop_invoicer.domain.workflow import Job, Stage

_STAGES = {stage: number for number, stage in enumerate(Stage)}

_KEYS: dict[JobSort, Callable[[Job], tuple[int | str, ...]]] = {
    JobSort.ARRIVAL: lambda job: (job.id,),
    JobSort.STATE: lambda job: (_STAGES[job.stage], job.hold.kind.value if job.hold else ""),
    JobSort.ORDER: lambda job: (job.order_id,),
    JobSort.BUYER: lambda job: (job.buyer.lower(),),
    JobSort.CHANNEL: lambda job: (job.channel.value if job.channel else "",),
    JobSort.DUE: lambda job: (job.due.value if job.due else "",),
    JobSort.UNITS: lambda job: (job.units,),
    JobSort.VALUE: lambda job: (-1 if job.value is None else job.value,),
    JobSort.OPERATOR: lambda job: (job.operator.lower(),),
}
"""What is not known comes first, as in the database."""


def compare(one: Job, other: Job, query: JobQuery) -> int:
    """Tell which of two jobs is listed first: below zero the first one. Those alike follow each other by arrival."""
    key = _KEYS[query.sort]
    a, b = key(one), key(other)
    if a == b:
        return (one.id > other.id) - (one.id < other.id)
    return ((a > b) - (a < b)) * (-1 if query.descending else 1)


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Give the stretches of rows that follow each other, from the top."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
