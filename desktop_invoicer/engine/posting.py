"""From DOCUMENTED to CLOSED: post the invoice exactly once, then delete the notification (design.md, section 3).

The intention is written before the effect, the result after it. Whatever happened in between, the next look begins
by reading the truth from VTEX: an invoice that may be there is never posted again before it had time to show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.invoice import Invoice, build_invoice, may_be
from desktop_invoicer.domain.journal import Content, Effect, EffectKind, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, Operation
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import find_post, looks_since_begun, posts_of
from desktop_invoicer.engine.settling import unsettled_problems
from desktop_invoicer.engine.steps import AUTOMATIC, confirmation_due, fit, goes_by_itself, make_draft

LOOKS = 3
"""So often at least VTEX is asked whether it has the invoice: a clock that jumps decides nothing."""

MOST_LOOKS = 50
"""And so often at most, should the clock have been set back since."""


async def submit(job: Job, context: Context) -> Job:
    """Post the invoice of a documented and confirmed job, or find that it is there (DOCUMENTED → SUBMITTED).

    Order and notification are read at the same moment, and nothing but this desk's own work lies between that moment
    and the post: whoever was quicker elsewhere shows in the order, or has deleted the notification. VTEX offers no
    lock, so two desks that post *different* documents for the same goods within one round trip both succeed, as long
    as both together stay below what was invoiced; above it VTEX refuses. ``close`` tells of it. One document has one
    number, which VTEX takes once only. Looking again before the post would only make the look at the order older
    (ADR 007).
    """
    vtex, posts = context.vtex(job.account), posts_of(job.id, context.journal)
    pending = posts[-1] if posts and posts[-1].outcome is None else None
    if pending is not None:
        order = (await vtex.order(job.order_id)).value
        return _found(job, posts, order, context) or await _wait_or_give_up(job, pending, context)
    notification, read = await asyncio.gather(
        vtex.notification(job.order_id, job.notification_id),
        vtex.order(job.order_id),
        return_exceptions=True,
    )
    if isinstance(read, BaseException):
        raise read
    if found := _found(job, posts, read.value, context):
        return found
    if isinstance(notification, BaseException):
        raise notification
    return await _check_and_post(job, posts, notification.value, read.value, context)


async def close(job: Job, context: Context) -> Job:
    """Delete the notification of a confirmed invoice (SUBMITTED → CLOSED); deleting twice does no harm.

    One that was gone before this desk ever tried was perhaps answered by another desk, too: of a return that is told.
    """
    was_tried = any(effect.kind is EffectKind.DELETE_NOTIFICATION for effect in context.journal.effects(job.id))
    if context.journal.open_effect(job.id) is None:
        now = context.clock.now()
        began = Effect(EffectKind.DELETE_NOTIFICATION, now)
        step = Step(job.held(None, now), TimelineEntry(now, Entry.DELETE_BEGUN), began=began)
        job = context.journal.apply(step)
    was_there = await context.vtex(job.account).delete_notification(job.order_id, job.notification_id)
    doubled = None if was_there or was_tried else await _doubled(job, context)
    now = context.clock.now()
    if doubled is not None:
        entry = TimelineEntry(now, Entry.HELD, {"problem": doubled.code.value, **doubled.facts})
        hold = Hold(HoldKind.NEEDS_PERSON, doubled)
        return context.journal.apply(Step(job.held(hold, now), entry, ended=Outcome.DONE))
    return context.journal.apply(
        Step(job.advanced(Stage.CLOSED, now), TimelineEntry(now, Entry.CLOSED), ended=Outcome.DONE),
    )


async def _doubled(job: Job, context: Context) -> Problem | None:
    """Tell of a return by somebody else that VTEX did not show when this one was looked at."""
    content = context.journal.content(job.id)
    if content is None or content.draft.operation is Operation.SALE:
        return None
    order = (await context.vtex(job.account).order(job.order_id)).value
    own = tuple(post.invoice for post in posts_of(job.id, context.journal) if post.invoice is not None)
    seen = order.with_own(context.journal.own_invoices(job))
    others = tuple(invoice for invoice in seen.invoices if not any(mine.is_same_as(invoice) for mine in own))
    other = _appeared(content.order, replace(seen, invoices=others))
    if other is None:
        return None
    return Problem(ProblemCode.RETURN_DOUBLED, {"number": other.number, "value": other.value})


def _found(job: Job, posts: Sequence[Effect], order: Order, context: Context) -> Job | None:
    """Go on where VTEX shows what was posted before; with another document attached meanwhile, ask a person."""
    invoice = find_post(posts, order)
    if invoice is None or job.document is None:
        return None
    if invoice.key == job.document.key.text:
        return _submitted(job, Entry.POST_FOUND, {"number": invoice.number}, context)
    return _needs_person(job, _already_there(invoice.number, invoice.value), context)


async def _wait_or_give_up(job: Job, post: Effect, context: Context) -> Job:
    """Give a post without an answer time to show; then try again, but money out only with a new confirmation."""
    now, patience = context.clock.now(), context.patience
    looks = looks_since_begun(context.journal.timeline(job.id))
    silence_was_seen = bool(looks) and "reason" in looks[0].facts  # after a crash nobody saw it
    unknown_since = looks[0].at if silence_was_seen else post.begun_at + patience.answer
    visible_at = unknown_since + patience.invisible
    if len(looks) < LOOKS or (now < visible_at and len(looks) < MOST_LOOKS):
        return _post_unknown(job, "", context)
    entry = TimelineEntry(now, Entry.POST_NOT_DONE, {} if post.invoice is None else {"number": post.invoice.number})
    if job.operation is not Operation.SALE:
        _, content = _attached(job, context)
        hold = Hold(HoldKind.NEEDS_PERSON, confirmation_due(job, content.draft))
        return context.journal.apply(Step(replace(job.held(hold, now), confirmed_by=""), entry, ended=Outcome.NOT_SEEN))
    job = context.journal.apply(Step(job.held(None, now), entry, ended=Outcome.NOT_SEEN))
    return await submit(job, context)


async def _check_and_post(
    job: Job, posts: Sequence[Effect], notification: Notification, order: Order, context: Context
) -> Job:
    document, content = _attached(job, context)
    draft = make_draft(job, order, notification, content.reading, context)
    order = order.with_own(context.journal.own_invoices(job))
    fresh = replace(content, notification=notification, order=order, draft=draft)
    account = context.account_policy(job.account)
    xml = context.journal.document_xml(job.id) if account.embeds_xml else None
    paper = Paper(document, content=context.journal.document_content(job.id))
    checks = fit(job, paper, content, context)  # settings and what is known of the document may be others by now
    if problem := _obstacle(content, document, fresh) or next(iter(misfits(checks)), None):
        return _needs_person(job, problem, context)
    if unsettled := tuple(unsettled_problems(job, draft, job.confirmed_by, context)):
        return _needs_person(replace(job, confirmed_by=""), unsettled[0], context)
    if job.confirmed_by == AUTOMATIC and not goes_by_itself(draft, checks, context):
        return _needs_person(replace(job, confirmed_by=""), confirmation_due(job, draft), context)
    tried = [post.invoice for post in reversed(posts) if post.invoice is not None]
    invoice = build_invoice(content.draft, document, order.invoices, tried)
    return await _post(job, invoice, None if xml is None else context.xml_text(xml), context)


async def _post(job: Job, invoice: Invoice, embedded: str | None, context: Context) -> Job:
    now = context.clock.now()
    intention = TimelineEntry(now, Entry.POST_BEGUN, {"number": invoice.number, "value": invoice.value})
    effect = Effect(EffectKind.POST_INVOICE, now, invoice)
    job = context.journal.apply(Step(job.held(None, now), intention, began=effect))
    try:
        receipt = await context.vtex(job.account).post_invoice(job.callback_url, invoice, embedded)
    except (errors.TransientError, errors.SetupError):
        now = context.clock.now()
        entry = TimelineEntry(now, Entry.POST_NOT_DONE, {"number": invoice.number})
        context.journal.apply(Step(job.held(None, now), entry, ended=Outcome.NOT_DONE))
        raise
    except errors.OutcomeUnknownError as silence:
        return _post_unknown(job, str(silence), context)
    except errors.VtexRefusedError as refusal:
        return await _refused(job, effect, refusal, context)
    return _submitted(job, Entry.POST_CONFIRMED, {"number": invoice.number, "receipt": receipt}, context)


def _post_unknown(job: Job, reason: str, context: Context) -> Job:
    """Leave the effect open, and look again soon."""
    now = context.clock.now()
    problem = Problem(ProblemCode.OUTCOME_UNKNOWN, {"reason": reason} if reason else {})
    hold = Hold(HoldKind.RETRY_AT, problem, now + context.patience.growing(job.attempts))
    entry = TimelineEntry(now, Entry.POST_UNKNOWN, problem.facts)
    return context.journal.apply(Step(job.held(hold, now, failed=True), entry))


async def _refused(job: Job, effect: Effect, refusal: errors.VtexRefusedError, context: Context) -> Job:
    """Read back after a refusal: which 4xx VTEX gives, and what it did before, is not documented (facts, 11)."""
    order = (await context.vtex(job.account).order(job.order_id)).value
    if found := _found(job, [effect], order, context):
        return found
    now = context.clock.now()
    facts: dict[str, str | int] = {"status": refusal.status, "words": refusal.words}
    what = {"operation": job.operation.value if job.operation else ""}
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {**facts, **what}))
    return context.journal.apply(
        Step(job.held(hold, now), TimelineEntry(now, Entry.POST_REFUSED, facts), ended=Outcome.REFUSED),
    )


def _attached(job: Job, context: Context) -> tuple[Document, Content]:
    """Give the job's document and what it was attached to."""
    document, content = job.document, context.journal.content(job.id)
    if document is None or content is None:
        raise errors.NotAllowedNowError(str(job.id), job.stage.value, "submit")
    return document, content


def _obstacle(before: Content, document: Document, fresh: Content) -> Problem | None:
    """Tell why nothing may be posted now, or ``None``: drift, an invoice already there, or too much.

    Args:
        before: what was loaded when the document was attached.
        document: the attached document.
        fresh: the same, read and computed right now.

    """
    if _words(before.notification) != _words(fresh.notification):
        return Problem(ProblemCode.NOTIFICATION_CHANGED)
    if twin := _find_twin(fresh.order, document, before):
        return _already_there(twin.number, twin.value)
    if before.order.fingerprint() != fresh.order.fingerprint():
        return Problem(ProblemCode.ORDER_CHANGED, {"before": before.order.last_change, "now": fresh.order.last_change})
    return _other_refund(before, fresh) or _too_much(_posted_value(before, document), fresh.draft)


def _too_much(value: Cents, draft: Draft) -> Problem | None:
    """Tell whether a draft that was computed right now does not allow ``value`` cents any more."""
    if not draft.is_sound:
        return draft.problems[0]
    if not draft.still_accepts(value):
        return Problem(ProblemCode.VALUE_CHANGED, {"document": value, "now": draft.value})
    return None


def _other_refund(before: Content, fresh: Content) -> Problem | None:
    """Tell whether a refund would be another one than the person saw: made elsewhere meanwhile, or not made at all."""
    if before.draft.operation is Operation.SALE:
        return None
    if other := _appeared(before.order, fresh.order):
        return Problem(ProblemCode.RETURN_APPEARED, {"number": other.number, "value": other.value})
    if _refunds(before.draft) is not _refunds(fresh.draft):
        return Problem(ProblemCode.REFUND_CHANGED, {"refunds": int(_refunds(fresh.draft))})
    return None


def _appeared(before: Order, now: Order) -> EarlierInvoice | None:
    """Find a return that another desk or program has sent meanwhile."""
    seen = {(invoice.number, invoice.key, invoice.value) for invoice in before.invoices}
    foreign = (invoice for invoice in now.invoices if invoice.type is InvoiceType.INPUT and not invoice.is_ours)
    return next((each for each in foreign if (each.number, each.key, each.value) not in seen), None)


def _refunds(draft: Draft) -> bool:
    """Tell whether VTEX would give money back for a return."""
    said = {problem.code for problem in (*draft.problems, *draft.notices)}
    return said.isdisjoint({ProblemCode.NOT_FULLY_INVOICED, ProblemCode.NO_REFUND})


def _words(notification: Notification) -> tuple[object, ...]:
    return notification.items, notification.observation, notification.type


def _posted_value(content: Content, document: Document) -> Cents:
    return content.draft.value if document.value is None else document.value


def _find_twin(order: Order, document: Document, content: Content) -> EarlierInvoice | None:
    """Find an invoice that this job did not post, and that is of this document or may be."""
    type_ = content.draft.operation.invoice_type
    return next((seen for seen in order.invoices if may_be(document, type_, seen)), None)


def _already_there(number: str, value: Cents) -> Problem:
    return Problem(ProblemCode.INVOICE_ALREADY_THERE, {"number": number, "value": value})


def _submitted(job: Job, entry: Entry, facts: Mapping[str, str | int], context: Context) -> Job:
    """Go on: the invoice is in VTEX, confirmed or seen there."""
    now = context.clock.now()
    return context.journal.apply(
        Step(job.advanced(Stage.SUBMITTED, now), TimelineEntry(now, entry, facts), ended=Outcome.DONE),
    )


def _needs_person(job: Job, problem: Problem, context: Context) -> Job:
    now = context.clock.now()
    hold = Hold(HoldKind.NEEDS_PERSON, problem)
    entry = TimelineEntry(now, Entry.HELD, {"problem": problem.code.value, **problem.facts})
    return context.journal.apply(Step(job.held(hold, now), entry))
