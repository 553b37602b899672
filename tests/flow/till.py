"""The till of a store whose program runs in another process: issues the documents of a day."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from enum import Enum, auto
from random import Random

from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.simulator.drop_folder import DropFolder
from tests.flow.desk_process import CLERK
from tests.flow.store import LOOK_AGAIN, Json, Store, result

TAKEN_BACK = frozenset({"return", "cancellation", "store-return"})
"""Stories whose documents somebody at the returns desk attaches: they wait for a confirmation then."""

STILL = 60.0
"""Seconds in which nothing moves until the day counts as over."""


class Fate(Enum):
    """What becomes of the document of a sale."""

    ISSUED = auto()
    WRONG = auto()
    """It is worth ten cents too much."""
    FORGOTTEN = auto()


def at_random(seed: int) -> Callable[[Json], Fate]:
    """Forget some documents, and issue some wrong."""
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    return lambda _: random.choices((Fate.ISSUED, Fate.WRONG, Fate.FORGOTTEN), (94, 2, 4))[0]


class Till:
    """Issues the documents of a day, as their fates will have it."""

    def __init__(self, store: Store, line: ControlClient, fate_of: Callable[[Json], Fate]) -> None:
        """Serve the jobs of a program."""
        self._simulator = store.simulator
        self._program = store.simulator.fiscal_program
        self._line = line
        self._fate_of = fate_of
        self._drops = DropFolder(store.watched, store.simulator, store.seed)
        self._served: set[int] = set()
        self._left: set[int] = set()
        """Jobs whose document is missing or wrong."""

    def serve(self) -> None:
        """Issue what is waited for until nothing moves any more."""
        moved_at, last = time.monotonic(), ""
        while time.monotonic() - moved_at < STILL:
            jobs: list[Json] = result(self._line, "jobs")
            waiting = {job["job"]: job for job in jobs if waits_for_document(job)}
            for number in waiting.keys() - self._served:
                self._served.add(number)
                self._serve(waiting[number])
            if waiting.keys() <= self._left and result(self._line, "is_idle"):
                return
            if (state := str([(job["stage"], job["hold"]) for job in jobs])) != last:
                moved_at, last = time.monotonic(), state
            time.sleep(LOOK_AGAIN)

    def _serve(self, job: Json) -> None:
        if job["operation"] == "sale":
            self._issue(job)
        elif self._simulator.stories[job["order"]].name in TAKEN_BACK:
            self._take_back(job)
        else:
            self._left.add(job["job"])

    def _issue(self, job: Json) -> None:
        fate = self._fate_of(job)
        if fate is not Fate.ISSUED:
            self._left.add(job["job"])
        if fate is Fate.FORGOTTEN:
            return
        shown = result(self._line, "show", job=str(job["job"]))
        wrong_by = 10 if fate is Fate.WRONG else 0
        self._drops.drop(self._note(job, shown, shown["decision"]["model"], wrong_by=wrong_by), job["order"])

    def _take_back(self, job: Json) -> None:
        """Attach what undoes a sale: the event that cancels its note, or a note that takes the goods back."""
        shown = result(self._line, "show", job=str(job["job"]))
        (sale,) = (original["key"] for original in shown["originals"])
        is_cancelled = job["operation"] == "cancellation"
        xml = self._program.cancel(sale) if is_cancelled else self._note(job, shown, "55", reference=sale)
        result(self._line, "attach", job=str(job["job"]), operator=CLERK, xml=base64.b64encode(xml).decode())

    def _note(self, job: Json, shown: Json, model: str, *, reference: str | None = None, wrong_by: int = 0) -> bytes:
        items = [{"itemIndex": line["item_index"], "quantity": line["units"]} for line in shown["lines"]]
        order = self._simulator.stories[job["order"]].order  # as it was sold, whatever became of it since
        return self._program.issue(order, items, job["value"] + wrong_by, model, reference=reference)


def waits_for_document(job: Json) -> bool:
    """Tell whether a job lacks its document."""
    return job["hold"] is not None and job["hold"]["kind"] == "waiting_for_document"
