"""The window while a day of 2,000 sales is sent from it in one go: how soon it shows them, and if it ever waits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from functools import partial

from desktop_invoicer.persistence.database import Database
from tests.benchmarks.account import FarAccount, Sale
from tests.benchmarks.comparison import Comparison, Target
from tests.benchmarks.day import ORDERS
from tests.benchmarks.far_desk import IN_FLIGHT, LATENCY, running
from tests.benchmarks.window import LONGEST_PAUSE, Figures
from tests.benchmarks.window_process import WindowProcess, home_with

DAYS = 3
SHOWN_WITHIN = 1000.0
"""Milliseconds from the command to the page with everything that is pending."""


def compare() -> Iterator[Comparison]:
    """Send some days, each from a window of its own."""
    with FarAccount(DAYS * ORDERS) as account:
        days = [_day(account, account.sales[turn * ORDERS : (turn + 1) * ORDERS]) for turn in range(DAYS)]
    shown = [(figures["shown"], SHOWN_WITHIN) for figures in days]
    sides = (f"{ORDERS} pending orders shown after {{:.0f}} ms", "allowed {:.0f} ms")
    yield Comparison("day-window-shown", Target(1, is_least=False), sides, shown)
    pauses = [(max(figures["opening"], figures["sending"]), LONGEST_PAUSE) for figures in days]
    sides = (f"worst pause {{:.0f}} ms while {ORDERS} orders are shown and sent", "allowed {:.0f} ms")
    yield Comparison("day-window-pause", Target(1, is_least=False), sides, pauses)


def _day(account: FarAccount, sales: Sequence[Sale]) -> Figures:
    """Prepare a day as quickly as may be, then send it from the window."""
    account.answer_after(0)
    with home_with(partial(_prepare, account.origin, sales)) as home:
        account.answer_after(LATENCY)
        with WindowProcess("day", home) as window:
            window.say(json.dumps({"origin": account.origin, "sales": []}))
            return window.line()


def _prepare(origin: str, sales: Sequence[Sale], database: Database) -> None:
    async def prepare() -> None:
        async with running(origin, database, in_flight=IN_FLIGHT) as desk:
            await desk.prepare(sales)

    asyncio.run(prepare())
