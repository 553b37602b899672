"""The card terminal and the manager: who has to speak before money goes out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Entry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.engine import Engine
from tests.builders import NOW
from tests.counter import Counter, counter
from tests.integration.returns.desk import (
    REVERSED,
    a_cancellation_job,
    a_return_job,
    asked_back,
    asked_otherwise,
    due,
    inputs,
    loaded,
    problem_of,
    said,
    sold,
)

# the card terminal


async def test_a_cancellation_waits_for_the_reversal_on_the_card_terminal(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        with pytest.raises(errors.UnsettledError) as caught:
            await shop.submit(job, confirmed=True)
        assert problem_of(caught.value) == Problem(ProblemCode.REVERSAL_DUE, {"value": 9990})
        await shop.settling.note_reversal(job, "ana", f" {REVERSED} ", NOW)
        assert due(shop, job) == ()
        assert shop.problem(job) is ProblemCode.CONFIRMATION_DUE
        assert inputs(shop) == []
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]
    told = next(entry for entry in shop.journal.timeline(job) if entry.entry is Entry.SETTLED)
    assert told.facts == {
        "operator": "ana",
        "matter": "reversal",
        "value": 9990,
        "authorisation": REVERSED,
        "reversed_at": NOW.isoformat(timespec="seconds"),
    }


async def test_a_store_that_keeps_no_record_of_reversals_asks_for_none(tmp_path: Path) -> None:
    with counter(tmp_path, returns=ReturnPolicy(records_reversal=False)) as shop:
        async with shop.at_work():
            job = await a_cancellation_job(shop)
            await shop.submit(job, confirmed=True)

        assert inputs(shop) == [9990]


async def test_the_reversal_of_another_amount_does_not_count(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(2, "inStore"), sold(2))
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        await asked_otherwise(shop, job, asked_back(1, "inStore"))

    assert shop.job(job).value == 9990
    assert due(shop, job) == (Matter.REVERSAL,)


async def test_a_return_is_not_reversed_on_the_terminal(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.note_reversal(job, "ana", REVERSED, NOW)


# approval


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter where returns above 50.00 need a manager."""
    with counter(tmp_path, returns=ReturnPolicy(approval_above=Cents(5000), managers=("Marta", "Rita"))) as made:
        yield made


async def test_a_return_above_the_limit_needs_two_people(strict: Counter) -> None:
    async with strict.at_work():
        job = await a_return_job(strict)
        with pytest.raises(errors.UnsettledError) as caught:
            await strict.submit(job, confirmed=True)
        assert problem_of(caught.value) == Problem(ProblemCode.APPROVAL_DUE, {"value": 9990, "above": 5000})
        await strict.settling.approve(job, "Marta")
        await strict.submit(job, confirmed=True)

    assert inputs(strict) == [9990]


async def test_who_approved_does_not_confirm(strict: Counter) -> None:
    async with strict.at_work():
        job = await a_return_job(strict)
        await strict.settling.approve(job, "Marta")
        with pytest.raises(errors.UnsettledError) as caught:
            await strict.desk.submit(job, " MARTA", confirmed=True)
        assert problem_of(caught.value).facts == {"value": 9990, "above": 5000, "manager": "Marta"}
        await strict.settling.approve(job, "Rita")
        await strict.desk.submit(job, "Marta", confirmed=True)
        await strict.settle()

    assert inputs(strict) == [9990]


async def test_who_is_no_manager_approves_nothing(strict: Counter) -> None:
    async with strict.at_work():
        job = await a_return_job(strict)
        with pytest.raises(errors.NotAManagerError):
            await strict.settling.approve(job, "ana")

    assert said(strict, job) == []


async def test_the_approval_of_another_amount_does_not_count(strict: Counter) -> None:
    async with strict.at_work():
        job = await loaded(strict, asked_back(2), sold(2))
        await strict.settling.approve(job, "Marta")
        await asked_otherwise(strict, job, asked_back(1))

    assert due(strict, job) == (Matter.APPROVAL,)


async def test_a_sale_is_not_approved(strict: Counter) -> None:
    async with strict.at_work():
        job = await strict.documented()
        with pytest.raises(errors.NotAllowedNowError):
            await strict.settling.approve(job, "Marta")


async def under_another_policy(shop: Counter, policy: ReturnPolicy, job: JobId) -> None:
    """Let a program with another policy go on with what was confirmed under the old one, and was not posted yet."""
    changed = replace(shop.context, store=replace(shop.context.store, returns=policy))
    restarted = Engine(changed)
    running = asyncio.create_task(restarted.run())
    shop.clock.move(timedelta(minutes=10))
    restarted.wake()
    await shop.settle()
    running.cancel()
    assert shop.stage(job) is Stage.DOCUMENTED


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        (ReturnPolicy(records_reversal=True), ProblemCode.REVERSAL_DUE),
        (ReturnPolicy(records_reversal=False, approval_above=Cents(5000)), ProblemCode.APPROVAL_DUE),
    ],
)
async def test_what_was_confirmed_under_another_policy_stops_before_the_post(
    tmp_path: Path, policy: ReturnPolicy, problem: ProblemCode
) -> None:
    with counter(tmp_path, returns=ReturnPolicy(records_reversal=False)) as shop:
        async with shop.at_work():
            job = await a_cancellation_job(shop)
            shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
            await shop.submit(job, confirmed=True)
        await under_another_policy(shop, policy, job)

        assert inputs(shop) == []
        assert (shop.problem(job), shop.job(job).confirmed_by) == (problem, "")
