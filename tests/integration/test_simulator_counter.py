"""The demo at the window, without its window: orders arrive, the till issues, and the ledger judges."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from desktop_invoicer.bootstrap import Program
from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import Event
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.counter import OPENING, DemoCounter
from desktop_invoicer.simulator.report import Wish
from tests.waiting import PATIENCE, until


def unheard(_event: Event) -> None:
    """Listen to nothing."""


@pytest.fixture
def counter() -> Iterator[DemoCounter]:
    """Give a counter with three orders that arrive at once."""
    with DemoCounter(Wish(orders=3)) as counter:
        yield counter


@pytest.fixture
def desk(counter: DemoCounter) -> Iterator[Program]:
    with closing(counter.launch(unheard)) as program:
        yield program


def loaded(desk: Program, wanted: int = 3) -> list[dict[str, Any]]:
    """Give the jobs once each waits for its document."""

    def waiting() -> list[dict[str, Any]]:
        jobs = list(desk.answer("jobs", {"stage": "loaded"})["result"])
        return jobs if len(jobs) == wanted else []

    return until(waiting, f"{wanted} jobs that wait")


def details(desk: Program, job: int) -> JobDetails:
    return desk.commands.desk.details(JobId(job))


def invoice(desk: Program, counter: DemoCounter, job: int) -> None:
    """Do what a clerk does with a job."""
    issued = counter.issue(details(desk, job))
    assert issued is not None
    xml = base64.b64encode(issued.xml.read_bytes()).decode()
    assert "result" in desk.answer("attach", {"job": str(job), "xml": xml})
    assert "result" in desk.answer("submit", {"job": str(job), "operator": "ana", "confirmed": True})
    (done,) = desk.answer("settle", {"jobs": [job], "seconds": PATIENCE})["result"]
    assert done["stage"] == "closed"


def test_what_a_person_does_is_judged_by_the_ledger(counter: DemoCounter, desk: Program) -> None:
    first, *_ = loaded(desk)
    invoice(desk, counter, first["job"])
    desk.close()

    report = counter.report()

    assert report.is_clean
    assert {name: report.figures[name] for name in ("notifications", "closed", "held", "invoices")} == {
        "notifications": 3,
        "closed": 1,
        "held": 2,
        "invoices": 1,
    }


def test_the_document_of_the_till_lies_in_a_folder_and_its_key_can_be_scanned(
    counter: DemoCounter, desk: Program
) -> None:
    first, *_ = loaded(desk)

    issued = counter.issue(details(desk, first["job"]))

    assert issued is not None
    assert read_paper(issued.xml.read_bytes()).document.key.text == issued.key
    assert issued.xml.is_relative_to(counter.home.documents)


def test_what_the_till_leaves_in_the_watched_folder_is_attached_by_itself(counter: DemoCounter, desk: Program) -> None:
    first, *_ = loaded(desk)

    left = counter.drop(details(desk, first["job"]))

    until(lambda: details(desk, first["job"]).job.stage is Stage.DOCUMENTED, "the document")
    document = details(desk, first["job"]).job.document
    assert left is not None
    assert document is not None
    assert document.key.text == left.key
    assert left.xml.is_relative_to(counter.home.documents / "xml")


def test_the_watched_folder_is_not_empty_when_the_demo_opens(desk: Program) -> None:
    def counted() -> dict[str, int]:
        counts: dict[str, int] = desk.answer("files", {"states": []})["result"]["counts"]
        return counts if sum(counts.values()) >= 2 else {}

    counts = until(counted, "two files")

    assert (counts["unreadable"], counts["unmatched"] + counts["proposed"]) == (1, 1)


def test_a_job_that_is_not_loaded_has_no_document(counter: DemoCounter, desk: Program) -> None:
    first, *_ = loaded(desk)
    found = details(desk, first["job"])

    assert counter.issue(JobDetails(found.job, None, found.effects, found.timeline)) is None


def test_jobs_and_credentials_outlive_a_restart_of_the_desk(counter: DemoCounter, desk: Program) -> None:
    before = loaded(desk)
    desk.close()

    with closing(counter.launch(unheard)) as again:
        assert [job["job"] for job in loaded(again)] == [job["job"] for job in before]
        invoice(again, counter, before[0]["job"])


def test_the_till_cancels_what_can_still_be_cancelled() -> None:
    orders = OPENING.index("cancellation") + 1
    with DemoCounter(Wish(orders=orders)) as counter, closing(counter.launch(unheard)) as desk:
        jobs = loaded(desk, orders)
        (cancelled,) = (job["job"] for job in jobs if job["operation"] == "cancellation")
        found = details(desk, cancelled)
        issued, left = counter.issue(found), counter.drop(found)
        assert issued is not None
        assert left is not None
        event = issued.xml.read_bytes()
        assert left.xml.read_bytes() == event

    document = read_paper(event).document
    assert document.kind is DocumentKind.CANCELLATION
    assert found.case is not None
    assert document.key == found.case.originals[0].key
    assert issued.key == left.key == ""


def test_the_till_issues_the_document_of_a_return_for_its_sale() -> None:
    orders = OPENING.index("return") + 1
    with DemoCounter(Wish(orders=orders)) as counter:
        with closing(counter.launch(unheard)) as desk:
            jobs = loaded(desk, orders)
            (returned,) = (job["job"] for job in jobs if job["operation"] == "return")
            invoice(desk, counter, returned)

        report = counter.report()

    assert report.is_clean
    assert report.figures["refunds"] == 1
