"""What must not let money go back: an order that changed, words for something else, one person for two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, NotificationId, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import JobId, Stage
from tests.builders import NOW, ORDER_ID, a_cancellation, a_key, a_line, a_notification, an_earlier_invoice, an_order
from tests.counter import Counter, counter
from tests.integration.returns.desk import (
    BROKEN,
    REVERSED,
    SALE,
    an_entry,
    asked_otherwise,
    due,
    half_sold,
    inputs,
    loaded,
)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter where returns above 50.00 need a manager."""
    with counter(tmp_path, returns=ReturnPolicy(approval_above=Cents(5000))) as made:
        yield made


def sold(lines: int = 1) -> Order:
    """Give an order of alike lines that was invoiced as a whole, at 99.90 a line."""
    whole = an_earlier_invoice(number="42", key=SALE.text, value=9990 * lines, units=dict.fromkeys(range(lines), 1))
    return an_order(status="invoiced", lines=lines, invoices=[whole])


def asked_back(line: int = 0, observation: str = "", name: str = "back") -> Notification:
    return a_notification(
        units={line: 1}, observation=observation, type_=InvoiceType.INPUT, notification_id=NotificationId(name)
    )


# an order whose lines moved


async def test_a_line_that_moved_comes_back_as_the_one_that_was_sold(shop: Counter) -> None:
    """A Change takes a line away: what this desk sold as line 1 is line 0 from then on (KI 1070299)."""
    lines = [a_line(0, sku="A", goods=1000), a_line(1, sku="B", goods=5000), a_line(2, sku="C", goods=3000)]
    moved = [a_line(0, sku="B", goods=5000), a_line(1, sku="C", goods=3000)]
    async with shop.at_work():
        await shop.submit(await shop.documented(an_order(lines=lines), a_notification(units={1: 1})))
        posted = shop.vtex.orders[ORDER_ID].invoices
        order = an_order(status="invoiced", lines=moved, invoices=posted)
        never_sold = await loaded(shop, asked_back(1), order)
        bought = await loaded(shop, asked_back(0, name="other"), order)

    assert shop.problem(never_sold) is ProblemCode.LINE_EXCEEDED
    assert (shop.problem(bought), shop.job(bought).value) == (ProblemCode.DOCUMENT_DUE, 5000)


# an order that VTEX cancels


@pytest.mark.parametrize("status", ["canceled", "cancelled", "cancel", "replaced"])
async def test_what_vtex_gives_back_by_cancelling_is_not_given_back_here(shop: Counter, status: str) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(), replace(sold(), status=status))

    assert shop.problem(job) is ProblemCode.ORDER_CANCELLED


async def test_an_order_cancelled_meanwhile_gives_nothing_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back())
        await shop.attach(job, an_entry())
        shop.vtex.orders[ORDER_ID] = replace(sold(), status="canceled")
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == []
    assert shop.problem(job) is ProblemCode.ORDER_CANCELLED


# the card terminal


async def test_what_the_terminal_gave_back_is_not_refunded_as_a_return(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=BROKEN))
        await shop.settling.settle_operation(job, "ana", Operation.CANCELLATION)
        await shop.settle()
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        await shop.settling.settle_operation(job, "ana", Operation.RETURN)
        await shop.settle()
        assert shop.problem(job) is ProblemCode.REVERSED_ALREADY
        await shop.settling.settle_operation(job, "ana", Operation.CANCELLATION)
        await shop.settle()

    assert shop.problem(job) is ProblemCode.DOCUMENT_DUE
    assert due(shop, job) == ()


async def test_a_reversal_outlives_a_dismissal(shop: Counter) -> None:
    """The terminal has given the money back, whatever becomes of the job; nobody is to do it twice."""
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation="inStore"))
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        await shop.desk.dismiss(job, "ana", "wrong button")
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert due(shop, job) == ()


async def test_what_the_terminal_gave_back_for_a_dismissed_request_is_told_to_the_next(shop: Counter) -> None:
    async with shop.at_work():
        first = await loaded(shop, asked_back(observation="inStore"))
        await shop.settling.note_reversal(first, "ana", REVERSED, NOW)
        await shop.desk.dismiss(first, "ana", "asked for in another way")
        second = await loaded(shop, asked_back(name="again"))

    content = shop.journal.content(second)
    assert content is not None
    told = Problem(ProblemCode.REVERSED_BEFORE, {"value": 9990, "authorisation": REVERSED})
    assert content.draft.notices == (told,)


async def test_what_the_terminal_gave_back_and_vtex_knows_is_not_told_again(shop: Counter) -> None:
    async with shop.at_work():
        first = await loaded(shop, asked_back(0, observation="inStore"), sold(2))
        await shop.settling.note_reversal(first, "ana", REVERSED, NOW)
        await shop.attach(first, an_entry())
        await shop.submit(first, confirmed=True)
        second = await loaded(shop, asked_back(1, name="again"), shop.vtex.orders[ORDER_ID])

    assert shop.journal.settlements(second).unsent == ()


async def test_a_cancellation_asked_for_once_more_finds_nothing_left(shop: Counter) -> None:
    async with shop.at_work():
        first = await loaded(shop, asked_back(observation="inStore"))
        await shop.settling.note_reversal(first, "ana", REVERSED, NOW)
        await shop.attach(first, a_cancellation(key=SALE))
        await shop.submit(first, confirmed=True)
        again = await loaded(shop, asked_back(observation="inStore", name="again"), shop.vtex.orders[ORDER_ID])

    assert len(inputs(shop)) == 1
    assert shop.problem(again) is ProblemCode.LINE_EXCEEDED
    assert Matter.REVERSAL in due(shop, again)


# two people


async def test_a_manager_allows_these_goods_and_not_others_of_the_same_price(strict: Counter) -> None:
    async with strict.at_work():
        job = await loaded(strict, asked_back(0), sold(2))
        await strict.settling.approve(job, "marta")
        await asked_otherwise(strict, job, asked_back(1))
        assert due(strict, job) == (Matter.APPROVAL,)
        await strict.attach(job, an_entry())
        with pytest.raises(errors.UnsettledError):
            await strict.submit(job, confirmed=True)

    assert inputs(strict) == []


async def test_a_manager_who_allows_a_return_has_not_allowed_a_cancellation(strict: Counter) -> None:
    async with strict.at_work():
        job = await loaded(strict, asked_back())
        await strict.settling.approve(job, "marta")
        await asked_otherwise(strict, job, asked_back(observation="inStore"))

    assert Matter.APPROVAL in due(strict, job)


@pytest.mark.parametrize("manager", [" ANA", "Aná", "Ana\u0301", "\u00a0ana "])
async def test_one_person_is_not_two_by_another_spelling(strict: Counter, manager: str) -> None:
    async with strict.at_work():
        job = await loaded(strict, asked_back())
        await strict.settling.approve(job, manager)
        await strict.attach(job, an_entry())
        with pytest.raises(errors.UnsettledError):
            await strict.submit(job, confirmed=True)

    assert inputs(strict) == []


async def test_who_is_no_manager_any_more_has_allowed_nothing(tmp_path: Path) -> None:
    with counter(tmp_path, returns=ReturnPolicy(approval_above=Cents(5000))) as before:
        async with before.at_work():
            job = await loaded(before, asked_back())
            await before.settling.approve(job, "rui")
            await before.attach(job, an_entry())
    policy = ReturnPolicy(approval_above=Cents(5000), managers=("Marta",))
    with counter(tmp_path, vtex=before.vtex, returns=policy) as after:
        async with after.at_work():
            with pytest.raises(errors.UnsettledError):
                await after.submit(job, confirmed=True)

        assert inputs(after) == []


# no refund


async def test_a_refund_after_all_reminds_of_what_was_given_back_otherwise(shop: Counter) -> None:
    half = half_sold()
    rest = an_earlier_invoice(number="43", key=a_key(nnf=43).text)
    async with shop.at_work():
        job = await loaded(shop, asked_back(), half)
        await shop.settling.go_without_refund(job, "ana", "paid back in cash")
        await shop.settle()
        shop.vtex.orders[ORDER_ID] = replace(half, invoices=(*half.invoices, rest))
        await shop.desk.retry(job, "ana")
        await shop.settle()

    content = shop.journal.content(job)
    assert content is not None
    assert [notice.code for notice in content.draft.notices] == [ProblemCode.REFUNDS_AFTER_ALL]


async def test_who_was_told_that_nothing_is_refunded_confirms_no_refund(shop: Counter) -> None:
    """Somebody else reads the job again while a person looks at what it will do."""
    half = half_sold()
    rest = an_earlier_invoice(number="43", key=a_key(nnf=43).text)
    async with shop.at_work():
        job = await loaded(shop, asked_back(), half)
        await shop.settling.go_without_refund(job, "ana", "paid back in cash")
        await shop.settle()
        await shop.attach(job, an_entry())
        seen = shop.job(job)
        shop.vtex.orders[ORDER_ID] = replace(half, invoices=(*half.invoices, rest))
        await shop.desk.retry(job, "rui")
        await shop.settle()
        with pytest.raises(errors.StaleJobError):
            await shop.desk.submit(job, "ana", confirmed=True, shown=seen)

    assert inputs(shop) == []


async def test_what_was_confirmed_before_words_were_asked_for_waits_for_them(tmp_path: Path) -> None:
    """A program without settlements left a confirmed cancellation behind."""
    with counter(tmp_path, returns=ReturnPolicy(records_reversal=False)) as before:
        async with before.at_work():
            job = await loaded(before, asked_back(observation="inStore"))
            await before.attach(job, a_cancellation(key=SALE))
        await before.desk.submit(job, "ana", confirmed=True)
    with counter(tmp_path, vtex=before.vtex) as after:
        async with after.at_work():
            await after.settle()

        assert inputs(after) == []
        assert (after.problem(job), after.job(job).confirmed_by) == (ProblemCode.REVERSAL_DUE, "")


async def test_a_part_invoiced_is_not_all_however_vtex_lowers_the_value(shop: Counter) -> None:
    """After a partial invoice VTEX may show as value what was settled so far (facts: VTEX, section 3)."""
    async with shop.at_work():
        job = await loaded(shop, asked_back(), replace(half_sold(), value=Cents(9990)))

    assert shop.problem(job) is ProblemCode.NOT_FULLY_INVOICED


# what is said before and after


async def facts_of_confirming(shop: Counter, order: Order, *, without_refund: bool = False) -> Mapping[str, str | int]:
    async with shop.at_work():
        job = await loaded(shop, asked_back(), order)
        if without_refund:
            await shop.settling.go_without_refund(job, "ana", "paid back in cash")
            await shop.settle()
        await shop.attach(job, an_entry())
    return facts(shop, job)


def facts(shop: Counter, job: JobId) -> Mapping[str, str | int]:
    hold = shop.job(job).hold
    assert hold is not None
    return hold.problem.facts


async def test_who_confirms_is_told_that_vtex_refunds(shop: Counter) -> None:
    assert await facts_of_confirming(shop, sold()) == {"value": 9990, "operation": "return"}


async def test_who_confirms_is_told_that_a_marketplace_refunds(shop: Counter) -> None:
    order = replace(sold(), marketplace="Mercado Exemplo")

    said = await facts_of_confirming(shop, order)

    assert said == {"value": 9990, "operation": "return", "marketplace": "Mercado Exemplo"}


async def test_who_confirms_is_told_that_nothing_is_refunded(shop: Counter) -> None:
    said = await facts_of_confirming(shop, half_sold(), without_refund=True)

    assert said == {"value": 9990, "operation": "return", "refunds": 0}


async def test_a_refund_that_vtex_refuses_says_what_was_refused(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back())
        await shop.attach(job, an_entry())
        shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "Bad request"))
        await shop.submit(job, confirmed=True)

    assert facts(shop, job) == {"status": 400, "words": "Bad request", "operation": "return"}


# what has ended


async def test_of_a_return_that_has_ended_nothing_is_due(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation="inStore"))
        await shop.desk.dismiss(job, "ana", "the buyer keeps it")

    assert shop.stage(job) is Stage.DISMISSED
    assert due(shop, job) == ()
