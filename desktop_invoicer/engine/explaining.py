"""Which document an order takes, and why: told of a job as it was decided, else of the order as VTEX shows it now."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.decision import Decision, decide, facts_of
from desktop_invoicer.domain.draft import Draft, claims_on, draft_sale
from desktop_invoicer.domain.notification import (
    AccountName,
    AskedItem,
    InvoiceType,
    Notification,
    NotificationId,
    Operation,
    OrderId,
)
from desktop_invoicer.domain.observation import read_observation
from desktop_invoicer.domain.order import Order, units_by_line
from desktop_invoicer.domain.returns import Terms, draft_return
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.context import Context

NOBODY_ASKED = NotificationId("")
"""Stands for a request that VTEX has not made."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The document that is due for an order, with what was to be invoiced; ``job`` where one asks for it."""

    order_id: OrderId
    draft: Draft
    decision: Decision
    job: JobId | None = None


async def explain_decision(
    account: AccountName, order_id: OrderId, notification_id: NotificationId | None, context: Context
) -> Explanation:
    """Explain the document of an order; nothing is written.

    A loaded job speaks first, one that is still open before others. Without a job VTEX is asked for the order: for
    what the notification wants, or else for all that is left to invoice.

    Raises:
        InvoicerError: the account is not known, or VTEX does not give the order.

    """
    jobs = [job for job in context.journal.find(account, order_id) if notification_id in {None, job.notification_id}]
    for job in sorted(jobs, key=lambda job: (job.stage.is_end, -job.id)):
        content = context.journal.content(job.id)
        if content is not None:
            return Explanation(order_id, content.draft, content.decision, job.id)
    vtex = context.vtex(account)
    order = (await vtex.order(order_id)).value
    if notification_id is None:
        notification = _all_that_is_left(order)
    else:
        notification = (await vtex.notification(order_id, notification_id)).value
    draft = _draft(order, notification, context)
    facts = facts_of(draft, order, context.store, context.clock.now())
    return Explanation(order_id, draft, decide(facts, context.store, context.rules))


def _all_that_is_left(order: Order) -> Notification:
    invoiced = units_by_line(
        order.lines, [invoice.units for invoice in order.invoices if invoice.type is InvoiceType.OUTPUT]
    )
    left = {line.index: line.invoiceable - invoiced[line.index] for line in order.lines}
    items = tuple(AskedItem(index, units) for index, units in left.items() if units > 0)
    return Notification(NOBODY_ASKED, order.order_id, items)


def _draft(order: Order, notification: Notification, context: Context) -> Draft:
    reading = read_observation(notification.observation, notification.type)
    claims = claims_on(order)
    if reading.operation is Operation.SALE:
        return draft_sale(order, notification, claims)
    return draft_return(order, notification, claims, reading, Terms(context.store.account, context.returns))
