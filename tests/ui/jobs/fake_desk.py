"""A desk that lists the jobs it was given, and answers when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import cmp_to_key, partial
from types import SimpleNamespace
from typing import Any

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.jobs.ordering import compare


class FakeDesk:
    """Lists the jobs it was given; answers at once, or with ``answer_all`` while ``is_slow``."""

    settings: Any = None
    receiver_address = ""

    def __init__(self) -> None:
        self.listed: list[Job] = []
        self.is_slow = False
        self.asked: list[tuple[JobQuery, int]] = []
        self._waiting: list[Callable[[], None]] = []

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        result = asyncio.run(work(SimpleNamespace(desk=self)))
        if self.is_slow:
            self._waiting.append(partial(future.set_result, result))
        else:
            future.set_result(result)
        return future

    def answer_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer()

    def close(self) -> None:
        """Stop nothing: nothing runs."""

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        self.asked.append((query, offset))
        found = [job for job in self.listed if query.accepts(job) and query.search in job.order_id]
        found.sort(key=cmp_to_key(partial(compare, query=query)))
        return JobPage(tuple(found[offset : offset + limit]), has_more=len(found) > offset + limit)

    def counts(self, section: Section, search: str) -> dict[JobFilter, int]:
        pages = {one: self.page(JobQuery(section, one, search), 0, MOST_COUNTED) for one in JobFilter}
        return {one: len(page.jobs) for one, page in pages.items()}
