"""A whole desk and the simulated account: the XML of a document in any encoding arrives as the document's own."""

from __future__ import annotations

import base64
import queue
from collections.abc import Callable
from pathlib import Path

from desktop_invoicer.config import Home
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.events import Event, JobChanged
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.demo import ACCOUNT, PACE, running_desk
from desktop_invoicer.simulator.till import issue
from tests.waiting import PATIENCE


def next_job(events: queue.SimpleQueue[Event], is_wanted: Callable[[Job], bool]) -> Job:
    while True:
        event = events.get(timeout=PATIENCE)
        if isinstance(event, JobChanged) and is_wanted(event.job):
            return event.job


def test_a_marketplace_gets_the_documents_own_xml_whatever_its_encoding(tmp_path: Path) -> None:
    simulator, events = Simulator(ACCOUNT, pace=PACE), queue.SimpleQueue[Event]()
    simulator.add_stories(["marketplace-with-xml"])
    with simulator.serve() as server, running_desk(Home.below(tmp_path), server.origin) as desk:
        desk.program.commands.desk.engine.subscribe(events.put)
        simulator.notify_url = f"{desk.program.receiver_address}/notifications/{ACCOUNT}"
        simulator.notify_headers = {"Authorization": desk.token}
        simulator.request_all()
        job = next_job(events, lambda job: job.stage is Stage.LOADED)
        xml = issue(simulator, desk.program.commands.desk.details(job.id))
        latin = xml.decode().replace("UTF-8", "ISO-8859-1", 1).encode("latin-1")
        desk.program.answer("attach", {"job": str(job.id), "xml": base64.b64encode(latin).decode()})
        next_job(events, lambda job: job.stage is Stage.CLOSED)
    ledger = simulator.ledger()

    assert [invoice["embedded"] for invoice in ledger["invoices"]] == ["own"]
    assert ledger["breaches"] == []
