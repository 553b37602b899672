"""From DOCUMENTED to CLOSED: post the invoice exactly once, then delete the notification (design.md, section 3).

The intention is written before the effect, the result after it. Whatever happened in between, the next look begins
by reading the truth from VTEX: an invoice that may be there is never posted again before it had time to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Effect, EffectKind, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.clearance import IsThere, MayNot, MayPost, appeared, attached, look, seen_before
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import looks_since_begun, posts_of, waited, waits
from desktop_invoicer.engine.steps import confirmation_due
from desktop_invoicer.engine.turns import demand_shown


async def submit(job: Job, context: Context) -> Job:
    """Post the invoice of a documented and confirmed job, or find that it is there (DOCUMENTED → SUBMITTED).

    Order and notification are read at the same moment, and nothing but this desk's own work lies between that moment
    and the post: whoever was quicker elsewhere shows in the order, or has deleted the notification. VTEX offers no
    lock, so two desks that post *different* documents for the same goods within one round trip both succeed, as long
    as both together stay below what was invoiced; above it VTEX refuses. ``close`` tells of it. One document has one
    number, which VTEX takes once only. Looking again before the post would only make the look at the order older
    (ADR 007).
    """
    posts = posts_of(job.id, context.journal)
    pending = posts[-1] if posts and posts[-1].outcome is None else None
    if pending is not None:
        order = (await context.vtex(job.account).order(job.order_id)).value
        seen = seen_before(job, posts, order)
        return await _wait_or_give_up(job, pending, context) if seen is None else _told(job, seen, context)
    cleared = await look(job, posts, context)
    return await _post(job, cleared, context) if isinstance(cleared, MayPost) else _told(job, cleared, context)


async def close(job: Job, context: Context) -> Job:
    """Delete the notification of a confirmed invoice (SUBMITTED → CLOSED); deleting twice does no harm.

    One that was gone before this desk ever tried was perhaps answered by another desk, too: of a return that is told.
    """
    was_tried = any(effect.kind is EffectKind.DELETE_NOTIFICATION for effect in context.journal.effects(job.id))
    if not was_tried:
        await demand_shown(job, context)
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
    other = appeared(content.order, replace(seen, invoices=others))
    if other is None:
        return None
    return Problem(ProblemCode.RETURN_DOUBLED, {"number": other.number, "value": other.value})


def _told(job: Job, seen: IsThere | MayNot, context: Context) -> Job:
    """Go on where VTEX shows what was posted before; else let a person look."""
    if isinstance(seen, IsThere):
        return _submitted(job, Entry.POST_FOUND, {"number": seen.invoice.number}, context)
    return _needs_person(replace(job, confirmed_by="") if seen.unsays else job, seen.problem, context)


async def _wait_or_give_up(job: Job, post: Effect, context: Context) -> Job:
    """Give a post without an answer time to show; then try again, but money out only with a new confirmation."""
    now, patience = context.clock.now(), context.patience
    looks = looks_since_begun(context.journal.timeline(job.id))
    silence_was_seen = bool(looks) and "reason" in looks[0].facts  # after a crash nobody saw it
    if waited(looks, now) < patience.invisible + (timedelta(0) if silence_was_seen else patience.answer):
        return _post_unknown(job, "", context)
    entry = TimelineEntry(now, Entry.POST_NOT_DONE, {} if post.invoice is None else {"number": post.invoice.number})
    if job.operation is not Operation.SALE:
        _, content = attached(job, context)
        hold = Hold(HoldKind.NEEDS_PERSON, confirmation_due(job, content.draft))
        return context.journal.apply(Step(replace(job.held(hold, now), confirmed_by=""), entry, ended=Outcome.NOT_SEEN))
    job = context.journal.apply(Step(job.held(None, now), entry, ended=Outcome.NOT_SEEN))
    return await submit(job, context)


async def _post(job: Job, allowed: MayPost, context: Context) -> Job:
    invoice, now = allowed.invoice, context.clock.now()
    intention = TimelineEntry(now, Entry.POST_BEGUN, {"number": invoice.number, "value": invoice.value})
    effect = Effect(EffectKind.POST_INVOICE, now, invoice)
    job = context.journal.apply(Step(job.held(None, now), intention, began=effect))
    try:
        receipt = await context.vtex(job.account).post_invoice(job.callback_url, invoice, allowed.embedded)
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
    now, wait = context.clock.now(), context.patience.growing(job.attempts)
    problem = Problem(ProblemCode.OUTCOME_UNKNOWN, {"reason": reason} if reason else {})
    hold = Hold(HoldKind.RETRY_AT, problem, now + wait)
    entry = TimelineEntry(now, Entry.POST_UNKNOWN, {**problem.facts, **waits(wait)})
    return context.journal.apply(Step(job.held(hold, now, failed=True), entry))


async def _refused(job: Job, effect: Effect, refusal: errors.VtexRefusedError, context: Context) -> Job:
    """Read back after a refusal: which 4xx VTEX gives, and what it did before, is not documented (facts, 11)."""
    order = (await context.vtex(job.account).order(job.order_id)).value
    if seen := seen_before(job, [effect], order):
        return _told(job, seen, context)
    now = context.clock.now()
    facts: dict[str, str | int] = {"status": refusal.status, "words": refusal.words}
    what = {"operation": job.operation.value if job.operation else ""}
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {**facts, **what}))
    return context.journal.apply(
        Step(job.held(hold, now), TimelineEntry(now, Entry.POST_REFUSED, facts), ended=Outcome.REFUSED),
    )


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
