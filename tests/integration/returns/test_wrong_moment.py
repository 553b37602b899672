"""Words and confirmations at the wrong moment, and after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.settling import Settling
from tests.builders import NOW
from tests.counter import Counter, counter
from tests.integration.returns.desk import (
    BROKEN,
    INVISIBLE,
    REVERSED,
    SILENT,
    a_cancellation_job,
    a_return_job,
    an_entry,
    asked_back,
    due,
    inputs,
    said,
    sold,
)

Word = Callable[[Settling, JobId], Awaitable[object]]
WORDS: dict[str, Word] = {
    "reversal": lambda settling, job: settling.note_reversal(job, "ana", REVERSED, NOW),
    "approval": lambda settling, job: settling.approve(job, "marta"),
}
every_word = pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)


@every_word
async def test_nothing_is_settled_while_the_money_goes_out(shop: Counter, word: Word) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job, confirmed=True)
        with pytest.raises(errors.NotAllowedNowError):
            await word(shop.settling, job)

    assert said(shop, job) == [Matter.REVERSAL]


@every_word
async def test_nothing_is_settled_between_the_confirmation_and_the_post(shop: Counter, word: Word) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
    await shop.desk.submit(job, "ana", confirmed=True)

    with pytest.raises(errors.NotAllowedNowError):
        await word(shop.settling, job)


@every_word
async def test_nothing_is_settled_of_what_is_closed(shop: Counter, word: Word) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        await shop.submit(job, confirmed=True)
        with pytest.raises(errors.NotAllowedNowError):
            await word(shop.settling, job)


MORE_WORDS: dict[str, Word] = {
    "operation": lambda settling, job: settling.settle_operation(job, "ana", Operation.RETURN),
    "takeover": lambda settling, job: settling.take_over(job, "marta", "here"),
    "no refund": lambda settling, job: settling.go_without_refund(job, "ana", "cash"),
}


@pytest.mark.parametrize("word", [*WORDS.values(), *MORE_WORDS.values()], ids=[*WORDS, *MORE_WORDS])
async def test_nothing_is_settled_before_it_was_read(shop: Counter, word: Word) -> None:
    job = shop.receive(sold(), asked_back(observation=BROKEN))

    with pytest.raises(errors.NotAllowedNowError):
        await word(shop.settling, job)


async def test_a_word_said_while_vtex_is_away_takes_the_confirmation_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
        await shop.submit(job, confirmed=True)
        await shop.settling.note_reversal(job, "rui", "NSU 004712", NOW)
        await shop.later(timedelta(minutes=10))

    assert inputs(shop) == []
    assert (shop.problem(job), shop.job(job).confirmed_by) == (ProblemCode.CONFIRMATION_DUE, "")


async def test_a_word_hides_nothing_that_is_wrong(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "no"))
        await shop.submit(job, confirmed=True)
        await shop.later(INVISIBLE)
        await shop.settling.note_reversal(job, "ana", "NSU 004712", NOW)

    assert shop.problem(job) is ProblemCode.VTEX_REFUSED


async def test_what_was_settled_is_still_known_after_a_restart(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:
        async with shop.at_work():
            job = await a_cancellation_job(shop)
            await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        vtex = shop.vtex
    with counter(tmp_path, vtex=vtex) as shop:
        async with shop.at_work():
            assert due(shop, job) == ()
            await shop.submit(job, confirmed=True)

        assert inputs(shop) == [9990]


async def test_a_confirmation_for_what_is_not_shown_any_more_is_stale(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop, units=2, of=2)
        shown = shop.job(job)
        await shop.attach(job, an_entry(19980, nnf=701))
        with pytest.raises(errors.StaleJobError):
            await shop.desk.submit(job, "ana", confirmed=True, shown=shown)
