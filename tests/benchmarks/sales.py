"""Sales that lie ready, submitted through the engine to an account where every answer takes 50 ms.

Two bounds: the ideal, in which all allowed requests are always under way and nothing else takes time; and the same
work done one sale and one request at a time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_bytes

from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.persistence.database import KEY_BYTES, Database
from tests.benchmarks.account import FarAccount
from tests.benchmarks.comparison import PAIRS, Comparison, Target
from tests.benchmarks.far_desk import IN_FLIGHT, LATENCY, running

SALES = 500
SAMPLE = 25
"""Sales of a turn that are submitted one at a time; they stand for all of them."""


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
        async with running(account.origin, database, in_flight=IN_FLIGHT) as desk:
            jobs = iter(await desk.prepare(account.sales))
        account.answer_after(LATENCY)
        return [await _turn(account.origin, database, jobs) for _ in range(PAIRS + 1)][1:]


async def _turn(origin: str, database: Database, jobs: Iterator[JobId]) -> _Turn:
    async with running(origin, database, in_flight=IN_FLIGHT) as desk:
        together = await desk.submit(list(islice(jobs, SALES)))
        ideal = desk.requests * LATENCY / IN_FLIGHT
    async with running(origin, database, in_flight=1) as desk:
        alone = [await desk.submit([job]) for job in islice(jobs, SAMPLE)]
    return _Turn(together, ideal, sum(alone) / SAMPLE * SALES)
