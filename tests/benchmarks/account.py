"""A simulated VTEX account in a process of its own, so that the desk's process has a core for itself."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.demo import ACCOUNT
from desktop_invoicer.simulator.story import Story


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale that VTEX asks to be invoiced, and the document that the till issues for it."""

    order_id: str
    notification_id: str
    xml: bytes


class FarAccount:
    """The account with a number of anonymous pickups. Runs while its ``with`` block does."""

    def __init__(self, sales: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, sales), daemon=True)
        self.origin = ""
        self.sales: list[Sale] = []

    def __enter__(self) -> Self:
        """Start, and wait until requests are answered."""
        self._process.start()
        self.origin, self.sales = self._line.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and wait until the process has ended."""
        self._line.send(None)
        self._process.join()

    def answer_after(self, seconds: float) -> None:
        """Let every answer from now on take so long."""
        self._line.send(seconds)
        self._line.recv()


def _serve(line: Connection, sales: int) -> None:
    simulator = Simulator(ACCOUNT)
    stories = simulator.add_stories(["anonymous-pickup"] * sales)
    with simulator.serve() as server:
        simulator.request_all()
        line.send((server.origin, [_sale(simulator, story) for story in stories]))
        while (seconds := line.recv()) is not None:
            simulator.gate.latency = seconds
            line.send(None)


def _sale(simulator: Simulator, story: Story) -> Sale:
    [notification] = simulator.account.notifications(story.order_id)
    [press] = story.presses
    items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
    xml = simulator.issue_document(order=story.order_id, items=items, value=press.expected_value, model="65")
    return Sale(story.order_id, notification.id, xml)
