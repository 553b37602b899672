"""Ten thousand old files in a watched folder when the desk starts, each an authorised document of its own.

How long it takes until a document is attached that is dropped then, against an empty folder; and while the old ones
are read: how long the engine's loop keeps everybody waiting at most, and how much memory stays in use.
"""

from __future__ import annotations

import asyncio
import gc
import os
import queue
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from desktop_invoicer.config import Home
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.fiscal.folders.tempo import Tempo
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.demo import ACCOUNT, RunningDesk, running_desk, watched_folder
from desktop_invoicer.simulator.till import issue
from tests.benchmarks.comparison import Comparison, Target, in_turn

FILES = 10_000
STORY = "pickup-with-cpf"
DAY = 24 * 3600
TICK = 0.005
PAUSE = 0.1
"""Seconds for which the loop may keep others waiting; nobody notices so little."""
GROWTH = 32.0
"""Megabytes that may stay in use."""
HASTE = replace(Tempo(), reading=0.9)
"""Reads all old files in a row, to see what that leaves behind; everything else is as in a store."""
TOO_LONG = 300.0
"""Seconds after which something must have gone wrong."""

_STATUS = Path("/proc/self/statm")
_MEGABYTE = 1024 * 1024


def compare() -> Iterator[Comparison]:
    """Drop a document beside old ones and beside none in turn; then let the old ones be read to their end."""
    simulator = Simulator(ACCOUNT)
    with tempfile.TemporaryDirectory(prefix="desktop-invoicer-bench-") as folder, simulator.serve() as server:
        shop = _Shop(Path(folder), simulator, server.origin)
        pairs = in_turn(shop.among_old, shop.alone)
        pause, growth = shop.read_all()
    sides = ("attached after {:.2f} s", "in an empty folder {:.2f} s")
    yield Comparison("document-among-10000-files", Target(1.5, is_least=False), sides, pairs)
    sides = ("the loop paused for {:.3f} s", "allowed {:.3f} s")
    yield Comparison("pause-while-10000-files-are-read", Target(1, is_least=False), sides, [(pause, PAUSE)])
    if _STATUS.exists():
        sides = ("{:.0f} MB more in use", "allowed {:.0f} MB")
        yield Comparison("memory-after-10000-files", Target(1, is_least=False), sides, [(growth, GROWTH)])


class _Shop:
    """A store that sold a lot before."""

    def __init__(self, folder: Path, simulator: Simulator, origin: str) -> None:
        """Write the old files once; each turn has links to them in a folder of its own."""
        self._folder = folder
        self._simulator = simulator
        self._origin = origin
        self._turns = count(1)
        self._old = self._sold_before()

    def among_old(self) -> float:
        """Give the seconds until a document is attached that is dropped while the old ones are read."""
        return self._attached_after(self._old)

    def alone(self) -> float:
        """Give the seconds in a folder that was empty."""
        return self._attached_after(())

    def read_all(self) -> tuple[float, float]:
        """Let all the old ones be read; give the longest pause of the loop, and the megabytes more in use."""
        with self._desk(self._old, HASTE) as desk:
            gc.freeze()  # as the window does; this process holds a simulator and a benchmark, too
            before = _megabytes()
            pause = desk.program.begin(_longest_pause).result(TOO_LONG)
            gc.collect()
            gc.unfreeze()
            return pause, _megabytes() - before

    def _sold_before(self) -> Sequence[Path]:
        sold = self._folder / "sold"
        sold.mkdir()
        (story,) = self._simulator.add_stories([STORY])
        (press,) = story.presses
        items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
        order = {**story.order, "orderId": "v60000000gvea-01"}
        paths = [sold / f"{number}.xml" for number in range(FILES)]
        for age, path in enumerate(paths):
            program = self._simulator.fiscal_program
            path.write_bytes(program.issue(order, items, press.expected_value, story.model))
            moment = time.time() - DAY - age
            os.utime(path, (moment, moment))
        return paths

    @contextmanager
    def _desk(self, old: Sequence[Path], tempo: Tempo) -> Iterator[RunningDesk]:
        home = Home.below(self._folder / str(next(self._turns)))
        folder = watched_folder(home)
        folder.mkdir(parents=True)
        for path in old:
            os.link(path, folder / path.name)
        with running_desk(home, self._origin, tempo) as desk:
            self._simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
            self._simulator.notify_headers = {"Authorization": desk.token}
            yield desk

    def _attached_after(self, old: Sequence[Path]) -> float:
        jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()

        def listen(event: Event) -> None:
            if isinstance(event, JobChanged):
                jobs.put(event.job)

        with self._desk(old, Tempo()) as desk:
            commands = desk.program.commands
            commands.desk.engine.subscribe(listen)
            self._simulator.request_invoice(story=STORY)
            job = _next(jobs, Stage.LOADED)
            xml = issue(self._simulator, commands.desk.details(job.id))
            begin = time.perf_counter()
            (desk.watched / "new.xml").write_bytes(xml)
            _next(jobs, Stage.DOCUMENTED)
            return time.perf_counter() - begin


def _next(jobs: queue.SimpleQueue[Job], stage: Stage) -> Job:
    while (job := jobs.get(timeout=TOO_LONG)).stage is not stage:
        pass
    return job


async def _longest_pause(commands: Commands) -> float:
    """Look at the clock again and again until everything is read."""
    longest = 0.0
    while not commands.filing.has_told_everything():
        begin = time.perf_counter()
        await asyncio.sleep(TICK)
        longest = max(longest, time.perf_counter() - begin - TICK)
    return longest


def _megabytes() -> float:
    """Give how much memory is in use, where the system tells."""
    if not _STATUS.exists():
        return 0.0
    return int(_STATUS.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
