"""Which jobs a list shows, and how it names a buyer."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section, masked_buyer
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from tests.builders import BUYER_CNPJ, CPF, a_buyer, a_job, a_job_at

DUE = Problem(ProblemCode.DOCUMENT_DUE)


@pytest.mark.parametrize("stage", Stage)
def test_a_job_is_in_one_section(stage: Stage) -> None:
    sections = [section for section in Section if JobQuery(section).accepts(a_job_at(stage))]

    assert sections == [Section.ENDED if stage.is_end else Section.OPEN]


@pytest.mark.parametrize(
    ("operation", "channel", "wanted"),
    [
        (None, None, None),
        (Operation.SALE, None, None),
        (Operation.SALE, Channel.PICKUP, JobFilter.PICKUP),
        (Operation.SALE, Channel.DELIVERY, JobFilter.DELIVERY),
        (Operation.RETURN, Channel.PICKUP, JobFilter.RETURNS),
        (Operation.STORE_RETURN, None, JobFilter.RETURNS),
        (Operation.CANCELLATION, Channel.DELIVERY, JobFilter.RETURNS),
    ],
)
def test_sales_are_told_apart_by_channel_and_all_else_is_a_return(
    operation: Operation | None, channel: Channel | None, wanted: JobFilter | None
) -> None:
    job = a_job(operation=operation, channel=channel)

    assert _filters_of(job) == {JobFilter.ALL, wanted} - {None}


@pytest.mark.parametrize(
    ("kind", "attempts", "wanted"),
    [
        (HoldKind.NEEDS_PERSON, 0, {JobFilter.NEEDS_PERSON}),
        (HoldKind.NEEDS_PERSON, 1, {JobFilter.NEEDS_PERSON, JobFilter.FAILED}),
        (HoldKind.WAITING_FOR_DOCUMENT, 0, {JobFilter.WAITING_FOR_DOCUMENT}),
        (HoldKind.RETRY_AT, 0, set()),
        (HoldKind.RETRY_AT, 1, {JobFilter.FAILED}),
        (HoldKind.ACCOUNT_PAUSED, 0, {JobFilter.FAILED}),
    ],
)
def test_a_hold_tells_who_waits_and_whether_the_last_try_failed(
    kind: HoldKind, attempts: int, wanted: set[JobFilter]
) -> None:
    assert _filters_of(a_job(hold=Hold(kind, DUE), attempts=attempts)) == {JobFilter.ALL} | wanted


def test_a_job_that_is_being_tried_has_not_failed() -> None:
    assert _filters_of(a_job(attempts=3)) == {JobFilter.ALL}


@pytest.mark.parametrize(
    ("buyer", "shown"),
    [
        (a_buyer(name="Maria Teste", tax_id=CPF), "Maria T. •••••••••91"),
        (a_buyer(name="Maria da Silva e Souza", tax_id=CPF), "Maria S. •••••••••91"),
        (a_buyer(name=" Maria ", tax_id=CPF), "Maria •••••••••91"),
        (a_buyer(name="Maria Teste", tax_id=""), "Maria T."),
        (a_buyer(name="", tax_id=CPF), "•••••••••91"),
        (a_buyer(name="", tax_id=""), ""),
        (Buyer("Loja Teste Ltda", BUYER_CNPJ, is_company=True), "Loja Teste Ltda ••••••••••••91"),
    ],
)
def test_a_person_is_named_in_part_and_a_company_whole(buyer: Buyer, shown: str) -> None:
    assert masked_buyer(buyer) == shown


def _filters_of(job: Job) -> set[JobFilter]:
    return {wanted for wanted in JobFilter if JobQuery(filter=wanted).accepts(job)}
