"""The demo: the real desk does the main job on a simulated VTEX account, and the account's ledger judges it.

Real receiver, engine, client, database, watched folder and XML reader; only VTEX, the fiscal program at the till and
the passing of time are played. Time passes faster: where the desk would wait a minute it waits a second.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Account, Home, Polling, Receiver, Settings, Store
from desktop_invoicer.config.settings import Documents, Submit
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.domain.notification import AccountName, Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.fiscal.folders.tempo import Tempo as FolderTempo
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.drop_folder import DropFolder
from desktop_invoicer.simulator.faults import Faults
from desktop_invoicer.simulator.report import Files, Json, Report, Wish, figures
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.till import Till

ACCOUNT = AccountName("lojafarmgavea")
STORE = Store(name="Loja Gávea", account=ACCOUNT, cnpj="11222333000181", uf="RJ", environment=Environment.HOMOLOGATION)
PACE = 1 / 50
"""The demo's time against real time."""
FOLDERS = FolderTempo().hurried(PACE)
LOOK_AGAIN = 0.1
PATIENCE = 60.0
"""Seconds in which nothing moves until the demo gives up; the slowest fault takes three."""

Progress = Callable[[int, int], None]
"""Told how many of how many notifications have come to their end or to a person."""


def run_demo(wish: Wish, progress: Progress) -> Report:
    """Do the main job on a simulated account and judge it by the account's ledger."""
    faults = Faults.named(wish.faults)
    simulator = Simulator(ACCOUNT, seed=wish.seed, faults=faults, pace=PACE)
    if wish.order_files is None:
        simulator.add_stories(wish.orders)
    else:
        simulator.add_order_files(wish.order_files)
    with (
        tempfile.TemporaryDirectory(prefix="desktop-invoicer-demo-") as folder,
        simulator.serve() as server,
        running_desk(Home.below(Path(folder)), server.origin) as desk,
        Till(desk.program, simulator, drops := DropFolder(desk.watched, simulator, wish.seed)) as till,
    ):
        if "folder" in faults.chosen:
            till.issue_ahead()
            _until(lambda: _is_read(desk, drops))
        simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
        simulator.notify_headers = {"Authorization": desk.token}
        accepted = simulator.request_all()
        jobs = _wait(desk, till, drops, accepted, progress)
        files = desk.program.commands.filing.page((), 0, 0).counts
        ledger = simulator.ledger()
    return Report(
        figures=figures(ledger, jobs, accepted, Files(drops.count, files, till.cancelled)),
        jobs=jobs,
        stories={order: story.name for order, story in simulator.stories.items()},
    )


def watched_folder(home: Home) -> Path:
    """Give the folder of a demo where the fiscal program drops its XML."""
    return home.documents / "xml"


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """A desk that works on the simulated account, and the token that its receiver expects."""

    program: Program
    token: str
    watched: Path
    """The folder where it looks for documents."""


@contextmanager
def running_desk(home: Home, origin: str, folders: FolderTempo = FOLDERS) -> Iterator[RunningDesk]:
    """Run a whole desk, its secrets in memory, against a simulated account."""
    token, watched = secrets.token_urlsafe(16), watched_folder(home)
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
        documents=Documents(watch=(watched,)),
    )
    tempo = Tempo(
        patience=Patience().hurried(PACE),
        rhythm=Rhythm(round=timedelta(seconds=10) * PACE, sources=timedelta(minutes=2) * PACE),
        rest=60 * PACE,
        folders=folders,
    )
    home.create()
    watched.mkdir(exist_ok=True)
    parts = Parts(receives=True, polls=True, watches_folders=True, listens=False)
    with Program(home, settings, vault, parts, tempo) as program:
        yield RunningDesk(program, token, watched)


def _wait(desk: RunningDesk, till: Till, drops: DropFolder, accepted: int, progress: Progress) -> list[Json]:
    """Wait until every job ended or waits for a person, and every file was read; give up when nothing moves."""
    program = desk.program
    moved_at, last = time.monotonic(), -1
    while True:
        jobs: list[Json] = program.answer("jobs", {})["result"]
        done = sum(_is_done(job) or job["job"] in till.left for job in jobs)
        progress(done, max(accepted, len(jobs)))
        if done != last:
            moved_at, last = time.monotonic(), done
        finished = done == len(jobs) >= accepted and till.is_idle and _is_read(desk, drops)
        if finished or time.monotonic() - moved_at > PATIENCE:
            return [program.answer("show", {"job": str(job["job"])})["result"] for job in jobs]
        time.sleep(LOOK_AGAIN)


def _is_read(desk: RunningDesk, drops: DropFolder) -> bool:
    """Tell whether the desk has read everything that was dropped, and compared it with the jobs that wait."""
    seen = desk.program.commands.filing.folders.get(str(desk.watched))
    has_seen_all = seen is not None and seen.files == drops.count
    return has_seen_all and bool(desk.program.answer("is_idle", {})["result"])


def _until(is_true: Callable[[], bool]) -> None:
    """Wait for something, but not for ever: the report tells what is missing."""
    deadline = time.monotonic() + PATIENCE
    while not is_true() and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN)


def _is_done(job: Json) -> bool:
    """Tell whether a job ended or waits for a person; the till has no documents of returns."""
    hold = job["hold"]
    if Stage(job["stage"]).is_end or hold is None:
        return Stage(job["stage"]).is_end
    is_sale = job["operation"] in {None, Operation.SALE.value}
    waits_for_document = hold["kind"] == HoldKind.WAITING_FOR_DOCUMENT.value
    return hold["kind"] == HoldKind.NEEDS_PERSON.value or (waits_for_document and not is_sale)
