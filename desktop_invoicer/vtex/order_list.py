"""The list of orders of a period, whole: VTEX gives 30 pages at most, so a longer list is asked for in parts.

The index is about four minutes late and the rows have no lines (facts: VTEX, section 6). The filters are those of the
Admin; their dates are UTC with milliseconds, and both ends belong to the period.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.errors import VtexBusyError, VtexUnavailableError
from desktop_invoicer.vtex import mapping, wire

MOST_PAGES = 30
"""Pages that VTEX gives of one list."""

PER_PAGE = 100

_TICK = timedelta(milliseconds=1)
_REST = 60.0
_RESTS = 20
"""How often in a row a page is waited for, before the listing is given up."""

ReadPage = Callable[[str], Awaitable[wire.OrderList]]
Sleep = Callable[[float], Awaitable[None]]


class Period(NamedTuple):
    """From ``since`` on, and before ``until``."""

    since: datetime
    until: datetime

    @property
    def halves(self) -> tuple[Period, Period]:
        """Cut it in the middle."""
        middle = self.since + (self.until - self.since) / 2
        return Period(self.since, middle), Period(middle, self.until)

    def __str__(self) -> str:
        """Write it as a filter."""
        return f"[{_moment(self.since)} TO {_moment(self.until - _TICK)}]"


@dataclass(frozen=True, slots=True)
class OrderLists:
    """Reads lists of orders; ``address`` is that of the list, ``read`` asks for one page."""

    address: str
    read: ReadPage
    sleep: Sleep = asyncio.sleep

    async def between(self, period: Period) -> tuple[ListedOrder, ...]:
        """List the orders created or invoiced in a period, oldest first, each once.

        Raises:
            TransientError: a page did not come; a list with gaps is none.

        """
        found: dict[OrderId, ListedOrder] = {}
        for date in ("creationDate", "invoicedDate"):
            async for row in self._rows(date, period):
                found[OrderId(row.order_id)] = mapping.to_listed_order(row)
        return tuple(found.values())

    async def _rows(self, date: str, period: Period) -> AsyncIterator[wire.ListedOrder]:
        page, number = await self._page(date, period, 1), 1
        if _is_cut(page.paging):
            if period.until - period.since <= timedelta(seconds=1):
                reason = f"it lists more orders by {date} than it shows, even of one second"
                raise VtexUnavailableError(reason)
            for half in period.halves:
                async for row in self._rows(date, half):
                    yield row
            return
        promised, named = page.paging.total, set[str]()
        while True:
            _demand_pages(page, date)
            for row in page.rows:
                if row.order_id:
                    named.add(row.order_id)
                    yield row
                else:
                    promised -= 1  # of no use, but no gap
            if number >= page.paging.pages:
                break
            number += 1
            page = await self._page(date, period, number)
        if len(named) < promised:
            reason = f"its list of orders by {date} counts {promised} and shows {len(named)}"
            raise VtexUnavailableError(reason)

    async def _page(self, date: str, period: Period, number: int) -> wire.OrderList:
        """Ask for a page; where the account rests it is waited for, or a long list would never end."""
        query = {
            f"f_{date}": f"{date}:{period}",
            "orderBy": "creationDate,asc",  # what comes meanwhile stands at the end and moves no row to another page
            "per_page": str(PER_PAGE),
            "page": str(number),
        }
        url = f"{self.address}?" + "&".join(f"{key}={quote(value)}" for key, value in query.items())
        for _ in range(_RESTS):
            try:
                return await self.read(url)
            except VtexBusyError as exc:
                await self.sleep(exc.retry_after or _REST)
        return await self.read(url)


def _demand_pages(page: wire.OrderList, date: str) -> None:
    """Refuse a page that does not tell how many there are, or that there are more than VTEX gives."""
    if page.rows and page.paging.pages < 1:
        reason = f"its list of orders by {date} does not say how long it is"
        raise VtexUnavailableError(reason)
    if _is_cut(page.paging):
        reason = f"its list of orders by {date} grew longer than it shows"
        raise VtexUnavailableError(reason)


def _is_cut(paging: wire.Paging) -> bool:
    return paging.pages > MOST_PAGES or paging.total > MOST_PAGES * PER_PAGE


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"
