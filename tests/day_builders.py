"""Make the values of a store's day for tests: jobs as their day counts them, and the truths that are compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop_invoicer.domain.day import DayJob, Sent
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, DocumentContent
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import NotificationId, Operation, OrderId
from desktop_invoicer.domain.order import Channel, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.reconciliation import OrderTruth, SeenDocument, Truths
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Hold, HoldKind, JobId, Stage
from tests.builders import ACCOUNT, CNPJ, NOTIFICATION_ID, NOW, ORDER_ID, a_document, a_job, an_invoice

ZONE = ZoneInfo("America/Sao_Paulo")
DAY = StoreDay(date(2026, 11, 20), ZONE)
"""The store's day in which ``NOW`` falls, at half past twelve."""

WAITS_FOR_DOCUMENT = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"value": 9990}))
WAITS_FOR_WORD = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990}))
TRIES_AGAIN = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX), NOW + timedelta(minutes=1))
NEEDS_PERSON = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.ORDER_CHANGED))
IS_PAUSED = Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS))


def a_day_job(  # noqa: PLR0913 (keywords of a builder)
    stage: Stage = Stage.LOADED,
    *,
    job_id: int = 1,
    hold: Hold | None = None,
    operation: Operation | None = Operation.SALE,
    value: int | None = 9990,
    freight: int = 0,
    came: datetime = NOW,
    sent_at: datetime | None = None,
    ended_at: datetime | None = None,
    document: Document | None = None,
    notification_id: str = NOTIFICATION_ID,
    confirmed_by: str = "",
) -> DayJob:
    """Make a job of the day; one that is SUBMITTED or CLOSED was sent when it came, unless told otherwise."""
    if stage in {Stage.SUBMITTED, Stage.CLOSED}:
        sent_at = sent_at or came
        document = document or a_document()
    job = a_job(
        job_id=job_id,
        stage=stage,
        hold=hold,
        operation=operation,
        channel=Channel.PICKUP,
        value=value,
        received_at=came,
        document=document,
        notification_id=notification_id,
        confirmed_by=confirmed_by,
        due=DocumentModel.NFCE,
    )
    number, key = (document.number, str(document.key)) if document else ("42", "")
    sent = None if sent_at is None else Sent(sent_at, number, Cents(value or 0), key)
    return DayJob(job, Cents(freight), sent, ended_at or (sent_at if stage is Stage.CLOSED else None))


def a_truth(  # noqa: PLR0913 (keywords of a builder)
    order: Order | None = None,
    *,
    order_id: str = ORDER_ID,
    notifications: Iterable[str] | None = (),
    jobs: Iterable[DayJob] = (),
    posted: Iterable[Invoice] = (),
    failure: Problem | None = None,
) -> OrderTruth:
    """Make an order that VTEX was asked about, of which it wants nothing, unless told otherwise."""
    asked = None if notifications is None else tuple(map(NotificationId, notifications))
    return OrderTruth(ACCOUNT, OrderId(order_id), order, asked, tuple(jobs), tuple(posted), failure)


def a_seen_document(  # noqa: PLR0913 (keywords of a builder)
    document: Document | None = None,
    *,
    job: int | None = None,
    file: int | None = None,
    is_cancelled: bool = False,
    is_set_aside: bool = False,
    was_attached: bool = False,
    content: DocumentContent | None = None,
) -> SeenDocument:
    """Make a note that this desk knows."""
    return SeenDocument(
        a_document() if document is None else document,
        None if job is None else JobId(job),
        None if file is None else FileId(file),
        is_cancelled,
        is_set_aside,
        was_attached,
        content,
    )


def some_truths(
    *orders: OrderTruth,
    documents: Iterable[SeenDocument] = (),
    last_numbers: dict[tuple[str, int], int] | None = None,
    day: StoreDay | None = None,
    shown_until: datetime | None = None,
) -> Truths:
    """Put together what is compared for a day of the store."""
    return Truths(orders, tuple(documents), last_numbers or {}, CNPJ, day, shown_until)


def sold(value: int = 9990, nnf: int = 42) -> tuple[DayJob, Invoice]:
    """Make a sale that went well: the job, and what it posted."""
    document = a_document(nnf=nnf, value=value)
    invoice = an_invoice(number=str(nnf), value=value, key=str(document.key))
    return a_day_job(Stage.CLOSED, document=document, value=value), invoice
