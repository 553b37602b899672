"""``diagnose``: one order or a whole day, for people and programs, and the key that is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from desktop_invoicer.cli.key_sending import send
from desktop_invoicer.cli.session import CommandFailedError
from desktop_invoicer.credentials import Secret, write_credentials
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine, Done, settings

ELSEWHERE = AccountName("lojafarmipanema")

STORIES = [
    "stuck-key-missing",
    "stuck-key-refused",
    "stuck-short",
    "stuck-bridge-error",
    "sound-marketplace",
    "sound-sale",
]


@dataclass(frozen=True)
class Stuck:
    """The command line of a store with orders that stand still."""

    type: CommandLine
    simulator: Simulator
    orders: dict[str, str]
    keys: dict[str, str]

    def __call__(self, story: str, *options: str, stdin: str = "") -> Done:
        return self.type("diagnose", self.orders[story], *options, stdin=stdin)

    @property
    def sent(self) -> list[str]:
        """Give the keys that were sent again."""
        return [entry["key"] for entry in self.simulator.ledger()["keys_sent"]]


@pytest.fixture
def stuck(di: CommandLine) -> Iterator[Stuck]:
    simulator = Simulator(ACCOUNT)
    stories = {story.name: story for story in simulator.add_stories(STORIES)}
    with simulator.serve():
        di.use(simulator)
        yield Stuck(
            di,
            simulator,
            {name: story.order_id for name, story in stories.items()},
            {name: story.papers[0].key for name, story in stories.items() if story.papers},
        )


# one order


def test_a_cause_is_told_with_evidence_owner_repair_and_page(stuck: Stuck) -> None:
    done = stuck("stuck-short")

    assert done.code == 0
    assert "Invoiced R$ 99.97 of R$ 99.99" in done.said
    assert "1. " in done.out
    assert "R$ 0.02" in done.said
    assert "Whose turn: " in done.said
    assert f"/admin/orders/{stuck.orders['stuck-short']}" in done.out
    assert not any(line.endswith(" ") for line in done.out.splitlines())


def test_a_sound_order_has_nothing_wrong(stuck: Stuck) -> None:
    done = stuck("sound-sale")

    assert done.code == 0
    assert "Nothing wrong here." in done.out
    assert "marketplace" not in done.out


def test_of_a_sound_order_of_a_marketplace_the_bridge_is_named(stuck: Stuck) -> None:
    done = stuck("sound-marketplace")

    assert "Nothing wrong here." in done.out
    assert "If the marketplace shows another state, read what it answered:" in done.said
    assert "/admin/bridge" in done.out


def test_an_order_has_the_promised_keys(stuck: Stuck) -> None:
    told = stuck("stuck-key-missing", "--json").json

    assert told.keys() >= {
        "account",
        "order",
        "status",
        "marketplace",
        "value",
        "invoiced",
        "sound",
        "causes",
        "bridge",
    }
    assert (told["sound"], [cause["problem"] for cause in told["causes"]]) == (False, ["key_missing"])


def test_a_key_that_can_be_sent_is_told_with_its_command(stuck: Stuck) -> None:
    done, number = stuck("stuck-key-missing"), stuck("stuck-key-missing", "--json").json["offers"][0]["number"]

    order = stuck.orders["stuck-key-missing"]
    assert f"desktop-invoicer diagnose {order} --send-key KEY --number {number}" in done.said


def test_an_order_that_vtex_does_not_know_cannot_be_told(stuck: Stuck) -> None:
    done = stuck.type("diagnose", "v99999999str-01")

    assert done.code == 1
    assert "v99999999str-01" in done.err


def test_an_order_of_another_account_is_looked_for_there_alone(stuck: Stuck) -> None:
    assert stuck("sound-sale", "--account", ACCOUNT).code == 0
    assert stuck("sound-sale", "--account", "nobody").code == 1


# a whole day


def test_a_day_lists_what_is_wrong_and_counts_what_is_not(stuck: Stuck) -> None:
    done = stuck.type("diagnose")

    assert done.code == 0
    assert "5 orders looked at" in done.said
    assert "something is wrong with 4" in done.said
    assert stuck.orders["stuck-short"] in done.out
    assert stuck.orders["sound-marketplace"] not in done.out


def test_a_day_is_told_as_json_with_its_sound_orders(stuck: Stuck) -> None:
    told = stuck.type("diagnose", "--json").json

    sound = {seen["order"] for seen in told if seen["sound"]}
    assert sound == {stuck.orders["sound-marketplace"]}


@pytest.mark.parametrize("date", ["2025-01-31", "31/01/2025"])
def test_a_day_without_orders_has_nothing_wrong(stuck: Stuck, date: str) -> None:
    done = stuck.type("diagnose", "--date", date)

    assert done.code == 0
    assert "0 orders looked at: nothing wrong here." in done.said


def test_a_good_day_has_nothing_wrong(di: CommandLine) -> None:
    simulator = Simulator(ACCOUNT)
    simulator.add_stories(["sound-marketplace"])
    with simulator.serve():
        di.use(simulator)

        assert "1 order looked at: nothing wrong here." in di("diagnose").said


def test_a_day_with_an_order_that_nobody_could_read_is_not_told_whole(loaded: CommandLine) -> None:
    with Simulator(ELSEWHERE).serve() as server:
        loaded.configure(settings(server.origin).replace(ACCOUNT, ELSEWHERE))
        write_credentials(loaded.vault, ELSEWHERE, {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN})

        done = loaded("diagnose")

    assert done.code == 1
    assert "3 orders looked at, something is wrong with 3." in done.said


# sending a key


def test_a_key_is_sent_after_a_yes(stuck: Stuck) -> None:
    key = stuck.keys["stuck-key-missing"]

    done = stuck("stuck-key-missing", "--send-key", key, stdin="y\n")

    assert done.code == 0
    assert "is sent to VTEX once more, as it is, with this chave de acesso:" in done.said
    assert key in done.err
    assert "Its value stays R$ 278.40." in done.said
    assert "VTEX took the key" in done.out
    assert stuck.sent == [key]
    assert stuck("stuck-key-missing", "--json").json["sound"] is True


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_without_a_yes_nothing_is_sent(stuck: Stuck, answer: str) -> None:
    done = stuck("stuck-key-missing", "--send-key", stuck.keys["stuck-key-missing"], stdin=answer)

    assert done.code == 1
    assert "Nothing was sent." in done.err
    assert stuck.sent == []


def test_a_refusal_is_told_with_what_is_left_to_do(stuck: Stuck) -> None:
    done = stuck("stuck-key-refused", "--send-key", stuck.keys["stuck-key-refused"], "--yes")

    assert done.code == 1
    assert "VTEX refused the key and says:" in done.said
    assert "by hand on the order's page in VTEX" in done.said


def test_what_came_of_a_key_is_told_as_json(stuck: Stuck) -> None:
    done = stuck("stuck-key-missing", "--send-key", stuck.keys["stuck-key-missing"], "--yes", "--json")

    assert done.json.keys() == {"outcome", "number", "key", "words", "owner", "message", "next_action"}
    assert (done.code, done.json["outcome"]) == (0, "taken")


def test_a_key_that_is_not_the_invoices_is_refused_before_it_is_sent(stuck: Stuck) -> None:
    done = stuck("stuck-key-missing", "--send-key", stuck.keys["stuck-key-refused"], "--yes")

    assert done.code == 1
    assert "This chave de acesso is of document" in done.said
    assert stuck.sent == []


def test_an_order_whose_invoices_have_their_keys_needs_a_number(stuck: Stuck) -> None:
    key = stuck.keys["sound-marketplace"]

    done = stuck("sound-marketplace", "--send-key", key, "--yes")

    assert done.code == 1
    assert "No invoice of this order lacks a key that could be sent again." in done.said


class SilentDesk:
    """A desk that nothing may be asked of."""

    def answer(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError(command, arguments)


def test_of_several_invoices_without_a_key_the_number_is_asked() -> None:
    two = {"offers": [{"number": "41", "value": 1}, {"number": "42", "value": 1}]}

    with pytest.raises(CommandFailedError, match="41, 42") as refusal:
        send(SilentDesk(), two, "a key", None, asks=False)
    assert "--number N" in refusal.value.error["next_action"]


def test_a_number_names_the_invoice(stuck: Stuck) -> None:
    done = stuck("stuck-key-missing", "--send-key", stuck.keys["stuck-key-missing"], "--number", "77", stdin="y\n")

    assert done.code == 1
    assert "The order has no invoice 77 in VTEX." in done.said


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["v1-01", "--date", "2026-11-20"],
        ["--send-key", "123"],
        ["--account", ACCOUNT],
        ["v1-01", "--number", "42"],
        ["v1-01", "--yes"],
        ["--yes"],
        ["--date", "yesterday"],
        ["--date", "9999-12-31"],
        ["--date", "0001-01-01"],
        [" "],
        ["x" * 201],
    ],
)
def test_what_makes_no_sense_is_a_usage_error(stuck: Stuck, arguments: list[str]) -> None:
    assert stuck.type("diagnose", *arguments).code == 2
