"""The window against a bare one: how soon it is there, what it weighs, and whether it ever waits."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Any

from desktop_invoicer.config import Home
from desktop_invoicer.persistence.database import KEY_BYTES, Database
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from tests.benchmarks.account import FarAccount, Sale
from tests.benchmarks.comparison import PAIRS, Comparison, Target
from tests.benchmarks.pages import fill

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
    with _home_with(FEW) as few:
        starts = [(_measured("counter", few), _measured("bare", few)) for _ in range(PAIRS + 1)][1:]
    sides = ("{:.0f} ms", "bare window {:.0f} ms")
    for figure, name in (("seen", "window-seen"), ("listed", "window-with-1000-jobs-listed")):
        pairs = [(counter[figure], bare["seen"]) for counter, bare in starts]
        yield Comparison(name, Target(1.5, is_least=False), sides, pairs)
    with _home_with(MANY) as many:
        weights = [(_measured("scrolled", many), _measured("bare", many)) for _ in range(TURNS)]
        pairs = [(counter["rss"] - bare["rss"], EXTRA_MEMORY) for counter, bare in weights]
        sides = ("{:.0f} MB more than a bare window with 10,000 jobs listed", "allowed {:.0f} MB")
        yield Comparison("window-memory", Target(1, is_least=False), sides, pairs)
        with FarAccount(TURNS * SALES) as account:
            pauses = [_pause(account, many, turn) for turn in range(TURNS)]
    sides = ("worst pause {:.0f} ms while 500 sales run and 10,000 jobs are listed", "allowed {:.0f} ms")
    yield Comparison("window-pause", Target(1, is_least=False), sides, [(pause, LONGEST_PAUSE) for pause in pauses])


@contextmanager
def _home_with(jobs: int) -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="desktop-invoicer-bench-") as folder:
        home = Home.below(Path(folder))
        home.create()
        key = token_bytes(KEY_BYTES)
        with closing(Database(home.database_file, key)) as database:
            fill(database, jobs, lambda _: False)
        (home.settings / "key").write_text(key.hex())
        yield home


def _pause(account: FarAccount, home: Home, turn: int) -> float:
    account.answer_after(0)
    sales = account.sales[turn * SALES : (turn + 1) * SALES]
    with _process("sales", home) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"origin": account.origin, "sales": _told(sales)}) + "\n")
        process.stdin.flush()
        _line(process)  # all are loaded and have their documents
        account.answer_after(LATENCY)
        process.stdin.write("go\n")
        process.stdin.flush()
        return float(_line(process)["pause"])


def _told(sales: Sequence[Sale]) -> list[list[str]]:
    return [[sale.order_id, sale.notification_id, base64.b64encode(sale.xml).decode()] for sale in sales]


def _measured(what: str, home: Home) -> Figures:
    with _process(what, home) as process:
        return _line(process)


@contextmanager
def _process(what: str, home: Home) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "BEGUN": str(time.time_ns()),
        "DESKTOP_INVOICER_HOME": str(home.settings),
        "APP_KEY": APP_KEY,
        "APP_TOKEN": APP_TOKEN,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
    }
    process = subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", f"tests.benchmarks.window_{'bare' if what == 'bare' else 'counter'}", what],
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found
