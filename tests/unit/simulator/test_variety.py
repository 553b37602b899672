"""Stories told of other people and goods."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.variety import COMPANIES, FIRST_NAMES, GOODS, LAST_NAMES, USUAL

MOMENT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
NAMES = sorted({*GOODS, *COMPANIES, *FIRST_NAMES, *LAST_NAMES}, key=len, reverse=True)


def figures(text: str) -> str:
    """Take every name out of a payload."""
    for name in NAMES:
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("name", STORIES)
def test_only_the_names_of_a_story_change(name: str) -> None:
    (usual,) = Simulator(clock=lambda: MOMENT).add_stories([name])
    (varied,) = Simulator(clock=lambda: MOMENT, is_varied=True).add_stories([name])

    dumped = [json.dumps([story.order, story.changed], ensure_ascii=False) for story in (usual, varied)]
    assert figures(dumped[0]) == figures(dumped[1])
    assert (usual.presses, usual.outcome, usual.model) == (varied.presses, varied.outcome, varied.model)


def test_many_orders_are_of_many_people_and_goods() -> None:
    stories = Simulator(is_varied=True).add_stories(["pickup-with-cpf"] * 30)

    assert len({story.order["clientProfileData"]["firstName"] for story in stories}) > 5
    assert len({line["name"] for story in stories for line in story.order["items"]} - {USUAL}) > 5
