"""What the engine expects of an account, held against the fake and against the real client on the simulator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.invoice import Invoice, InvoiceRow
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, FeedEvent, NotificationId, OrderId
from desktop_invoicer.domain.order import ProductId, SkuId
from desktop_invoicer.engine.ports import Vtex
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN, Simulator
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.builders import a_key, a_notification, an_invoice, an_order
from tests.fakes import FakeVtex

pytestmark = pytest.mark.anyio

ACCOUNT = AccountName("lojafarmgavea")
NOBODY = OrderId("v404gvea-01")


@dataclass(frozen=True, slots=True)
class World:
    """An account with one order of one line, and one notification for all of it."""

    vtex: Vtex
    order_id: OrderId
    notification_id: NotificationId
    product_id: ProductId
    invoice: Invoice


def fake() -> World:
    notification = a_notification()
    vtex = FakeVtex(account=ACCOUNT, has_feed=False, ncms={ProductId("500"): "61091000"})
    vtex.shows(an_order(), notification)
    vtex.handled = (notification.order_id,)
    vtex.listed = (ListedOrder(notification.order_id, value=vtex.orders[notification.order_id].value),)
    return World(vtex, notification.order_id, notification.id, ProductId("500"), an_invoice())


def real() -> World:
    simulator = Simulator(ACCOUNT, pace=1 / 1000)
    (story,) = simulator.add_stories(["delivery"])
    simulator.request_all()
    http = make_http_client(httpx.ASGITransport(simulator.app))
    vtex = VtexAccount(Origins.of(ACCOUNT), lambda: Credentials(APP_KEY, APP_TOKEN), http, RequestBudget(6000))
    order_id, line = OrderId(story.order_id), story.order["items"][0]
    (notification,) = simulator.account.notifications(order_id)
    invoice = an_invoice(
        number="42",
        value=17280,
        key=a_key(model="55").text,
        rows=[InvoiceRow(SkuId(line["id"]), Cents(line["sellingPrice"]), 1)],
    )
    return World(vtex, order_id, NotificationId(notification.id), ProductId(line["productId"]), invoice)


@pytest.fixture(params=[fake, real], ids=["fake", "real"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    made: World = request.param()
    yield made
    if isinstance(made.vtex, VtexAccount):
        await made.vtex.http.aclose()


async def test_details_come_with_their_raw_text(world: World) -> None:
    read = await world.vtex.notification(world.order_id, world.notification_id)

    assert (read.value.id, read.value.order_id) == (world.notification_id, world.order_id)
    assert read.value.asked == {0: 1}
    assert world.notification_id in read.raw


async def test_details_that_are_not_there_are_not_ready(world: World) -> None:
    with pytest.raises(errors.NotificationNotReadyError):
        await world.vtex.notification(world.order_id, NotificationId("nobody"))


async def test_the_notifications_of_an_order_are_listed(world: World) -> None:
    assert await world.vtex.notifications(world.order_id) == (world.notification_id,)


async def test_an_order_nobody_knows_has_no_notifications(world: World) -> None:
    assert await world.vtex.notifications(NOBODY) == ()


async def test_an_order_is_read_with_its_lines(world: World) -> None:
    read = await world.vtex.order(world.order_id)

    assert read.value.order_id == world.order_id
    assert len(read.value.lines) == 1
    assert world.order_id in read.raw


async def test_an_order_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(errors.RejectedError):
        await world.vtex.order(NOBODY)


async def test_the_ncm_comes_from_the_specification_or_is_empty(world: World) -> None:
    assert await world.vtex.ncm(world.product_id) == "61091000"
    assert await world.vtex.ncm(ProductId("987654321")) == ""


async def test_a_posted_invoice_shows_in_the_order_as_the_very_same(world: World) -> None:
    receipt = await world.vtex.post_invoice(world.vtex.callback_url(world.order_id), world.invoice)
    order = (await world.vtex.order(world.order_id)).value

    assert receipt
    assert [world.invoice.is_same_as(seen) for seen in order.invoices] == [True]


async def test_a_deleted_notification_is_gone_and_deleting_it_again_is_done(world: World) -> None:
    assert await world.vtex.delete_notification(world.order_id, world.notification_id)
    assert not await world.vtex.delete_notification(world.order_id, world.notification_id)

    assert await world.vtex.notifications(world.order_id) == ()


async def test_orders_being_handled_are_listed(world: World) -> None:
    assert world.order_id in await world.vtex.handled_orders()


async def test_orders_of_a_period_are_listed_with_what_they_are_worth(world: World) -> None:
    order = (await world.vtex.order(world.order_id)).value
    now = datetime.now(UTC)

    listed = await world.vtex.orders_between(now - timedelta(days=30), now + timedelta(days=1))

    assert [(row.order_id, row.value) for row in listed] == [(order.order_id, order.value)]


async def test_the_page_where_marketplaces_answers_stand_is_the_accounts_own(world: World) -> None:
    assert world.vtex.bridge_page().startswith(f"https://{ACCOUNT}.myvtex.com/admin/")


async def test_without_a_feed_the_account_says_so(world: World) -> None:
    with pytest.raises(errors.FeedMissingError):
        await world.vtex.check_feed()


async def test_the_accounts_own_callback_is_trusted_and_no_other(world: World) -> None:
    url = world.vtex.callback_url(world.order_id)
    world.vtex.check_callback(url, world.order_id)

    for foreign in (url.replace("myvtex.com", "evil.example"), world.vtex.callback_url(NOBODY), url + "?x=1", ""):
        with pytest.raises(errors.UntrustedOriginError):
            world.vtex.check_callback(foreign, world.order_id)


async def test_the_fakes_feed_gives_what_was_not_committed() -> None:
    vtex = FakeVtex(events=[FeedEvent("h1", NOBODY), FeedEvent("h2", NOBODY)])

    await vtex.commit_feed(["h1"])

    assert [event.handle for event in await vtex.feed()] == ["h2"]
