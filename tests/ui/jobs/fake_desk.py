"""A desk that lists the jobs it was given, and answers when the test says so."""

from __future__ import annotations

from functools import cmp_to_key, partial

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.jobs.ordering import compare
from tests.ui.answering import AnsweringDesk


class FakeDesk(AnsweringDesk):
    """Lists the jobs it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[Job] = []
        self.asked: list[tuple[JobQuery, int]] = []

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        self.asked.append((query, offset))
        found = [job for job in self.listed if query.accepts(job) and query.search in job.order_id]
        found.sort(key=cmp_to_key(partial(compare, query=query)))
        return JobPage(tuple(found[offset : offset + limit]), has_more=len(found) > offset + limit)

    def counts(self, section: Section, search: str) -> dict[JobFilter, int]:
        pages = {one: self.page(JobQuery(section, one, search), 0, MOST_COUNTED) for one in JobFilter}
        return {one: len(page.jobs) for one, page in pages.items()}
