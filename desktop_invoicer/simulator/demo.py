"""The demo: the real desk does the main job on a simulated VTEX account, and the account's ledger judges it.

Real receiver, engine, client, database and XML reader; only VTEX, the fiscal program at the till and the passing of
time are played. Time passes faster: where the desk would wait a minute it waits a second.
"""

from __future__ import annotations

import base64
import logging
import queue
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Account, Home, Polling, Receiver, Settings, Store
from desktop_invoicer.config.settings import Submit
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.domain.notification import AccountName, Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.faults import Faults
from desktop_invoicer.simulator.report import Json, Report, Wish, figures
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.till import issue

ACCOUNT = AccountName("lojafarmgavea")
STORE = Store(name="Loja Gávea", account=ACCOUNT, cnpj="11222333000181", uf="RJ", environment=Environment.HOMOLOGATION)
PACE = 1 / 50
"""The demo's time against real time."""
LOOK_AGAIN = 0.1

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many of how many notifications have come to their end or to a person."""


def run_demo(wish: Wish, progress: Progress) -> Report:
    """Do the main job on a simulated account and judge it by the account's ledger."""
    simulator = Simulator(ACCOUNT, seed=wish.seed, faults=Faults.named(wish.faults), pace=PACE)
    if wish.order_files is None:
        simulator.add_stories(wish.orders)
    else:
        simulator.add_order_files(wish.order_files)
    with (
        tempfile.TemporaryDirectory(prefix="desktop-invoicer-demo-") as folder,
        simulator.serve() as server,
        running_desk(Home.below(Path(folder)), server.origin) as desk,
        _Till(desk.program, simulator) as till,
    ):
        simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
        simulator.notify_headers = {"Authorization": desk.token}
        accepted = simulator.request_all()
        jobs = _wait(desk.program, till, accepted, progress)
        ledger = simulator.ledger()
    return Report(
        figures=figures(ledger, jobs, accepted),
        jobs=jobs,
        stories={order: story.name for order, story in simulator.stories.items()},
    )


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """A desk that works on the simulated account, and the token that its receiver expects."""

    program: Program
    token: str


@contextmanager
def running_desk(home: Home, origin: str) -> Iterator[RunningDesk]:
    """Run a whole desk, its secrets in memory, against a simulated account."""
    token = secrets.token_urlsafe(16)
    vault = MemoryVault("the demo keeps nothing")
    write_credentials(
        vault,
        ACCOUNT,
        {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN, Secret.RECEIVER_TOKEN: token},
    )
    settings = Settings(
        submit=Submit.AUTOMATIC,
        store=STORE,
        accounts=(Account(name=ACCOUNT, myvtex_origin=origin, oms_origin=origin, embed_xml=True),),
        receiver=Receiver(port=0),
        polling=Polling(requests_per_minute=6000),
    )
    tempo = Tempo(
        patience=Patience().hurried(PACE),
        rhythm=Rhythm(round=timedelta(seconds=10) * PACE, sources=timedelta(minutes=2) * PACE),
        rest=60 * PACE,
    )
    home.create()
    with Program(home, settings, vault, Parts(receives=True, polls=True, listens=False), tempo) as program:
        yield RunningDesk(program, token)


class _Till:
    """The store's fiscal program and the person at it: issues the document that each loaded job waits for."""

    def __init__(self, program: Program, simulator: Simulator) -> None:
        self._program = program
        self._simulator = simulator
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="till", daemon=True)
        self._pending: set[int] = set()
        self.unable: set[int] = set()
        """Jobs for which no document can be issued, such as an NF-e without a buyer."""

    def __enter__(self) -> Self:
        self._program.commands.desk.engine.subscribe(self._on_event)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()

    @property
    def is_idle(self) -> bool:
        """Tell whether every document that was due has been issued."""
        return not self._pending

    def _on_event(self, event: Event) -> None:
        if isinstance(event, JobChanged) and _wants_document(event.job):
            self._pending.add(event.job.id)
            self._waiting.put(event.job)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._issue(job)
            except ValueError as exc:
                _log.info("order %s: no document can be issued: %s", job.order_id, exc)
                self.unable.add(job.id)
            finally:
                self._pending.discard(job.id)

    def _issue(self, job: Job) -> None:
        """Issue the document for what the desk loaded, as a till does that has the order from before."""
        xml = issue(self._simulator, self._program.commands.desk.details(job.id))
        answer = self._program.answer("attach", {"job": str(job.id), "xml": base64.b64encode(xml).decode()})
        if "error" in answer:
            _log.warning("order %s: the document was refused: %s", job.order_id, answer["error"]["message"])


def _wants_document(job: Job) -> bool:
    waits = job.hold is not None and job.hold.kind is HoldKind.WAITING_FOR_DOCUMENT
    return waits and job.operation is Operation.SALE and job.stage is Stage.LOADED


def _wait(program: Program, till: _Till, accepted: int, progress: Progress) -> list[Json]:
    """Wait until every job ended or waits for a person; give up when nothing moves for long."""
    moved_at, last = time.monotonic(), -1
    while True:
        jobs: list[Json] = program.answer("jobs", {})["result"]
        done = sum(_is_done(job) or job["job"] in till.unable for job in jobs)
        progress(done, max(accepted, len(jobs)))
        if done != last:
            moved_at, last = time.monotonic(), done
        finished = done == len(jobs) >= accepted and till.is_idle
        if finished or time.monotonic() - moved_at > 60:  # noqa: PLR2004 (seconds; the slowest fault takes three)
            return [program.answer("show", {"job": str(job["job"])})["result"] for job in jobs]
        time.sleep(LOOK_AGAIN)


def _is_done(job: Json) -> bool:
    """Tell whether a job ended or waits for a person; the till has no documents of returns."""
    hold = job["hold"]
    if Stage(job["stage"]).is_end or hold is None:
        return Stage(job["stage"]).is_end
    is_sale = job["operation"] in {None, Operation.SALE.value}
    waits_for_document = hold["kind"] == HoldKind.WAITING_FOR_DOCUMENT.value
    return hold["kind"] == HoldKind.NEEDS_PERSON.value or (waits_for_document and not is_sale)
