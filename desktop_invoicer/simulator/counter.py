"""The demo at the window: a counter to which orders come while a person works, on a simulated VTEX account.

The same as the demo in the terminal, with a person in place of its haste: orders come one after the other, the fiscal
program issues a document when it is asked to, and the desk's waits are shortened so that nobody has to sit them out.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Self

from desktop_invoicer.bootstrap import Parts, Program, Tempo, open_database
from desktop_invoicer.config import Home, load_config
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.engine import Listener
from desktop_invoicer.engine.views import job_view
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.fiscal.folders.tempo import Tempo as FolderTempo
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE, watched_folder
from desktop_invoicer.simulator.drop_folder import DropFolder, is_event, key_of
from desktop_invoicer.simulator.faults import Faults
from desktop_invoicer.simulator.report import Files, Report, Wish, figures
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.stories import STORIES, WITH_XML
from desktop_invoicer.simulator.till import issue

PACE = 1 / 5
"""The demo's time against real time: quick, and slow enough to be watched."""
OPENING = (
    "anonymous-pickup",
    "delivery",
    "pickup-with-cpf",
    "company-buyer",
    "cancellation",
    "return",
    "already-invoiced",
)
"""Stories of the orders that wait when the window opens."""
BETWEEN = (4.0, 9.0)
"""Seconds from one order to the next, from the least to the most."""
TOKEN = "the-token-of-the-demo"  # noqa: S105 (it opens nothing but the demo)

_log = logging.getLogger(__name__)

_CONFIG = """\
# The settings of the demo. They go when its window is closed.
[store]
name = "{store.name}"
account = "{store.account}"
cnpj = "{store.cnpj}"
uf = "{store.uf}"
environment = "{store.environment.value}"

[[accounts]]
name = "{store.account}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"

[receiver]
port = 0

[polling]
requests_per_minute = 6000

[documents]
watch = ["{watched}"]
"""


class _DemoVault(MemoryVault):
    """Keeps secrets as long as the demo lasts, from one start of the desk to the next."""

    is_kept = True


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that the fiscal program issued: what its code says when it is scanned, and where its XML lies.

    An event has no code: its ``key`` is empty.
    """

    key: str
    xml: Path

    @classmethod
    def of(cls, xml: bytes, file: Path) -> Self:
        """Tell of what was issued and written to a file."""
        return cls("" if is_event(xml) else key_of(xml), file)


class DemoCounter:
    """Everything of a demo but the window. A context manager; ``report`` judges it afterwards."""

    def __init__(self, wish: Wish) -> None:
        """Prepare the orders; nothing runs yet."""
        faults = Faults.named(wish.faults)
        self._seed = wish.seed
        self._simulator = Simulator(ACCOUNT, seed=wish.seed, faults=faults, pace=PACE, is_varied=True)
        self._random = Random(wish.seed)  # noqa: S311 (repeatable, not secret)
        if wish.order_files is None:
            self._simulator.add_stories(self._a_day(wish.orders))
        else:
            self._simulator.add_order_files(wish.order_files)
        self._vault = _DemoVault("")
        self._accepted = 0
        self._is_over = threading.Event()
        self._arrivals = threading.Thread(target=self._let_orders_arrive, name="arrivals", daemon=True)
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """Make a home that lasts as long as the demo, and serve the account."""
        folder = self._exits.enter_context(tempfile.TemporaryDirectory(prefix="desktop-invoicer-demo-"))
        origin = self._exits.enter_context(self._simulator.serve()).origin
        self.home = Home.below(Path(folder))
        self.home.create()
        watched = watched_folder(self.home)
        config = _CONFIG.format(store=STORE, origin=origin, watched=watched.as_posix())
        self.home.config_file.write_text(config, "utf-8")
        watched.mkdir()
        self._drops = DropFolder(watched, self._simulator, self._seed)
        self._drops.leave_remains()
        secrets = {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN, Secret.RECEIVER_TOKEN: TOKEN}
        write_credentials(self._vault, ACCOUNT, secrets)
        return self

    def __exit__(self, *_: object) -> None:
        """Let nothing more arrive, and leave nothing behind."""
        self.stop()
        self._exits.close()

    def launch(self, listener: Listener) -> Program:
        """Start the desk with the settings as they are now; the first time, orders begin to arrive."""
        settings = load_config(self.home)
        parts = Parts(
            receives=settings.receiver.enabled, polls=settings.polling.enabled, watches_folders=True, listens=False
        )
        tempo = Tempo(
            patience=Patience().hurried(PACE),
            rhythm=Rhythm(round=timedelta(seconds=10) * PACE, sources=timedelta(minutes=2) * PACE),
            rest=60 * PACE,
            folders=FolderTempo().hurried(PACE),
        )
        program = Program(self.home, settings, self._vault, parts, tempo, listeners=[listener])
        program.start()
        if program.receiver_address:
            self._simulator.notify_headers = {"Authorization": TOKEN}
            self._simulator.notify_url = f"{program.receiver_address}/notifications/{ACCOUNT}"
        else:
            self._simulator.notify_url = None  # requests are kept, and polling finds them
        if self._arrivals.ident is None:
            self._arrivals.start()
        return program

    def issue(self, details: JobDetails) -> Issued | None:
        """Issue the document that a job waits for; ``None`` when the fiscal program cannot."""
        xml = self._issued(details)
        if xml is None:
            return None
        folder = self.home.documents / "till"
        folder.mkdir(exist_ok=True)
        kind = "cancelled-" if is_event(xml) else ""
        file = folder / f"{details.job.order_id}-{kind}{key_of(xml)[25:34]}.xml"
        file.write_bytes(xml)
        return Issued.of(xml, file)

    def drop(self, details: JobDetails) -> Issued | None:
        """Do the same, and leave the document in the watched folder."""
        xml = self._issued(details)
        return None if xml is None else Issued.of(xml, self._drops.drop(xml, details.job.order_id))

    def stop(self) -> None:
        """Let nothing more arrive."""
        self._is_over.set()
        if self._arrivals.ident is not None:
            self._arrivals.join()

    def report(self) -> Report:
        """Judge what was done by the account's ledger, once the desk has stopped."""
        self.stop()
        with closing(open_database(self.home, self._vault)) as database:
            jobs = [job_view(job) for job in JobJournal(database).jobs(None)]
            files = Files(self._drops.count, FileTable(database).page((), 0, 0).counts)
        summed = figures(self._simulator.ledger(), jobs, self._accepted, files)
        stories = {order: story.name for order, story in self._simulator.stories.items()}
        return Report(summed, jobs, stories, is_attended=True)

    def _issued(self, details: JobDetails) -> bytes | None:
        try:
            return issue(self._simulator, details)
        except ValueError as exc:
            _log.info("order %s: no document can be issued: %s", details.job.order_id, exc)
            return None

    def _a_day(self, orders: int) -> list[str]:
        """Name the stories of a day: it opens the same way, and goes on as it happens, all kinds alike."""
        usual = [name for name in STORIES if name not in WITH_XML]  # a person may scan the key, which is no XML
        rest: list[str] = []
        while len(OPENING) + len(rest) < orders:
            rest += self._random.sample(usual, len(usual))
        return [*OPENING, *rest][:orders]

    def _let_orders_arrive(self) -> None:
        many = len(OPENING)
        while self._simulator.prepared and not self._is_over.is_set():
            self._accepted += self._simulator.request_next(many)
            many = 1
            self._is_over.wait(self._random.uniform(*BETWEEN))
