"""The people of the store: the till issues documents and drops them, the clerk takes returns back and confirms them."""

from __future__ import annotations

import base64
import queue
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

from desktop_invoicer.simulator import Simulator, Story
from desktop_invoicer.simulator.drop_folder import DropFolder
from desktop_invoicer.simulator.records import Press
from tests.campaign.desk import AnswerError, Desk
from tests.campaign.plan import TAKEN_BACK
from tests.flow.command_process import Done
from tests.flow.desk_process import CLERK
from tests.flow.store import Json

ROUND = 0.7
"""Seconds between two looks of the clerk at what waits."""
BY_COMMAND = 0.1
"""How often a return is confirmed by ``submit JOB --yes``, typed twice at the same time at every desk."""
MOST_TRIES = 40
"""So often the clerk tries a return until it is left to whoever owns its problem."""


class Fate(Enum):
    """What becomes of the document of a sale."""

    BEFORE = auto()
    """It is there before VTEX asks."""
    AFTER = auto()
    FORGOTTEN = auto()
    WRONG = auto()
    """It is worth ten cents too much."""


SERVED = frozenset({Fate.BEFORE, Fate.AFTER})
FATES = {Fate.BEFORE: 30, Fate.AFTER: 66, Fate.FORGOTTEN: 2, Fate.WRONG: 2}


class Till:
    """Issues the document of every sale once, and drops it in the folder that all desks watch."""

    def __init__(self, simulator: Simulator, drops: DropFolder, seed: int) -> None:
        """Play the fiscal program of the store."""
        self._simulator = simulator
        self._drops = drops
        self._seed = seed
        self._left: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="till")
        self.failures: list[str] = []
        self._thread.start()

    def sell(self, stories: Sequence[Story]) -> None:
        """Issue what is there before VTEX asks."""
        self._issue(stories, Fate.BEFORE)

    def serve(self, stories: Sequence[Story]) -> None:
        """Issue the others, when there is time for it."""
        for fate in (Fate.AFTER, Fate.WRONG):
            self._left.put(lambda fate=fate: self._issue(stories, fate))  # type: ignore[misc]  # mypy: lambda defaults

    def serves(self, story: Story) -> bool:
        """Tell whether nothing but sales is asked for of an order, and each gets its right document."""
        is_sold = all(press.invoice_type == "Output" for press in story.presses)
        return is_sold and all(self._fate(story, number) in SERVED for number in range(len(story.presses)))

    def close(self) -> None:
        """Issue what is left, and end."""
        self._left.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._left.get()) is not None:
            try:
                job()
            except Exception as exc:  # noqa: BLE001 (told at the end, whatever it is)
                self.failures.append(repr(exc))

    def _issue(self, stories: Sequence[Story], fate: Fate) -> None:
        for story in stories:
            for number, press in enumerate(story.presses):
                if press.invoice_type == "Output" and press.expected_value and self._fate(story, number) is fate:
                    self._drop(story, press, wrong_by=10 if fate is Fate.WRONG else 0)

    def _drop(self, story: Story, press: Press, wrong_by: int) -> None:
        items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
        value = press.expected_value + wrong_by
        xml = self._simulator.fiscal_program.issue(story.order, items, value, story.model)
        self._drops.drop(xml, story.order_id)

    def _fate(self, story: Story, press: int) -> Fate:
        random = Random(f"{self._seed} {story.order_id} {press}")  # noqa: S311 (repeatable, not secret)
        (fate,) = random.choices(list(FATES), list(FATES.values()))
        return fate


@dataclass
class Clerk:
    """Attaches what takes a sale back, once for each request, and confirms at every desk that asks for a word."""

    simulator: Simulator
    desks: Sequence[Desk]
    seed: int
    confirmed: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often which amount was confirmed for an order."""
    typed: list[tuple[str, Done]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _papers: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """What was issued for a request, by order and notification."""
    _tries: Counter[tuple[str, int]] = field(default_factory=Counter)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self._random = Random(f"{self.seed} clerk")  # noqa: S311 (repeatable, not secret)
        self._thread = threading.Thread(target=self._work, name="clerk")
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._is_over.wait(ROUND):
            try:
                self.look()
            except Exception as exc:  # noqa: BLE001 (told at the end, whatever it is)
                self.failures.append(repr(exc))

    def look(self) -> int:
        """Do at every desk what waits for the clerk; give how much that was."""
        waiting: defaultdict[tuple[str, str], list[tuple[Desk, Json]]] = defaultdict(list)
        for desk in self.desks:
            for job in self._listed(desk):
                if self._tries[desk.name, job["job"]] < MOST_TRIES and self._is_mine(job):
                    waiting[job["order"], job["notification"]].append((desk, job))
        for where in waiting.values():
            for desk, job in where:
                self._tries[desk.name, job["job"]] += 1
            self._serve(where)
        return len(waiting)

    def _listed(self, desk: Desk) -> list[Json]:
        with suppress(AnswerError):
            return [*desk.ask("jobs", stage="loaded"), *desk.ask("jobs", stage="documented")]
        return []

    def _is_mine(self, job: Json) -> bool:
        hold = job["hold"] or {}
        is_waited_for = hold.get("kind") == "waiting_for_document" or hold.get("problem") == "confirmation_due"
        return is_waited_for and job["operation"] != "sale" and self.simulator.stories[job["order"]].name in TAKEN_BACK

    def _serve(self, where: Sequence[tuple[Desk, Json]]) -> None:
        for desk, job in where:
            with suppress(AnswerError):
                if job["hold"]["kind"] == "waiting_for_document":
                    self._take_back(desk, job)
        due = [(desk, job) for desk, job in where if job["hold"]["problem"] == "confirmation_due"]
        if due:
            self._confirm(due)

    def _take_back(self, desk: Desk, job: Json) -> None:
        key = (job["order"], job["notification"])
        if key not in self._papers:
            shown = desk.ask("show", job=str(job["job"]))
            assert isinstance(shown, dict)
            self._papers[key] = self._issued(job, shown)
        xml = base64.b64encode(self._papers[key]).decode()
        desk.ask("attach", job=str(job["job"]), operator=CLERK, xml=xml)

    def _issued(self, job: Json, shown: Json) -> bytes:
        (sale,) = (original["key"] for original in shown["originals"])
        if job["operation"] == "cancellation":
            return self.simulator.fiscal_program.cancel(sale)
        items = [{"itemIndex": line["item_index"], "quantity": line["units"]} for line in shown["lines"]]
        order = self.simulator.stories[job["order"]].order
        return self.simulator.fiscal_program.issue(order, items, job["value"], "55", reference=sale)

    def _confirm(self, due: Sequence[tuple[Desk, Json]]) -> None:
        """Say what is still to be said, and confirm twice at the same time at every desk."""
        for desk, job in due:
            with suppress(AnswerError):
                shown = desk.ask("show", job=str(job["job"]))
                assert isinstance(shown, dict)
                if "reversal" in shown["unsettled"]:
                    desk.ask("reversal", job=str(job["job"]), operator=CLERK, authorisation="NSU 004711")
            self.confirmed[job["order"], job["value"]] += 1
        way = self._type_submit if self._random.random() < BY_COMMAND else _submit
        with ThreadPoolExecutor(2 * len(due)) as pool:
            list(pool.map(lambda wish: way(*wish), [*due, *due]))

    def _type_submit(self, desk: Desk, job: Json) -> None:
        self.typed.append(("submit", desk.type("submit", str(job["job"]), "--yes")))


def _submit(desk: Desk, job: Json) -> None:
    with suppress(AnswerError):
        desk.ask("submit", job=str(job["job"]), operator=CLERK, confirmed=True, value=job["value"])
