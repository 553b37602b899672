"""A day of 2,000 sales sent in one go at its end, to an account where every answer takes 50 ms.

The bound is the ideal, in which all allowed requests are always under way and nothing else takes time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from secrets import token_bytes

from desktop_invoicer.persistence.database import KEY_BYTES, Database
from tests.benchmarks.account import FarAccount, Sale
from tests.benchmarks.comparison import Comparison, Pair, Target
from tests.benchmarks.far_desk import IN_FLIGHT, LATENCY, running

ORDERS = 2000
DAYS = 3
"""A day takes half a minute: so few are enough, the first of which only warms up."""


def compare() -> Iterator[Comparison]:
    """Close some days."""
    with FarAccount(DAYS * ORDERS) as account, tempfile.TemporaryDirectory() as folder:
        days = asyncio.run(_measure(account, Path(folder)))
    yield Comparison("2000-orders-a-day", Target(1.3, is_least=False), ("{:.2f} s", "ideal {:.2f} s"), days)


async def _measure(account: FarAccount, folder: Path) -> list[Pair]:
    sales = iter(account.sales)
    with closing(Database(folder / "invoicer.db", token_bytes(KEY_BYTES))) as database:
        return [await _day(account, database, list(islice(sales, ORDERS))) for _ in range(DAYS)][1:]


async def _day(account: FarAccount, database: Database, sales: Sequence[Sale]) -> Pair:
    """Prepare a day as quickly as may be, then close it."""
    account.answer_after(0)
    async with running(account.origin, database, in_flight=IN_FLIGHT) as desk:
        jobs = await desk.prepare(sales)
    account.answer_after(LATENCY)
    async with running(account.origin, database, in_flight=IN_FLIGHT) as desk:
        taken = await desk.close_day(jobs)
        return taken, desk.requests * LATENCY / IN_FLIGHT
