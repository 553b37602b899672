"""How people go through the jobs: by section, filter, search and order, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Channel
from desktop_invoicer.domain.tax_id import masked
from desktop_invoicer.domain.workflow import HoldKind, Job

MOST_COUNTED = 1000
"""Counting stops here, so that it costs the same however many there are."""


class Section(Enum):
    """What is still to do, and what is over."""

    OPEN = "open"
    ENDED = "ended"


class JobFilter(Enum):
    """The jobs of a section that somebody wants to see."""

    ALL = "all"
    PICKUP = "pickup"
    DELIVERY = "delivery"
    RETURNS = "returns"
    NEEDS_PERSON = "needs_person"
    WAITING_FOR_DOCUMENT = "waiting_for_document"
    FAILED = "failed"


class JobSort(Enum):
    """What a list is sorted by; jobs that are alike in it follow each other as they arrived."""

    ARRIVAL = "arrival"
    STATE = "state"
    ORDER = "order"
    BUYER = "buyer"
    CHANNEL = "channel"
    DUE = "due"
    UNITS = "units"
    VALUE = "value"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class JobQuery:
    """Which jobs to list, and in which order."""

    section: Section = Section.OPEN
    filter: JobFilter = JobFilter.ALL
    search: str = ""
    sort: JobSort = JobSort.ARRIVAL
    descending: bool = False

    def accepts(self, job: Job) -> bool:
        """Tell whether a job belongs to section and filter; what the search finds is not looked at."""
        is_over = self.section is Section.ENDED
        return job.stage.is_end is is_over and _FILTERS[self.filter](job)


@dataclass(frozen=True, slots=True)
class JobPage:
    """Some jobs of a list, and whether it goes on after them."""

    jobs: tuple[Job, ...]
    has_more: bool


def masked_buyer(buyer: Buyer) -> str:
    """Name a buyer as a list may: a person by first name, last initial and the end of the CPF; a company whole."""
    words = buyer.name.split()
    if not buyer.is_company and len(words) > 1:
        words = [words[0], f"{words[-1][0]}."]
    return " ".join((*words, masked(buyer.tax_id))).strip()


def _is_sale(job: Job, channel: Channel) -> bool:
    return job.operation is Operation.SALE and job.channel is channel


def _is_return(job: Job) -> bool:
    return job.operation not in {None, Operation.SALE}


def _is_held(job: Job, kind: HoldKind) -> bool:
    return job.hold is not None and job.hold.kind is kind


def _has_failed(job: Job) -> bool:
    """Tell whether the last try of a job did not work."""
    return job.hold is not None and (job.hold.kind is HoldKind.ACCOUNT_PAUSED or job.attempts > 0)


_FILTERS: dict[JobFilter, Callable[[Job], bool]] = {
    JobFilter.ALL: lambda _: True,
    JobFilter.PICKUP: lambda job: _is_sale(job, Channel.PICKUP),
    JobFilter.DELIVERY: lambda job: _is_sale(job, Channel.DELIVERY),
    JobFilter.RETURNS: _is_return,
    JobFilter.NEEDS_PERSON: lambda job: _is_held(job, HoldKind.NEEDS_PERSON),
    JobFilter.WAITING_FOR_DOCUMENT: lambda job: _is_held(job, HoldKind.WAITING_FOR_DOCUMENT),
    JobFilter.FAILED: _has_failed,
}
