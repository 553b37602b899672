"""A desk that knows the returns it was given, and the orders that VTEX is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from typing_extensions import override

from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.listing import JobPage, JobQuery
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.typed import Typed
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns
from desktop_invoicer.errors import DocumentRefusedError, UnknownOrderError
from tests.builders import NOW
from tests.ui.asked_desk import AskedDesk


class FakeDesk(AskedDesk):
    """Answers at once."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = SimpleNamespace(accounts=("one",), documents=SimpleNamespace(watch=()))
        self.known: dict[JobId, JobDetails] = {}
        self.in_vtex: dict[OrderId, OrderReturns] = {}
        self.found: tuple[Match, ...] = ()

    def page(self, query: JobQuery, _offset: int, _limit: int) -> JobPage:
        return JobPage(tuple(job for job in self._jobs if query.accepts(job)), has_more=False)

    def details(self, job_id: JobId) -> JobDetails:
        self.asked.append(f"details {job_id}")
        return self.known[job_id]

    def job(self, job_id: JobId) -> Job:
        return self.known[job_id].job

    def find(self, text: str) -> tuple[FoundOrder, ...]:
        self.asked.append(f"find {text}")
        jobs = [job for job in self._jobs if text.casefold() in f"{job.order_id} {job.buyer}".casefold()]
        orders = {job.order_id: [each for each in jobs if each.order_id == job.order_id] for job in jobs}
        return tuple(
            FoundOrder(same[0].account, order, same[0].buyer, same[0].value, NOW, tuple(reversed(same)))
            for order, same in orders.items()
        )

    async def look(self, _account: AccountName, order_id: OrderId) -> OrderReturns:
        return await self.look_anywhere(order_id)

    async def look_anywhere(self, order_id: OrderId) -> OrderReturns:
        self.asked.append(f"look {order_id}")
        if order_id not in self.in_vtex:
            raise UnknownOrderError(order_id)
        return self.in_vtex[order_id]

    async def add(self, _account: AccountName, order_id: OrderId, _notification: None) -> tuple[Job, ...]:
        self.asked.append(f"add {order_id}")
        return self.in_vtex[order_id].jobs

    async def settle(self, _jobs: Sequence[int], _seconds: float) -> list[object]:
        return []

    def files_for(self, _job_id: JobId) -> tuple[Match, ...]:
        return self.found

    def typed_paper(self, typed: Typed) -> Paper:
        self.asked.append(f"document {typed.text}")
        raise DocumentRefusedError((Problem(ProblemCode.KEY_CHECK_DIGIT),))

    @property
    @override
    def commands(self) -> SimpleNamespace:
        return SimpleNamespace(
            desk=self, filing=self, returns_desk=self, settle=self.settle, typed_paper=self.typed_paper
        )

    @property
    def _jobs(self) -> list[Job]:
        return [details.job for details in self.known.values()]
