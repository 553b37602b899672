"""Orders that were sold, what is asked back of them, and the jobs that come of it."""

from __future__ import annotations

from datetime import timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.notification import InvoiceType, Notification, NotificationId
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import JobId
from tests.builders import (
    ACCOUNT,
    ORDER_ID,
    OTHER_ACCOUNT,
    a_cancellation,
    a_document,
    a_key,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter

SILENT = errors.VtexSilentError("cut")
INVISIBLE = timedelta(seconds=61)
SALE = a_key(nnf=42)
HERE = f'inStore: {{"tradeAccount": "{ACCOUNT}"}}'
ELSEWHERE = f'inStore: {{"tradeAccount": "{OTHER_ACCOUNT}"}}'
BROKEN = "inStore: {tradeAccount"
REVERSED = "NSU 004711"


def sold(units: int = 1, *, status: str = "invoiced", invoices: tuple[EarlierInvoice, ...] = ()) -> Order:
    """Give an order of one line that was invoiced as a whole, at 99.90 a unit."""
    whole = an_earlier_invoice(number="42", key=SALE.text, value=9990 * units, units={0: units})
    line = a_line(quantity=units, goods=9990 * units)
    return an_order(status=status, lines=[line], invoices=(whole, *invoices))


def half_sold() -> Order:
    half = an_earlier_invoice(number="42", key=SALE.text)
    return an_order(lines=[a_line(quantity=2, goods=19980)], invoices=[half])


def asked_back(units: int = 1, observation: str = "", name: str = "back") -> Notification:
    return a_notification(
        units={0: units}, observation=observation, type_=InvoiceType.INPUT, notification_id=NotificationId(name)
    )


def an_entry(value: int = 9990, nnf: int = 700) -> Document:
    return a_document(model="55", nnf=nnf, value=value, is_entry=True)


def a_foreign_return(number: str = "900", value: int = 9990, units: int = 1) -> EarlierInvoice:
    key = a_key(model="55", nnf=int(number)).text
    return an_earlier_invoice(number=number, key=key, type_=InvoiceType.INPUT, value=value, units={0: units})


async def loaded(shop: Counter, notification: Notification, order: Order | None = None) -> JobId:
    job = shop.receive(order or sold(), notification)
    await shop.settle()
    return job


async def asked_otherwise(shop: Counter, job: JobId, notification: Notification) -> None:
    """Let VTEX ask for something else by the same notification, and read it again."""
    shop.vtex.shows(shop.vtex.orders[ORDER_ID], notification)
    await shop.desk.retry(job, "ana")
    await shop.settle()


async def a_cancellation_job(shop: Counter) -> JobId:
    job = await loaded(shop, asked_back(observation="inStore"))
    await shop.attach(job, a_cancellation(key=SALE))
    return job


async def a_return_job(shop: Counter, *, units: int = 1, of: int = 1) -> JobId:
    job = await loaded(shop, asked_back(units), sold(of))
    await shop.attach(job, an_entry(9990 * units))
    return job


def said(shop: Counter, job: JobId) -> list[Matter]:
    return [word.matter for word in shop.journal.settlements(job).said]


def due(shop: Counter, job: JobId) -> tuple[Matter, ...]:
    case = shop.desk.details(job).case
    assert case is not None
    return case.due


def inputs(shop: Counter) -> list[int]:
    return [invoice.value for _, invoice in shop.vtex.posts if invoice.type is InvoiceType.INPUT]


def problem_of(error: errors.UnsettledError) -> Problem:
    (problem,) = error.problems
    assert isinstance(problem, Problem)
    return problem
