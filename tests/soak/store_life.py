"""A store's weeks: what comes in by every way there is, what people do, and how the program bears it."""

from __future__ import annotations

import base64
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx

from desktop_invoicer.config import Home
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.drop_folder import DropFolder
from tests.flow.desk_process import ACCOUNT, CLERK, PACE, TOKEN
from tests.flow.store import Json, free_port, result
from tests.soak.clock import MovedClock
from tests.soak.gauge import Gauge, Sample
from tests.soak.process import Life
from tests.waiting import until

MIX = {
    "anonymous-pickup": 8,
    "pickup-with-cpf": 6,
    "delivery": 4,
    "company-buyer": 1,
    "rupture-in-three-parts": 1,
    "marketplace-order": 1,
    "same-sku-on-two-lines": 1,
    "return": 2,
}
"""How often each story comes; the most usual ones, and one whose money goes back."""
PARTS = 4
"""Into which a day is cut; the program is looked at after each."""
SILENT = 0.2
"""Part of the requests that nobody announces: polling has to find them."""
BY_HAND = 0.2
"""Part of the documents that somebody attaches and sends, in place of the watched folder."""
RECONCILED = 25
"""Orders that a day has at most for its comparison with VTEX, which asks about each, to be part of it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a store is watched, and how busy it is."""

    days: int
    a_day: int
    """Orders of one day."""
    seed: int = 1
    has_window: bool = False
    leak: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    plan: Plan
    samples: list[Sample] = field(default_factory=list)
    ledger: Json = field(default_factory=dict)
    commands: int = 0
    calls: Counter[int] = field(default_factory=Counter)
    """How the receiver answered calls that are not VTEX's, by status."""
    seconds: float = 0.0

    @property
    def notifications(self) -> int:
        """Give how many were accepted."""
        return int(self.ledger["notifications"]["accepted"])


def live(plan: Plan, root: Path) -> Outcome:
    """Let a store live as planned."""
    clock = MovedClock(root / "clock")
    simulator = Simulator(ACCOUNT, seed=plan.seed, pace=PACE, clock=clock.now, is_varied=True)
    with simulator.serve():
        return _Store(plan, root, simulator, clock).live()


class _Store:
    """The store, the account that it works for, and all who go in and out."""

    def __init__(self, plan: Plan, root: Path, simulator: Simulator, clock: MovedClock) -> None:
        self._plan = plan
        self._root = root
        self._simulator = simulator
        self._clock = clock
        self._random = Random(plan.seed)  # noqa: S311 (repeatable, not secret)
        self._home = Home.below(root)
        self._url = f"http://127.0.0.1:{free_port()}/notifications/{ACCOUNT}"
        self._served: set[int] = set()
        self._outcome = Outcome(plan)
        self._set_up()

    def live(self) -> Outcome:
        begun = time.monotonic()
        life = Life(self._root, self._root / "clock", self._plan.has_window, self._plan.leak)
        with life.lived() as process:
            until(lambda: not process.is_alive() or ControlClient.connect(self._home), "the program")
            assert process.pid is not None
            gauge = Gauge(process.pid, self._home)
            for day in range(self._plan.days):
                for _ in range(PARTS):
                    self._live_part(gauge)
                self._end_day(day)
        self._outcome.ledger = self._simulator.ledger()
        self._outcome.seconds = time.monotonic() - begun
        return self._outcome

    def _set_up(self) -> None:
        watched = self._root / "xml"
        watched.mkdir()
        self._drops = DropFolder(watched, self._simulator, self._plan.seed)
        self._simulator.notify_headers = {"Authorization": TOKEN}
        port = self._url.split(":")[2].split("/")[0]
        backups = self._root / "backups"
        backups.mkdir()
        settings = _SETTINGS.format(
            account=ACCOUNT, origin=self._simulator.origin, port=port, watched=watched, backups=backups
        )
        (self._root / "config.toml").write_text(settings, "utf-8")

    def _live_part(self, gauge: Gauge) -> None:
        """Let requests come in, serve them until nothing moves, and look at the program."""
        orders = self._plan.a_day // PARTS
        silent = round(orders * SILENT)
        for url, count in ((self._url, orders - silent), (None, silent)):
            self._simulator.notify_url = url
            self._simulator.add_stories(self._random.choices(list(MIX), list(MIX.values()), k=count))
            self._simulator.request_all()
        self._clock.move(timedelta(hours=1))
        self._disturb()
        self._serve()
        self._clock.move(timedelta(days=1) / PARTS - timedelta(hours=1))
        self._outcome.samples.append(gauge.sample(len(self._served)))

    def _end_day(self, day: int) -> None:
        """Look at the day, sign it off and save its report, as a manager does."""
        shown = self._ask("day")
        if self._plan.a_day <= RECONCILED:
            self._ask("look_ahead")
        self._ask("close_day", manager="gil", seen=shown["seen"], reason="the soak goes on")
        self._ask("export_day", path=str(self._root / f"day-{day}.xlsx"))
        assert self._ask("audit_verify")["sound"]
        self._ask("health")

    def _serve(self) -> None:
        """Issue every document that is waited for, and confirm what goes back, until VTEX waits for nothing."""
        until(lambda: not self._left(), "the end of a part of the day")

    def _left(self) -> int:
        """Do what is to be done, and give how many requests are not answered."""
        with self._line() as line:
            for job in result(line, "jobs", stage="loaded"):
                if job["hold"] is not None and job["hold"]["kind"] == "waiting_for_document":
                    self._issue(line, job)
            for job in result(line, "jobs", stage="documented"):
                if job["hold"] is not None and job["hold"]["problem"] == "confirmation_due":
                    result(line, "submit", job=str(job["job"]), operator=CLERK, confirmed=True, value=job["value"])
            self._outcome.commands += 2
        return sum(not filed.deleted for filed in self._simulator.account.books().filed)

    def _issue(self, line: ControlClient, job: Json) -> None:
        """Issue a document once; some are brought by hand, and those of returns always."""
        number = job["job"]
        if number in self._served:
            return
        self._served.add(number)
        self._outcome.commands += 1
        shown = result(line, "show", job=str(number))
        is_sale = job["operation"] == "sale"
        xml = self._simulator.fiscal_program.issue(
            self._simulator.stories[job["order"]].order,
            [{"itemIndex": one["item_index"], "quantity": one["units"]} for one in shown["lines"]],
            job["value"],
            shown["decision"]["model"] if is_sale else "55",
            reference=None if is_sale else shown["originals"][0]["key"],
        )
        if is_sale and self._random.random() >= BY_HAND:
            self._drops.drop(xml, job["order"])
        else:
            result(line, "attach", job=str(number), operator=CLERK, xml=base64.b64encode(xml).decode())
            self._outcome.commands += 1

    def _disturb(self) -> None:
        """Come and go as clients do: look, hang up in the middle, and call the receiver with nonsense."""
        self._ask("jobs", stage="loaded")  # those of all times would be as many as there were
        self._ask("files", states=["proposed", "unmatched"])
        gone = self._line()
        gone.close()
        with httpx.Client(trust_env=False) as stranger:
            for call in _NONSENSE:
                self._outcome.calls[stranger.post(self._url, **call).status_code] += 1

    def _ask(self, command: str, **arguments: object) -> Json:
        self._outcome.commands += 1
        with self._line() as line:
            return result(line, command, **arguments)  # type: ignore[no-any-return]  # JSON

    def _line(self) -> ControlClient:
        line = ControlClient.connect(self._home)
        assert line is not None
        return line


def faults_of(outcome: Outcome) -> Iterator[str]:
    """Tell what went wrong with the requests themselves."""
    ledger = outcome.ledger
    yield from (f"{count} {name}" for name, count in ledger["verdict"].items() if count)
    yield from (f"breach: {breach}" for breach in ledger["breaches"])
    if left := ledger["notifications"]["remaining"]:
        yield f"{left} requests without an answer"


_NONSENSE: tuple[Json, ...] = (
    {"json": {"orderId": "x"}},
    {"json": {"orderId": "x"}, "headers": {"Authorization": TOKEN}},
    {"content": b"{" * 70_000, "headers": {"Authorization": TOKEN, "Content-Type": "application/json"}},
)
"""Calls that have to be refused: without the token, without what is needed, and too large."""

_SETTINGS = """\
language = "en"
submit = "automatic"
[store]
name = "Loja Gávea"
account = "{account}"
cnpj = "11222333000181"
uf = "RJ"
environment = "homologation"
desk = "caixa-1"

[[accounts]]
name = "{account}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"

[receiver]
port = {port}

[polling]
requests_per_minute = 6000

[documents]
watch = ["{watched}"]

[keeping]
retention_days = 7
backup_folder = "{backups}"
backups_kept = 3
"""
