"""The list of orders of a period: what is asked for, page by page, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.scripted import Scripted

pytestmark = pytest.mark.anyio

SINCE = datetime(2026, 11, 20, tzinfo=timezone(timedelta(hours=-3)))
UNTIL = SINCE + timedelta(days=1)
DAY = "[2026-11-20T03:00:00.000Z TO 2026-11-21T02:59:59.999Z]"


@dataclass
class Listing:
    """VTEX's list of orders, and what it was asked."""

    created: list[dict[str, Any]] = field(default_factory=list)
    invoiced: list[dict[str, Any]] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    """How many pages it says to have, by filter; one where nothing is said."""
    answers: list[httpx.Response] = field(default_factory=list)
    """What it says first, before anything else."""
    asked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        self.asked.append(query)
        if self.answers:
            return self.answers.pop(0)
        rows = self.created if "f_creationDate" in query else self.invoiced
        period = query.get("f_creationDate") or query.get("f_invoicedDate", "")
        return httpx.Response(200, json={"list": rows, "paging": {"pages": self.pages.get(period, 1)}})

    @property
    def periods(self) -> list[str]:
        return [query.get("f_creationDate") or query["f_invoicedDate"] for query in self.asked]


async def listed(
    listing: Callable[[httpx.Request], httpx.Response], since: datetime = SINCE, until: datetime = UNTIL
) -> tuple[ListedOrder, ...]:
    slept.clear()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with make_http_client(Scripted(listing)) as http:
        vtex = VtexAccount(
            Origins.of(AccountName("gavea")),
            lambda: Credentials("vtexappkey-gavea-AAAA", "TOKENTOKENTOKEN"),
            http,
            RequestBudget(10_000, rest=0.0),
            sleep=sleep,
        )
        return await vtex.orders_between(since, until)


slept: list[float] = []
"""For how long the last listing waited."""


async def test_orders_created_or_invoiced_in_the_period_are_asked_for_oldest_first() -> None:
    listing = Listing()

    await listed(listing)

    usual = {"orderBy": "creationDate,asc", "per_page": "100", "page": "1"}
    assert listing.asked == [
        {"f_creationDate": f"creationDate:{DAY}", **usual},
        {"f_invoicedDate": f"invoicedDate:{DAY}", **usual},
    ]


async def test_the_end_of_a_period_does_not_belong_to_it_to_the_millisecond() -> None:
    listing = Listing()

    await listed(listing, SINCE, SINCE + timedelta(microseconds=1_500_000))

    assert listing.periods[0] == "creationDate:[2026-11-20T03:00:00.000Z TO 2026-11-20T03:00:01.499Z]"


async def test_an_order_that_was_created_and_invoiced_is_listed_once_as_it_was_seen_last() -> None:
    listing = Listing(
        created=[{"orderId": "a", "status": "handling"}, {"orderId": "b"}],
        invoiced=[{"orderId": "a", "status": "invoiced"}, {"orderId": "c"}, {"orderId": None}],
    )

    assert await listed(listing) == (
        ListedOrder(OrderId("a"), "invoiced"),
        ListedOrder(OrderId("b")),
        ListedOrder(OrderId("c")),
    )


async def test_a_row_tells_what_is_needed_to_know_whether_to_look_closer() -> None:
    row = {
        "orderId": "CNV-1-01",
        "status": "invoiced",
        "totalValue": 27840,
        "origin": "Fulfillment",
        "affiliateId": "CNV",
        "marketPlaceOrderId": "1",
        "workflowInErrorState": True,
    }

    (order,) = await listed(Listing(created=[row]))

    assert order == ListedOrder(
        OrderId("CNV-1-01"), "invoiced", Cents(27840), "Fulfillment", "CNV", "1", is_in_error=True
    )
    assert order.may_be_of_marketplace


@pytest.mark.parametrize("value", [None, "", "much", [], 10**40])
async def test_what_makes_no_sense_in_a_row_is_left_out(value: object) -> None:
    keys = ("status", "totalValue", "affiliateId", "marketPlaceOrderId", "workflowInErrorState")
    row = {"orderId": "a", **dict.fromkeys(keys, value)}

    (order,) = await listed(Listing(created=[row]))

    assert (order.order_id, order.value, order.is_in_error) == ("a", None, False)


async def test_every_page_is_read() -> None:
    listing = Listing(created=[{"orderId": "a"}], pages={f"creationDate:{DAY}": 3})

    await listed(listing)

    assert [query["page"] for query in listing.asked] == ["1", "2", "3", "1"]


async def test_a_list_that_is_longer_than_vtex_shows_is_asked_for_in_parts() -> None:
    morning = "[2026-11-20T03:00:00.000Z TO 2026-11-20T14:59:59.999Z]"
    evening = "[2026-11-20T15:00:00.000Z TO 2026-11-21T02:59:59.999Z]"
    listing = Listing(created=[{"orderId": "a"}], pages={f"creationDate:{DAY}": 31})

    await listed(listing)

    assert listing.periods == [
        f"creationDate:{DAY}",
        f"creationDate:{morning}",
        f"creationDate:{evening}",
        f"invoicedDate:{DAY}",
    ]


async def test_a_total_that_is_too_large_is_as_good_as_too_many_pages() -> None:
    listing = Listing(answers=[httpx.Response(200, json={"list": [], "paging": {"pages": 30, "total": 3001}})])

    await listed(listing)

    assert len(listing.asked) == 4


async def test_a_list_that_no_part_makes_shorter_is_not_taken_for_whole() -> None:
    def endless(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"list": [{"orderId": "a"}], "paging": {"pages": 99}})

    with pytest.raises(errors.VtexUnavailableError, match="more orders by creationDate than it shows"):
        await listed(endless, SINCE, SINCE + timedelta(seconds=4))


@pytest.mark.parametrize(("pages", "is_listed"), [(2, True), (31, False)])
async def test_a_list_may_grow_while_it_is_read(pages: int, *, is_listed: bool) -> None:
    def page(*orders: str, of: int) -> httpx.Response:
        return httpx.Response(200, json={"list": [{"orderId": order} for order in orders], "paging": {"pages": of}})

    listing = Listing(answers=[page("a", of=2), page("b", of=1 + pages), page("c", of=3)])

    if is_listed:
        assert [order.order_id for order in await listed(listing)] == ["a", "b", "c"]
    else:
        with pytest.raises(errors.VtexUnavailableError, match="grew longer"):
            await listed(listing)


async def test_a_list_whose_pages_repeat_each_other_is_not_taken_for_whole() -> None:
    def same(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"list": [{"orderId": "a"}], "paging": {"pages": 2, "total": 2}})

    with pytest.raises(errors.VtexUnavailableError, match="counts 2 and shows 1"):
        await listed(same)


async def test_a_row_that_names_no_order_is_no_gap() -> None:
    rows = [{"orderId": "a"}, {"orderId": None}]
    listing = Listing(answers=[httpx.Response(200, json={"list": rows, "paging": {"pages": 1, "total": 2}})])

    assert [order.order_id for order in await listed(listing)] == ["a"]


async def test_an_order_that_comes_while_the_list_is_read_is_no_gap() -> None:
    def page(*orders: str, total: int) -> httpx.Response:
        rows = [{"orderId": order} for order in orders]
        return httpx.Response(200, json={"list": rows, "paging": {"pages": 2, "total": total}})

    listing = Listing(answers=[page("a", "b", total=3), page("b", "c", total=4)])

    assert [order.order_id for order in await listed(listing)] == ["a", "b", "c"]


@pytest.mark.parametrize("paging", [{}, None, [], {"pages": 0}, {"pages": -1}, {"pages": "many"}])
async def test_rows_that_do_not_say_how_many_pages_there_are_leave_no_list(paging: object) -> None:
    rows = [{"orderId": "a"}]

    with pytest.raises(errors.VtexUnavailableError, match="how long it is"):
        await listed(Listing(answers=[httpx.Response(200, json={"list": rows, "paging": paging})]))


async def test_a_page_that_does_not_come_leaves_no_list() -> None:
    listing = Listing(answers=[httpx.Response(503)])

    with pytest.raises(errors.TransientError):
        await listed(listing)


async def test_a_page_that_is_no_list_leaves_no_list() -> None:
    with pytest.raises(errors.VtexUnavailableError):
        await listed(Listing(answers=[httpx.Response(200, json={"rows": []})]))


async def test_where_the_account_rests_the_same_page_is_asked_for_again() -> None:
    listing = Listing(created=[{"orderId": "a"}], answers=[httpx.Response(429)])

    assert [order.order_id for order in await listed(listing)] == ["a"]
    assert len(slept) == 1


async def test_an_account_that_rests_for_ever_is_not_waited_for_for_ever() -> None:
    listing = Listing(answers=[httpx.Response(429)] * 1000)

    with pytest.raises(errors.VtexBusyError):
        await listed(listing)


async def test_the_page_of_connections_is_named_for_a_browser() -> None:
    async with make_http_client(Scripted(Listing())) as http:
        vtex = VtexAccount(Origins.of(AccountName("gavea")), lambda: Credentials("k", "t"), http, RequestBudget(10))

        assert vtex.bridge_page() == "https://gavea.myvtex.com/admin/bridge/#/marketplace/order"
