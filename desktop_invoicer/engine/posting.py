"""From DOCUMENTED to CLOSED: post the invoice exactly once, then delete the notification (design.md, section 3).

The intention is written before the effect, the result after it. Whatever happened in between, the next look begins
by reading the truth from VTEX: an invoice that may be there is never posted again before it had time to show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice, build_invoice
from desktop_invoicer.domain.journal import Content, Effect, EffectKind, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Notification
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.steps import make_draft

A = TypeVar("A")
B = TypeVar("B")


async def submit(job: Job, context: Context) -> Job:
    """Post the invoice of a documented and confirmed job, or find that it is there (DOCUMENTED → SUBMITTED)."""
    effect = context.journal.open_effect(job.id)
    if effect is not None and effect.invoice is not None:
        return await _reconcile(job, effect, effect.invoice, context)
    return await _check_and_post(job, context)


async def close(job: Job, context: Context) -> Job:
    """Delete the notification of a confirmed invoice (SUBMITTED → CLOSED); deleting twice does no harm."""
    if context.journal.open_effect(job.id) is None:
        now = context.clock.now()
        began = Effect(EffectKind.DELETE_NOTIFICATION, now)
        step = Step(job.held(None, now), TimelineEntry(now, Entry.DELETE_BEGUN), began=began)
        job = context.journal.apply(step)
    await context.accounts[job.account].delete_notification(job.order_id, job.notification_id)
    now = context.clock.now()
    return context.journal.apply(
        Step(job.advanced(Stage.CLOSED, now), TimelineEntry(now, Entry.CLOSED), ended=Outcome.DONE),
    )


async def _reconcile(job: Job, effect: Effect, invoice: Invoice, context: Context) -> Job:
    """Find out what became of a post without an answer."""
    order = (await context.accounts[job.account].order(job.order_id)).value
    if any(invoice.is_same_as(seen) for seen in order.invoices):
        return _submitted(job, Entry.POST_FOUND, {"number": invoice.number}, context, ended=Outcome.DONE)
    now = context.clock.now()
    visible_at = effect.begun_at + context.patience.invisible
    if now < visible_at:
        look_again = min(visible_at, now + context.patience.growing(job.attempts))
        hold = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.OUTCOME_UNKNOWN), look_again)
        entry = TimelineEntry(now, Entry.POST_UNKNOWN, {"number": invoice.number})
        return context.journal.apply(Step(job.held(hold, now, failed=True), entry))
    entry = TimelineEntry(now, Entry.POST_NOT_DONE, {"number": invoice.number})
    job = context.journal.apply(Step(job.held(None, now), entry, ended=Outcome.NOT_DONE))
    return await _check_and_post(job, context)


async def _check_and_post(job: Job, context: Context) -> Job:
    document, content = job.document, context.journal.content(job.id)
    if document is None or content is None:
        raise errors.NotAllowedNowError(str(job.id), job.stage.value, "submit")
    vtex = context.accounts[job.account]
    notification, read = await _both(
        vtex.notification(job.order_id, job.notification_id),
        vtex.order(job.order_id),
    )
    order = read.value.with_own(context.journal.own_invoices(job))
    if _find_by_key(order, document, content) is not None:
        return _submitted(job, Entry.POST_FOUND, {"number": document.number}, context)
    draft = make_draft(job, order, notification.value, content.reading, context)
    fresh = replace(content, notification=notification.value, order=order, draft=draft)
    if problem := _obstacle(content, document, fresh):
        return _needs_person(job, problem, context)
    return await _post(job, build_invoice(content.draft, document, order.invoices), context)


async def _post(job: Job, invoice: Invoice, context: Context) -> Job:
    now = context.clock.now()
    intention = TimelineEntry(now, Entry.POST_BEGUN, {"number": invoice.number, "value": invoice.value})
    effect = Effect(EffectKind.POST_INVOICE, now, invoice)
    job = context.journal.apply(Step(job.held(None, now), intention, began=effect))
    try:
        receipt = await context.accounts[job.account].post_invoice(job.callback_url, invoice)
    except (errors.TransientError, errors.SetupError):
        now = context.clock.now()
        entry = TimelineEntry(now, Entry.POST_NOT_DONE, {"number": invoice.number})
        context.journal.apply(Step(job.held(None, now), entry, ended=Outcome.NOT_DONE))
        raise
    except errors.VtexRefusedError as refusal:
        return await _refused(job, invoice, refusal, context)
    facts = {"number": invoice.number, "receipt": receipt}
    return _submitted(job, Entry.POST_CONFIRMED, facts, context, ended=Outcome.DONE)


async def _refused(job: Job, invoice: Invoice, refusal: errors.VtexRefusedError, context: Context) -> Job:
    """Read back after a refusal: which 4xx VTEX gives, and what it did before, is not documented (facts, 11)."""
    order = (await context.accounts[job.account].order(job.order_id)).value
    if any(invoice.is_same_as(seen) for seen in order.invoices):
        return _submitted(job, Entry.POST_FOUND, {"number": invoice.number}, context, ended=Outcome.DONE)
    now = context.clock.now()
    facts: dict[str, str | int] = {"status": refusal.status, "words": refusal.words}
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, facts))
    return context.journal.apply(
        Step(job.held(hold, now), TimelineEntry(now, Entry.POST_REFUSED, facts), ended=Outcome.REFUSED),
    )


def _obstacle(before: Content, document: Document, fresh: Content) -> Problem | None:
    """Tell why nothing may be posted now, or ``None``: drift, an invoice already there, or too much.

    Args:
        before: what was loaded when the document was attached.
        document: the attached document.
        fresh: the same, read and computed right now.

    """
    if _words(before.notification) != _words(fresh.notification):
        return Problem(ProblemCode.NOTIFICATION_CHANGED)
    if twin := _find_by_number(fresh.order, document, before):
        return Problem(ProblemCode.INVOICE_ALREADY_THERE, {"number": twin.number, "value": twin.value})
    if before.order.fingerprint() != fresh.order.fingerprint():
        return Problem(ProblemCode.ORDER_CHANGED, {"before": before.order.last_change, "now": fresh.order.last_change})
    if not fresh.draft.is_sound:
        return fresh.draft.problems[0]
    value = _posted_value(before, document)
    if not fresh.draft.still_accepts(value):
        return Problem(ProblemCode.VALUE_CHANGED, {"document": value, "now": fresh.draft.value})
    return None


def _words(notification: Notification) -> tuple[object, ...]:
    return notification.items, notification.observation, notification.type


def _posted_value(content: Content, document: Document) -> Cents:
    return content.draft.value if document.value is None else document.value


def _find_by_key(order: Order, document: Document, content: Content) -> EarlierInvoice | None:
    """Find the invoice of this very document in the order: then it is posted, whoever did it."""
    type_, value = content.draft.operation.invoice_type, _posted_value(content, document)
    return next(
        (
            seen
            for seen in order.invoices
            if seen.key == document.key.text and seen.type is type_ and seen.value == value
        ),
        None,
    )


def _find_by_number(order: Order, document: Document, content: Content) -> EarlierInvoice | None:
    """Find an invoice that may be of this document, since it says nothing else: same number, no or the same key."""
    type_ = content.draft.operation.invoice_type
    return next(
        (
            seen
            for seen in order.invoices
            if seen.number == document.number and seen.type is type_ and seen.key in {"", document.key.text}
        ),
        None,
    )


def _submitted(
    job: Job,
    entry: Entry,
    facts: Mapping[str, str | int],
    context: Context,
    ended: Outcome | None = None,
) -> Job:
    now = context.clock.now()
    return context.journal.apply(
        Step(job.advanced(Stage.SUBMITTED, now), TimelineEntry(now, entry, facts), ended=ended),
    )


def _needs_person(job: Job, problem: Problem, context: Context) -> Job:
    now = context.clock.now()
    hold = Hold(HoldKind.NEEDS_PERSON, problem)
    entry = TimelineEntry(now, Entry.HELD, {"problem": problem.code.value, **problem.facts})
    return context.journal.apply(Step(job.held(hold, now), entry))


async def _both(first: Awaitable[A], second: Awaitable[B]) -> tuple[A, B]:
    """Wait for two readings at once; when both fail, the first one's error is raised."""
    one, other = await asyncio.gather(first, second, return_exceptions=True)
    for result in (one, other):
        if isinstance(result, BaseException):
            raise result
    return one, other  # type: ignore[return-value]  # no exception is left
