"""Returns and cancellations at the desk: a word counts for what it was said about, and money goes out once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.journal import Entry, Outcome
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, NotificationId, Operation
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.settling import Settling
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    OTHER_ACCOUNT,
    a_cancellation,
    a_document,
    a_key,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, counter
from tests.fakes import FakeVtex

pytestmark = pytest.mark.anyio

SILENT = errors.VtexSilentError("cut")
INVISIBLE = timedelta(seconds=61)
SALE = a_key(nnf=42)
HERE = f'inStore: {{"tradeAccount": "{ACCOUNT}"}}'
ELSEWHERE = f'inStore: {{"tradeAccount": "{OTHER_ACCOUNT}"}}'
BROKEN = "inStore: {tradeAccount"
REVERSED = "NSU 004711"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path) as made:
        yield made


@asynccontextmanager
async def two_desks(folder: Path) -> AsyncIterator[tuple[Counter, Counter]]:
    """Let two desks with a database each work on one account."""
    vtex = FakeVtex()
    for name in ("one", "two"):
        (folder / name).mkdir()
    with counter(folder / "one", vtex=vtex) as one, counter(folder / "two", vtex=vtex) as two:
        async with one.at_work(), two.at_work():
            yield one, two


def sold(units: int = 1, *, status: str = "invoiced", invoices: tuple[EarlierInvoice, ...] = ()) -> Order:
    """Give an order of one line that was invoiced as a whole, at 99.90 a unit."""
    whole = an_earlier_invoice(number="42", key=SALE.text, value=9990 * units, units={0: units})
    line = a_line(quantity=units, goods=9990 * units)
    return an_order(status=status, lines=[line], invoices=(whole, *invoices))


def asked_back(units: int = 1, observation: str = "", name: str = "back") -> Notification:
    return a_notification(
        units={0: units}, observation=observation, type_=InvoiceType.INPUT, notification_id=NotificationId(name)
    )


def an_entry(value: int = 9990, nnf: int = 700) -> Document:
    return a_document(model="55", nnf=nnf, value=value, is_entry=True)


def an_event(key: AccessKey = SALE) -> Document:
    return a_cancellation(key=key)


def a_foreign_return(number: str = "900", value: int = 9990, units: int = 1) -> EarlierInvoice:
    key = a_key(model="55", nnf=int(number)).text
    return an_earlier_invoice(number=number, key=key, type_=InvoiceType.INPUT, value=value, units={0: units})


async def loaded(shop: Counter, notification: Notification, order: Order | None = None) -> JobId:
    job = shop.receive(order or sold(), notification)
    await shop.settle()
    return job


async def a_cancellation_job(shop: Counter) -> JobId:
    job = await loaded(shop, asked_back(observation="inStore"))
    await shop.attach(job, an_event())
    return job


async def a_return_job(shop: Counter, *, units: int = 1, of: int = 1) -> JobId:
    job = await loaded(shop, asked_back(units), sold(of))
    await shop.attach(job, an_entry(9990 * units))
    return job


def said(shop: Counter, job: JobId) -> list[Matter]:
    return [word.matter for word in shop.journal.settlements(job).said]


def due(shop: Counter, job: JobId) -> tuple[Matter, ...]:
    case = shop.desk.details(job).case
    assert case is not None
    return case.due


def inputs(shop: Counter) -> list[int]:
    return [invoice.value for _, invoice in shop.vtex.posts if invoice.type is InvoiceType.INPUT]


def problem_of(error: errors.UnsettledError) -> Problem:
    (problem,) = error.problems
    assert isinstance(problem, Problem)
    return problem


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
        shop.vtex.shows(sold(), asked_back(observation="inStore: {broken otherwise"))
        await shop.desk.retry(job, "ana")
        await shop.settle()

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
        shop.vtex.shows(sold(), asked_back(observation='inStore: {"tradeAccount": "lojatestetijuca"}'))
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert shop.problem(job) is ProblemCode.OTHER_STORE


async def test_a_return_of_this_store_is_not_taken_over(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, asked_back(observation=HERE))
        with pytest.raises(errors.NotAllowedNowError):
            await shop.settling.take_over(job, "marta", "why not")


# no refund


def half_sold() -> Order:
    half = an_earlier_invoice(number="42", key=SALE.text)
    return an_order(lines=[a_line(quantity=2, goods=19980)], invoices=[half])


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
        shop.vtex.shows(sold(2), asked_back(1, "inStore"))
        await shop.desk.retry(job, "ana")
        await shop.settle()

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
        strict.vtex.shows(sold(2), asked_back(1))
        await strict.desk.retry(job, "ana")
        await strict.settle()

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


# words at the wrong moment

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


# right before the post


async def test_a_return_that_appeared_elsewhere_is_shown_before_money_goes_out(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop, units=1, of=3)
        shop.vtex.orders[ORDER_ID] = sold(3, invoices=(a_foreign_return(),))
        await shop.submit(job, confirmed=True)
        hold = shop.job(job).hold
        assert hold is not None
        assert hold.problem == Problem(ProblemCode.RETURN_APPEARED, {"number": "900", "value": 9990})
        await shop.desk.retry(job, "ana")
        await shop.settle()
        assert (shop.problem(job), shop.job(job).confirmed_by) == (ProblemCode.CONFIRMATION_DUE, "")
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]


async def test_a_return_of_everything_elsewhere_leaves_nothing_to_return_here(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        shop.vtex.orders[ORDER_ID] = sold(invoices=(a_foreign_return(),))
        await shop.submit(job, confirmed=True)
        assert shop.problem(job) is ProblemCode.RETURN_APPEARED
        await shop.desk.retry(job, "ana")
        await shop.settle()

    assert inputs(shop) == []
    assert shop.problem(job) is ProblemCode.LINE_EXCEEDED


async def test_the_return_of_another_job_of_this_desk_is_no_surprise(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop, units=1, of=3)
        shop.vtex.shows(shop.vtex.orders[ORDER_ID], asked_back(name="second"))
        second = shop.announce(notification_id=NotificationId("second"))
        await shop.settle()
        await shop.attach(second, an_entry(nnf=701))
        await shop.submit(first, confirmed=True)
        await shop.submit(second, confirmed=True)

    assert inputs(shop) == [9990, 9990]


async def test_the_same_units_asked_back_twice_are_given_back_once(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop)
        shop.vtex.shows(shop.vtex.orders[ORDER_ID], asked_back(name="second"))
        second = shop.announce(notification_id=NotificationId("second"))
        await shop.settle()
        assert shop.problem(second) is ProblemCode.LINE_EXCEEDED
        await shop.submit(first, confirmed=True)
        await shop.desk.retry(second, "ana")
        await shop.settle()

    assert inputs(shop) == [9990]
    assert shop.problem(second) is ProblemCode.LINE_EXCEEDED


async def test_repeated_skus_go_out_in_one_row_each(shop: Counter) -> None:
    """Two rows of a SKU in an Input, and the refund never starts (KI 1198829)."""
    lines = [a_line(0, sku="7", goods=1000), a_line(1, sku="7", quantity=2, goods=1001), a_line(2, sku="8", goods=500)]
    whole = an_earlier_invoice(number="42", key=SALE.text, value=2501, units={0: 1, 1: 2, 2: 1})
    back = a_notification(units={0: 1, 1: 2, 2: 1}, type_=InvoiceType.INPUT)
    async with shop.at_work():
        job = await loaded(shop, back, an_order(status="invoiced", lines=lines, invoices=[whole]))
        await shop.attach(job, an_entry(2501))
        await shop.submit(job, confirmed=True)

    ((_, invoice),) = shop.vtex.posts
    assert [(row.sku, row.price, row.quantity) for row in invoice.rows] == [("7", 667, 3), ("8", 500, 1)]
    assert invoice.value == 2501


async def test_two_presses_at_once_refund_once(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        await asyncio.gather(
            *(shop.desk.submit(job, "ana", confirmed=True) for _ in range(2)),
            return_exceptions=True,
        )
        await shop.settle()

    assert inputs(shop) == [9990]
    assert shop.stage(job) is Stage.CLOSED


# beside a sale of the same order


async def test_what_is_still_to_be_invoiced_cannot_come_back(shop: Counter) -> None:
    async with shop.at_work():
        sale = shop.receive(half_sold(), a_notification(notification_id="sale"))
        await shop.settle()
        job = await loaded(shop, asked_back(2), half_sold())

    assert shop.problem(sale) is ProblemCode.DOCUMENT_DUE
    assert shop.problem(job) is ProblemCode.LINE_EXCEEDED


async def test_what_may_not_have_been_invoiced_yet_cannot_come_back(shop: Counter) -> None:
    async with shop.at_work():
        sale = await shop.documented()
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(sale)
        assert shop.problem(sale) is ProblemCode.OUTCOME_UNKNOWN
        job = await loaded(shop, asked_back(), shop.vtex.orders[ORDER_ID])
        assert shop.problem(job) is ProblemCode.LINE_EXCEEDED
        shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])
        await shop.desk.retry(job, "ana")
        await shop.settle()
        assert shop.problem(job) is ProblemCode.DOCUMENT_DUE

    assert len(shop.vtex.posts) == 1


async def test_money_that_may_have_gone_out_has_gone_out(shop: Counter) -> None:
    async with shop.at_work():
        first = await a_return_job(shop)
        shop.vtex.shows_posts = False
        shop.vtex.fails_after["post_invoice"].append(SILENT)
        await shop.submit(first, confirmed=True)
        second = await loaded(shop, asked_back(name="second"))

    assert shop.problem(second) is ProblemCode.LINE_EXCEEDED


# two desks


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


async def test_a_notification_that_somebody_deleted_after_the_refund_is_no_second_refund(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)

        async def let_somebody_delete() -> None:
            shop.vtex.asked.clear()

        shop.vtex.hooks["post_invoice"] = let_somebody_delete
        await shop.submit(job, confirmed=True)

        assert shop.stage(job) is Stage.CLOSED


async def test_a_desk_whose_notification_another_desk_has_served_gives_up(tmp_path: Path) -> None:
    """Even while VTEX does not show the other desk's invoice yet."""
    async with two_desks(tmp_path) as (one, two):
        first, second = await a_return_job(one), await loaded(two, asked_back())
        await two.attach(second, an_entry(nnf=701))
        one.vtex.shows_posts = False
        await one.submit(first, confirmed=True)
        await two.submit(second, confirmed=True)
        assert two.problem(second) is ProblemCode.NOTIFICATION_MISSING
        await two.later(timedelta(seconds=30))

        assert inputs(one) == [9990]
        assert two.stage(second) is Stage.WITHDRAWN


async def test_a_desk_asks_as_late_as_it_can_whether_another_was_quicker(shop: Counter) -> None:
    """Nothing is asked of VTEX between the look at order and notification and the post."""
    async with shop.at_work():
        job = await a_return_job(shop)
        before = len(shop.vtex.calls)
        await shop.submit(job, confirmed=True)

    assert {name for name, _ in shop.vtex.calls[before : before + 2]} == {"notification", "order"}
    assert shop.vtex.calls[before + 2][0] == "post_invoice"


async def test_a_lost_return_is_sent_again_only_by_a_new_word_for_the_same_reversal(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_cancellation_job(shop)
        await shop.settling.note_reversal(job, "ana", REVERSED, NOW)
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.submit(job, confirmed=True)
        for _ in range(5):
            await shop.later(INVISIBLE)
        assert (shop.problem(job), shop.job(job).confirmed_by) == (ProblemCode.CONFIRMATION_DUE, "")
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]
    assert [effect.outcome for effect in shop.journal.effects(job)][:2] == [Outcome.NOT_SEEN, Outcome.DONE]


async def test_a_return_dismissed_by_mistake_is_not_lost(shop: Counter) -> None:
    async with shop.at_work():
        job = await a_return_job(shop)
        await shop.desk.dismiss(job, "ana", "wrong button")
        await shop.desk.retry(job, "ana")
        await shop.settle()
        await shop.attach(job, an_entry())
        await shop.submit(job, confirmed=True)

    assert inputs(shop) == [9990]


async def test_what_is_asked_of_no_job_is_refused(shop: Counter) -> None:
    desk: Desk = shop.desk
    with pytest.raises(errors.UnknownJobError):
        await Settling(desk).approve(JobId(99), "marta")
