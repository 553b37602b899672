"""Why is this order not invoiced? The desk names what every story of a stuck order plants, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.story import Story
from desktop_invoicer.simulator.stuck_stories import STUCK_STORIES
from tests.flow.command_process import Done
from tests.flow.desk_process import ACCOUNT, PACE
from tests.flow.store import Json, Store, result
from tests.waiting import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the fork server is of POSIX systems"),
]

RESENT = {
    "stuck-key-missing": "taken",
    "stuck-key-shown-late": "taken",
    "stuck-key-ignored": "not_taken",
    "stuck-key-refused": "refused",
}
"""What comes of a key that is sent again."""


PLAIN = "sound-sale"


@dataclass
class Morning:
    """A store whose orders are stuck, as its program sees them."""

    store: Store
    stories: dict[str, Story]
    found: dict[str, Json] = field(default_factory=dict)
    """What the program tells of each story's order."""
    sent: dict[str, Done] = field(default_factory=dict)
    ledger: Json = field(default_factory=dict)

    def diagnose_all(self) -> None:
        """Ask about the whole day at once, and by itself about a sale that no marketplace made."""
        day = self.store.type("diagnose", "--date", self.store.today, "--json")
        sale = self.store.type("diagnose", self.stories[PLAIN].order_id, "--json")
        assert (day.code, sale.code) == (0, 0), day.err + sale.err
        by_order = {found["order"]: found for found in (*day.json, sale.json)}
        self.found = {name: by_order[story.order_id] for name, story in self.stories.items()}

    def send_keys(self) -> None:
        """Send the keys of the documents again where they are missing."""
        for name in RESENT:
            story = self.stories[name]
            key = story.papers[0].key
            self.sent[name] = self.store.type("diagnose", story.order_id, "--send-key", key, "--yes", "--json")


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    simulator = Simulator(ACCOUNT, pace=PACE)
    with simulator.serve() as server:
        store = Store(tmp_path_factory.mktemp("desk"), simulator, seed=1)
        store.set_up(server.origin)
        stories = {story.name: story for story in simulator.add_stories(list(STUCK_STORIES))}
        simulator.leave_papers(store.watched)
        with store.open_program() as line:
            simulator.request_all()
            until(lambda: bool(result(line, "is_idle")), "rest")
        morning = Morning(store, stories)
        morning.diagnose_all()
        morning.send_keys()
        morning.ledger = simulator.ledger()
        yield morning


@pytest.mark.parametrize("name", [name for name in STUCK_STORIES if not name.startswith("sound")])
def test_what_is_planted_is_the_first_cause(morning: Morning, name: str) -> None:
    causes = [cause["problem"] for cause in morning.found[name]["causes"]]

    assert causes[:1] == list(morning.stories[name].planted)


@pytest.mark.parametrize("name", [name for name in STUCK_STORIES if name.startswith("sound")])
def test_nothing_is_wrong_with_a_sound_order(morning: Morning, name: str) -> None:
    assert morning.found[name]["causes"] == []
    assert morning.found[name]["sound"] is True


@pytest.mark.parametrize(("name", "outcome"), RESENT.items())
def test_what_vtex_did_with_a_key_is_told_as_it_is(morning: Morning, name: str, outcome: str) -> None:
    assert morning.sent[name].json["outcome"] == outcome, morning.sent[name].err


def test_a_key_is_sent_once_and_books_nothing_again(morning: Morning) -> None:
    keys = {name: morning.stories[name].papers[0].key for name in RESENT}
    sent = {entry["key"]: entry["taken"] for entry in morning.ledger["keys_sent"]}

    assert sent == {key: RESENT[name] == "taken" for name, key in keys.items()}
    assert len(morning.ledger["keys_sent"]) == len(RESENT)
    assert [entry for entry in morning.ledger["invoices"] if entry["ours"]] == []
    assert morning.ledger["breaches"] == []
