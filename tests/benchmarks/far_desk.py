"""A desk that submits sales to a simulated account in another process: what the benchmarks of sending stand on."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date

import httpx

from desktop_invoicer.bootstrap import SystemClock
from desktop_invoicer.bootstrap.people import wire_people
from desktop_invoicer.config import Settings
from desktop_invoicer.domain.notification import NotificationCall, NotificationId, OrderId
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.submitting import Submissions
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.rule_pack import shipped_rules
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.benchmarks.account import Sale

LATENCY = 0.05
"""Seconds of every answer."""
IN_FLIGHT = 16
PLENTY = 10**9
"""Requests a minute: what is measured here is not the budget."""
TOO_LONG = 120.0
"""Seconds after which something must have gone wrong."""


@asynccontextmanager
async def running(origin: str, database: Database, *, in_flight: int) -> AsyncIterator[FarDesk]:
    async with make_http_client() as http:
        desk = FarDesk(origin, database, http, in_flight)
        works = [asyncio.create_task(work) for work in (desk.engine.run(), desk.submissions.run())]
        try:
            async with asyncio.timeout(TOO_LONG):
                yield desk
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)


class FarDesk:
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
        clock = SystemClock()
        people = wire_people(database, Settings(), clock, lambda: None)
        context = Context({ACCOUNT: vtex}, JobJournal(database), clock, STORE.policy, shipped_rules(), people)
        self.engine = Engine(context)
        self.engine.subscribe(self._note)
        self._intake = Intake(context.accounts, context.journal, context.clock, self.engine)
        self._desk = Desk(context, self.engine, self._intake, {})
        self.submissions = Submissions(self._desk, DayTable(database))
        self.engine.subscribe(self.submissions.listen)
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

    async def close_day(self, jobs: Sequence[JobId]) -> float:
        """Send everything in one go, as at the end of a day; give the seconds until all are closed."""
        begin = time.perf_counter()
        self.submissions.begin(date.today(), "benchmark", [self._desk.job(job) for job in jobs])  # noqa: DTZ011 (a label)
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
