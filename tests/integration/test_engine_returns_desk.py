"""Finding orders of which goods come back, and what may be returned of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.notification import AccountName, InvoiceType, OrderId
from desktop_invoicer.domain.route import RouteKind, RouteReason
from desktop_invoicer.domain.windows import Way, Window
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.returns_desk import ReturnsDesk
from tests.builders import ACCOUNT, NOW, ORDER_ID, a_buyer, a_key, a_notification, an_earlier_invoice, an_order
from tests.counter import Counter

pytestmark = pytest.mark.anyio

OTHER_ORDER = OrderId("v70530117str-01")
OTHER_CPF = "52998224725"


@pytest.fixture
def returns(shop: Counter) -> ReturnsDesk:
    """Give a desk in a state where an NFC-e may be cancelled for a day."""
    window = Window(Way.CANCEL, DocumentModel.NFCE, 24 * 60, "law", NOW.date(), Certainty.SURE)
    context = replace(shop.context, rules=replace(shop.context.rules, windows=(window,)))
    return ReturnsDesk(replace(shop.desk, context=context))


def names(returns: ReturnsDesk, text: str) -> list[OrderId]:
    return [found.order_id for found in returns.find(text)]


async def sold(shop: Counter) -> JobId:
    """Sell a whole order, to the end."""
    job = await shop.documented()
    await shop.submit(job)
    return job


async def other(shop: Counter) -> JobId:
    """Load another order, of another buyer."""
    order = an_order(order_id=OTHER_ORDER, sequence="502557", buyer=a_buyer(tax_id=OTHER_CPF), created_at=NOW)
    job = shop.receive(order, a_notification(order_id=OTHER_ORDER, notification_id="other-notification"))
    await shop.settle()
    return job


# finding


@pytest.mark.parametrize(
    "text",
    [OTHER_ORDER, OTHER_ORDER.upper(), OTHER_ORDER.replace("-", ""), "70530117", "502557", "other-notification"],
)
async def test_an_order_is_found_by_its_numbers(shop: Counter, returns: ReturnsDesk, text: str) -> None:
    async with shop.at_work():
        await shop.load()
        await other(shop)

    assert names(returns, text) == [OTHER_ORDER]


@pytest.mark.parametrize("text", [OTHER_CPF, "529.982.247-25", " 529.982.247-25\n"])
async def test_an_order_is_found_by_the_buyers_cpf(shop: Counter, returns: ReturnsDesk, text: str) -> None:
    async with shop.at_work():
        await shop.load()
        await other(shop)

    assert names(returns, text) == [OTHER_ORDER]


async def test_an_order_is_found_by_the_number_of_a_job(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        await shop.load()
        job = await other(shop)

    assert names(returns, str(job)) == [OTHER_ORDER]


async def test_an_order_is_found_by_the_key_of_its_sale(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        job = await sold(shop)
        await other(shop)
        document = shop.job(job).document

    assert document is not None
    assert names(returns, document.key.text) == [ORDER_ID]


async def test_a_return_is_found_by_the_key_of_a_sale_that_another_desk_invoiced(
    shop: Counter, returns: ReturnsDesk
) -> None:
    key = a_key(nnf=77)
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(number="77", key=key.text)])
    async with shop.at_work():
        shop.receive(order, a_notification(type_=InvoiceType.INPUT, observation="inStore"))
        await shop.settle()

    assert names(returns, key.text) == [ORDER_ID]
    assert names(returns, a_key(nnf=78).text) == []


@pytest.mark.parametrize("text", ["", "  ", "nobody", "v999", "99999999"])
async def test_what_names_nothing_finds_nothing(shop: Counter, returns: ReturnsDesk, text: str) -> None:
    shop.receive()

    assert names(returns, text) == []


async def test_the_most_recent_order_comes_first(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        await shop.load()
        await shop.load(OTHER_ORDER)

    assert names(returns, "191") == [OTHER_ORDER, ORDER_ID]


async def test_a_found_order_tells_buyer_value_and_day_and_all_its_jobs(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        job = await other(shop)
        again = shop.announce(OTHER_ORDER, a_notification(notification_id="late").id)
        (found,) = returns.find(OTHER_ORDER)

    assert (found.account, found.value, found.ordered_at) == (ACCOUNT, 9990, NOW)
    assert found.buyer == "Maria T. •••••••••25"
    assert [job.id for job in found.jobs] == [again, job]


async def test_an_order_that_is_not_loaded_is_found_with_what_is_known(shop: Counter, returns: ReturnsDesk) -> None:
    shop.receive()

    (found,) = returns.find(ORDER_ID)

    assert (found.buyer, found.value, found.ordered_at) == ("", None, None)


# looking


async def test_what_was_sold_here_may_be_returned(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        await sold(shop)
        seen = await returns.look(ACCOUNT, ORDER_ID)

    (line,) = seen.returnable.lines
    assert (line.sold, line.returned, line.left, seen.returnable.left) == (1, 0, 1, 9990)
    assert [original.number for original in seen.originals] == ["42"]
    assert seen.routes.best.kind is RouteKind.CANCEL


async def test_the_way_is_told_as_if_all_that_is_left_were_cancelled_now(shop: Counter, returns: ReturnsDesk) -> None:
    async with shop.at_work():
        await sold(shop)
        shop.clock.move(timedelta(hours=30))
        seen = await returns.look(ACCOUNT, ORDER_ID)

    assert seen.routes.best.kind is RouteKind.ENTRY


async def test_nothing_comes_back_of_a_sale_that_may_not_have_arrived(shop: Counter, returns: ReturnsDesk) -> None:
    shop.vtex.shows_posts = False
    shop.vtex.fails["post_invoice"].append(errors.VtexSilentError("cut"))
    async with shop.at_work():
        await sold(shop)
        seen = await returns.look(ACCOUNT, ORDER_ID)

    assert seen.returnable.units_left == 0


async def test_what_came_back_is_not_returned_again(shop: Counter, returns: ReturnsDesk) -> None:
    back = an_earlier_invoice(number="9", type_=InvoiceType.INPUT, key=a_key(nnf=9).text)
    shop.vtex.shows(an_order(status="invoiced", invoices=[an_earlier_invoice(), back]))

    seen = await returns.look(ACCOUNT, ORDER_ID)

    assert (seen.returnable.units_left, seen.returnable.left) == (0, 0)
    assert seen.routes.of(RouteKind.CANCEL).reason is not RouteReason.IN_TIME


async def test_returns_asked_for_are_told_the_open_one_first(shop: Counter, returns: ReturnsDesk) -> None:
    order = an_order(status="invoiced", invoices=[an_earlier_invoice()])
    asked = a_notification(type_=InvoiceType.INPUT, observation="inStore")
    async with shop.at_work():
        first = shop.receive(order, asked)
        await shop.settle()
        given_up = shop.receive(order, a_notification(notification_id="again", type_=InvoiceType.INPUT))
        await shop.settle()
        await shop.desk.dismiss(given_up, "ana", "asked twice")
        seen = await returns.look(ACCOUNT, ORDER_ID)

    assert [(job.id, job.stage) for job in seen.jobs] == [(first, Stage.LOADED), (given_up, Stage.DISMISSED)]


async def test_an_order_that_no_job_knows_is_asked_for_in_every_account(shop: Counter, returns: ReturnsDesk) -> None:
    shop.vtex.shows(an_order(order_id=OTHER_ORDER))

    seen = await returns.look_anywhere(OTHER_ORDER)

    assert (seen.account, seen.order.order_id, seen.jobs) == (ACCOUNT, OTHER_ORDER, ())


async def test_an_order_that_vtex_does_not_know_is_told_as_such(returns: ReturnsDesk) -> None:
    with pytest.raises(errors.UnknownOrderError):
        await returns.look_anywhere(OTHER_ORDER)


async def test_a_refusal_is_not_taken_for_an_unknown_order(shop: Counter, returns: ReturnsDesk) -> None:
    shop.vtex.fails["order"].append(errors.VtexRefusedError(400, "no"))

    with pytest.raises(errors.VtexRefusedError):
        await returns.look_anywhere(ORDER_ID)


async def test_an_account_that_is_not_set_up_cannot_be_asked(returns: ReturnsDesk) -> None:
    with pytest.raises(errors.UnknownAccountError):
        await returns.look(AccountName("nobody"), ORDER_ID)
