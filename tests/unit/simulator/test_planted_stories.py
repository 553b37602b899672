"""Stories of what a manager looks into: each plants one thing, and nothing else is wrong with it."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from lxml import etree

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.day_stories import DAY_STORIES
from desktop_invoicer.simulator.drop_folder import is_event, key_of
from desktop_invoicer.simulator.keys import Issuer
from desktop_invoicer.simulator.stories import EVERY_STORY, STORIES
from desktop_invoicer.simulator.story import Setting, Story
from desktop_invoicer.simulator.stuck_stories import STUCK_STORIES

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLANTED = {**DAY_STORIES, **STUCK_STORIES}


def told(name: str) -> Story:
    setting = Setting("lojafarmgavea", Issuer("11222333000181", "RJ"), 7, random.Random(1), NOW)  # noqa: S311
    return EVERY_STORY[name](setting)


@pytest.fixture(params=list(PLANTED))
def story(request: pytest.FixtureRequest) -> Story:
    return told(request.param)


def test_a_story_has_the_name_it_is_listed_under() -> None:
    assert [told(name).name for name in PLANTED] == list(PLANTED)


def test_only_sound_orders_plant_nothing() -> None:
    assert {name for name in PLANTED if not told(name).planted} == {
        name for name in PLANTED if name.startswith("sound")
    }


def test_what_is_planted_has_a_name_in_the_product(story: Story) -> None:
    assert set(story.planted) <= {code.value for code in ProblemCode}


def test_the_order_is_worth_the_sum_of_its_totals(story: Story) -> None:
    assert story.order["value"] == sum(total["value"] for total in story.order["totals"])


def test_stories_of_a_usual_day_plant_nothing() -> None:
    assert [name for name in STORIES if told(name).planted or told(name).papers] == []


def test_without_a_name_only_stories_of_a_usual_day_are_told() -> None:
    assert {story.name for story in Simulator().add_stories(2 * len(STORIES))} == set(STORIES)


def test_the_documents_from_before_are_issued_with_their_keys_and_values() -> None:
    simulator = Simulator()
    for story in simulator.add_stories(list(PLANTED)):
        documents = [xml for xml in simulator.papers[story.order_id] if not is_event(xml)]
        events = [xml for xml in simulator.papers[story.order_id] if is_event(xml)]

        assert [key_of(xml) for xml in documents] == [paper.key for paper in story.papers]
        assert [value_of(xml) for xml in documents] == [paper.value for paper in story.papers]
        assert [key_of(xml) for xml in events] == [paper.key for paper in story.papers if paper.is_cancelled]


def value_of(xml: bytes) -> int:
    return round(float(etree.fromstring(xml).findtext(".//{*}vNF", "")) * 100)


def test_only_the_story_of_a_gap_leaves_one_in_the_numbers() -> None:
    simulator = Simulator()
    stories = simulator.add_stories(list(PLANTED))
    keys = [read_access_key(paper.key) for story in stories for paper in story.papers]
    numbers = sorted(key.nnf for key in keys if isinstance(key, AccessKey) and key.model == "65")

    missing = set(range(numbers[0], numbers[-1])) - set(numbers)

    assert len(missing) == 3


def test_documents_have_the_numbers_of_their_invoices(story: Story) -> None:
    numbers = {package["invoiceNumber"] for package in story.order["packageAttachment"]["packages"]}
    for paper in story.papers:
        key = read_access_key(paper.key)

        assert isinstance(key, AccessKey)
        assert not numbers or str(key.nnf) in numbers
