"""A day of mixed orders and faults, closed from the command line: every order is accounted for, to the cent."""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.flow.day_campaign import Outcome, Plan, faults_of, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and the fork server are of POSIX systems"),
]

ALONE = Plan(orders=150, seed=1)
HELD = Plan(orders=47, seed=2, is_held=True)


@pytest.fixture(scope="module", params=[ALONE, HELD], ids=["alone", "held"])
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(request.param, tmp_path_factory.mktemp("desk"))


def test_killed_in_the_middle_and_run_again_every_order_is_accounted_for_to_the_cent(outcome: Outcome) -> None:
    assert faults_of(outcome) == []


def test_it_was_killed_when_some_was_sent_and_some_was_not(outcome: Outcome) -> None:
    sent = outcome.day["figures"]["invoiced"]["count"]

    assert all(0 < killed < sent for killed in outcome.killed_after)


def test_some_of_everything_waits_for_somebody_and_nothing_ready_is_left(outcome: Outcome) -> None:
    assert {job["prospect"] for job in outcome.day["pending"]} == {"confirm", "document", "person"}


def test_what_was_interrupted_is_taken_up_whole(outcome: Outcome) -> None:
    ready = {job["job"] for job in outcome.dry_run["pending"] if job["prospect"] == "send"}

    assert ready <= {line["job"] for line in outcome.submissions[0]["lines"]}


def less_invoiced(told: Outcome) -> None:
    told.day["figures"]["invoiced"]["value"] -= 1


def uneven(told: Outcome) -> None:
    told.day["balance"]["even"] = False


def forgotten(told: Outcome) -> None:
    told.day["pending"].pop()


def without_reason(told: Outcome) -> None:
    told.day["pending"][0]["message"] = ""


def unforeseen(told: Outcome) -> None:
    told.dry_run["pending"] = []


def invoiced_elsewhere(told: Outcome) -> None:
    next(entry for entry in told.ledger["orders"].values() if entry["posted"])["posted"] += 1


def never_sent(told: Outcome) -> None:
    told.submissions[0]["lines"][0]["result"] = "not_begun"


def posted_again(told: Outcome) -> None:
    told.ledger["posts"][0]["count"] = 2


@pytest.mark.parametrize(
    "tamper",
    [less_invoiced, uneven, forgotten, without_reason, unforeseen, invoiced_elsewhere, never_sent, posted_again],
)
def test_a_day_that_is_off_would_be_noticed(outcome: Outcome, tamper: Callable[[Outcome], None]) -> None:
    told = deepcopy(outcome)
    tamper(told)

    assert faults_of(told) != []
