"""Every story of a return, with a person at the desk: each refund happens once and is right to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop_invoicer.bootstrap import Program
from desktop_invoicer.config import Home
from desktop_invoicer.domain.document import DocumentKind
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
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.till import issue

pytestmark = pytest.mark.slow

CLERK, MANAGER = "ana", "rita"
PATIENCE = 30.0
COLLEAGUES = 8
MOST_STEPS = 12
"""A return that takes more steps than these goes round in circles."""

RETURNS = [story.name for story in Simulator().add_stories(len(STORIES)) if story.presses[0].invoice_type == "Input"]
IMPOSSIBLE = {"return-of-a-gift": ProblemCode.NOTHING_PAID, "return-refused": ProblemCode.VTEX_REFUSED}
"""Stories of which a person can only read why they go no further."""
WITHOUT_REFUND = {"return-before-invoicing"}

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


@dataclass(frozen=True, slots=True)
class Day:
    """What came of a day at the returns desk."""

    simulator: Simulator
    jobs: list[JobDetails]

    def of(self, story: str) -> list[JobDetails]:
        """Give the returns of a story."""
        return [found for found in self.jobs if self.simulator.stories[found.job.order_id].name == story]


@contextmanager
def a_desk(home: Path, stories: Sequence[str], faults: str = "none", seed: int = 1) -> Iterator[ReturnsClerk]:
    """Open a desk for one order of each story."""
    simulator = Simulator(ACCOUNT, seed=seed, faults=Faults.named(faults), pace=PACE)
    simulator.add_stories(stories)
    with simulator.serve() as server, running_desk(Home.below(home), server.origin) as desk:
        simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
        simulator.notify_headers = {"Authorization": desk.token}
        yield ReturnsClerk(desk.program, simulator)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Give a day on which nothing goes wrong."""
    with a_desk(tmp_path_factory.mktemp("day"), RETURNS) as clerk:
        return Day(clerk.simulator, clerk.serve_all())


def judge(day: Day) -> None:
    """Hold a day against the ledger."""
    ledger = day.simulator.ledger()
    assert ledger["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
    assert ledger["breaches"] == []
    paid = [(refund["order"], refund["number"]) for refund in ledger["refunds"]]
    assert len(set(paid)) == len(paid)
    for story in day.simulator.stories.values():
        due = sum(press.expected_value for press in story.presses)
        refunded = 0 if story.name in WITHOUT_REFUND else due
        order = ledger["orders"][story.order_id]
        assert (story.name, order["posted_return"], order["refunded"]) == (story.name, due, refunded)


def test_every_refund_happens_once_and_to_the_cent(day: Day) -> None:
    judge(day)


def test_every_refund_happens_once_whatever_goes_wrong(tmp_path: Path) -> None:
    with a_desk(tmp_path, RETURNS, "all", seed=2) as clerk:
        day = Day(clerk.simulator, clerk.serve_all())

    judge(day)


def test_what_was_sold_in_parts_goes_back_in_parts_each_by_the_note_that_sold_it(tmp_path: Path) -> None:
    with a_desk(tmp_path, ["freight-250-over-3"]) as clerk:
        sales = [sale.job for sale in clerk.serve_all()]
        returns = [clerk.take_back(sales[0].order_id, 0) for _ in sales]
        named = [clerk.references(back) for back in returns]

    ledger = clerk.simulator.ledger()
    assert ledger["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
    assert [refund["value"] for refund in ledger["refunds"]] == [1083, 1084, 1083]
    assert sorted(named) == sorted((sale.document.key.text,) for sale in sales if sale.document)


@pytest.mark.parametrize("story", RETURNS)
def test_a_return_ends_closed_or_says_why_it_cannot(day: Day, story: str) -> None:
    assert {obstacle(found.job) for found in day.of(story)} == {IMPOSSIBLE.get(story)}
    assert {found.job.stage is Stage.CLOSED for found in day.of(story)} == {story not in IMPOSSIBLE}


def test_the_words_of_vtex_reach_whoever_asked_for_the_refund(day: Day) -> None:
    (refused,) = day.of("return-refused")

    assert refused.job.hold is not None
    assert refused.job.hold.problem is not None
    assert day.simulator.stories[refused.job.order_id].quirks.refund_refusal in str(
        refused.job.hold.problem.facts["words"]
    )


def test_vtex_takes_a_return_before_full_invoicing_and_says_why_it_refunds_nothing(day: Day) -> None:
    (found,) = day.of("return-before-invoicing")

    (stalled,) = day.simulator.ledger()["refunds_not_started"]
    assert (stalled["order"], stalled["value"]) == (found.job.order_id, found.job.value)
    assert stalled["why"] == "the order is not fully invoiced"


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("cancellation", DocumentKind.CANCELLATION),
        ("cancellation-late", DocumentKind.CANCELLATION),  # the state takes late ones
        ("cancellation-out-of-time", DocumentKind.NOTE),
    ],
)
def test_a_sale_is_cancelled_as_long_as_its_window_is_open(day: Day, story: str, kind: DocumentKind) -> None:
    (found,) = day.of(story)

    assert found.job.document is not None
    assert found.job.document.kind is kind


@pytest.mark.parametrize("story", ["return-freight-250-over-3", "return-prices-59-60-60"])
def test_after_returns_one_by_one_nothing_is_left(day: Day, story: str) -> None:
    ledger = day.simulator.ledger()
    (order,) = {found.job.order_id for found in day.of(story)}

    assert ledger["orders"][order]["refunded"] == ledger["orders"][order]["invoiced"]


def test_a_sku_on_two_lines_goes_back_in_one_row(day: Day) -> None:
    (found,) = day.of("return-same-sku-on-two-lines")
    posted = [invoice for invoice in day.simulator.ledger()["invoices"] if invoice["ours"]]

    (rows,) = (invoice["items"] for invoice in posted if invoice["order"] == found.job.order_id)
    assert [row["quantity"] for row in rows] == [2]
