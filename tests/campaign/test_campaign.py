"""Two desks on one account, with everything that may go wrong, all together: nothing lost, doubled or off by a cent."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace

import pytest

from tests.campaign.campaign import Outcome, run
from tests.campaign.judging import faults_of
from tests.campaign.plan import LINE_FAULTS, Plan, Strike
from tests.campaign.report import as_markdown, as_text
from tests.flow.desk_process import DATABASE_KEY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL, limits and the fork server are of POSIX systems"),
]

PLANS = [Plan(150, seed=1), Plan(150, seed=2)]
WITHOUT_CHANCE = frozenset({"out-of-order"})
"""Strikes orders that are asked for in parts: too few of them in so small a campaign."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Run both at the same time: they mostly wait."""
    with ThreadPoolExecutor(len(PLANS)) as pool:
        return list(pool.map(run, PLANS, [tmp_path_factory.mktemp(str(plan.seed)) for plan in PLANS]))


@pytest.fixture
def told(outcomes: list[Outcome]) -> Outcome:
    """Give what came of a campaign, to be tampered with."""
    return deepcopy(outcomes[0])


def test_nothing_is_lost_doubled_or_off_by_a_cent(outcomes: list[Outcome]) -> None:
    assert [faults_of(outcome) for outcome in outcomes] == [[], []]


def test_everything_struck_that_can(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert set(outcome.struck) == set(Strike)
    struck = {name for outcome in outcomes for name, count in outcome.ledger["faults"].items() if count}
    assert struck >= set(LINE_FAULTS) - WITHOUT_CHANCE


def test_sales_and_refunds_got_through(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        notifications = outcome.ledger["notifications"]
        assert notifications["deleted"] > notifications["accepted"] * 0.7
        assert outcome.ledger["refunds"]


def test_the_figures_name_the_command_that_has_them_again(outcomes: list[Outcome]) -> None:
    assert '--notifications 150 --seed 1"' in as_markdown(outcomes[0], [])
    assert "again: make campaign" in as_text(outcomes[0], ["something is wrong"])


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_is_drawn_from_its_seed_alone(plan: Plan) -> None:
    assert plan.blows() == replace(plan).blows()
    assert plan.blows() != replace(plan, seed=plan.seed + 10).blows()


def lost_by_the_desk(told: Outcome) -> None:
    (request, *_) = told.accepted
    for desk in told.desks:
        desk.jobs = [job for job in desk.jobs if (job["order"], job["notification"]) != request]


def forgotten(told: Outcome) -> None:
    (request, *_) = told.remaining & told.accepted
    for desk in told.desks:
        for job in desk.jobs:
            if (job["order"], job["notification"]) == request:
                job["stage"], job["hold"] = "withdrawn", None


def without_owner(told: Outcome) -> None:
    held = next(job for desk in told.desks for job in desk.jobs if job["hold"] is not None)
    held["hold"]["owner"] = ""


def never_confirmed(told: Outcome) -> None:
    told.confirmed.clear()


def not_in_the_journal(told: Outcome) -> None:
    for desk in told.desks:
        for job in desk.jobs:
            job["document"] = None


def invoiced_twice(told: Outcome) -> None:
    told.ledger["verdict"]["doubled"] = 1


def posted_by_nobody(told: Outcome) -> None:
    told.ledger["posts"][0]["count"] = 9


def died(told: Outcome) -> None:
    told.desks[0].lives.append(replace(told.desks[0].lives[-1], code=1))


def damaged(told: Outcome) -> None:
    told.desks[0].integrity.append("row 1 missing from index")


def chain_broken(told: Outcome) -> None:
    told.desks[0].audit = replace(told.desks[0].audit, code=1)


def crashed(told: Outcome) -> None:
    told.desks[0].log += "2026 CRITICAL desktop_invoicer: a part of the engine ended by itself\n"


def told_a_secret(told: Outcome) -> None:
    told.desks[0].log += f"key {DATABASE_KEY}\n"


def refused_to_start(told: Outcome) -> None:
    told.desks[0].refused_starts.append("Traceback (most recent call last)")


def test_desks_that_send_nothing_would_be_noticed(told: Outcome) -> None:
    told.remaining |= told.accepted

    assert [fault for fault in faults_of(told) if "sales that can be sent wait" in fault]


@pytest.mark.parametrize(
    "tamper",
    [
        lost_by_the_desk,
        forgotten,
        without_owner,
        never_confirmed,
        not_in_the_journal,
        invoiced_twice,
        posted_by_nobody,
        died,
        damaged,
        chain_broken,
        crashed,
        told_a_secret,
        refused_to_start,
    ],
)
def test_a_campaign_that_is_off_would_be_noticed(told: Outcome, tamper: Callable[[Outcome], None]) -> None:
    before = faults_of(told)

    tamper(told)

    assert len(faults_of(told)) > len(before)
