"""Plays the fiscal program at the till: issues the document of what a desk has loaded, and drops it in a folder."""

from __future__ import annotations

import json
import logging
import queue
import threading
from collections.abc import Sequence
from random import Random
from typing import Self

from desktop_invoicer.bootstrap import Program
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.draft import DraftLine
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.route import RouteKind, Routes
from desktop_invoicer.domain.workflow import HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.simulator.drop_folder import DropFolder, key_of
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.story import Story

ISSUED_TWICE = "anonymous-pickup"
"""Story of the order for which two documents lie ready when VTEX asks: a person has to choose."""
ISSUED_AGAIN = "pickup-with-cpf"
"""Story of the order whose document was cancelled, and replaced by another one, before VTEX asks."""
SILENT = 0.3
"""How often a document to a known buyer names no order."""

_log = logging.getLogger(__name__)


def issue(simulator: Simulator, details: JobDetails, *, names_order: bool = True) -> bytes:
    """Issue the authorised document of a job, as XML; a return takes the way that is the best one now.

    Raises:
        ValueError: there is none, because the job is not loaded, an NF-e has nobody to go to, or a return has no sale.

    """
    content, case = details.content, details.case
    if content is None:
        msg = f"order {details.job.order_id} is not loaded"
        raise ValueError(msg)
    if case is not None and (key := _to_cancel(case.routes)):
        return simulator.fiscal_program.cancel(key)
    lines = content.draft.lines
    return simulator.fiscal_program.issue(
        json.loads(content.raw_order),
        [{"itemIndex": line.item_index, "quantity": line.units} for line in lines],
        content.draft.value,
        content.decision.model.value if case is None else DocumentModel.NFE.value,
        reference=None if case is None else {line.item_index: _sale_of(line, case.originals) for line in lines},
        names_order=names_order,
    )


def _to_cancel(routes: Routes) -> str:
    """Give the key of the note to cancel; empty where the goods have to come in with a note of their own."""
    best = routes.best
    original = best.original if best.is_open and best.kind is RouteKind.CANCEL else None
    return original.key.text if original is not None and original.key is not None else ""


def _sale_of(line: DraftLine, originals: Sequence[Original]) -> str:
    """Give the key of the document that sold the next units of a line, the oldest first.

    Raises:
        ValueError: no document is known that is not cancelled.

    """
    sales = [(sale.key.text, sale.units) for sale in originals if sale.key is not None and not sale.is_cancelled]
    if not sales:
        msg = f"nothing is known of the sale of {line.name}"
        raise ValueError(msg)
    before = line.before
    for key, units in sales:
        sold = units.get(line.item_index, 0)
        if before < sold:
            return key
        before -= sold
    return sales[-1][0]  # VTEX may have written the units on another line (KI 1008459)


class Till:
    """The fiscal program and the person at it: drops the document that each loaded sale waits for."""

    def __init__(self, program: Program, simulator: Simulator, drops: DropFolder) -> None:
        """Serve a program from the ``with`` block on."""
        self._program = program
        self._simulator = simulator
        self._drops = drops
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="till", daemon=True)
        self._pending: set[JobId] = set()
        self._issued: dict[JobId, Cents | None] = {}
        self._lying_ready: dict[OrderId, int] = {}
        """How many good documents there were of an order before VTEX asked."""
        self.left: set[JobId] = set()
        """Jobs that get no document here: none can be issued, or a person has to choose one of two."""
        self.cancelled: set[str] = set()
        """Access keys of documents that were cancelled."""

    def __enter__(self) -> Self:
        """Begin to listen, and to issue."""
        self._program.commands.desk.engine.subscribe(self._on_event)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Issue what is waited for, and end."""
        self._waiting.put(None)
        self._thread.join()

    @property
    def is_idle(self) -> bool:
        """Tell whether every document that was due has been issued."""
        return not self._pending

    def issue_ahead(self) -> None:
        """Issue documents of which not every one is good for the request that VTEX sends later."""
        stories = {story.name: story for story in self._simulator.stories.values()}
        if twice := stories.get(ISSUED_TWICE):
            self._lying_ready[OrderId(twice.order_id)] = 2
            for _ in range(2):
                self._drops.drop(self._document(twice), twice.order_id)
        if again := stories.get(ISSUED_AGAIN):
            self._lying_ready[OrderId(again.order_id)] = 1
            wrong = self._document(again)
            self._drops.drop(wrong, again.order_id)
            self._drops.cancel(wrong)
            self.cancelled.add(key_of(wrong))
            self._drops.drop(self._document(again), again.order_id)

    def _document(self, story: Story) -> bytes:
        (press,) = story.presses
        items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
        return self._simulator.fiscal_program.issue(story.order, items, press.expected_value, story.model)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, JobChanged) and _wants_document(event.job):
            self._pending.add(event.job.id)
            self._waiting.put(event.job)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._serve(job)
            except ValueError as exc:
                _log.info("order %s: no document can be issued: %s", job.order_id, exc)
                self.left.add(job.id)
            finally:
                self._pending.discard(job.id)

    def _serve(self, job: Job) -> None:
        """Issue the document for what the desk loaded, once, as a till does that has the order from before."""
        ready = self._lying_ready.get(job.order_id, 0)
        if ready > 1:
            self.left.add(job.id)
        if ready or self._issued.get(job.id) == job.value:
            return
        details = self._program.commands.desk.details(job.id)
        has_known_buyer = details.content is not None and details.content.order.buyer.is_identified
        is_silent = has_known_buyer and Random(job.order_id).random() < SILENT  # noqa: S311 (repeatable, not secret)
        self._drops.drop(issue(self._simulator, details, names_order=not is_silent), job.order_id)
        self._issued[job.id] = job.value


def _wants_document(job: Job) -> bool:
    waits = job.hold is not None and job.hold.kind is HoldKind.WAITING_FOR_DOCUMENT
    return waits and job.operation is Operation.SALE and job.stage is Stage.LOADED
