"""Make whole days for reports: every operation, every hour, what is not sent, what does not agree, and who signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from desktop_invoicer.domain.closing import DayClosing
from desktop_invoicer.domain.day import DayJob, Sent, day_of
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import foresee
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from tests.builders import ACCOUNT, BRASILIA, a_cancellation, a_document, a_job, a_key

DAY = StoreDay(date(2026, 11, 20), BRASILIA)
MADE_AT = datetime(2026, 11, 20, 21, 50, tzinfo=BRASILIA)
DESK = "Caixa 2"

_BUYERS = ("Maria T. ***.***.001-91", "João S. ***.***.482-20", "Comércio de Tecidos e Aviamentos Ipanema Ltda", "")
_OPERATORS = ("Ana", "Bia Nogueira", "automatic")
_HOURS = (9, 10, 10, 11, 12, 12, 12, 13, 14, 15, 16, 17, 17, 18, 18, 18, 19, 19, 20, 21)
_OPERATIONS = (
    *(Operation.SALE,) * 36,
    Operation.RETURN,
    Operation.RETURN,
    Operation.STORE_RETURN,
    Operation.CANCELLATION,
)
_UNSENT_OF = 25
"""One job of so many is not sent."""


def _holds(value: int, document: str) -> tuple[Hold, ...]:
    """Give why a job is not sent: mostly the same."""
    due = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": document, "value": value}))
    ready = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": value}))
    words = "Invoice total exceeds order total"
    return (
        *(due, due, due, due, ready, ready, ready),
        Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.BALANCE_DIFFERS, {"computed": value, "open": value - 500})),
        Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": words})),
        Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS, {"account": ACCOUNT})),
        Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX)),
    )


def a_day_job(number: int = 1, chance: Random | None = None, *, is_sent: bool | None = None) -> DayJob:
    """Make a job of the day: a sale that was invoiced, unless chance says otherwise."""
    chance = chance or Random(number)  # noqa: S311 (no secret)
    operation, channel = chance.choice(_OPERATIONS), chance.choice((Channel.PICKUP, Channel.PICKUP, Channel.DELIVERY))
    came = datetime.combine(DAY.date, time(chance.choice(_HOURS), chance.randrange(60)), BRASILIA)
    value = chance.randrange(1990, 90_000)
    model = DocumentModel.NFE if channel is Channel.DELIVERY or operation is not Operation.SALE else DocumentModel.NFCE
    job = a_job(
        job_id=number,
        order_id=f"v{70530000 + number}str-01",
        received_at=came,
        operation=operation,
        channel=channel,
        units=1,
        value=value,
        buyer=chance.choice(_BUYERS),
        due=model,
    )
    freight = Cents(1990 if channel is Channel.DELIVERY and operation is Operation.SALE else 0)
    is_sent = chance.randrange(_UNSENT_OF) > 0 if is_sent is None else is_sent
    if not is_sent:
        if chance.randrange(5) == 0:
            gone = replace(job, stage=Stage.DISMISSED, operator="Ana")
            return DayJob(gone, freight, ended_at=came + timedelta(minutes=20))
        hold = chance.choice(_holds(value, "NFC-e" if model is DocumentModel.NFCE else "NF-e"))
        stage = Stage.DOCUMENTED if hold.problem.code is ProblemCode.CONFIRMATION_DUE else Stage.LOADED
        document = a_document(model=model, nnf=number, value=value) if stage is Stage.DOCUMENTED else None
        return DayJob(replace(job, stage=stage, hold=hold, document=document), freight)
    sent_at = came + timedelta(minutes=chance.randrange(1, 90))
    document = (
        a_cancellation(key=a_key(nnf=number))
        if operation is Operation.CANCELLATION
        else a_document(model=model, nnf=number, value=value)
    )
    operator = chance.choice(_OPERATORS)
    sent = Sent(sent_at, str(number), Cents(value), document.key.text)
    job = replace(job, stage=Stage.CLOSED, document=document, confirmed_by=operator, operator=operator)
    return DayJob(job, freight, sent, ended_at=sent_at)


def some_findings() -> tuple[Finding, ...]:
    """Make findings of several kinds, one of them with a note."""
    gap: dict[str, str | int] = {"document": "NFC-e", "serie": 1, "first": 1024, "last": 1031, "count": 8}
    return (
        Finding(
            "foreign-invoice",
            Problem(ProblemCode.FOREIGN_INVOICE, {"number": "1024", "value": 12990, "type": "Output"}),
            Fix.NOTE,
            ACCOUNT,
            OrderId("v70531024str-01"),
            amount=Cents(12990),
            note=FindingNote("foreign-invoice", "Rui Lima", MADE_AT, "emitida à mão pela matriz"),
        ),
        Finding(
            "posted-value",
            Problem(ProblemCode.POSTED_VALUE_DIFFERS, {"number": "1025", "value": 12980, "document": 12880}),
            Fix.OPEN_IN_VTEX,
            ACCOUNT,
            OrderId("v70531025str-01"),
            amount=Cents(100),
        ),
        Finding("gap", Problem(ProblemCode.NUMBER_GAP, gap), Fix.NOTE),
    )


def a_closing(report: DayReport, *, reason: str = "", reopened_at: datetime | None = None) -> DayClosing:
    """Sign a report off as it is."""
    return DayClosing(
        date=DAY.date,
        manager="Rui Lima",
        closed_at=MADE_AT + timedelta(minutes=5),
        figures=report.day.totals,
        pending={each.job.id: "document_due" for each in report.day.unsent},
        reason=reason,
        reopened_at=reopened_at,
    )


def a_day_report(
    jobs: int | Sequence[DayJob] = 2000,
    *,
    store: str = "Loja Gávea",
    findings: Sequence[Finding] | None = (),
    zone: timezone = BRASILIA,
) -> DayReport:
    """Make the report of a day of so many jobs, or of the jobs given."""
    if isinstance(jobs, int):
        chance = Random(6)  # noqa: S311 (no secret)
        jobs = [a_day_job(number, chance) for number in range(1, jobs + 1)]
    day = day_of(StoreDay(DAY.date, zone), jobs, DESK)
    return DayReport(
        store=store,
        account=ACCOUNT,
        desk=DESK,
        made_at=MADE_AT,
        day=day,
        forecasts=tuple(foresee(each.job) for each in day.unsent),
        findings=None if findings is None else tuple(findings),
    )
