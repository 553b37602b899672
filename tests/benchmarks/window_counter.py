"""The program's window, measured from inside.

``counter`` measures its start, ``scrolled`` its weight, ``sales`` its pauses while sales run, and ``day`` those while
everything that is ready is sent from the day close page.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QElapsedTimer, QModelIndex, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_invoicer.config.home import Home
from desktop_invoicer.ui.application import Application, make_qt
from desktop_invoicer.ui.first_paint import FirstPaint

if TYPE_CHECKING:
    from desktop_invoicer.bootstrap import Program
    from desktop_invoicer.engine.events import Event
    from desktop_invoicer.ui.day.pending_view import PendingView

ACCOUNT, CNPJ = "lojafarmgavea", "11222333000181"
"""Those of the simulated account, which is not imported: the window's start is measured with what it needs alone."""
TICK = 1
"""Milliseconds between two looks at the clock while pauses are measured."""
JOBS = 10_000
"""Jobs that are listed before a window is weighed or works."""
NOWHERE = QModelIndex()
SETTLED = 2000
"""Milliseconds after which a window that lists everything is weighed."""


class Launcher:
    """Starts the desk as the command line does, with the database's key from a file in place of the keyring."""

    def __init__(self, home: Home, origin: str) -> None:
        self._home = home
        self._origin = origin
        self.program: Program | None = None

    def __call__(self, listener: Callable[[Event], None]) -> Program:
        from desktop_invoicer.bootstrap import Parts, Program
        from desktop_invoicer.config import Account, Polling, Receiver, Settings, Store
        from desktop_invoicer.credentials import DATABASE_KEY, SERVICE, MemoryVault, Secret, write_credentials
        from desktop_invoicer.domain.notification import AccountName
        from desktop_invoicer.domain.policy import Environment

        class KeptVault(MemoryVault):
            is_kept = True

        vault = KeptVault("")
        vault.set(SERVICE, DATABASE_KEY, (self._home.settings / "key").read_text())
        account = AccountName(ACCOUNT)
        write_credentials(
            vault, account, {Secret.APP_KEY: os.environ["APP_KEY"], Secret.APP_TOKEN: os.environ["APP_TOKEN"]}
        )
        settings = Settings(
            store=Store(account=account, cnpj=CNPJ, environment=Environment.HOMOLOGATION),
            accounts=(Account(name=account, myvtex_origin=self._origin, oms_origin=self._origin),),
            receiver=Receiver(enabled=False),
            polling=Polling(enabled=False, requests_per_minute=6000),
        )
        self.program = Program(self._home, settings, vault, Parts(listens=False), listeners=[listener])
        self.program.start()
        return self.program


class Pauses(QObject):
    """Looks at the clock all the time: whatever else the window does, comes in between."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.worst = 0
        """Milliseconds of the longest pause."""
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        self.worst = max(self.worst, self._clock.restart() - TICK)


class Run(QObject):
    """One window, opened and measured; each figure is told once."""

    def __init__(self, what: str, home: Home, origin: str) -> None:
        super().__init__()
        self._what = what
        self._figures: dict[str, float] = {}
        self.launcher = Launcher(home, origin)
        self.application = Application(make_qt(), home, "benchmark", self.launcher)
        self.application.link.start_failed.connect(lambda _: os._exit(1))

    def open(self) -> None:
        """Open the window; whoever looks last is told first."""
        self.application.open()
        FirstPaint(self.application.window).painted.connect(self._on_seen)

    @property
    def model(self) -> QAbstractItemModel:
        from desktop_invoicer.ui.jobs.table import JobTable  # not before the window was seen

        table = self.application.window.page.findChild(JobTable)
        assert isinstance(table, JobTable)
        return table.model()

    def _on_seen(self) -> None:
        self._figures["seen"] = _since_begin()
        QTimer.singleShot(0, self._watch)

    def _watch(self) -> None:
        """Wait for the first page of jobs."""
        if self.model.rowCount():
            self._figures["listed"] = _since_begin()
            self._on_listed()
        else:
            QTimer.singleShot(1, self._watch)

    def _on_listed(self) -> None:
        match self._what:
            case "counter":
                tell(self._figures)
            case "scrolled":
                self._scroll(self._weigh)
            case "day":
                QTimer.singleShot(SETTLED, self._open_day)
            case _:
                self._scroll(self._prepare)

    def _scroll(self, then: Callable[[], None]) -> None:
        """Fetch page after page until everything is listed."""
        if self.model.rowCount() >= JOBS:
            QTimer.singleShot(SETTLED, then)
            return
        if self.model.canFetchMore(NOWHERE):
            self.model.fetchMore(NOWHERE)
        QTimer.singleShot(TICK, lambda: self._scroll(then))

    def _weigh(self) -> None:
        self._figures["rows"] = self.model.rowCount()
        self._figures["rss"] = megabytes()
        tell(self._figures)

    def _prepare(self) -> None:
        """Load the sales and attach their documents; then wait for the word to let them go."""
        self.application.tasks.run(self, lambda: prepared(self.launcher, SALES), self._send)

    def _send(self, jobs: list[str]) -> None:
        self._left = len(jobs)
        self.application.link.published.connect(self._on_published)
        self._pauses = Pauses(self)
        self.application.tasks.run(self, lambda: submit(self.launcher, jobs), str)

    def _on_published(self, events: tuple[Event, ...]) -> None:
        from desktop_invoicer.domain.workflow import Stage
        from desktop_invoicer.engine.events import JobChanged

        self._left -= sum(isinstance(event, JobChanged) and event.job.stage is Stage.CLOSED for event in events)
        if not self._left:
            tell({"pause": self._pauses.worst})

    def _open_day(self) -> None:
        """Go to what the day has not sent."""
        from desktop_invoicer.ui.actions import Command
        from desktop_invoicer.ui.day.page import PENDING, DayPage

        self._pauses = Pauses(self)
        begun = time.perf_counter()
        window = self.application.window
        window.actions_.of(Command.DAY).trigger()
        assert isinstance(window.page, DayPage)
        window.page.tabs.setCurrentIndex(PENDING)
        pending = window.page.pending

        def on_shown() -> None:
            self._figures["shown"] = (time.perf_counter() - begun) * 1000
            self._figures["opening"] = self._pauses.worst
            QTimer.singleShot(SETTLED, lambda: self._send_day(pending))

        self._when(lambda: pending.model.count, lambda: FirstPaint(pending.table.viewport()).painted.connect(on_shown))

    def _send_day(self, pending: PendingView) -> None:
        """Press what sends everything and confirm it, then wait until nothing is pending."""
        from desktop_invoicer.ui.day.send_dialog import SendDialog

        self._pauses.worst = 0
        pending.send.click()
        dialog = pending.findChild(SendDialog)
        assert dialog is not None
        self._when(dialog.send.isEnabled, dialog.send.click)
        self._when(lambda: not pending.model.count, lambda: QTimer.singleShot(SETTLED, self._tell_day))

    def _tell_day(self) -> None:
        tell({**self._figures, "sending": self._pauses.worst})

    def _when(self, is_so: Callable[[], object], then: Callable[[], object]) -> None:
        if is_so():
            then()
        else:
            QTimer.singleShot(TICK, lambda: self._when(is_so, then))


def prepared(launcher: Launcher, sales: list[list[str]]) -> list[str]:
    """Take in the sales, let them be loaded, attach their documents, and wait for the word."""
    program = launcher.program
    assert program is not None
    account = program.settings.accounts[0].name
    jobs = []
    for order, notification, _ in sales:
        wish = {"account": account, "order": order, "notification": notification}
        jobs.append(str(program.answer("add", wish)["result"][0]["job"]))
    program.answer("settle", {"jobs": [int(job) for job in jobs], "seconds": 120})
    for job, (_, _, xml) in zip(jobs, sales, strict=True):
        answer = program.answer("attach", {"job": job, "xml": xml})
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
    tell({"prepared": len(jobs)})
    sys.stdin.readline()
    return jobs


def submit(launcher: Launcher, jobs: list[str]) -> None:
    """Let the jobs go out, one command after the other."""
    assert launcher.program is not None
    for job in jobs:
        launcher.program.answer("submit", {"job": job, "operator": "benchmark", "confirmed": True})


def megabytes() -> float:
    """Give the resident memory of this process."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 (as the bare window does it)
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def tell(figures: dict[str, Any]) -> None:
    """Tell figures to whoever began this."""
    print(json.dumps(figures), flush=True)


def _since_begin() -> float:
    return (time.time_ns() - int(os.environ["BEGUN"])) / 1e6


if __name__ == "__main__":
    [wanted] = sys.argv[1:]
    SALES: list[list[str]] = []
    address = "http://127.0.0.1:9"
    if wanted in {"sales", "day"}:
        told = json.loads(sys.stdin.readline())
        SALES, address = told["sales"], told["origin"]
    run = Run(wanted, Home.find(), address)
    run.open()
    sys.exit(QApplication.exec())
