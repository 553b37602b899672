"""Jobs of a day as the pending list tells them apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop_invoicer.domain.day import DayJob, Sent
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from tests.builders import a_document, a_job
from tests.report_builders import MADE_AT

REFUSED = Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Invoice total exceeds"})


def ready(number: int = 1, value: int = 9990) -> DayJob:
    """Make a sale that waits for nothing but a word."""
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": value}))
    document = a_document(nnf=number, value=value)
    return DayJob(replace(_sale(number, value), stage=Stage.DOCUMENTED, hold=hold, document=document))


def without_document(number: int = 1, value: int = 9990) -> DayJob:
    """Make a sale whose document is missing."""
    hold = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e", "value": value}))
    return DayJob(replace(_sale(number, value), stage=Stage.LOADED, hold=hold))


def refused(number: int = 1) -> DayJob:
    """Make a sale that VTEX did not take."""
    document = a_document(nnf=number)
    hold = Hold(HoldKind.NEEDS_PERSON, REFUSED)
    return DayJob(replace(_sale(number), stage=Stage.DOCUMENTED, hold=hold, document=document))


def refund(number: int = 1) -> DayJob:
    """Make a return that is ready, and which nobody sends in a batch."""
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990, "operation": "return"}))
    return DayJob(replace(ready(number).job, operation=Operation.RETURN, hold=hold))


def sent(number: int = 1, value: int = 9990) -> DayJob:
    """Make a sale that is invoiced."""
    job = replace(_sale(number, value), stage=Stage.CLOSED, confirmed_by="Ana", document=a_document(nnf=number))
    return DayJob(job, sent=Sent(MADE_AT, str(number), Cents(value), ""), ended_at=MADE_AT)


def _sale(number: int, value: int = 9990) -> Job:
    return a_job(
        job_id=number,
        order_id=f"v{70530000 + number}str-01",
        received_at=MADE_AT - timedelta(hours=5) + timedelta(seconds=number),
        operation=Operation.SALE,
        channel=Channel.PICKUP,
        units=1,
        value=value,
        buyer="Maria T. ***.***.001-91",
    )
