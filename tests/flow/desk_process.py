"""A desk in a process of its own that can be killed: at a boundary of the engine's ports, or at any moment.

The process does what a store does with the desk: it asks about its orders, drops the document of every sale that waits
for one in a watched folder, attaches those of returns, says what returns need a word for and confirms them, and ends
when everything has ended. Nothing of it lives on but the home's files.
"""

from __future__ import annotations

import base64
import inspect
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from multiprocessing import connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, TypeVar

import httpx

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Account, Home, Polling, Receiver, Settings, Store
from desktop_invoicer.config.settings import Documents, Submit
from desktop_invoicer.credentials import Secret, write_credentials
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.fiscal.folders.tempo import Tempo as FolderTempo
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.vtex.client import VtexAccount
from tests.waiting import PATIENCE

ACCOUNT = AccountName("lojafarmgavea")
TOKEN = "receiver-token-of-the-test"
CLERK = "ana"
TOO_LONG = 3
"""Exit status of a run that has not ended after all patience."""

PACE = 1 / 200
DATABASE_KEY = "5a" * 32
"""In every keyring of the test."""
_LOOK_AGAIN = 0.01
_PORTS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (JobJournal, ("record", "apply")),
    (FileTable, ("note",)),
    (VtexAccount, ("notifications", "notification", "order", "ncm", "post_invoice", "delete_notification")),
)
_EFFECTS = frozenset({"post_invoice", "delete_notification"})
_starting = threading.Lock()

Json = dict[str, Any]
T = TypeVar("T")


class FixedVault:
    """Keeps the credentials and the database key of the test in memory: the same ones in every process."""

    is_kept = True
    reason = ""

    def __init__(self) -> None:
        self._values = {("desktop-invoicer", "database-key"): DATABASE_KEY}
        secrets = {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN, Secret.RECEIVER_TOKEN: TOKEN}
        write_credentials(self, ACCOUNT, secrets)

    def get(self, service: str, name: str) -> str | None:
        return self._values.get((service, name))

    def set(self, service: str, name: str, value: str) -> None:
        self._values[service, name] = value

    def delete(self, service: str, name: str) -> None:
        self._values.pop((service, name), None)


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is to do."""

    root: Path
    """The home's folder."""
    origin: str
    """Where the simulated account answers."""
    orders: Sequence[str] = ()
    """Orders to ask about, and to end with; without any the desk polls and receives until it is killed."""
    dies_at: int = 0
    """Number of the boundary at which the process kills itself; 0 never."""
    port: int = 0
    """Where the receiver listens when the desk receives."""

    @property
    def watched(self) -> Path:
        """The folder where the fiscal program drops its XML."""
        return self.root / "xml"


def start(task: Task) -> ForkServerProcess:
    """Start a desk in a new process."""
    return fork(work, task)


def fork(work: Callable[[T], None], task: T) -> ForkServerProcess:
    """Do a piece of work in a new process, which has everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "tests.flow.warm"])
    process = context.Process(target=work, args=(task,), daemon=True)
    with _starting:  # which looks after ended processes, too
        process.start()
    return process


def wait(process: ForkServerProcess, patience: float = 2 * PATIENCE) -> int | None:
    """Wait until a process has ended; give its exit status, ``-SIGKILL`` when it was killed."""
    connection.wait([process.sentinel], patience)
    with _starting:
        return process.exitcode


def run(task: Task) -> int | None:
    """Run a desk to its end; give its exit status."""
    process = start(task)
    status = wait(process)
    if status is None:
        process.kill()
    return status


def open_database(root: Path) -> Database:
    """Open the database of a home that no desk holds, or make a new one."""
    home = Home.below(root)
    home.create()
    return Database(home.database_file, bytes.fromhex(DATABASE_KEY))


def work(task: Task) -> None:
    """Be the desk."""
    if task.dies_at:
        _count_boundaries(task.dies_at)
    home = Home.below(task.root)
    home.create()
    task.watched.mkdir(exist_ok=True)
    parts = Parts(receives=bool(task.port), polls=not task.orders, watches_folders=True, listens=False)
    with Program(home, _settings(task), FixedVault(), parts, hurried()) as program:
        done = _work_until_done(program, task)
    sys.exit(0 if done else TOO_LONG)


def _settings(task: Task) -> Settings:
    return Settings(
        submit=Submit.AUTOMATIC,
        store=Store(
            name="Loja Gávea", account=ACCOUNT, cnpj="11222333000181", uf="RJ", environment=Environment.HOMOLOGATION
        ),
        accounts=(Account(name=ACCOUNT, myvtex_origin=task.origin, oms_origin=task.origin),),
        receiver=Receiver(port=task.port),
        polling=Polling(requests_per_minute=6000),
        documents=Documents(watch=(task.watched,)),
    )


def hurried() -> Tempo:
    """Give the waits of a desk for which time passes two hundred times as fast."""
    round_ = Rhythm()
    patience = replace(Patience().hurried(PACE), details=timedelta(seconds=2))
    rhythm = Rhythm(round=round_.round * PACE, sources=round_.sources * PACE)
    return Tempo(patience, rhythm, rest=0.1, folders=FolderTempo().hurried(PACE))


def _work_until_done(program: Program, task: Task) -> bool:
    for order in task.orders:
        _ask(program, "add", account=ACCOUNT, order=order)
    deadline = time.monotonic() + PATIENCE
    with httpx.Client(base_url=task.origin, trust_env=False) as till:
        while time.monotonic() < deadline:
            jobs = _ask(program, "jobs")
            for job in jobs:
                if job["hold"] is None:
                    continue
                if job["hold"]["problem"] == "confirmation_due":
                    _give_back(program, job)
                elif job["hold"]["kind"] == "waiting_for_document" and job["operation"] != "sale":
                    _take_back(program, till, job)
                elif job["hold"]["kind"] == "waiting_for_document":
                    _serve(program, till, job, jobs, task.watched)
            if task.orders and all(Stage(job["stage"]).is_end for job in jobs):
                return True
            time.sleep(_LOOK_AGAIN)
    return False


def leave(folder: Path, name: str, xml: bytes) -> None:
    """Leave a document in a folder, whole or not at all."""
    unfinished = folder / f"{name}.tmp"
    unfinished.write_bytes(xml)
    unfinished.replace(folder / f"{name}.xml")


def _serve(program: Program, till: httpx.Client, job: Json, jobs: list[Json], folder: Path) -> None:
    """Let the fiscal program issue the document that a job waits for and leave it in its folder, unless it did.

    Of parts that are alike each may take any of their documents; there are as many as there are parts.
    """
    order, value = job["order"], job["value"]
    alike = sum((each["order"], each["value"], each["operation"]) == (order, value, "sale") for each in jobs)
    issued = len(list(folder.glob(f"{order}-{value}-*.xml")))
    if issued < alike and not (folder / f"{order}.xml").exists():
        leave(folder, f"{order}-{value}-{issued}", _issue(till, job, _ask(program, "show", job=str(job["job"]))))


def _take_back(program: Program, till: httpx.Client, job: Json) -> None:
    """Attach what undoes the sale: the event that cancels its note, or else a note that takes the goods back."""
    shown = _ask(program, "show", job=str(job["job"]))
    (key,) = (original["key"] for original in shown["originals"])
    if job["operation"] == "cancellation":
        event = {"key": key, "protocol": f"1{key[:4]}{key[25:35]}"}
        _ask(program, "attach", job=str(job["job"]), operator=CLERK, **event)
    else:
        xml = base64.b64encode(_issue(till, job, shown, reference=key)).decode()
        _ask(program, "attach", job=str(job["job"]), operator=CLERK, xml=xml)


def _give_back(program: Program, job: Json) -> None:
    """Say what has still to be said of a return, and confirm what goes out."""
    for matter in _ask(program, "show", job=str(job["job"]))["unsettled"]:
        assert matter == "reversal"
        _ask(program, "reversal", job=str(job["job"]), operator=CLERK, authorisation="NSU 004711")
    _ask(program, "submit", job=str(job["job"]), operator=CLERK, confirmed=True, value=job["value"])


def _issue(till: httpx.Client, job: Json, shown: Json, reference: str | None = None) -> bytes:
    """Let the fiscal program issue the note of a job; ``reference`` is the key of the sale that it takes back."""
    wish = {
        "order": job["order"],
        "items": [{"itemIndex": line["item_index"], "quantity": line["units"]} for line in shown["lines"]],
        "value": job["value"],
        "model": shown["decision"]["model"],
        "reference": reference,
    }
    return till.post("/_simulator/document", json=wish).raise_for_status().content


def _ask(program: Program, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
    answer = program.answer(command, arguments)
    if "error" in answer:
        raise RuntimeError(json.dumps(answer))
    return answer["result"]


class _Reaper:
    """Kills the process at the boundary of a given number."""

    def __init__(self, dies_at: int) -> None:
        self._dies_at = dies_at
        self._passed = 0
        self._lock = threading.Lock()

    def passed(self) -> None:
        with self._lock:
            self._passed += 1
            if self._passed == self._dies_at:
                os.kill(os.getpid(), signal.SIGKILL)


def _count_boundaries(dies_at: int) -> None:
    """Count a boundary after every call of a port that reads from VTEX or changes anything anywhere.

    After one call is before the next one, except for the outside effects: those have a boundary before them, too.
    """
    reaper = _Reaper(dies_at)
    for port, names in _PORTS:
        for name in names:
            setattr(port, name, _counted(getattr(port, name), reaper, counts_begin=name in _EFFECTS))


def _counted(call: Callable[..., Any], reaper: _Reaper, *, counts_begin: bool) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(call):

        @wraps(call)
        async def counted_later(*args: object, **keys: object) -> object:
            if counts_begin:
                reaper.passed()
            result = await call(*args, **keys)
            reaper.passed()
            return result

        return counted_later

    @wraps(call)
    def counted(*args: object, **keys: object) -> object:
        result = call(*args, **keys)
        reaper.passed()
        return result

    return counted
