"""The window against a bare one: how soon it is there, what it weighs, and whether it ever waits."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from functools import partial

from desktop_invoicer.config import Home
from desktop_invoicer.persistence.database import Database
from tests.benchmarks.account import FarAccount, Sale
from tests.benchmarks.comparison import PAIRS, Comparison, Target
from tests.benchmarks.pages import fill
from tests.benchmarks.window_process import WindowProcess, home_with

FEW, MANY = 1_000, 10_000
"""Jobs that lie open."""
SALES = 500
LATENCY = 0.05
TURNS = 3
"""So often the long run is measured."""
EXTRA_MEMORY = 60.0
"""Megabytes."""
LONGEST_PAUSE = 50.0
"""Milliseconds."""

Figures = dict[str, float]


def compare() -> Iterator[Comparison]:
    """Open windows in turn, each in a process of its own."""
    with home_with(partial(_fill, FEW)) as few:
        starts = [(_measured("counter", few), _measured("bare", few)) for _ in range(PAIRS + 1)][1:]
    sides = ("{:.0f} ms", "bare window {:.0f} ms")
    for figure, name in (("seen", "window-seen"), ("listed", "window-with-1000-jobs-listed")):
        pairs = [(counter[figure], bare["seen"]) for counter, bare in starts]
        yield Comparison(name, Target(1.5, is_least=False), sides, pairs)
    with home_with(partial(_fill, MANY)) as many:
        weights = [(_measured("scrolled", many), _measured("bare", many)) for _ in range(TURNS)]
        pairs = [(counter["rss"] - bare["rss"], EXTRA_MEMORY) for counter, bare in weights]
        sides = ("{:.0f} MB more than a bare window with 10,000 jobs listed", "allowed {:.0f} MB")
        yield Comparison("window-memory", Target(1, is_least=False), sides, pairs)
        with FarAccount(TURNS * SALES) as account:
            pauses = [_pause(account, many, turn) for turn in range(TURNS)]
    sides = ("worst pause {:.0f} ms while 500 sales run and 10,000 jobs are listed", "allowed {:.0f} ms")
    yield Comparison("window-pause", Target(1, is_least=False), sides, [(pause, LONGEST_PAUSE) for pause in pauses])


def _fill(jobs: int, database: Database) -> None:
    fill(database, jobs, lambda _: False)


def _pause(account: FarAccount, home: Home, turn: int) -> float:
    account.answer_after(0)
    sales = account.sales[turn * SALES : (turn + 1) * SALES]
    with WindowProcess("sales", home) as window:
        window.say(json.dumps({"origin": account.origin, "sales": _told(sales)}))
        window.line()  # all are loaded and have their documents
        account.answer_after(LATENCY)
        window.say("go")
        return float(window.line()["pause"])


def _told(sales: Sequence[Sale]) -> list[list[str]]:
    return [[sale.order_id, sale.notification_id, base64.b64encode(sale.xml).decode()] for sale in sales]


def _measured(what: str, home: Home) -> Figures:
    with WindowProcess(what, home) as window:
        return window.line()
