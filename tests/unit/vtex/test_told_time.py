"""Each answer of VTEX tells what time it has, and what nobody can use tells nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.errors import VtexUnavailableError
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.builders import ACCOUNT, ORDER_ID

pytestmark = pytest.mark.anyio


async def heard(*dates: str, status: int = 200) -> list[datetime]:
    """Ask once for each date, and give what was heard."""
    said = iter(dates)
    told: list[tuple[datetime, float]] = []

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, stream=httpx.ByteStream(b"[]"), headers={"Date": next(said)})

    async with make_http_client(httpx.MockTransport(answer)) as http:
        account = VtexAccount(
            Origins.of(ACCOUNT),
            lambda: Credentials("key", "token"),
            http,
            RequestBudget(1000),
            heard=lambda there, took: told.append((there, took)),
        )
        for _ in dates:
            try:
                await account.notifications(OrderId(ORDER_ID))
            except VtexUnavailableError:
                assert status >= 500
    assert all(0 <= took < 5 for _, took in told)
    return [there for there, _ in told]


async def test_every_answer_tells_its_time_an_error_too() -> None:
    date, moment = "Fri, 20 Nov 2026 15:30:00 GMT", datetime(2026, 11, 20, 15, 30, tzinfo=UTC)

    assert await heard(date, date) == [moment, moment]
    assert await heard(date, status=500) == [moment]


async def test_hostile_dates_break_no_call_and_tell_nothing() -> None:
    assert await heard("", "yesterday", "Fri, 99 Foo 99999", "0" * 5000, "31 Dec 9999 23:59:59 -2359") == []
