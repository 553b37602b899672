"""What does not agree about the invoices of one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_invoicer.domain.finding import Fix
from desktop_invoicer.domain.invoice import InvoiceRow
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import EarlierInvoice, SkuId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.reconciliation import reconcile
from desktop_invoicer.domain.workflow import Stage
from tests.builders import NOTIFICATION_ID, NOW, a_document, a_key, an_earlier_invoice, an_invoice, an_order
from tests.day_builders import (
    DAY,
    NEEDS_PERSON,
    WAITS_FOR_DOCUMENT,
    WAITS_FOR_WORD,
    a_day_job,
    a_seen_document,
    a_truth,
    sold,
    some_truths,
)
from tests.unit.domain.comparing import codes, the_finding

KEY = a_key().text
FOREIGN = an_earlier_invoice(number="77", key="", value=9990)


def test_an_invoice_that_vtex_does_not_show_is_looked_for_there() -> None:
    job, posted = sold()

    finding = the_finding(some_truths(a_truth(an_order(), jobs=[job], posted=[posted])))

    assert finding.problem == Problem(ProblemCode.INVOICE_VANISHED, {"number": "42", "value": 9990})
    assert finding.fix is Fix.OPEN_IN_VTEX
    assert finding.job == job.job.id
    assert finding.amount == 9990


def test_what_was_sent_just_now_has_its_time_to_show() -> None:
    job, posted = sold()
    truth = a_truth(an_order(), jobs=[job], posted=[posted])

    assert not reconcile(some_truths(truth, shown_until=NOW - timedelta(seconds=1)))
    assert reconcile(some_truths(truth, shown_until=NOW))
    assert reconcile(some_truths(replace(truth, jobs=()), shown_until=NOW - timedelta(seconds=1)))


def test_an_invoice_of_nobody_here_is_noted() -> None:
    finding = the_finding(some_truths(a_truth(an_order(status="invoiced", invoices=[FOREIGN]))))

    assert finding.problem == Problem(ProblemCode.FOREIGN_INVOICE, {"number": "77", "value": 9990, "type": "Output"})
    assert finding.fix is Fix.NOTE


def test_an_invoice_is_explained_once_by_the_note_of_its_key() -> None:
    twice = [an_earlier_invoice(number=number, key=KEY) for number in ("42", "42001")]
    truth = a_truth(an_order(status="invoiced", invoices=twice))

    finding = the_finding(some_truths(truth, documents=[a_seen_document(file=1)]))

    assert finding.problem.facts["number"] == "42001"


@pytest.mark.parametrize(
    ("shown", "is_explained"),
    [
        (an_earlier_invoice(number="42", key=""), True),
        (an_earlier_invoice(number="0042", key=""), True),
        (an_earlier_invoice(number="43", key=""), False),
        (an_earlier_invoice(number="42", key="", value=9980), False),
        (an_earlier_invoice(number="42", key=KEY, type_=InvoiceType.INPUT), False),
    ],
)
def test_without_a_key_number_value_and_way_have_to_agree(shown: EarlierInvoice, *, is_explained: bool) -> None:
    truth = a_truth(an_order(status="invoiced", invoices=[shown]))
    notes = [a_seen_document(file=1), a_seen_document(a_document(nnf=43, value=None), is_set_aside=True)]

    told = codes(some_truths(truth, documents=notes))

    assert (ProblemCode.FOREIGN_INVOICE not in told) is is_explained


def test_a_return_of_a_cancelled_note_is_explained_by_its_cancellation() -> None:
    back = an_earlier_invoice(number="42", key=KEY, type_=InvoiceType.INPUT)
    truth = a_truth(an_order(invoices=[back]))

    assert not reconcile(some_truths(truth, documents=[a_seen_document(is_cancelled=True)]))


@pytest.mark.parametrize(
    ("issued", "is_told"),
    [
        (None, True),
        (NOW, True),
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 12, 0, tzinfo=UTC), False),
    ],
)
def test_invoices_of_others_count_on_the_day_they_were_issued(issued: datetime | None, *, is_told: bool) -> None:
    """VTEX writes a mere date as midnight in UTC, which is the evening before in the store."""
    shown = replace(FOREIGN, issued_at=issued)

    findings = reconcile(some_truths(a_truth(an_order(status="invoiced", invoices=[shown])), day=DAY))

    assert bool(findings) is is_told


def test_an_invoice_of_others_that_answers_a_waiting_job_is_told_with_it() -> None:
    job = a_day_job(hold=WAITS_FOR_DOCUMENT)
    order = an_order(status="invoiced", invoices=[FOREIGN])

    finding = the_finding(some_truths(a_truth(order, jobs=[job], notifications=[NOTIFICATION_ID])))

    assert finding.problem.code is ProblemCode.FOREIGN_INVOICE
    assert finding.fix is Fix.OPEN_JOB
    assert finding.job == job.job.id


def test_a_note_that_somebody_typed_into_vtex_answers_its_job() -> None:
    job = a_day_job(Stage.DOCUMENTED, hold=WAITS_FOR_WORD, document=a_document())
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(number="42", key=KEY, value=1)])

    assert codes(some_truths(a_truth(order, jobs=[job]))) == [ProblemCode.FOREIGN_INVOICE]


@pytest.mark.parametrize(
    "shown",
    [replace(FOREIGN, value=Cents(5000)), replace(FOREIGN, type=InvoiceType.INPUT)],
)
def test_a_smaller_invoice_or_one_of_the_other_way_answers_no_job(shown: EarlierInvoice) -> None:
    job = a_day_job(hold=WAITS_FOR_DOCUMENT)

    told = codes(some_truths(a_truth(an_order(invoices=[shown]), jobs=[job], notifications=[NOTIFICATION_ID])))

    assert told == [ProblemCode.FOREIGN_INVOICE, ProblemCode.JOB_WITHOUT_DOCUMENT]


def test_a_job_that_others_answered_altogether_is_one_finding() -> None:
    job = a_day_job(hold=WAITS_FOR_DOCUMENT)
    order = an_order(status="invoiced", invoices=[FOREIGN])

    assert codes(some_truths(a_truth(order, jobs=[job], notifications=()))) == [ProblemCode.FOREIGN_INVOICE]


def test_only_what_waits_for_its_invoice_is_answered_by_one() -> None:
    left = a_day_job(Stage.SUBMITTED, hold=NEEDS_PERSON)
    order = an_order(status="invoiced", invoices=[FOREIGN])

    told = codes(some_truths(a_truth(order, jobs=[left], notifications=[NOTIFICATION_ID])))

    assert told == [ProblemCode.FOREIGN_INVOICE, ProblemCode.NOTIFICATION_LEFT]


def test_a_value_that_is_not_the_one_of_the_document_is_told_with_both() -> None:
    job, posted = sold()
    shown = an_earlier_invoice(number="42", key=KEY, value=9890)
    truth = a_truth(an_order(status="invoiced", invoices=[shown]), jobs=[job], posted=[posted])

    finding = the_finding(some_truths(truth, documents=[a_seen_document(job=1)]))

    assert finding.problem == Problem(
        ProblemCode.POSTED_VALUE_DIFFERS, {"number": "42", "value": 9890, "document": 9990}
    )
    assert finding.amount == 100
    assert finding.job == job.job.id


def test_without_a_document_s_value_what_was_sent_is_compared() -> None:
    job, posted = sold()
    shown = an_earlier_invoice(number="42", key=KEY, value=9890)
    truth = a_truth(an_order(status="invoiced", invoices=[shown]), jobs=[job], posted=[posted])

    finding = the_finding(some_truths(truth, documents=[a_seen_document(a_document(value=None), job=1)]))

    assert finding.problem.facts == {"number": "42", "value": 9890, "sent": 9990}


def test_what_was_posted_is_compared_with_its_document_though_the_order_was_not_read() -> None:
    job, posted = sold()
    truth = a_truth(jobs=[job], posted=[posted])

    finding = the_finding(some_truths(truth, documents=[a_seen_document(a_document(value=9900), job=1)]))

    assert finding.problem.facts["document"] == 9900


def test_an_invoice_of_others_is_compared_with_the_note_of_its_key() -> None:
    shown = an_earlier_invoice(number="42", key=KEY, value=9890)

    told = codes(
        some_truths(a_truth(an_order(status="invoiced", invoices=[shown])), documents=[a_seen_document(file=1)])
    )

    assert told == [ProblemCode.POSTED_VALUE_DIFFERS]


def test_a_return_is_not_compared_with_the_note_of_the_sale() -> None:
    back = an_invoice(type_=InvoiceType.INPUT, value=5000)
    shown = an_earlier_invoice(number="42", key=KEY, type_=InvoiceType.INPUT, value=5000)
    truth = a_truth(an_order(invoices=[shown]), posted=[back])

    assert not reconcile(some_truths(truth, documents=[a_seen_document(job=1)]))


def test_a_sale_of_a_cancelled_note_still_stands_in_vtex() -> None:
    job, posted = sold()
    shown = an_earlier_invoice(number="42", key=KEY)
    truth = a_truth(an_order(status="invoiced", invoices=[shown]), jobs=[job], posted=[posted])

    finding = the_finding(some_truths(truth, documents=[a_seen_document(job=1, is_cancelled=True)]))

    assert finding.problem == Problem(ProblemCode.CANCELLED_NOT_RETURNED, {"number": "42", "value": 9990})
    assert finding.fix is Fix.OPEN_IN_VTEX
    assert finding.amount == 9990


@pytest.mark.parametrize(
    "back",
    [
        an_earlier_invoice(number="135260000123456", key=KEY, type_=InvoiceType.INPUT, value=1),
        an_earlier_invoice(number="9", key="", type_=InvoiceType.INPUT, value=9990),
    ],
)
def test_a_cancelled_note_that_was_returned_in_vtex_is_in_order(back: EarlierInvoice) -> None:
    job, posted = sold()
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(number="42", key=KEY), back])
    truth = a_truth(order, jobs=[job], posted=[posted])

    told = codes(some_truths(truth, documents=[a_seen_document(job=1, is_cancelled=True)]))

    assert ProblemCode.CANCELLED_NOT_RETURNED not in told


def test_a_cancelled_order_takes_its_sale_back() -> None:
    job, posted = sold()
    order = an_order(status="canceled", invoices=[an_earlier_invoice(number="42", key=KEY)])
    truth = a_truth(order, jobs=[job], posted=[posted])

    assert not reconcile(some_truths(truth, documents=[a_seen_document(job=1, is_cancelled=True)]))


def test_a_return_that_is_being_worked_on_will_take_the_sale_back() -> None:
    job, posted = sold()
    back = a_day_job(Stage.RECEIVED, job_id=2, operation=Operation.CANCELLATION, notification_id="n2")
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(number="42", key=KEY)])
    truth = a_truth(order, jobs=[job, back], posted=[posted], notifications=["n2"])

    assert not reconcile(some_truths(truth, documents=[a_seen_document(job=1, is_cancelled=True)]))


def test_the_rest_of_an_order_is_told_in_cents_and_items() -> None:
    job, posted = sold(9990)
    order = an_order(lines=2, invoices=[an_earlier_invoice(number="42", key=KEY)])

    finding = the_finding(some_truths(a_truth(order, jobs=[job], posted=[posted])))

    assert finding.problem.code is ProblemCode.PARTLY_INVOICED
    assert finding.problem.facts == {
        "order": order.order_id,
        "invoiced": 9990,
        "value": 19980,
        "open": 9990,
        "items": "1 × Camiseta 1",
    }
    assert finding.fix is Fix.DIAGNOSE
    assert finding.amount == 9990


def test_a_part_that_vtex_shows_as_the_whole_value_is_a_part() -> None:
    job, posted = sold()
    part = an_earlier_invoice(number="42", key=KEY, units={0: 1})

    finding = the_finding(
        some_truths(a_truth(an_order(lines=2, value=9990, invoices=[part]), jobs=[job], posted=[posted]))
    )

    assert finding.problem.code is ProblemCode.PARTLY_INVOICED
    assert (finding.problem.facts["value"], finding.amount) == (19980, 9990)


def test_cents_that_keep_an_order_open_are_told_without_items() -> None:
    job, posted = sold(9988)
    order = an_order(invoices=[an_earlier_invoice(number="42", key=KEY, value=9988)])
    posted = replace(posted, rows=(InvoiceRow(SkuId("100"), Cents(9988), 1),))

    finding = the_finding(some_truths(a_truth(order, jobs=[job], posted=[posted])))

    assert finding.problem.facts["open"] == 2
    assert finding.problem.facts["items"] == ""


@pytest.mark.parametrize("status", ["invoiced", "canceled"])
def test_an_order_that_vtex_calls_whole_is_not_partly_invoiced(status: str) -> None:
    job, posted = sold()
    order = an_order(lines=2, status=status, invoices=[an_earlier_invoice(number="42", key=KEY)])

    assert not reconcile(some_truths(a_truth(order, jobs=[job], posted=[posted])))


@pytest.mark.parametrize("operation", [Operation.SALE, None])
def test_the_rest_is_no_finding_while_a_job_is_about_it(operation: Operation | None) -> None:
    job, posted = sold()
    rest = a_day_job(Stage.RECEIVED, job_id=2, operation=operation, notification_id="n2")
    order = an_order(lines=2, invoices=[an_earlier_invoice(number="42", key=KEY)])

    assert not reconcile(some_truths(a_truth(order, jobs=[job, rest], posted=[posted], notifications=["n2"])))


def test_the_rest_that_vtex_asks_for_is_told_as_a_request() -> None:
    job, posted = sold()
    order = an_order(lines=2, invoices=[an_earlier_invoice(number="42", key=KEY)])
    truth = a_truth(order, jobs=[job], posted=[posted], notifications=["n2"])

    assert codes(some_truths(truth)) == [ProblemCode.NOTIFICATION_UNKNOWN]


def test_an_invoice_that_is_lost_is_why_something_is_left() -> None:
    job, posted = sold()
    other_job, other = sold(nnf=43)
    order = an_order(lines=2, invoices=[an_earlier_invoice(number="42", key=KEY)])
    truth = a_truth(order, jobs=[job, other_job], posted=[posted, other])

    assert codes(some_truths(truth)) == [ProblemCode.INVOICE_VANISHED]
