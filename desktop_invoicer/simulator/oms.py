"""The order endpoints, ``/api/oms/…`` and ``/api/orders/feed…`` (facts: VTEX, sections 2, 4 and 6)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desktop_invoicer.simulator import answers
from desktop_invoicer.simulator.account import LAST_PAGE
from desktop_invoicer.simulator.feed import MOST_EVENTS
from desktop_invoicer.simulator.gate import Noted, Visit
from desktop_invoicer.simulator.list_filter import ListFilter, read_period

_MOST_PER_PAGE = 100


async def order(visit: Visit) -> Response:
    """Give an order."""
    if visit.account.is_unreadable(visit.order_id):
        return answers.error(500, "1", "Object reference not set to an instance of an object")
    found = visit.account.read_order(visit.order_id)
    if found is None:
        return answers.error(404, "OMS007", "Order Not Found")
    return Noted(found, lambda: visit.account.order_delivered(visit.order_id))


async def orders(visit: Visit) -> Response:
    """Give a page of the order list."""
    page, per_page = _number(visit.request, "page", 1), _number(visit.request, "per_page", 15)
    if page is None or per_page is None or not 1 <= page <= LAST_PAGE or not 1 <= per_page <= _MOST_PER_PAGE:
        return visit.refused(400, f"page goes to {LAST_PAGE}, per_page to {_MOST_PER_PAGE}")
    query = visit.request.query_params
    try:
        wanted = ListFilter(
            {status for status in query.get("f_status", "").split(",") if status},
            read_period(query.get("f_creationDate", ""), "creationDate"),
            read_period(query.get("f_invoicedDate", ""), "invoicedDate"),
        )
    except ValueError as unreadable:
        return visit.refused(400, str(unreadable))
    newest_first = query.get("orderBy", "creationDate,desc").endswith("desc")
    rows = visit.account.list_orders(wanted, newest_first=newest_first)
    pages = -(-len(rows) // per_page)
    paging = {"total": len(rows), "pages": pages, "currentPage": page, "perPage": per_page}
    shown = rows[(page - 1) * per_page : page * per_page]
    return JSONResponse({"list": shown, "facets": [], "paging": paging, "stats": {"stats": {}}})


async def feed(visit: Visit) -> Response:
    """Hand out events of the feed."""
    events = visit.account.feed.take(_number(visit.request, "maxlot", MOST_EVENTS) or MOST_EVENTS)
    return answers.not_found() if events is None else JSONResponse(events)


async def commit_feed(visit: Visit) -> Response:
    """Take handed-out events out of the queue."""
    body = await visit.json()
    handles = body.get("handles") if isinstance(body, dict) else None
    if not isinstance(handles, list) or not all(isinstance(handle, str) for handle in handles):
        return visit.refused(400, "handles is no list of texts")
    visit.account.feed.commit(handles)
    return answers.nothing()


async def feed_config(visit: Visit) -> Response:
    """Give the configuration of the feed."""
    config = visit.account.feed.config
    return answers.not_found() if config is None else JSONResponse(config)


async def configure_feed(visit: Visit) -> Response:
    """Configure the feed; only filters of the kind FromWorkflow are understood."""
    body = await visit.json()
    wanted = body.get("filter") if isinstance(body, dict) else None
    if not isinstance(wanted, dict) or not isinstance(wanted.get("status"), list):
        return visit.refused(400, "filter has no list of status")
    if wanted.get("expression"):
        return answers.error(409, "409", "FromWorkflow and FromOrders cannot be mixed")
    visit.account.feed.configure(dict(body) if isinstance(body, dict) else None)
    return answers.nothing()


async def delete_feed(visit: Visit) -> Response:
    """Delete the configuration of the feed."""
    visit.account.feed.configure(None)
    return answers.nothing()


def _number(request: Request, name: str, default: int) -> int | None:
    try:
        return int(request.query_params.get(name, default))
    except ValueError:
        return None
