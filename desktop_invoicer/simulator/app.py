"""The ASGI application: every endpoint of the simulated account on one port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from desktop_invoicer.simulator import answers, catalogue, control, notifier, oms

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from desktop_invoicer.simulator.gate import Gate, Handler
    from desktop_invoicer.simulator.simulator import Simulator

_NOTIFIER = "/_v/invoice-notifier/{order_id}"
_ORDERS = "/api/oms/pvt/orders"
_FEED = "/api/orders/feed"

_ENDPOINTS: tuple[tuple[str, str, str, str, Handler], ...] = (
    ("GET", f"{_NOTIFIER}/", "notifier", "notification-list", notifier.listing),
    ("POST", f"{_NOTIFIER}/invoice", "notifier", "invoice", notifier.invoice),
    ("GET", _NOTIFIER + "/{notification_id}", "notifier", "notification", notifier.details),
    ("DELETE", _NOTIFIER + "/{notification_id}", "notifier", "notification-delete", notifier.delete),
    ("GET", _ORDERS, "orders", "order-list", oms.orders),
    ("GET", _ORDERS + "/{order_id}", "orders", "order", oms.order),
    ("POST", _ORDERS + "/{order_id}/invoice", "orders", "invoice", notifier.invoice),
    (
        "GET",
        "/api/catalog_system/pvt/products/{product_id}/specification",
        "catalogue",
        "spec",
        catalogue.specification,
    ),
    ("GET", "/api/catalog/pvt/product/{product_id}", "catalogue", "product", catalogue.product),
    ("GET", _FEED, "feed", "feed", oms.feed),
    ("POST", _FEED, "feed", "feed-commit", oms.commit_feed),
    ("GET", f"{_FEED}/config", "feed", "feed-config", oms.feed_config),
    ("POST", f"{_FEED}/config", "feed", "feed-config", oms.configure_feed),
    ("DELETE", f"{_FEED}/config", "feed", "feed-config", oms.delete_feed),
)
"""Method, path, group of resources, name for faults, handler."""


def build_app(simulator: Simulator, gate: Gate) -> Starlette:
    """Build the application of a simulator."""
    routes = [
        Route(path, gate.endpoint(group, name, handler), methods=[method])
        for method, path, group, name, handler in _ENDPOINTS
    ]
    app = Starlette(routes=[*routes, *control.routes(simulator)], exception_handlers={404: _not_found, 405: _not_found})
    app.router.redirect_slashes = False
    return app


async def _not_found(_: Request, __: Exception) -> Response:
    return answers.not_found()
