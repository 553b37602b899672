"""Sales that lie ready, submitted through the engine to an account where every answer takes 50 ms.

Two bounds: the ideal, in which all allowed requests are always under way and nothing else takes time; and the same
work done one sale and one request at a time.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_bytes

import httpx

from desktop_invoicer.bootstrap import SystemClock
from desktop_invoicer.domain.notification import NotificationCall, NotificationId, OrderId
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.rule_pack import shipped_rules
from desktop_invoicer.persistence.database import KEY_BYTES, Database
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.benchmarks.account import FarAccount, Sale
from tests.benchmarks.comparison import PAIRS, Comparison, Target

SALES = 500
SAMPLE = 25
"""Sales of a turn that are submitted one at a time; they stand for all of them."""
LATENCY = 0.05
IN_FLIGHT = 16
PLENTY = 10**9
"""Requests a minute: what is measured here is not the budget."""
TOO_LONG = 120.0
"""Seconds after which something must have gone wrong."""


def compare() -> Iterator[Comparison]:
    """Submit in both ways in turn."""
    with FarAccount((PAIRS + 1) * (SALES + SAMPLE)) as account, tempfile.TemporaryDirectory() as folder:
        turns = asyncio.run(_measure(account, Path(folder)))
    yield Comparison(
        "500-sales",
        Target(1.3, is_least=False),
        ("{:.2f} s", "ideal {:.2f} s"),
        [(turn.together, turn.ideal) for turn in turns],
    )
    yield Comparison(
        "500-sales-vs-one-at-a-time",
        Target(8, is_least=True),
        ("one at a time {:.2f} s", "16 requests at once {:.2f} s"),
        [(turn.one_at_a_time, turn.together) for turn in turns],
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """Seconds for all sales."""

    together: float
    ideal: float
    one_at_a_time: float


async def _measure(account: FarAccount, folder: Path) -> list[_Turn]:
    """Prepare everything, then take turns; the first one only warms up."""
    with closing(Database(folder / "invoicer.db", token_bytes(KEY_BYTES))) as database:
        async with _running(account.origin, database, in_flight=IN_FLIGHT) as desk:
            jobs = iter(await desk.prepare(account.sales))
        account.answer_after(LATENCY)
        return [await _turn(account.origin, database, jobs) for _ in range(PAIRS + 1)][1:]


async def _turn(origin: str, database: Database, jobs: Iterator[JobId]) -> _Turn:
    async with _running(origin, database, in_flight=IN_FLIGHT) as desk:
        together = await desk.submit(list(islice(jobs, SALES)))
        ideal = desk.requests * LATENCY / IN_FLIGHT
    async with _running(origin, database, in_flight=1) as desk:
        alone = [await desk.submit([job]) for job in islice(jobs, SAMPLE)]
    return _Turn(together, ideal, sum(alone) / SAMPLE * SALES)


@asynccontextmanager
async def _running(origin: str, database: Database, *, in_flight: int) -> AsyncIterator[_Desk]:
    async with make_http_client() as http:
        desk = _Desk(origin, database, http, in_flight)
        work = asyncio.create_task(desk.engine.run())
        try:
            async with asyncio.timeout(TOO_LONG):
                yield desk
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


class _Desk:
    """Engine and journal, wired as ``bootstrap`` does it; only the requests under way are limited by choice."""

    def __init__(self, origin: str, database: Database, http: httpx.AsyncClient, in_flight: int) -> None:
        self.requests = 0
        """Requests made."""
        http.event_hooks = {"request": [self._count]}
        vtex = VtexAccount(
            Origins.of(ACCOUNT, origin, origin),
            lambda: Credentials(APP_KEY, APP_TOKEN),
            http,
            RequestBudget(PLENTY, in_flight=in_flight),
        )
        context = Context({ACCOUNT: vtex}, JobJournal(database), SystemClock(), STORE.policy, shipped_rules())
        self.engine = Engine(context)
        self.engine.subscribe(self._note)
        self._intake = Intake(context.accounts, context.journal, context.clock, self.engine)
        self._desk = Desk(context, self.engine, self._intake, {})
        self._vtex = vtex
        self._reached: defaultdict[Stage, asyncio.Queue[JobId]] = defaultdict(asyncio.Queue)

    async def prepare(self, sales: Sequence[Sale]) -> list[JobId]:
        """Take in the sales, let them be loaded, and attach their documents."""
        jobs = []
        for sale in sales:
            order = OrderId(sale.order_id)
            call = NotificationCall(
                ACCOUNT, order, NotificationId(sale.notification_id), self._vtex.callback_url(order)
            )
            jobs.append(self._intake.accept(call, "receiver")[0].id)
        await self._all_reach(Stage.LOADED, jobs)
        for job, sale in zip(jobs, sales, strict=True):
            await self._desk.attach(job, read_paper(sale.xml))
        return jobs

    async def submit(self, jobs: Sequence[JobId]) -> float:
        """Let the jobs go out; give the seconds until all are closed."""
        begin = time.perf_counter()
        for job in jobs:
            await self._desk.submit(job, "benchmark", confirmed=False)
            await asyncio.sleep(0)  # commands come one by one from another thread: the engine works in between
        await self._all_reach(Stage.CLOSED, jobs)
        return time.perf_counter() - begin

    async def _all_reach(self, stage: Stage, jobs: Sequence[JobId]) -> None:
        for _ in jobs:
            await self._reached[stage].get()

    def _note(self, event: Event) -> None:
        if isinstance(event, JobChanged):
            self._reached[event.job.stage].put_nowait(event.job.id)

    async def _count(self, _: httpx.Request) -> None:
        self.requests += 1
