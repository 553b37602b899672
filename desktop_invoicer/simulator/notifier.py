"""The Invoice Notifier's endpoints, ``/_v/invoice-notifier/…`` (facts: VTEX, section 1)."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import JSONResponse, Response

from desktop_invoicer.simulator import answers, faults
from desktop_invoicer.simulator.gate import Noted, Visit


async def details(visit: Visit) -> Response:
    """Give one notification, 404 when VTEX does not keep it (yet, or any more)."""
    found = visit.account.notification(visit.order_id, visit.request.path_params["notification_id"])
    if found is None:
        return answers.error(404, "404", "Notification not found")
    body = {"orderId": found.order_id, "notification": found.as_json()}
    return Noted(body, _read(visit))


async def listing(visit: Visit) -> Response:
    """Give every notification of an order."""
    found = visit.account.notifications(visit.order_id)
    return Noted([notification.as_json() for notification in found], _read(visit) if found else _nothing)


async def delete(visit: Visit) -> Response:
    """Delete a notification; 404 when there is none."""
    if visit.account.keeps_notifications(visit.order_id):
        return visit.refused(400, "The notification cannot be deleted")
    deleted = visit.account.delete_notification(visit.order_id, visit.request.path_params["notification_id"])
    return answers.nothing() if deleted else answers.error(404, "404", "Notification not found")


async def invoice(visit: Visit) -> Response:
    """Book the posted invoice and give the receipt."""
    body = await visit.json()
    if visit.injector.strikes("key-required", visit.place) and not _has_key(body):
        return visit.refused(400, "invoiceKey is required")
    hidden_for = visit.delay("invisible", faults.INVISIBLE_SECONDS)
    outcome = visit.account.post_invoice(visit.order_id, body, hidden_for)
    if isinstance(outcome, str):
        return visit.refused(404 if outcome == "order not found" else 400, outcome)
    return JSONResponse(outcome)


def _has_key(body: object) -> bool:
    return isinstance(body, dict) and bool(body.get("invoiceKey"))


def _read(visit: Visit) -> Callable[[], None]:
    return lambda: visit.account.details_delivered(visit.order_id)


def _nothing() -> None:
    """Note nothing: an empty list told nobody anything."""
