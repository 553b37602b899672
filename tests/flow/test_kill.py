"""SIGKILL at every boundary of every step, and at random moments: nothing is lost, doubled, or off by a cent."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections import Counter as Tally
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest

from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator import Simulator
from tests.flow.desk_process import ACCOUNT, TOKEN, Task, open_database, run, start, wait
from tests.flow.store import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and the fork server are of POSIX systems"),
]

WORKERS = 2
STORIES = ("anonymous-pickup", "freight-250-over-3", "rupture-in-three-parts")
WITH_DOCUMENT = STORIES[0]
"""Its documents are dropped before VTEX asks, while the desk lives and dies."""
PIECE = 1500
SALES = STORIES[:2]
"""The third has the same boundaries again, and is for the kills at random."""
NOTIFICATIONS = 4
"""Of those sales."""
RETURNS = ("cancellation", "return")
REFUNDED = {9980, 4990}
LIVES, ACCEPTED = 8, 12
"""How often a desk is killed at least, and what it has received by then: a busy machine takes more, longer lives."""
KILLED = -signal.SIGKILL if os.name == "posix" else 0

Json = dict[str, Any]


def faults_of(ledger: Json) -> Json:
    """Give everything that a ledger holds against the desk; nothing when the day was perfect."""
    wrong = {
        "verdict": ledger["verdict"] if any(ledger["verdict"].values()) else None,
        "notifications left": ledger["notifications"]["remaining"],
        "breaches": ledger["breaches"],
        "posted again": [post for post in ledger["posts"] if post["count"] != 1],
        "invoices missing": ledger["notifications"]["accepted"] - sum(entry["ours"] for entry in ledger["invoices"]),
        "orders": {order: entry for order, entry in ledger["orders"].items() if entry["verdict"]["lost"]},
    }
    return {name: found for name, found in wrong.items() if found}


class Counter:
    """A store whose desk dies at one boundary after the other, each time with new orders."""

    def __init__(self, simulator: Simulator, origin: str, folder: Path, stories: Sequence[str]) -> None:
        self._simulator = simulator
        self._names = stories
        self._origin = origin
        self._folder = folder
        self._pressing = threading.Lock()
        open_database(folder / "new").close()  # takes longer than to copy it

    def die_and_live_on(self, dies_at: int) -> tuple[int | None, int | None]:
        """Give the exit status of a desk that dies at a boundary, and that of the next one in its home."""
        with self._pressing:
            stories = self._simulator.add_stories(self._names)
            assert self._simulator.request_all() == sum(len(story.presses) for story in stories)
        root = self._folder / str(dies_at)
        shutil.copytree(self._folder / "new", root)
        orders = [story.order_id for story in stories]
        return run(Task(root, self._origin, orders, dies_at)), run(Task(root, self._origin, orders))


def killed_at_every_boundary(stories: Sequence[str], folder: Path) -> tuple[int, Json]:
    """Let a desk die at one boundary after the other; give how many there are, and the ledger of it all."""
    simulator = Simulator(ACCOUNT, pace=1 / 200)
    ends: dict[int, tuple[int | None, int | None]] = {}
    boundaries = count(1)
    with simulator.serve() as server, ThreadPoolExecutor(WORKERS) as pool:
        counter = Counter(simulator, server.origin, folder, stories)
        while 0 not in {first for first, _ in ends.values()}:
            numbers = [next(boundaries) for _ in range(4 * WORKERS)]
            ends.update(zip(numbers, pool.map(counter.die_and_live_on, numbers), strict=True))
        ledger = simulator.ledger()
    assert {number: end for number, end in ends.items() if end not in {(KILLED, 0), (0, 0)}} == {}
    return len(ends), ledger


def test_killed_at_any_boundary_nothing_is_lost_doubled_or_off_by_a_cent(tmp_path: Path) -> None:
    boundaries, ledger = killed_at_every_boundary(SALES, tmp_path)

    assert faults_of(ledger) == {}
    assert boundaries > 12 * NOTIFICATIONS


def test_killed_at_any_boundary_money_goes_back_once(tmp_path: Path) -> None:
    boundaries, ledger = killed_at_every_boundary(RETURNS, tmp_path)

    assert faults_of(ledger) == {}
    assert Tally(refund["value"] for refund in ledger["refunds"]) == dict.fromkeys(REFUNDED, boundaries)
    assert boundaries > 12 * len(RETURNS)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_what_was_accepted_is_kept_and_invoiced_once(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    simulator = Simulator(ACCOUNT, seed=seed, pace=1 / 200)
    task = Task(tmp_path, "")
    port = free_port()
    simulator.notify_url = f"http://127.0.0.1:{port}/notifications/{ACCOUNT}"
    simulator.notify_headers = {"Authorization": TOKEN}
    open_database(tmp_path).close()
    task.watched.mkdir()
    accepted: list[tuple[str, str]] = []
    is_over = threading.Event()

    def press() -> None:
        for story in cycle(STORIES):
            if is_over.wait(0.05):
                return
            if story == WITH_DOCUMENT:
                pressed = simulator.request_invoice(order=issue_ahead(simulator, task.watched))
            else:
                pressed = simulator.request_invoice(story=story)
            accepted.extend((notification.order_id, notification.id) for notification in pressed)

    with simulator.serve() as server:
        with ThreadPoolExecutor(1) as pool:
            pressing = pool.submit(press)
            lives = 0
            try:
                while lives < LIVES or len(accepted) < ACCEPTED:
                    lives += 1
                    desk = start(replace(task, origin=server.origin, port=port))
                    time.sleep(random.uniform(0.1, 0.9) * max(1.0, lives / LIVES))
                    desk.kill()
                    assert wait(desk) == KILLED
            finally:
                is_over.set()
            pressing.result()
        database = open_database(tmp_path)
        kept = {(job.order_id, job.notification_id) for job in JobJournal(database).jobs()}
        database.close()
        orders = sorted({order for order, _ in kept})
        end = run(replace(task, origin=server.origin, orders=orders))
        ledger = simulator.ledger()

    assert set(accepted) <= kept
    assert (end, unfinished(tmp_path)) == (0, [])
    assert faults_of(ledger) == {}


def unfinished(root: Path) -> list[str]:
    """Tell of every job of a home that has not come to its end where it stands."""
    database = open_database(root)
    jobs = JobJournal(database).jobs()
    database.close()
    return [f"{job.order_id} {job.stage} {job.hold}" for job in jobs if not job.stage.is_end]


def issue_ahead(simulator: Simulator, folder: Path) -> str:
    """Let the fiscal program write the document of a new order in pieces, whether a desk runs or not."""
    (story,) = simulator.add_stories([WITH_DOCUMENT])
    (press,) = story.presses
    items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
    xml = simulator.issue_document(order=story.order_id, items=items, value=press.expected_value, model=story.model)
    with (folder / f"{story.order_id}.xml").open("wb", buffering=0) as written:
        for start_at in range(0, len(xml), PIECE):
            written.write(xml[start_at : start_at + PIECE])
            time.sleep(0.005)
    return story.order_id
