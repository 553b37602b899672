"""From RECEIVED to DOCUMENTED: read everything from VTEX, compute the draft, take the document.

A step writes what it did and gives the job as it is then. A step that fails raises; ``reactions`` decides what follows.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_invoicer.domain.decision import Decision, Missing, decide
from desktop_invoicer.domain.document import Document, DocumentSource, check_document
from desktop_invoicer.domain.draft import Claim, Draft, draft_sale
from desktop_invoicer.domain.journal import Content, Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import Notification, Operation
from desktop_invoicer.domain.observation import Reading, read_observation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import draft_return
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.catalogue import find_ncms, ncm_notices
from desktop_invoicer.engine.context import Context

INSISTENCE = 3
"""So many failed loads may be due to the catalogue; after them a job is loaded without its NCM."""

AUTOMATIC = "automatic"
"""Who confirmed a sale that went out by itself."""


async def load(job: Job, context: Context) -> Job:
    """Read notification, order and NCMs, compute the draft, and tell what is due (RECEIVED → LOADED)."""
    vtex = context.accounts[job.account]
    vtex.check_callback(job.callback_url, job.order_id)
    notification = await vtex.notification(job.order_id, job.notification_id)
    order = await vtex.order(job.order_id)  # after the details, which may be late: it is as fresh as they are
    reading = read_observation(notification.value.observation, notification.value.type)
    ncms = await find_ncms(
        order.value,
        notification.value,
        job.account,
        context,
        insists=job.attempts < INSISTENCE,
    )
    draft = make_draft(job, order.value, notification.value, reading, context)
    draft = replace(draft, notices=(*draft.notices, *ncm_notices(order.value, ncms)))
    decision = decide(draft, order.value.buyer, context.store)
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
    now = context.clock.now()
    loaded = replace(
        job.advanced(Stage.LOADED, now, waiting_for(draft, decision)),
        operation=draft.operation,
        channel=draft.channel,
        units=draft.units,
        value=draft.value if draft.lines else None,
    )
    entry = TimelineEntry(now, Entry.LOADED, {"value": draft.value, "status": order.value.status})
    loaded = context.journal.apply(Step(loaded, entry, content=content))
    return loaded if loaded.document is None else _keep_document(loaded, loaded.document, content, context)


def make_draft(job: Job, order: Order, notification: Notification, reading: Reading, context: Context) -> Draft:
    """Compute the draft from what VTEX shows, what this desk has posted, and what its other jobs will take."""
    order = order.with_own(context.journal.own_invoices(job))
    claims = (
        *(Claim(invoice.type, invoice.value, invoice.units) for invoice in order.invoices),
        *context.journal.claims(job),
    )
    if reading.operation is Operation.SALE:
        return draft_sale(order, notification, claims)
    return draft_return(order, notification, claims, reading, context.store.account)


def waiting_for(draft: Draft, decision: Decision) -> Hold:
    """Say what a loaded job waits for: a person where something is wrong, else its document."""
    if draft.problems:
        return Hold(HoldKind.NEEDS_PERSON, draft.problems[0])
    facts: dict[str, str | int] = {"value": draft.value, "document": decision.model.label}
    if Missing.BUYER_TAX_ID in decision.missing:
        facts["missing"] = Missing.BUYER_TAX_ID.value
    return Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, facts))


def documented(job: Job, document: Document, draft: Draft, context: Context) -> Job:
    """Give the job with its document and the value that it posts: ready to go, or waiting for a person's word."""
    now = context.clock.now()
    job = replace(job, value=draft.value if document.value is None else document.value)
    exact_sale = job.operation is Operation.SALE and document.source is DocumentSource.XML
    if context.submits_automatically and exact_sale:
        return replace(job.advanced(Stage.DOCUMENTED, now), document=document, confirmed_by=AUTOMATIC)
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, _effect_of(job)))
    return replace(job.advanced(Stage.DOCUMENTED, now, hold), document=document, confirmed_by="")


def _effect_of(job: Job) -> dict[str, str | int]:
    return {"value": job.value or 0, "operation": job.operation.value if job.operation else ""}


def _keep_document(job: Job, document: Document, content: Content, context: Context) -> Job:
    """After everything was read again: keep the attached document if it still fits, else free it."""
    problems = (
        *(problem for problem in content.draft.problems if not content.draft.is_sound),
        *check_document(document, content.draft, content.decision, context.store),
    )
    if not problems:
        entry = TimelineEntry(job.updated_at, Entry.DOCUMENT_ATTACHED, {"key": document.key.text})
        return context.journal.apply(Step(documented(job, document, content.draft, context), entry))
    hold = Hold(HoldKind.NEEDS_PERSON, problems[0])
    freed = replace(job.held(hold, context.clock.now()), document=None)
    entry = TimelineEntry(freed.updated_at, Entry.DOCUMENT_RELEASED, {"key": document.key.text})
    return context.journal.apply(Step(freed, entry, releases_document=True))
