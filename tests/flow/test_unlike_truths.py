"""A day whose truths differ: every difference that a story plants is found, once, and none on a clean day."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.day_stories import DAY_STORIES, VOIDED
from desktop_invoicer.simulator.story import Story
from tests.flow.desk_process import ACCOUNT, PACE
from tests.flow.store import Json, Store
from tests.flow.till import Fate, Till

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the fork server is of POSIX systems"),
]

USUAL = ("anonymous-pickup", "pickup-with-cpf", "delivery", "gift", "mixed-channels", "sound-sale")
NOT_ISSUED = {"job-without-document", "notification-gone"}
NOT_HEARD = "notification-unknown"


@dataclass(frozen=True)
class Evening:
    """What a comparison came to, beside what was planted."""

    stories: Mapping[str, Story]
    findings: Sequence[Json]

    def of(self, name: str) -> list[str]:
        """Name what was found about a story: by its order, its job's order, or the keys of its documents."""
        story = self.stories[name]
        keys = [paper.key for paper in story.papers]
        return [
            finding["problem"]
            for finding in self.findings
            if finding["order"] == story.order_id or any(key in finding["finding"] for key in keys)
        ]


def evening_of(folder: Path, names: Collection[str]) -> Evening:
    """Let a day of stories happen, send everything ready, and compare what there is then."""
    simulator = Simulator(ACCOUNT, pace=PACE)
    with simulator.serve() as server:
        store = Store(folder, simulator, seed=1)
        store.set_up(server.origin)
        stories = {story.name: story for story in simulator.add_stories([name for name in names if name != NOT_HEARD])}
        simulator.leave_papers(store.watched)
        not_issued = {story.order_id for name, story in stories.items() if name in NOT_ISSUED}
        with store.open_program() as line:
            simulator.request_all()
            Till(store, line, lambda job: Fate.FORGOTTEN if job["order"] in not_issued else Fate.ISSUED).serve()
        if NOT_HEARD in names:
            simulator.notify_url = None  # somebody else accepts it
            (asked,) = simulator.request_invoice(story=NOT_HEARD)
            stories[NOT_HEARD] = simulator.stories[asked.order_id]
        store.type("close-day", "--submit", "--json")
        done = store.type("close-day", "--reconcile", "--json")
        assert done.code == 0, done.err
        return Evening(stories, done.json["findings"])


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    return evening_of(tmp_path_factory.mktemp("desk"), [*DAY_STORIES, *USUAL])


@pytest.mark.parametrize("name", [name for name in DAY_STORIES if name != "number-gap"])
def test_what_is_planted_is_found_once_and_nothing_else(evening: Evening, name: str) -> None:
    assert evening.of(name) == list(evening.stories[name].planted)


def test_a_gap_in_the_numbers_is_one_finding(evening: Evening) -> None:
    gaps = [finding for finding in evening.findings if finding["problem"] == "number_gap"]

    assert len(gaps) == 1
    assert gaps[0]["facts"]["count"] == VOIDED


@pytest.mark.parametrize("name", USUAL)
def test_nothing_is_found_about_what_agrees(evening: Evening, name: str) -> None:
    assert evening.of(name) == []


def test_nothing_is_found_on_a_clean_day(tmp_path: Path) -> None:
    assert evening_of(tmp_path, USUAL).findings == []
