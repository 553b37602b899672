"""What people say of a request before it goes on: a word counts for what it was said about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Entry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement
from tests.builders import ACCOUNT, NOW, ORDER_ID, OTHER_ACCOUNT, a_key, an_earlier_invoice
from tests.counter import Counter, counter
from tests.integration.returns.desk import (
    BROKEN,
    ELSEWHERE,
    HERE,
    a_return_job,
    an_entry,
    asked_back,
    asked_otherwise,
    due,
    half_sold,
    inputs,
    loaded,
    said,
    sold,
)

# the operation


async def test_an_unreadable_observation_stops_until_somebody_says_what_is_meant(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        assert shop.problem(job) is ProblemCode.OBSERVATION_UNREADABLE
        assert due(shop, job) == (Matter.OPERATION,)
        await shop.settling.settle_operation(job, "ana", Operation.CANCELLATION)
        await shop.settle()

    assert shop.job(job).operation is Operation.CANCELLATION
    assert shop.problem(job) is ProblemCode.DOCUMENT_DUE
    told = shop.journal.timeline(job)[-2]
    assert told.entry is Entry.SETTLED
    assert told.facts == {
        "operator": "ana",
        "matter": "operation",
        "observation": BROKEN,
        "operation": "cancellation",
        "store": "",
    }


async def test_a_return_in_store_that_names_no_store_is_of_this_one(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        await shop.settling.settle_operation(job, "ana", Operation.STORE_RETURN)
        await shop.settle()

    content = shop.journal.content(job)
    assert content is not None
    assert (content.reading.trade_account, shop.problem(job)) == (ACCOUNT, ProblemCode.DOCUMENT_DUE)


async def test_a_return_that_was_settled_for_another_store_needs_a_manager(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        await shop.settling.settle_operation(job, "ana", Operation.STORE_RETURN, OTHER_ACCOUNT)
        await shop.settle()

    assert shop.problem(job) is ProblemCode.OTHER_STORE


async def test_what_was_said_of_an_observation_can_be_said_otherwise(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        await shop.settling.settle_operation(job, "ana", Operation.RETURN)
        await shop.settle()
        await shop.settling.settle_operation(job, "rui", Operation.CANCELLATION)
        await shop.settle()

    assert shop.job(job).operation is Operation.CANCELLATION
    assert said(shop, job) == [Matter.OPERATION, Matter.OPERATION]


async def test_a_word_about_another_observation_does_not_count(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        await shop.settling.settle_operation(job, "ana", Operation.CANCELLATION)
        await shop.settle()
        await asked_otherwise(shop, job, asked_back(observation="inStore: {broken otherwise"))

    assert shop.problem(job) is ProblemCode.OBSERVATION_UNREADABLE


async def test_what_goes_back_is_never_settled_as_a_sale(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.settle_operation(job, "ana", Operation.SALE)


async def test_what_can_be_read_is_not_settled_otherwise(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation="inStore"))
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.settle_operation(job, "ana", Operation.RETURN)


# another store


async def test_a_manager_takes_over_the_return_of_another_store(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=ELSEWHERE))
        assert shop.problem(job) is ProblemCode.OTHER_STORE
        await shop.settling.take_over(job, "marta", "the buyer stands here")
        await shop.settle()
        await shop.attach(job, an_entry())
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]
    (word,) = shop.journal.settlements(job).said
    assert word == Settlement(
        Matter.TAKEOVER, "marta", NOW, {"store": OTHER_ACCOUNT, "reason": "the buyer stands here"}
    )


async def test_who_is_no_manager_takes_nothing_over(tmp_path: Path) -> None:
    with counter(tmp_path, returns=ReturnPolicy(managers=("Marta",))) as shop:
        async with shop.at_work():
            job = await loaded(shop, asked_back(observation=ELSEWHERE))
            with pytest.raises(errors.NotAManagerError):
                await shop.settling.take_over(job, "ana", "in a hurry")
            await shop.settling.take_over(job, " marta ", "the buyer stands here")
            await shop.settle()

        assert shop.problem(job) is ProblemCode.DOCUMENT_DUE


async def test_what_was_taken_over_from_one_store_is_not_from_another(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=ELSEWHERE))
        await shop.settling.take_over(job, "marta", "the buyer stands here")
        await shop.settle()
        await asked_otherwise(shop, job, asked_back(observation='inStore: {"tradeAccount": "lojatestetijuca"}'))

    assert shop.problem(job) is ProblemCode.OTHER_STORE


async def test_a_return_of_this_store_is_not_taken_over(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=HERE))
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.take_over(job, "marta", "why not")


# no refund


async def test_a_return_that_refunds_nothing_goes_on_only_when_somebody_wants_that(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(), half_sold())
        assert shop.problem(job) is ProblemCode.NOT_FULLY_INVOICED
        await shop.settling.go_without_refund(job, "ana", "paid back in cash")
        await shop.settle()
        await shop.attach(job, an_entry())
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]


async def test_a_return_that_is_refunded_does_not_go_without(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back())
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.go_without_refund(job, "ana", "why not")


async def test_a_return_that_would_refund_now_is_confirmed_anew(shop: Counter) -> None:
    """Who gave the money back in cash would give it back twice."""
    async with shop.at_work():
        job = await loaded(shop, asked_back(), half_sold())
        await shop.settling.go_without_refund(job, "ana", "paid back in cash")
        await shop.settle()
        await shop.attach(job, an_entry())
        rest = an_earlier_invoice(number="43", key=a_key(nnf=43).text)
        shop.vtex.orders[ORDER_ID] = replace(half_sold(), invoices=(*half_sold().invoices, rest))
        await shop.submit(job, confirmed=True)
        hold = shop.job(job).hold
        assert hold is not None
        assert hold.problem == Problem(ProblemCode.REFUND_CHANGED, {"refunds": 1})
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert inputs(shop) == []
    assert shop.problem(job) is ProblemCode.CONFIRMATION_DUE


async def test_a_return_that_would_not_refund_any_more_stops(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        shop.vtex.orders[ORDER_ID] = replace(sold(), status="handling", value=Cents(19980))
        await shop.submit(job, confirmed=True)
        hold = shop.job(job).hold
        assert hold is not None
        assert hold.problem == Problem(ProblemCode.REFUND_CHANGED, {"refunds": 0})
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert inputs(shop) == []
    assert shop.problem(job) is ProblemCode.NOT_FULLY_INVOICED
