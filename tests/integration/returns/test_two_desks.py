"""Two desks at work on one order."""

from __future__ import annotations

from pathlib import Path

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Stage
from tests.builders import ORDER_ID
from tests.counter import two_desks
from tests.integration.returns.desk import a_return_job, an_entry, asked_back, inputs, loaded, sold


async def test_two_desks_with_one_document_refund_once(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_return_job(one), await a_return_job(two)
        await one.submit(first, confirmed=True)
        one.vtex.shows(one.vtex.orders[ORDER_ID], asked_back())  # deleted in vain: it is still asked for
        await two.submit(second, confirmed=True)

        assert inputs(one) == [9990]
        assert two.problem(second) is ProblemCode.INVOICE_ALREADY_THERE


async def test_two_desks_with_two_documents_refund_once(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_return_job(one), await loaded(two, asked_back())
        await two.attach(second, an_entry(nnf=701))
        await one.submit(first, confirmed=True)
        one.vtex.shows(one.vtex.orders[ORDER_ID], asked_back())
        await two.submit(second, confirmed=True)

        assert inputs(one) == [9990]
        assert two.problem(second) is ProblemCode.RETURN_APPEARED


async def test_a_desk_that_was_as_quick_as_another_tells_of_both_refunds(tmp_path: Path) -> None:
    """Each looked before the other had posted: nobody can stop the second refund, but it does not stay hidden."""
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_return_job(one, of=2), await loaded(two, asked_back(), sold(2))
        await two.attach(second, an_entry(nnf=701))

        async def let_the_other_be_quicker() -> None:
            del one.vtex.hooks["post_invoice"]
            await one.submit(first, confirmed=True)

        one.vtex.hooks["post_invoice"] = let_the_other_be_quicker
        await two.submit(second, confirmed=True)

        assert one.stage(first) is Stage.CLOSED
        hold = two.job(second).hold
        assert hold is not None
        assert hold.problem == Problem(ProblemCode.RETURN_DOUBLED, {"number": "700", "value": 9990})
        assert two.stage(second) is Stage.SUBMITTED
        await two.desk.retry(second, "ana")
        await two.settle()
        assert two.stage(second) is Stage.CLOSED
        assert inputs(one) == [9990, 9990]


async def test_a_desk_whose_notification_another_desk_has_served_gives_up(tmp_path: Path) -> None:
    """Even while VTEX does not show the other desk's invoice yet."""
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_return_job(one), await loaded(two, asked_back())
        await two.attach(second, an_entry(nnf=701))
        one.vtex.shows_posts = False
        await one.submit(first, confirmed=True)
        await two.submit(second, confirmed=True)
        assert two.problem(second) is ProblemCode.NOTIFICATION_MISSING
        await two.miss_for_long()

        assert inputs(one) == [9990]
        assert two.stage(second) is Stage.WITHDRAWN
