"""The feed hands events out at least once, and hides them for a while."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator.feed import Feed
from desktop_invoicer.simulator.records import JsonObject
from tests.unit.simulator.conftest import Clock

CONFIG: JsonObject = {
    "filter": {"type": "FromWorkflow", "status": ["handling"]},
    "queue": {"visibilityTimeoutInSeconds": 240},
}


@pytest.fixture
def feed(clock: Clock) -> Feed:
    feed = Feed(pace=0.5, clock=clock)
    feed.configure(CONFIG)
    return feed


def handles(feed: Feed) -> list[str]:
    events = feed.take(10)
    assert events is not None
    return [event["handle"] for event in events]


def test_there_is_no_feed_before_it_is_configured(clock: Clock) -> None:
    assert Feed(pace=1, clock=clock).take(10) is None


def test_only_the_statuses_asked_for_are_announced(feed: Feed) -> None:
    feed.announce("1-01", "invoiced", "handling")
    feed.announce("2-01", "handling", None)

    assert len(handles(feed)) == 1


def test_a_taken_event_comes_back_after_its_time_unless_it_is_committed(feed: Feed, clock: Clock) -> None:
    feed.announce("1-01", "handling", None)
    feed.announce("2-01", "handling", None)
    first, second = handles(feed)
    assert handles(feed) == []

    feed.commit([first, "unknown"])
    clock.pass_seconds(120)

    assert handles(feed) == [second]


def test_at_most_ten_events_are_handed_out(feed: Feed) -> None:
    for number in range(12):
        feed.announce(f"{number}-01", "handling", None)

    assert len(feed.take(50) or []) == 10


def test_a_new_feed_starts_empty(feed: Feed) -> None:
    feed.announce("1-01", "handling", None)
    feed.configure(None)
    feed.configure(CONFIG)

    assert handles(feed) == []
