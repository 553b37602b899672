"""The demo, whole: every story under every fault comes to the end that the simulator expects of it."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.demo import run_demo
from desktop_invoicer.simulator.report import Report, Wish
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.till import ISSUED_TWICE

pytestmark = pytest.mark.slow


def outcome(job: dict[str, Any]) -> str:
    return "closed" if job["stage"] == "closed" else "held" if job["hold"] else str(job["stage"])


def outcomes(report: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for job in report.jobs:
        found.setdefault(report.stories[job["order"]], set()).add(outcome(job))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_story_comes_to_its_end_whatever_goes_wrong(seed: int) -> None:
    report = run_demo(Wish(orders=60, seed=seed, faults="all"), lambda _done, _all: None)

    expected = {story.name: {story.outcome} for story in Simulator().add_stories(len(STORIES))}
    expected[ISSUED_TWICE] = {"closed", "held"}  # the one with two documents is a person's to decide
    assert report.is_clean
    assert outcomes(report) == expected
    assert report.figures["refunds"] == 0
    assert report.figures["files_attached"] >= report.figures["closed"]
    assert report.figures["files_left"] >= 2


def test_documents_are_found_in_the_folder_without_a_hand() -> None:
    report = run_demo(Wish(orders=len(STORIES), seed=3), lambda _done, _all: None)

    sales = {story.name for story in Simulator().add_stories(len(STORIES)) if story.outcome == "closed"}
    assert report.is_clean
    assert {name for name, found in outcomes(report).items() if found == {"closed"}} == sales
    assert report.figures["files_dropped"] > report.figures["files_attached"] >= report.figures["closed"]
