"""People at the returns desk of a whole program, against a simulated account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop_invoicer import errors
from desktop_invoicer.bootstrap import Program
from desktop_invoicer.config import Home
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.settling import Settling
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.demo import ACCOUNT, PACE, running_desk
from desktop_invoicer.simulator.faults import Faults
from desktop_invoicer.simulator.till import issue
from tests.waiting import PATIENCE

CLERK, MANAGER = "ana", "rita"
COLLEAGUES = 8
MOST_STEPS = 12
"""A return that takes more steps than these goes round in circles."""

IMPOSSIBLE = {"return-of-a-gift": ProblemCode.NOTHING_PAID, "return-refused": ProblemCode.VTEX_REFUSED}
"""Stories of which a person can only read why they go no further."""

T = TypeVar("T")

Word = Callable[[Settling, JobId], Coroutine[Any, Any, Job]]

WORDS: dict[Matter, Word] = {
    Matter.OPERATION: lambda desk, job: desk.settle_operation(job, CLERK, Operation.STORE_RETURN),
    Matter.TAKEOVER: lambda desk, job: desk.take_over(job, MANAGER, "the buyer is here"),
    Matter.NO_REFUND: lambda desk, job: desk.go_without_refund(job, CLERK, "paid back in cash"),
    Matter.REVERSAL: lambda desk, job: desk.note_reversal(job, CLERK, "NSU 004217", datetime.now(UTC)),
    Matter.APPROVAL: lambda desk, job: desk.approve(job, MANAGER),
}


@dataclass(frozen=True, slots=True)
class ReturnsClerk:
    """People at the returns desk, who say what is due, have the document issued and confirm each refund."""

    program: Program
    simulator: Simulator

    def serve_all(self) -> list[JobDetails]:
        """Let VTEX ask, and take everything as far as it goes: jobs of one order in turn, beside other orders."""
        accepted = self.simulator.request_all()
        jobs = self._ask(_jobs)
        assert len(jobs) == accepted
        self._wait([job.id for job in jobs])
        orders: defaultdict[OrderId, list[JobId]] = defaultdict(list)
        for job in jobs:
            orders[job.order_id].append(job.id)
        with ThreadPoolExecutor(COLLEAGUES) as pool:
            served = pool.map(lambda order: [self._served(job) for job in order], orders.values())
            return [found for order in served for found in order]

    def take_back(self, order: str, index: int) -> JobDetails:
        """Let VTEX ask one unit of a line back, and take it as far as it goes."""
        items = [{"itemIndex": index, "quantity": 1}]
        (asked,) = self.simulator.request_invoice(order=order, items=items, type="Input")
        (job,) = (job for job in self._ask(_jobs) if job.notification_id == asked.id)
        return self._served(job.id)

    def references(self, job: JobDetails) -> tuple[str, ...]:
        """Give the keys of the documents that the one of a job names."""
        return self._ask(lambda commands: _references(commands, job.job.id))

    def _served(self, job_id: JobId) -> JobDetails:
        for _ in range(MOST_STEPS):
            self._wait([job_id])
            found = self._ask(lambda commands: _details(commands, job_id))
            if found.job.stage.is_end or not self._step(found):
                return found
        pytest.fail(f"job {job_id} went round in circles")

    def _step(self, found: JobDetails) -> bool:
        """Do the next thing that a return waits for; false when only somebody else can help."""
        job, case = found.job, found.case
        if obstacle(job) in IMPOSSIBLE.values():
            return False
        if case is not None and case.due:
            matter = case.due[0]
            self._ask(lambda commands: WORDS[matter](commands.settling, job.id))
        elif job.stage is Stage.LOADED:
            paper = read_paper(issue(self.simulator, found))
            self._ask(lambda commands: commands.desk.attach(job.id, paper, CLERK))
        else:
            with suppress(errors.StaleJobError):  # it says something else by now: look at it again
                self._ask(lambda commands: commands.desk.submit(job.id, CLERK, confirmed=True, shown=job))
        return True

    def _ask(self, work: Callable[[Commands], Coroutine[Any, Any, T]]) -> T:
        return self.program.begin(work).result(PATIENCE)

    def _wait(self, jobs: Sequence[JobId]) -> None:
        """Wait until nothing moves by itself any more."""
        self.program.answer("settle", {"jobs": jobs, "seconds": PATIENCE})


def obstacle(job: Job) -> ProblemCode | None:
    """Give what holds a job."""
    return None if job.hold is None or job.hold.problem is None else job.hold.problem.code


async def _jobs(commands: Commands) -> Sequence[Job]:
    return commands.desk.jobs()


async def _references(commands: Commands, job_id: JobId) -> tuple[str, ...]:
    content = commands.desk.context.journal.document_content(job_id)
    return () if content is None else content.references


async def _details(commands: Commands, job_id: JobId) -> JobDetails:
    return commands.desk.details(job_id)


@contextmanager
def a_desk(home: Path, stories: Sequence[str], faults: str = "none", seed: int = 1) -> Iterator[ReturnsClerk]:
    """Open a desk for one order of each story."""
    simulator = Simulator(ACCOUNT, seed=seed, faults=Faults.named(faults), pace=PACE)
    simulator.add_stories(stories)
    with simulator.serve() as server, running_desk(Home.below(home), server.origin) as desk:
        simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
        simulator.notify_headers = {"Authorization": desk.token}
        yield ReturnsClerk(desk.program, simulator)
