"""Whether an invoice may go out right now: what is attached, compared with what VTEX shows at this very moment.

A post begins with it, and a dry run ends with it: both go by the same rules.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.invoice import Invoice, build_invoice, may_be
from desktop_invoicer.domain.journal import Content, Effect
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, Operation
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import find_post
from desktop_invoicer.engine.settling import unsettled_problems
from desktop_invoicer.engine.steps import AUTOMATIC, confirmation_due, fit, goes_by_itself, make_draft
from desktop_invoicer.engine.turns import demand_turn, open_beside


@dataclass(frozen=True, slots=True)
class MayPost:
    """Nothing speaks against it. ``embedded`` is the XML that goes along, where the account has it so."""

    invoice: Invoice
    embedded: str | None


@dataclass(frozen=True, slots=True)
class IsThere:
    """VTEX shows an invoice that this job posted before."""

    invoice: Invoice


@dataclass(frozen=True, slots=True)
class MayNot:
    """Nothing may go out, for this reason. ``unsays``: the word that was given does not count any more."""

    problem: Problem
    unsays: bool = False


async def look(job: Job, posts: Sequence[Effect], context: Context) -> MayPost | IsThere | MayNot:
    """Read a job's order and notification at the same moment, and tell what may become of it; nothing is written.

    Raises:
        OrderChangingError: a Change of the order is under way: VTEX would take more than is left of it (KI 1348894).
        AlikeRequestError: the document fits another request of the order, too, and this one has to wait.
        InvoicerError: VTEX does not give one of them.

    """
    vtex = context.vtex(job.account)
    beside = await open_beside(job, context)
    notification, order = await asyncio.gather(
        vtex.notification(job.order_id, job.notification_id),
        vtex.order(job.order_id),
        return_exceptions=True,
    )
    if isinstance(order, BaseException):
        raise order
    if seen := seen_before(job, posts, order.value):
        return seen
    if isinstance(notification, BaseException):
        raise notification
    if order.value.is_changing and order.value.status != "invoiced":  # an invoiced order's Change is over, or stuck
        raise errors.OrderChangingError(job.order_id)
    judged = _judged(job, posts, notification.value, order.value, context)
    if isinstance(judged, MayPost):
        await demand_turn(job, judged.invoice.value, order.value, beside, context)
    return judged


def seen_before(job: Job, posts: Sequence[Effect], order: Order) -> IsThere | MayNot | None:
    """Tell whether VTEX shows what was posted before; with another document attached since, a person has to look."""
    invoice = find_post(posts, order)
    if invoice is None or job.document is None:
        return None
    if invoice.key == job.document.key.text:
        return IsThere(invoice)
    return MayNot(_already_there(invoice.number, invoice.value))


def _judged(
    job: Job, posts: Sequence[Effect], notification: Notification, order: Order, context: Context
) -> MayPost | MayNot:
    document, content = attached(job, context)
    draft = make_draft(job, order, notification, content.reading, context)
    order = order.with_own(context.journal.own_invoices(job))
    fresh = replace(content, notification=notification, order=order, draft=draft)
    account = context.account_policy(job.account)
    xml = context.journal.document_xml(job.id) if account.embeds_xml else None
    paper = Paper(document, content=context.journal.document_content(job.id))
    checks = fit(job, paper, content, context)  # settings and what is known of the document may be others by now
    if problem := _obstacle(content, document, fresh) or next(iter(misfits(checks)), None):
        return MayNot(problem)
    if unsettled := tuple(unsettled_problems(job, draft, job.confirmed_by, context)):
        return MayNot(unsettled[0], unsays=True)
    if job.confirmed_by == AUTOMATIC and not goes_by_itself(draft, checks, context):
        return MayNot(confirmation_due(job, draft), unsays=True)
    tried = [post.invoice for post in reversed(posts) if post.invoice is not None]
    invoice = build_invoice(content.draft, document, order.invoices, tried)
    return MayPost(invoice, None if xml is None else context.xml_text(xml))


def attached(job: Job, context: Context) -> tuple[Document, Content]:
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
    if other := appeared(before.order, fresh.order):
        return Problem(ProblemCode.RETURN_APPEARED, {"number": other.number, "value": other.value})
    if _refunds(before.draft) is not _refunds(fresh.draft):
        return Problem(ProblemCode.REFUND_CHANGED, {"refunds": int(_refunds(fresh.draft))})
    return None


def appeared(before: Order, now: Order) -> EarlierInvoice | None:
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
