"""Orders of which goods come back, and returns, as JSON objects. Money in cents, moments in ISO 8601 UTC."""

from __future__ import annotations

from datetime import datetime

from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.returns import Returnable, ReturnableLine, refunds_nothing
from desktop_invoicer.domain.route import Route, Routes
from desktop_invoicer.domain.settlement import Settlement
from desktop_invoicer.domain.tax_id import masked
from desktop_invoicer.engine.returning import ReturnCase
from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns
from desktop_invoicer.engine.views import Json, job_view, payment_view
from desktop_invoicer.messages.routes import tell_route


def found_view(found: FoundOrder) -> Json:
    """Show an order that jobs of this desk know."""
    return {
        "account": found.account,
        "order": found.order_id,
        "buyer": found.buyer or None,
        "value": found.value,
        "ordered_at": _moment(found.ordered_at),
        "jobs": [job_view(job) for job in found.jobs],
    }


def order_returns_view(seen: OrderReturns, now: datetime) -> Json:
    """Show what may be returned of an order; ``route`` as if all of it were cancelled now."""
    order = seen.order
    return {
        "account": seen.account,
        "order": order.order_id,
        "status": order.status,
        "value": order.value,
        "ordered_at": _moment(order.created_at),
        "in_store": order.is_in_store,
        "buyer": {"name": order.buyer.name, "tax_id": masked(order.buyer.tax_id)},
        "refunds_nothing": refunds_nothing(order),
        "payments": [payment_view(payment) for payment in order.payments],
        "returnable": returnable_view(seen.returnable),
        "originals": [original_view(original) for original in seen.originals],
        "route": routes_view(seen.routes, now),
        "jobs": [job_view(job) for job in seen.jobs],
    }


def case_view(case: ReturnCase | None, now: datetime) -> Json:
    """Show what the returns desk knows of a job; ``None`` for each of a sale. ``unsettled`` has still to be said."""
    if case is None:
        return dict.fromkeys(("returnable", "originals", "route", "settlements", "unsettled"))
    return {
        "returnable": returnable_view(case.returnable),
        "originals": [original_view(original) for original in case.originals],
        "route": routes_view(case.routes, now),
        "settlements": [_settlement_view(word) for word in case.settlements.said],
        "unsettled": [matter.value for matter in case.due],
    }


def returnable_view(returnable: Returnable) -> Json:
    """Show what was sold, what came back, and what is left; ``kept`` is freight that is not given back."""
    return {
        "lines": [_line_view(line) for line in returnable.lines],
        "paid": returnable.paid,
        "refunded": returnable.refunded,
        "kept": returnable.kept,
        "left": returnable.left,
        "units_left": returnable.units_left,
    }


def _line_view(line: ReturnableLine) -> Json:
    return {
        "item_index": line.line.index,
        "sku": line.line.sku,
        "name": line.line.name,
        "channel": line.line.channel.value,
        "bought": line.line.quantity,
        "sold": line.sold,
        "returned": line.returned,
        "left": line.left,
        "value_left": line.take(line.left).total,
    }


def original_view(original: Original) -> Json:
    """Show a document of the sale; ``items`` gives the number of each order line in it, by item index."""
    key = original.key
    return {
        "number": original.number,
        "document": None if original.model is None else original.model.label,
        "model": None if key is None else key.model,
        "serie": None if key is None else key.serie,
        "key": None if key is None else key.text,
        "value": original.value,
        "issued_at": _moment(original.issued_at),
        "is_cancelled": original.is_cancelled,
        "units": {str(index): units for index, units in original.units.items()},
        "items": {str(index): list(numbers) for index, numbers in original.items.items()},
    }


def routes_view(routes: Routes, now: datetime) -> Json:
    """Show the way to take now, with all of them below ``options``."""
    return {
        **_route_view(routes.best, now),
        "options": [_route_view(route, now) for route in routes.options],
    }


def _route_view(route: Route, now: datetime) -> Json:
    told = tell_route(route, now)
    return {
        "kind": route.kind.value,
        "is_open": route.is_open,
        "reason": route.reason.value,
        "number": None if route.original is None else route.original.number,
        "closes_at": _moment(route.closes_at),
        "headline": told.headline,
        "clock": told.clock,
        "why": told.why,
        "source": told.source,
    }


def _settlement_view(settlement: Settlement) -> Json:
    return {
        "matter": settlement.matter.value,
        "operator": settlement.operator,
        "at": _moment(settlement.at),
        "facts": dict(settlement.facts),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
