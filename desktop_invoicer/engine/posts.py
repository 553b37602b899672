"""What this desk has tried to post for a job, and what of it VTEX shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Effect, EffectKind, Entry, Outcome, TimelineEntry
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.ports import Journal

_PRESUMED = frozenset({Outcome.NOT_SEEN, Outcome.REFUSED})
_WAITS = "waits_ms"


def posts_of(job_id: JobId, journal: Journal) -> tuple[Effect, ...]:
    """Give every attempt to post the job's invoice, oldest first."""
    return tuple(effect for effect in journal.effects(job_id) if effect.kind is EffectKind.POST_INVOICE)


def find_post(posts: Iterable[Effect], order: Order) -> Invoice | None:
    """Give the invoice of an attempt that the order shows, whatever was thought to have become of it."""
    tried = (post.invoice for post in posts if post.invoice is not None)
    return next((invoice for invoice in tried if any(map(invoice.is_same_as, order.invoices))), None)


def with_known(order: Order, job: Job, operation: Operation, journal: Journal) -> Order:
    """Put into an order what this desk posted for its other jobs, as far as it counts for an operation.

    Money that may have gone out has gone out; of a sale that may not have arrived nothing can come back yet.
    """
    return order.with_own(
        posted
        for posted in journal.own_invoices(job)
        if operation is Operation.SALE
        or posted.is_sure
        or posted.type is InvoiceType.INPUT
        or any(seen.is_shown(posted) for seen in order.invoices)
    )


def may_still_show(posts: Iterable[Effect], now: datetime, invisible: timedelta) -> bool:
    """Tell whether an attempt may yet turn up: it has no outcome, or one that is only presumed and still fresh.

    One that ended long after now did so under another clock, and is not fresh.
    """
    return any(
        post.outcome is None
        or (post.outcome in _PRESUMED and post.ended_at is not None and abs(now - post.ended_at) < invisible)
        for post in posts
    )


def looks_since_begun(timeline: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Give the moments, since the last post was begun, at which its outcome was unknown; oldest first."""
    looks: list[TimelineEntry] = []
    for entry in timeline:
        if entry.entry is Entry.POST_BEGUN:
            looks.clear()
        elif entry.entry is Entry.POST_UNKNOWN:
            looks.append(entry)
    return tuple(looks)


def waits(wait: timedelta) -> dict[str, int]:
    """Give the fact of a look that the next one comes after a wait; ``waited`` counts on it."""
    return {_WAITS: round(wait / timedelta(milliseconds=1))}


def waited(looks: Sequence[TimelineEntry], now: datetime) -> timedelta:
    """Add up what was waited since the first of these looks.

    A clock that jumps ahead adds no more than was to be waited anyway, and one that is set back takes nothing away.
    """
    ends = (*(look.at for look in looks[1:]), now)
    return sum(map(_waited_between, looks, ends), timedelta(0))


def _waited_between(look: TimelineEntry, end: datetime) -> timedelta:
    planned = timedelta(milliseconds=int(look.facts.get(_WAITS, 0)))
    return min(max(end - look.at, timedelta(0)), planned)
