"""What a manager has to look at before the day is closed: requests, notes, invoices and numbers."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.finding import Fix
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.reconciliation import SeenDocument, reconcile
from desktop_invoicer.domain.workflow import Hold, Stage
from tests.builders import (
    ACCOUNT,
    BUYER_CNPJ,
    NOTIFICATION_ID,
    ORDER_ID,
    a_cancellation,
    a_document,
    a_key,
    an_earlier_invoice,
    an_order,
)
from tests.day_builders import (
    IS_PAUSED,
    NEEDS_PERSON,
    TRIES_AGAIN,
    WAITS_FOR_DOCUMENT,
    WAITS_FOR_WORD,
    a_day_job,
    a_seen_document,
    a_truth,
    sold,
    some_truths,
)
from tests.unit.domain.comparing import codes, the_finding

ASKED = (NOTIFICATION_ID,)


def whole(nnf: int = 42) -> Order:
    """Give an order that VTEX shows as invoiced by one note."""
    return an_order(status="invoiced", invoices=[an_earlier_invoice(number=str(nnf), key=a_key(nnf=nnf).text)])


def test_a_day_on_which_everything_agrees_has_no_finding() -> None:
    job, posted = sold()
    note = a_seen_document(job.job.document, job=1, file=7)
    still_open = a_day_job(job_id=2, hold=TRIES_AGAIN, notification_id="n2")
    truths = some_truths(
        a_truth(whole(), jobs=[job], posted=[posted]),
        a_truth(an_order(), order_id="v2", notifications=["n2"], jobs=[still_open]),
        documents=[note],
        last_numbers={("65", 1): 41},
    )

    assert not reconcile(truths)


def test_a_request_without_a_job_is_fetched_from_vtex() -> None:
    finding = the_finding(some_truths(a_truth(an_order(), notifications=["n1", "n1"])))

    assert finding.problem.code is ProblemCode.NOTIFICATION_UNKNOWN
    assert finding.fix is Fix.ASK_VTEX
    assert (finding.account, finding.order_id) == (ACCOUNT, ORDER_ID)
    assert finding.identity == f"notification_unknown:{ACCOUNT}:{ORDER_ID}:n1"


def test_a_request_that_vtex_shows_again_after_it_was_withdrawn_is_unknown() -> None:
    withdrawn = a_day_job(Stage.WITHDRAWN)

    assert codes(some_truths(a_truth(jobs=[withdrawn], notifications=ASKED))) == [ProblemCode.NOTIFICATION_UNKNOWN]


def test_what_a_person_dismissed_is_no_finding_though_vtex_still_asks_for_it() -> None:
    assert not reconcile(some_truths(a_truth(jobs=[a_day_job(Stage.DISMISSED)], notifications=ASKED)))


def test_a_job_that_waits_for_its_document_is_one_finding() -> None:
    job = a_day_job(hold=WAITS_FOR_DOCUMENT)

    finding = the_finding(some_truths(a_truth(an_order(), jobs=[job], notifications=ASKED)))

    assert finding.problem == Problem(ProblemCode.JOB_WITHOUT_DOCUMENT, {"value": 9990})
    assert finding.fix is Fix.ATTACH
    assert finding.job == job.job.id
    assert finding.amount == 9990


@pytest.mark.parametrize(
    ("hold", "fix"),
    [(WAITS_FOR_WORD, Fix.SUBMIT), (None, Fix.SUBMIT), (NEEDS_PERSON, Fix.OPEN_JOB), (IS_PAUSED, Fix.OPEN_JOB)],
)
def test_a_document_that_waits_with_its_job_is_without_invoice(hold: Hold | None, fix: Fix) -> None:
    document = a_document()
    job = a_day_job(Stage.DOCUMENTED, hold=hold, document=document)

    finding = the_finding(
        some_truths(a_truth(jobs=[job], notifications=ASKED), documents=[a_seen_document(document, file=3)])
    )

    assert finding.problem.code is ProblemCode.DOCUMENT_WITHOUT_INVOICE
    assert finding.fix is fix
    assert finding.problem.facts["number"] == "42"


@pytest.mark.parametrize(
    "job",
    [
        a_day_job(Stage.RECEIVED),
        a_day_job(Stage.DOCUMENTED, document=a_document(), confirmed_by="Ana"),
        a_day_job(Stage.DOCUMENTED, hold=TRIES_AGAIN, document=a_document(), confirmed_by="Ana"),
        a_day_job(Stage.SUBMITTED),
        a_day_job(Stage.LOADED, hold=NEEDS_PERSON),
    ],
)
def test_what_goes_on_by_itself_or_has_its_own_problem_is_no_finding(job: object) -> None:
    truth = a_truth(notifications=ASKED, jobs=[job])  # type: ignore[list-item]

    assert not reconcile(some_truths(truth))


@pytest.mark.parametrize("hold", [WAITS_FOR_DOCUMENT, NEEDS_PERSON])
def test_a_job_that_vtex_no_longer_asks_for_needs_no_document(hold: Hold) -> None:
    finding = the_finding(some_truths(a_truth(jobs=[a_day_job(hold=hold)], notifications=())))

    assert finding.problem.code is ProblemCode.NOTIFICATION_GONE
    assert finding.fix is Fix.RETRY


def test_a_job_is_not_taken_for_gone_where_nobody_asked_vtex() -> None:
    job = a_day_job(hold=WAITS_FOR_DOCUMENT)

    assert codes(some_truths(a_truth(jobs=[job], notifications=None))) == [ProblemCode.JOB_WITHOUT_DOCUMENT]


def test_a_request_that_was_just_received_is_not_gone() -> None:
    assert not reconcile(some_truths(a_truth(jobs=[a_day_job(Stage.RECEIVED, hold=NEEDS_PERSON)], notifications=())))


@pytest.mark.parametrize("notifications", [ASKED, None])
def test_a_request_that_was_not_deleted_is_tried_again(notifications: tuple[str, ...] | None) -> None:
    job = a_day_job(Stage.SUBMITTED, hold=NEEDS_PERSON)

    finding = the_finding(some_truths(a_truth(jobs=[job], notifications=notifications)))

    assert finding.problem.code is ProblemCode.NOTIFICATION_LEFT
    assert finding.problem.facts["number"] == "42"
    assert finding.fix is Fix.RETRY


def test_a_request_that_comes_back_after_its_invoice_is_looked_at_in_vtex() -> None:
    job, posted = sold()

    finding = the_finding(some_truths(a_truth(whole(), jobs=[job], posted=[posted], notifications=ASKED)))

    assert finding.problem.code is ProblemCode.NOTIFICATION_LEFT
    assert finding.fix is Fix.OPEN_IN_VTEX


def test_a_request_that_is_gone_after_its_invoice_is_no_finding() -> None:
    job = a_day_job(Stage.SUBMITTED, hold=NEEDS_PERSON)

    assert not reconcile(some_truths(a_truth(jobs=[job], notifications=())))


def test_an_order_that_vtex_did_not_give_is_told_with_its_reason() -> None:
    failure = Problem(ProblemCode.WAITING_FOR_VTEX, {"reason": "503"})

    finding = the_finding(some_truths(a_truth(notifications=None, failure=failure)))

    assert finding.problem == Problem(ProblemCode.ORDER_NOT_CHECKED, {"reason": str(failure)})
    assert finding.fix is Fix.COMPARE
    assert finding.identity == f"order_not_checked:{ACCOUNT}:{ORDER_ID}"


def test_a_note_that_may_be_for_an_order_is_shown_with_its_file() -> None:
    order = an_order()
    finding = the_finding(some_truths(a_truth(order), documents=[a_seen_document(file=7)]))

    assert finding.problem == Problem(ProblemCode.DOCUMENT_WITHOUT_INVOICE, {"number": "42", "value": 9990})
    assert finding.fix is Fix.OPEN_FILE
    assert finding.file == 7
    assert finding.amount == 9990


def test_a_note_that_a_job_gave_back_can_only_be_noted() -> None:
    note = a_seen_document(a_document(value=None), was_attached=True)

    finding = the_finding(
        some_truths(a_truth(jobs=[a_day_job(Stage.DISMISSED, document=note.document)]), documents=[note])
    )

    assert finding.fix is Fix.NOTE
    assert finding.amount == 0


@pytest.mark.parametrize(
    "note",
    [
        a_seen_document(is_cancelled=True),
        a_seen_document(is_set_aside=True),
        a_seen_document(a_document(is_authorised=False)),
        a_seen_document(a_document(key=a_key(cnpj=BUYER_CNPJ))),
        a_seen_document(job=99),
    ],
)
def test_a_note_that_needs_no_invoice_is_no_finding(note: SeenDocument) -> None:
    assert not reconcile(some_truths(documents=[note]))


def test_a_note_that_is_cancelled_by_its_event_needs_no_invoice() -> None:
    notes = [a_seen_document(), a_seen_document(a_cancellation())]

    assert not reconcile(some_truths(documents=notes))


def test_the_one_note_of_its_value_is_proposed_to_the_job_that_waits_for_it() -> None:
    truth = a_truth(jobs=[a_day_job(hold=WAITS_FOR_DOCUMENT)], notifications=ASKED)

    finding = the_finding(some_truths(truth, documents=[a_seen_document(file=7)]))

    assert finding.problem == Problem(ProblemCode.JOB_WITHOUT_DOCUMENT, {"value": 9990, "number": "42"})
    assert finding.file == 7


def test_notes_of_the_value_of_several_jobs_are_proposed_to_none_of_them_and_told_as_far_as_they_are_too_many() -> None:
    jobs = [a_day_job(job_id=each, hold=WAITS_FOR_DOCUMENT, notification_id=f"n{each}") for each in (1, 2)]
    notes = [a_seen_document(a_document(nnf=nnf), file=nnf) for nnf in (42, 43, 44)]

    findings = reconcile(some_truths(a_truth(jobs=jobs, notifications=["n1", "n2"]), documents=notes))

    loose, *waiting = findings
    assert loose.problem.code is ProblemCode.DOCUMENT_WITHOUT_INVOICE
    assert [finding.file for finding in waiting] == [None, None]


@pytest.mark.parametrize(
    "note",
    [a_document(model=DocumentModel.NFE), a_document(is_entry=True)],
)
def test_a_note_of_another_value_model_or_way_is_not_what_a_job_waits_for(note: object) -> None:
    truth = a_truth(jobs=[a_day_job(hold=WAITS_FOR_DOCUMENT)], notifications=ASKED)

    told = codes(some_truths(truth, documents=[a_seen_document(note, file=7)]))  # type: ignore[arg-type]

    assert told == [ProblemCode.DOCUMENT_WITHOUT_INVOICE, ProblemCode.JOB_WITHOUT_DOCUMENT]


def test_missing_numbers_are_told_by_model_and_series() -> None:
    notes = [
        a_seen_document(a_document(key=a_key(nnf=42)), job=1),
        a_seen_document(a_document(key=a_key(nnf=46)), job=2),
        a_seen_document(a_document(key=a_key(nnf=7, serie=2)), job=3),
        a_seen_document(a_document(key=a_key(nnf=900, cnpj=BUYER_CNPJ)), job=4),
        a_seen_document(a_document(key=a_key(nnf=950, model="59")), job=5),
    ]

    findings = reconcile(some_truths(documents=notes, last_numbers={("65", 1): 40, ("65", 2): 6, ("55", 1): 1}))

    assert [finding.problem.facts for finding in findings] == [
        {"document": "NFC-e", "serie": 1, "first": 41, "last": 41, "count": 1},
        {"document": "NFC-e", "serie": 1, "first": 43, "last": 45, "count": 3},
    ]
    assert findings[1].identity == "number_gap:65:1:43-45"
    assert findings[1].fix is Fix.NOTE


def test_a_cancelled_number_is_no_gap() -> None:
    notes = [
        a_seen_document(a_document(nnf=42), job=1),
        a_seen_document(a_document(nnf=43), is_cancelled=True),
        a_seen_document(a_cancellation(key=a_key(nnf=44))),
        a_seen_document(a_document(nnf=45), job=2),
    ]

    assert not reconcile(some_truths(documents=notes))


def test_money_that_went_wrong_comes_first_and_the_largest_amount_of_a_kind() -> None:
    foreign = [an_earlier_invoice(number=str(each), value=each * 100, key="") for each in (2, 3)]
    waits = a_day_job(hold=WAITS_FOR_DOCUMENT, value=99999, notification_id="n9")
    truths = some_truths(
        a_truth(order_id="v9", jobs=[waits], notifications=["n9"]),
        a_truth(an_order(status="invoiced", invoices=foreign)),
    )

    assert [(finding.problem.code, finding.amount) for finding in reconcile(truths)] == [
        (ProblemCode.FOREIGN_INVOICE, 300),
        (ProblemCode.FOREIGN_INVOICE, 200),
        (ProblemCode.JOB_WITHOUT_DOCUMENT, 99999),
    ]


def test_two_differences_that_are_alike_are_told_apart() -> None:
    twice = [an_earlier_invoice(number="7", key="")] * 2

    first, second = reconcile(some_truths(a_truth(an_order(status="invoiced", invoices=twice))))

    assert second.identity == f"{first.identity} #2"


def test_the_same_difference_keeps_its_identity() -> None:
    truths = some_truths(
        a_truth(an_order(invoices=[an_earlier_invoice(type_=InvoiceType.INPUT)]), notifications=["n1"]),
        a_truth(order_id="v2", jobs=[a_day_job(hold=WAITS_FOR_DOCUMENT, operation=Operation.RETURN)]),
        documents=[a_seen_document(file=1), a_seen_document(a_document(nnf=50), file=2)],
    )

    once, again = reconcile(truths), reconcile(truths)

    assert once == again
    assert len({finding.identity for finding in once}) == len(once)
