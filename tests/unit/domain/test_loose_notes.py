"""Which notes may be meant for an order of VTEX, and which the till sold beside it."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.document import DocumentContent
from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.loose_notes import loose_findings
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import OrderTruth, SeenDocument, Truths
from desktop_invoicer.domain.workflow import Stage
from tests.builders import CPF, NOW, ORDER_ID, a_document, a_key, a_paper, an_earlier_invoice, an_order
from tests.day_builders import DAY, a_day_job, a_seen_document, a_truth, some_truths

SINGLE, TILL = ProblemCode.DOCUMENT_WITHOUT_INVOICE, ProblemCode.TILL_DOCUMENTS
OF_NOBODY = DocumentContent()
WAITING = an_order()


def note(content: DocumentContent | None = OF_NOBODY, value: int | None = 1234, nnf: int = 42) -> SeenDocument:
    return a_seen_document(a_document(nnf=nnf, value=value), file=nnf, content=content)


def told(*notes: SeenDocument, truths: Truths | None = None) -> list[Finding]:
    return list(loose_findings(notes, truths or some_truths()))


def code(seen: SeenDocument, *orders: OrderTruth) -> ProblemCode:
    (finding,) = told(seen, truths=some_truths(*orders))
    return finding.problem.code


def test_what_the_till_sold_is_told_once_and_keeps_no_day_from_being_whole() -> None:
    (finding,) = told(note(nnf=42), note(None, nnf=43), note(value=None, nnf=44), truths=some_truths(day=DAY))

    assert finding.problem == Problem(TILL, {"count": 3, "value": 2468})
    assert (finding.identity, finding.fix, finding.amount) == ("till_documents:2026-11-20", Fix.NOTE, 0)
    assert finding.is_calm
    assert finding.is_settled


def test_without_a_day_it_is_told_all_the_same() -> None:
    (finding,) = told(note())

    assert finding.identity == "till_documents"


def test_what_may_be_for_an_order_is_told_by_itself_and_has_to_be_settled() -> None:
    single, others = told(note(nnf=42), note(nnf=43, value=9990), truths=some_truths(a_truth(WAITING), day=DAY))

    assert (single.problem.code, single.file) == (SINGLE, 43)
    assert not single.is_settled
    assert Finding("x", single.problem, Fix.NOTE, note=FindingNote("x", "Bia", NOW, "a gift")).is_settled
    assert others.problem.facts["count"] == 1


@pytest.mark.parametrize("text", [ORDER_ID, ORDER_ID.replace("-", ""), "Pedido v99999999abc-01"])
def test_a_note_that_names_an_order_is_told(text: str) -> None:
    assert code(note(a_paper(order_texts=[text]).content), a_truth(None)) is SINGLE


@pytest.mark.parametrize("text", ["Pedido 123456", "obrigado", "v99999999abc01"])
def test_a_number_of_the_till_is_no_order(text: str) -> None:
    assert code(note(a_paper(order_texts=[text]).content), a_truth(None)) is TILL


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (WAITING, SINGLE),
        (an_order(lines=2, goods=9990, invoices=[an_earlier_invoice(value=9990, units={0: 1})]), SINGLE),
        (an_order(goods=9980), TILL),
        (an_order(status="invoiced"), TILL),
        (an_order(status="canceled"), TILL),
        (an_order(invoices=[an_earlier_invoice(value=9990)]), TILL),
    ],
)
def test_what_an_order_still_waits_for_ties_a_note_of_the_value(order: Order, expected: ProblemCode) -> None:
    assert code(note(value=9990), a_truth(order)) is expected


@pytest.mark.parametrize(("order", "expected"), [(WAITING, SINGLE), (an_order(status="invoiced"), TILL)])
def test_the_buyer_of_an_order_that_waits_ties_a_note(order: Order, expected: ProblemCode) -> None:
    assert code(note(a_paper(buyer=CPF).content), a_truth(order)) is expected


def test_nobody_is_no_buyer() -> None:
    order = an_order(buyer=WAITING.buyer.__class__())

    assert code(note(), a_truth(order)) is TILL


@pytest.mark.parametrize(
    ("stage", "expected"), [(Stage.LOADED, SINGLE), (Stage.DISMISSED, TILL), (Stage.SUBMITTED, TILL)]
)
def test_the_value_of_a_job_that_has_not_sent_ties_a_note(stage: Stage, expected: ProblemCode) -> None:
    assert code(note(value=9990), a_truth(jobs=[a_day_job(stage)])) is expected


def test_a_job_whose_value_nobody_knows_ties_nothing() -> None:
    assert code(note(value=None), a_truth(jobs=[a_day_job(Stage.RECEIVED, value=None)])) is TILL


def test_a_note_that_a_job_gave_back_is_told() -> None:
    assert code(a_seen_document(file=1, was_attached=True)) is SINGLE


def test_a_note_whose_key_stands_in_an_order_is_told() -> None:
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(key=a_key().text, type_=InvoiceType.INPUT)])

    assert code(note(), a_truth(order)) is SINGLE


def test_a_note_that_takes_back_what_stands_in_an_order_is_told() -> None:
    order = an_order(status="invoiced", invoices=[an_earlier_invoice(key=a_key(nnf=7).text)])

    assert code(note(a_paper(buyer="", references=[a_key(nnf=7).text]).content), a_truth(order)) is SINGLE
