"""The simulator's public face: an account, its stories, its server and its ledger."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path

from starlette.applications import Starlette

from desktop_invoicer.simulator import expectation, ledger, order_files
from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.app import build_app
from desktop_invoicer.simulator.faults import Faults, Injector
from desktop_invoicer.simulator.fiscal_program import FiscalProgram
from desktop_invoicer.simulator.gate import Gate
from desktop_invoicer.simulator.keys import Issuer
from desktop_invoicer.simulator.presses import Invoicer, Presser
from desktop_invoicer.simulator.records import JsonObject, Notification, Press
from desktop_invoicer.simulator.server import LoopbackServer
from desktop_invoicer.simulator.stories import EVERY_STORY, STORIES
from desktop_invoicer.simulator.story import Paper, Setting, Story
from desktop_invoicer.simulator.variety import vary


def _now() -> datetime:
    return datetime.now(UTC)


class Simulator:
    """A VTEX account in a box.

    ``pace`` scales every duration of the account (1.0 is real seconds), ``latency`` is added to every answer,
    ``is_varied`` gives the people and the goods of each story other names.
    """

    def __init__(  # noqa: PLR0913 (all by name, all with a default)
        self,
        account: str = "lojafarmgavea",
        *,
        seed: int = 1,
        faults: Faults | None = None,
        pace: float = 1.0,
        latency: float = 0.0,
        store_cnpj: str = "11222333000181",
        store_uf: str = "RJ",
        clock: Callable[[], datetime] = _now,
        is_varied: bool = False,
    ) -> None:
        self.account = Account(account, seed=seed, pace=pace, clock=clock)
        self.fiscal_program = FiscalProgram(store_cnpj, store_uf, clock=clock, seed=seed)
        self.stories: dict[str, Story] = {}
        """The story of every order that has one."""
        self.papers: dict[str, list[bytes]] = {}
        """What the fiscal program had issued for an order before its story begins, as XML: documents and events."""
        self.notify_url: str | None = None
        """Where the Invoice Notifier sends requests; without one they are kept as if accepted before."""
        self.notify_each: Callable[[Notification], Sequence[str]] | None = None
        """Where it sends each request, in place of ``notify_url``, where several desks work for the account."""
        self.notify_headers: Mapping[str, str] = {}
        self.origin = f"https://{account}.myvtex.com"
        """What callback URLs begin with; a server puts its own address here."""
        self.issuer = Issuer(store_cnpj, store_uf)
        """The store whose fiscal program it is."""
        self._seed = seed
        self._sequence = count(1)
        self._is_varied = is_varied
        self._prepared: dict[str, list[Press]] = {}
        injector = Injector(faults or Faults.named("none"), seed)
        self.gate = Gate(self.account, injector, latency=latency)
        self._presser = Presser(self.account, injector)

    @property
    def app(self) -> Starlette:
        """The ASGI application, for use without a server."""
        return build_app(self, self.gate)

    def add_stories(self, wanted: Sequence[str] | int) -> list[Story]:
        """Add orders: one for each name, or a number of them round-robin over all stories.

        Raises:
            KeyError: there is no story of a given name.

        """
        names = list(islice(cycle(STORIES), wanted)) if isinstance(wanted, int) else wanted
        return [self._add(name) for name in names]

    def add_order_files(self, folder: Path) -> list[str]:
        """Serve the orders that lie as ``*.json`` under a folder, and prepare a request for what each has left."""
        found = order_files.load(folder)
        yesterday = self.account.clock() - timedelta(days=1)  # an old one would not be listed any more
        for entry in found:
            self.account.add_order(entry.payload, order_id=entry.order_id, listed_from=yesterday)
            if entry.press:
                self._prepared.setdefault(entry.order_id, []).append(entry.press)
        return [entry.order_id for entry in found]

    def leave_papers(self, folder: Path) -> None:
        """Leave in a folder what the fiscal program had issued before the stories begin."""
        for order, papers in self.papers.items():
            for number, xml in enumerate(papers, start=1):
                (folder / f"{order}-{number}.xml").write_bytes(xml)

    def serve(self, port: int = 0) -> LoopbackServer:
        """Give a server of the account on a loopback port, to be used in a ``with`` block."""
        server = LoopbackServer(self.app, port)
        self.origin = server.origin
        return server

    @property
    def prepared(self) -> int:
        """Give how many orders wait for their button to be pressed."""
        return len(self._prepared)

    def request_all(self, *, attempts: int = 5, workers: int = 8) -> int:
        """Press everything prepared, each once; gives how many requests were accepted."""
        return self.request_next(len(self._prepared), attempts=attempts, workers=workers)

    def request_next(self, orders: int, *, attempts: int = 5, workers: int = 8) -> int:
        """Press everything prepared of the next orders, each once; gives how many requests were accepted."""
        return len(self.press_next(orders, attempts=attempts, workers=workers))

    def press_next(self, orders: int, *, attempts: int = 5, workers: int = 8) -> list[Notification]:
        """Press everything prepared of the next orders, each once; gives what was accepted."""
        wanted = {order_id: self._prepared.pop(order_id) for order_id in list(islice(self._prepared, orders))}
        return self._press(wanted, attempts=attempts, workers=workers)

    def request_invoice(
        self,
        *,
        story: str | None = None,
        order: str | None = None,
        items: Sequence[Mapping[str, int]] | None = None,
        observation: str = "",
        type: str | None = None,  # noqa: A002 (VTEX's word)
    ) -> list[Notification]:
        """Press the button for a new order of a story, or for given items of an order that is there.

        Without ``items`` everything that is left is asked for. Gives what the invoicer accepted.

        Raises:
            KeyError: there is no such story or order.
            IndexError: the order has no such line.
            ValueError: neither a story nor an order was named.

        """
        if story is not None:
            added = self._add(story)
            return self._press({added.order_id: self._prepared.pop(added.order_id, [])})
        if order is None:
            msg = "name a story or an order"
            raise ValueError(msg)
        payload = self.account.read_order(order)
        if payload is None:
            raise KeyError(order)
        asked = [(entry["itemIndex"], entry["quantity"]) for entry in items] if items is not None else None
        press = expectation.press_for(payload, asked, observation, type)
        return self._press({order: [press]})

    def issue_document(
        self, *, order: str, items: Sequence[Mapping[str, int]], value: int, model: str, reference: str | None = None
    ) -> bytes:
        """Let the store's fiscal program issue an authorised document for lines of an order.

        ``reference`` is the access key of the sale, for a return.

        Raises:
            KeyError: there is no such order.
            ValueError: the document cannot be issued.

        """
        payload = self.account.read_order(order)
        if payload is None:
            raise KeyError(order)
        return self.fiscal_program.issue(payload, items, value, model, reference=reference)

    def ledger(self) -> JsonObject:
        """Give the truth about everything that happened."""
        return ledger.write(self.account, self.gate.credentials.as_json(), self.gate.injector.struck())

    def _add(self, name: str) -> Story:
        sequence = next(self._sequence)
        rng = random.Random(f"{self._seed} {sequence} {name}")  # noqa: S311 (repeatable, not secret)
        now, numbers = self.account.clock(), self.fiscal_program.numbers
        story = EVERY_STORY[name](Setting(self.account.name, self.issuer, sequence, rng, now, numbers))
        if self._is_varied:
            story = vary(story, rng)
        for line in story.order["items"]:
            self.account.products[line["productId"]] = story.specifications.get(line["productId"], _usual_ncm(line))
        if story.document_number is not None:
            self.fiscal_program.reserve(story.order_id, story.document_number)
        self.account.add_order(story.order, outcome=story.outcome, changed=story.changed, quirks=story.quirks)
        self.stories[story.order_id] = story
        self.papers[story.order_id] = [xml for paper in story.papers for xml in self._issued(story.order, paper)]
        if story.presses:
            self._prepared[story.order_id] = list(story.presses)
        return story

    def _issued(self, order: JsonObject, paper: Paper) -> Iterator[bytes]:
        """Issue a document that was there before, and cancel it where it was cancelled."""
        items = [{"itemIndex": index, "quantity": units} for index, units in paper.items]
        model = paper.key[20:22]
        yield self.fiscal_program.issue(order, items, paper.value, model, paper.issued, key=paper.key)
        if paper.is_cancelled:
            yield self.fiscal_program.cancel(paper.key)

    def _press(
        self, wanted: Mapping[str, Sequence[Press]], *, attempts: int = 5, workers: int = 8
    ) -> list[Notification]:
        for order_id, presses in wanted.items():
            self.account.intend(order_id, presses)
        addresses = self.notify_each or _always(self.notify_url)
        invoicer = None if addresses is None else Invoicer(addresses, self.notify_headers)
        return self._presser.press_all(wanted, self.origin, invoicer, attempts=attempts, workers=workers)


def _always(url: str | None) -> Callable[[Notification], Sequence[str]] | None:
    return None if url is None else lambda _: (url,)


def _usual_ncm(line: JsonObject) -> list[JsonObject]:
    return [{"Value": [line["taxCode"] or "61091000"], "Id": 19, "Name": "NCM"}]
