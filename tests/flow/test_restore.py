"""An older state comes back after a kill: what was sent since is found in VTEX, and never sent again."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_invoicer.bootstrap.restoring import Restored, Wish, restore
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.persistence.backup import write_backup
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator import Simulator
from tests.builders import NOW
from tests.flow.desk_process import ACCOUNT, FixedVault, Task, open_database, start, wait
from tests.flow.test_kill import faults_of
from tests.waiting import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and the fork server are of POSIX systems"),
]

EARLY = ("anonymous-pickup", "freight-250-over-3", "cancellation", "return")
LATE = ("anonymous-pickup", "freight-250-over-3", "return") * 7
"""More than twenty invoices and refunds."""


class Desk:
    """A desk in a process of its own, and its database seen from outside."""

    def __init__(self, root: Path, simulator: Simulator, origin: str) -> None:
        self.home = Home.below(root)
        self.simulator = simulator
        self.task = Task(root, origin)
        self.database = open_database(root)

    def jobs(self) -> tuple[Job, ...]:
        return JobJournal(self.database).jobs()

    def is_over(self) -> bool:
        """Tell whether everything that VTEX asked for has come to its end."""
        asked = self.simulator.ledger()["notifications"]
        return asked["remaining"] == 0 and bool(self.jobs()) and all(job.stage.is_end for job in self.jobs())

    def seen(self) -> list[object]:
        """Say how far everything is, and what VTEX waits for."""
        return [*[(job.stage, job.hold) for job in self.jobs()], self.simulator.ledger()["notifications"]]

    def ask(self, stories: tuple[str, ...]) -> None:
        self.simulator.add_stories(stories)
        self.simulator.request_all()

    def back_up_amid(self, path: Path, is_so: Callable[[], bool]) -> None:
        """Let the desk work, and copy its database as soon as something is so; then kill it in everything's midst."""
        process = start(self.task)
        until(is_so, "the moment of the backup", self.seen)
        write_backup(self.database, {}, path, None, NOW)
        until(self.is_over, "the end of all work", self.seen)
        process.kill()
        wait(process)

    def live_on(self) -> None:
        """Let the desk work until nothing is left to do."""
        self.database = Database(self.home.database_file, self.database.key)
        process = start(self.task)
        until(self.is_over, "the end of all work", self.seen)
        process.kill()
        wait(process)
        self.database.close()

    def restore(self, path: Path) -> Restored:
        self.database.close()
        return restore(self.home, Settings(), FixedVault(), Wish(path, "ana"))


@pytest.mark.parametrize("closed", [0, 3])
def test_what_was_sent_since_the_backup_is_not_sent_again(tmp_path: Path, closed: int) -> None:
    simulator = Simulator(ACCOUNT)
    backup = tmp_path / "desk.backup"
    with simulator.serve() as server:
        desk = Desk(tmp_path / "home", simulator, server.origin)
        desk.ask(EARLY)
        desk.back_up_amid(backup, lambda: len(_ended(desk)) >= closed and bool(desk.jobs()))
        desk.database.close()
        desk.ask(LATE)
        desk.live_on()
        before = simulator.ledger()
        assert faults_of(before) == {}

        done = desk.restore(backup)
        with closing(open_database(tmp_path / "home")) as database:
            left = [job for job in JobJournal(database).jobs() if not job.stage.is_end]
        desk.live_on()

        after = simulator.ledger()
        with closing(open_database(tmp_path / "home")) as database:
            assert len(JobJournal(database).jobs()) == done.header.jobs
    assert all(job.confirmed_by == "" for job in left if job.stage is Stage.RECEIVED)
    assert not any(job.stage in {Stage.LOADED, Stage.DOCUMENTED} and job.hold is not None for job in left)
    assert faults_of(after) == {}
    assert (after["posts"], after["invoices"]) == (before["posts"], before["invoices"])
    assert sum(post["count"] for post in after["posts"]) >= 20


def _ended(desk: Desk) -> list[Job]:
    return [job for job in desk.jobs() if job.stage.is_end]
