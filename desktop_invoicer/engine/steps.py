"""From RECEIVED to DOCUMENTED: read everything from VTEX, compute the draft, take the document.

A step writes what it did and gives the job as it is then. A step that fails raises; ``reactions`` decides what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.content_fit import check_cancelled, check_content
from desktop_invoicer.domain.decision import Decision, Missing, decide, facts_of
from desktop_invoicer.domain.document import Document, DocumentSource, Paper
from desktop_invoicer.domain.draft import Draft, claims_on, draft_sale
from desktop_invoicer.domain.fit import (
    account_notices,
    check_account,
    check_document,
    check_draft,
    check_use,
    is_plain,
    is_proved,
    misfits,
    warnings,
)
from desktop_invoicer.domain.journal import Content, Entry, Outcome, Step, TimelineEntry
from desktop_invoicer.domain.listing import masked_buyer
from desktop_invoicer.domain.notification import InvoiceType, Notification, Operation
from desktop_invoicer.domain.observation import Reading, read_observation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.return_fit import check_return
from desktop_invoicer.domain.returns import Terms, draft_return
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.catalogue import find_ncms, ncm_notices
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import find_post, posts_of, with_known
from desktop_invoicer.engine.returning import originals_of

INSISTENCE = 3
"""So many failed loads may be due to the catalogue; after them a job is loaded without its NCM."""

AUTOMATIC = "automatic"
"""Who confirmed a sale that went out by itself."""


async def load(job: Job, context: Context) -> Job:
    """Read notification, order and NCMs, compute the draft, and tell what is due (RECEIVED → LOADED)."""
    vtex = context.vtex(job.account)
    vtex.check_callback(job.callback_url, job.order_id)
    notification = await vtex.notification(job.order_id, job.notification_id)
    order = await vtex.order(job.order_id)  # after the details, which may be late: it is as fresh as they are
    if found := _posted_before(job, order.value, context):
        return found
    observation = notification.value.observation
    reading = read_observation(observation, notification.value.type)
    reading = context.journal.settlements(job.id).read(reading, observation)
    ncms = await find_ncms(
        order.value,
        notification.value,
        job.account,
        context,
        insists=job.attempts < INSISTENCE,
    )
    draft = make_draft(job, order.value, notification.value, reading, context)
    wanted = account_notices(order.value, context.account_policy(job.account))
    draft = replace(draft, notices=(*draft.notices, *ncm_notices(order.value, ncms), *wanted))
    facts = facts_of(draft, order.value, context.store, context.clock.now())
    decision = decide(facts, context.store, context.rules)
    content = Content(
        notification=notification.value,
        reading=reading,
        order=order.value,
        draft=draft,
        decision=decision,
        ncms=ncms,
        raw_notification=notification.raw,
        raw_order=order.raw,
    )
    return context.journal.apply(_loading(job, content, context))


def _loading(job: Job, content: Content, context: Context) -> Step:
    """Make one step of loading, and of keeping or freeing a document that was attached before."""
    draft, now = content.draft, context.clock.now()
    loaded = replace(
        job.advanced(Stage.LOADED, now, waiting_for(draft, content.decision)),
        operation=draft.operation,
        channel=draft.channel,
        units=draft.units,
        value=draft.value if draft.lines else None,
        buyer=masked_buyer(content.order.buyer),
        due=content.decision.model,
    )
    entry = TimelineEntry(now, Entry.LOADED, {"value": draft.value, "status": content.order.status})
    document = job.document
    if document is None:
        return Step(loaded, entry, content=content)
    checks = fit(job, Paper(document, content=context.journal.document_content(job.id)), content, context)
    if problems := misfits(checks):
        freed = replace(loaded, hold=Hold(HoldKind.NEEDS_PERSON, problems[0]), document=None)
        also = TimelineEntry(now, Entry.DOCUMENT_RELEASED, {"key": document.key.text})
        return Step(freed, entry, content=content, releases_document=True, also=also)
    kept = replace(documented(loaded, document, draft, checks, context), version=loaded.version)
    return Step(
        kept, entry, content=content, also=TimelineEntry(now, Entry.DOCUMENT_ATTACHED, {"key": document.key.text})
    )


def fit(
    job: Job, paper: Paper, content: Content, context: Context, other_job: JobId | None = None
) -> tuple[Check, ...]:
    """Compare a document with a job, rule by rule; ``other_job`` is one that has the document already."""
    document = paper.document
    is_cancelled = context.journal.is_cancelled(document.key, context.store.environment)
    return (
        *check_draft(content.draft),
        *check_document(document, content.draft, content.decision, context.store),
        *check_content(paper, content, context.store, context.clock.now()),
        *check_return(paper, content, _originals(job, content, context), context.rules, context.store.uf),
        *check_cancelled(document, is_cancelled=is_cancelled),
        *check_use(document, content.order, other_job),
        *check_account(
            document,
            content.order,
            context.account_policy(job.account),
            context.store,
            has_xml=document.source is DocumentSource.XML,
        ),
    )


def _originals(job: Job, content: Content, context: Context) -> tuple[Original, ...]:
    """Give the documents by which the order of a return was sold; a sale takes nothing back."""
    if content.draft.operation is Operation.SALE:
        return ()
    return originals_of(job.account, content.order.with_own(context.journal.own_invoices(job)), context)


def _posted_before(job: Job, order: Order, context: Context) -> Job | None:
    """Go on with an invoice of ours that was believed lost and is in the order now."""
    invoice = find_post(posts_of(job.id, context.journal), order)
    if invoice is None or job.document is None or invoice.key != job.document.key.text:
        return None
    now = context.clock.now()
    entry = TimelineEntry(now, Entry.POST_FOUND, {"number": invoice.number})
    return context.journal.apply(Step(job.advanced(Stage.SUBMITTED, now), entry, ended=Outcome.DONE))


def make_draft(job: Job, order: Order, notification: Notification, reading: Reading, context: Context) -> Draft:
    """Compute the draft from what VTEX shows, what this desk has posted, and what its other jobs will take."""
    order = with_known(order, job, reading.operation, context.journal)
    invoiced = claims_on(order)
    unsent = context.journal.claims(job)
    if reading.operation is Operation.SALE:
        return draft_sale(order, notification, (*invoiced, *unsent))
    returns = tuple(claim for claim in unsent if claim.type is InvoiceType.INPUT)  # an unsent sale was not paid
    terms = Terms(context.store.account, context.returns, context.journal.settlements(job.id))
    return draft_return(order, notification, (*invoiced, *returns), reading, terms)


def waiting_for(draft: Draft, decision: Decision) -> Hold:
    """Say what a loaded job waits for: a person where something is wrong, else its document."""
    if draft.problems:
        return Hold(HoldKind.NEEDS_PERSON, draft.problems[0])
    facts: dict[str, str | int] = {
        "value": draft.value,
        "document": decision.model.label,
        "operation": draft.operation.value,
    }
    if Missing.BUYER_TAX_ID in decision.missing:
        facts["missing"] = Missing.BUYER_TAX_ID.value
    return Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, facts))


def documented(job: Job, document: Document, draft: Draft, checks: Sequence[Check], context: Context) -> Job:
    """Give the job with its document and the value that it posts: ready to go, or waiting for a person's word.

    ``checks`` say how the document fits: only a proved one of which nothing has to be looked at goes out by itself.
    """
    now = context.clock.now()
    job = replace(job, value=draft.value if document.value is None else document.value)
    if goes_by_itself(draft, checks, context):
        return replace(job.advanced(Stage.DOCUMENTED, now), document=document, confirmed_by=AUTOMATIC)
    due = confirmation_due(job, draft)
    if not is_plain(checks):
        due = replace(due, facts={**due.facts, "warnings": len(warnings(checks))})
    hold = Hold(HoldKind.NEEDS_PERSON, due)
    return replace(job.advanced(Stage.DOCUMENTED, now, hold), document=document, confirmed_by="")


def goes_by_itself(draft: Draft, checks: Sequence[Check], context: Context) -> bool:
    """Tell whether nobody has to say a word: a proved document that fits a sale, where the store wants that."""
    is_exact = is_proved(checks) and is_plain(checks) and not draft.problems
    return context.submits_automatically and draft.operation is Operation.SALE and is_exact


def confirmation_due(job: Job, draft: Draft) -> Problem:
    """Ask for the word by which the job is sent: how much it is, in which direction, and who refunds it."""
    facts: dict[str, str | int] = {"value": job.value or 0, "operation": draft.operation.value}
    told = {notice.code: notice.facts for notice in draft.notices}
    if ProblemCode.NO_REFUND in told:
        facts["refunds"] = 0
    facts |= told.get(ProblemCode.MARKETPLACE_REFUNDS, {})
    return Problem(ProblemCode.CONFIRMATION_DUE, facts)
