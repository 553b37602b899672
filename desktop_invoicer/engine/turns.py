"""Whose turn it is among the requests of an order that one document fits: it answers one of them, never two.

Parts of an order may be alike, and two desks may find one document in a folder that both watch. VTEX takes its number
once and says yes to both; both would delete their request, and one would never be invoiced. VTEX offers no lock, but
every desk sees the same list of an order's open requests, and goes by it in the same way (ADR 020):

- the list is read before the order, so what is no longer listed shows in the order;
- the first of the listed requests that a document fits is the one to answer with it;
- that one is answered only after whoever could not see it yet has had time to post, and what was posted to show;
- the request for a part is deleted only once VTEX shows its invoice.

Returns are not concerned: their documents are made where the goods are, and a person confirms each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.draft import claims_on, draft_sale
from desktop_invoicer.domain.journal import Content, Entry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Notification, NotificationId, Operation
from desktop_invoicer.domain.observation import read_observation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import find_post, posts_of


def _asks_for_a_part(content: Content) -> bool:
    """Tell whether an order may have other requests to be invoiced beside this one."""
    asked = content.notification.asked
    is_all = all(asked.get(line.index, 0) >= line.invoiceable for line in content.order.lines)
    return content.draft.operation is Operation.SALE and not is_all


@dataclass(frozen=True, slots=True)
class Beside:
    """The other open requests of an order: those whose turn comes before that of a job, and those after it."""

    before: Sequence[NotificationId] = ()
    after: Sequence[NotificationId] = ()


async def open_beside(job: Job, context: Context) -> Beside:
    """List the other open requests of the order of which a job asks for a part.

    What somebody dismissed at this desk is not waited for. Where VTEX refuses the list, of which nothing but its
    address is documented, none are known.
    """
    content = context.journal.content(job.id)
    if content is None or not _asks_for_a_part(content):
        return Beside()
    try:
        listed = await context.vtex(job.account).notifications(job.order_id)
    except errors.VtexRefusedError:
        return Beside()
    known = context.journal.find(job.account, job.order_id)
    dismissed = {other.notification_id for other in known if other.stage is Stage.DISMISSED}
    turns = [request for request in listed if request not in dismissed]
    at = turns.index(job.notification_id) if job.notification_id in turns else len(turns)
    return Beside(turns[:at], turns[at + 1 :])


async def demand_turn(job: Job, value: Cents, order: Order, beside: Beside, context: Context) -> None:
    """Raise ``AlikeRequestError`` while a document of this value is to answer another request, or may be answering it.

    ``beside`` was listed before ``order`` was read.
    """
    if other := await _first_alike(beside.before, job, value, order, context):
        raise errors.AlikeRequestError(other)
    early = _too_early(job, context) if beside.after else timedelta(0)
    if early and (other := await _first_alike(beside.after, job, value, order, context)):
        raise errors.AlikeRequestError(other, early.total_seconds())


async def _first_alike(
    requests: Iterable[NotificationId], job: Job, value: Cents, order: Order, context: Context
) -> NotificationId | None:
    """Find an open request that a document of this value could answer as well as that of the job."""
    for request in requests:
        with suppress(errors.NotificationNotReadyError):  # gone by now
            asked = await context.vtex(job.account).notification(job.order_id, request)
            if _fits(asked.value, value, order):
                return request
    return None


async def demand_shown(job: Job, context: Context) -> None:
    """Raise ``InvoiceNotShownError`` until VTEX shows the invoice of a part: only then may its request go."""
    content = context.journal.content(job.id)
    if content is None or not _asks_for_a_part(content):
        return
    order = (await context.vtex(job.account).order(job.order_id)).value
    if find_post(posts_of(job.id, context.journal), order) is None:
        raise errors.InvoiceNotShownError(job.order_id)


def _too_early(job: Job, context: Context) -> timedelta:
    """Give how long it still takes until a post by whoever did not see this request yet has arrived and shows.

    A request that was loaded long after now was loaded under another clock, and is not new.
    """
    timeline = context.journal.timeline(job.id)
    loaded = next(each.at for each in reversed(timeline) if each.entry is Entry.LOADED)
    known = abs(context.clock.now() - loaded)
    return max(context.patience.answer + context.patience.invisible - known, timedelta(0))


def _fits(asked: Notification, value: Cents, order: Order) -> bool:
    """Tell whether a sale's document of this value could answer another request of the order, too."""
    if read_observation(asked.observation, asked.type).operation is not Operation.SALE:
        return False
    draft = draft_sale(order, asked, claims_on(order))
    return bool(draft.lines) and draft.still_accepts(value)
