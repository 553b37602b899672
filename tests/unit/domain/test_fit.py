"""Whether a document fits a job, rule by rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain import fit
from desktop_invoicer.domain.access_key import check_digit
from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.decision import Decision, DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.policy import Environment, StorePolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId
from tests.builders import (
    BUYER_CNPJ,
    CNPJ,
    a_cancellation,
    a_decision,
    a_document,
    a_draft,
    a_key,
    a_scanned_document,
    a_store,
    an_earlier_invoice,
    an_order,
)

NFE, NFCE = DocumentModel.NFE, DocumentModel.NFCE
BALANCE_DIFFERS = Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 9990, "open": 12000})
RETURNS = [operation for operation in Operation if operation is not Operation.SALE]


def problems_of(document: Document, draft: Draft, decision: Decision, store: StorePolicy) -> tuple[Problem, ...]:
    return fit.misfits(fit.check_document(document, draft, decision, store))


def misfits(
    document: Document,
    draft: Draft | None = None,
    decision: Decision | None = None,
    store_cnpj: str = CNPJ,
) -> list[ProblemCode]:
    found = problems_of(document, draft or a_draft(), decision or a_decision(), a_store(cnpj=store_cnpj))
    return [problem.code for problem in found]


def test_a_document_that_fits_has_no_problems() -> None:
    assert misfits(a_document()) == []


def test_everything_that_is_wrong_is_told_at_once() -> None:
    document = a_document(
        key=a_key(cnpj=BUYER_CNPJ, model=NFE),
        value=1,
        is_entry=True,
        is_authorised=False,
        environment=Environment.HOMOLOGATION,
    )

    assert misfits(document) == [
        ProblemCode.CNPJ_NOT_OURS,
        ProblemCode.NOT_AUTHORISED,
        ProblemCode.ENVIRONMENT_WRONG,
        ProblemCode.MODEL_NOT_DUE,
        ProblemCode.DIRECTION_WRONG,
        ProblemCode.DOCUMENT_VALUE_DIFFERS,
    ]


def test_a_document_of_another_cnpj_is_refused_with_both() -> None:
    document = a_document(key=a_key(cnpj=BUYER_CNPJ))

    (problem,) = problems_of(document, a_draft(), a_decision(), a_store())

    assert problem == Problem(ProblemCode.CNPJ_NOT_OURS, {"document": BUYER_CNPJ, "store": CNPJ})


def test_a_store_that_has_no_cnpj_yet_refuses_none() -> None:
    assert misfits(a_document(key=a_key(cnpj=BUYER_CNPJ)), store_cnpj="") == []


def test_only_a_document_known_not_to_be_authorised_is_refused() -> None:
    assert misfits(a_document(is_authorised=False)) == [ProblemCode.NOT_AUTHORISED]
    assert misfits(a_document(is_authorised=None)) == []


@pytest.mark.parametrize("store_environment", Environment)
def test_a_document_of_the_other_environment_is_refused(store_environment: Environment) -> None:
    store = a_store(environment=store_environment)

    found = {
        environment: bool(problems_of(a_document(environment=environment), a_draft(), a_decision(), store))
        for environment in (*Environment, None)
    }

    assert found == {environment: environment not in {None, store_environment} for environment in (*Environment, None)}


def test_a_model_that_is_neither_due_nor_allowed_is_refused_with_both_names() -> None:
    (problem,) = problems_of(a_document(model=NFE), a_draft(), a_decision(NFCE), a_store())

    assert problem == Problem(ProblemCode.MODEL_NOT_DUE, {"model": "NF-e", "due": "NFC-e"})


def test_an_allowed_alternative_fits() -> None:
    assert misfits(a_document(model=NFE), decision=a_decision(NFCE, alternatives=[NFE])) == []


@pytest.mark.parametrize("model", ["59", "57", "01"])
def test_any_other_model_is_unknown(model: str) -> None:
    document = a_document(key=a_key(model=model))

    assert document.model is None
    assert misfits(document) == [ProblemCode.MODEL_UNKNOWN]


@pytest.mark.parametrize("operation", RETURNS)
def test_a_return_takes_a_note_of_entry(operation: Operation) -> None:
    draft, due = a_draft(operation=operation), a_decision(NFE)

    assert misfits(a_document(model=NFE, is_entry=True), draft, due) == []
    assert misfits(a_document(model=NFE, is_entry=False), draft, due) == [ProblemCode.DIRECTION_WRONG]
    assert misfits(a_document(model=NFE, is_entry=None), draft, due) == []


def test_a_sale_takes_no_note_of_entry() -> None:
    assert misfits(a_document(is_entry=True)) == [ProblemCode.DIRECTION_WRONG]


def test_a_cancellation_takes_the_event_of_either_model() -> None:
    draft, due = a_draft(operation=Operation.CANCELLATION), a_decision(NFE)

    assert misfits(a_cancellation(key=a_key(model=NFCE)), draft, due) == []
    assert misfits(a_cancellation(key=a_key(model=NFE)), draft, due) == []


@pytest.mark.parametrize("operation", [Operation.SALE, Operation.RETURN, Operation.STORE_RETURN])
def test_only_a_cancellation_takes_an_event(operation: Operation) -> None:
    found = misfits(a_cancellation(), a_draft(operation=operation), a_decision(NFE))

    assert found == [ProblemCode.DIRECTION_WRONG]


def test_an_event_that_was_not_registered_is_refused() -> None:
    draft = a_draft(operation=Operation.CANCELLATION)

    assert misfits(a_cancellation(is_authorised=False), draft) == [ProblemCode.NOT_AUTHORISED]


def test_another_value_is_refused_with_both_figures() -> None:
    (problem,) = problems_of(a_document(value=9989), a_draft(), a_decision(), a_store())

    assert problem == Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 9989, "value": 9990})


def test_a_scanned_key_whose_value_nobody_knows_fits_the_only_value_there_is() -> None:
    assert misfits(a_scanned_document()) == []


@pytest.mark.parametrize(("value", "fits"), [(9990, True), (12000, True), (11000, False)])
def test_where_sum_and_balance_differ_the_document_decides_between_them(value: int, fits: object) -> None:
    draft = a_draft(balance=12000, problems=[BALANCE_DIFFERS])

    found = misfits(a_document(value=value), draft)

    assert found == ([] if fits else [ProblemCode.DOCUMENT_VALUE_DIFFERS])


def test_where_sum_and_balance_differ_a_key_without_value_decides_nothing() -> None:
    draft = a_draft(balance=12000, problems=[BALANCE_DIFFERS])

    assert problems_of(a_scanned_document(), draft, a_decision(), a_store()) == (BALANCE_DIFFERS,)
    assert problems_of(a_scanned_document(value=9990), draft, a_decision(), a_store()) == ()


def test_where_less_is_open_than_the_lines_cost_a_key_still_has_to_tell_its_value() -> None:
    draft = a_draft(balance=9000, problems=[BALANCE_DIFFERS])

    assert misfits(a_scanned_document(), draft) == [ProblemCode.BALANCE_DIFFERS]
    assert misfits(a_scanned_document(value=9000), draft) == []


def test_a_cancellation_has_no_value_to_tell() -> None:
    draft = a_draft(operation=Operation.CANCELLATION, balance=12000, problems=[BALANCE_DIFFERS])

    assert misfits(a_cancellation(), draft) == []


# What a person sees


def verdicts(document: Document, draft: Draft | None = None) -> dict[CheckName, Verdict]:
    checks = fit.check_document(document, draft or a_draft(), a_decision(), a_store())
    return {check.name: check.verdict for check in checks}


def test_an_xml_that_fits_fits_in_everything() -> None:
    assert set(verdicts(a_document()).values()) == {Verdict.OK}


def test_a_key_alone_does_not_tell_everything() -> None:
    found = verdicts(a_scanned_document())

    assert {name for name, verdict in found.items() if verdict is Verdict.UNKNOWN} == {
        CheckName.AUTHORISED,
        CheckName.ENVIRONMENT,
        CheckName.DIRECTION,
        CheckName.VALUE,
    }
    assert Verdict.BLOCKING not in found.values()


def test_nobody_can_tell_the_issuer_of_a_store_without_cnpj() -> None:
    checks = fit.check_document(a_document(), a_draft(), a_decision(), a_store(cnpj=""))

    assert Check(CheckName.ISSUER, Verdict.UNKNOWN, found=CNPJ) in checks


def test_an_event_has_no_value_to_compare() -> None:
    found = verdicts(a_cancellation(), a_draft(operation=Operation.CANCELLATION))

    assert CheckName.VALUE not in found
    assert found[CheckName.DIRECTION] is Verdict.OK


def test_a_misfit_shows_both_sides() -> None:
    checks = fit.check_document(
        a_document(key=a_key(cnpj=BUYER_CNPJ, model=NFE), value=9989, is_entry=True), a_draft(), a_decision(), a_store()
    )

    sides = {check.name: (check.expected, check.found) for check in checks if check.verdict is Verdict.BLOCKING}
    assert sides == {
        CheckName.ISSUER: (CNPJ, BUYER_CNPJ),
        CheckName.MODEL: ("NFC-e", "NF-e"),
        CheckName.DIRECTION: ("Output", "Input"),
        CheckName.VALUE: (9990, 9989),
    }


@given(
    st.builds(
        a_document,
        key=st.builds(a_key, cnpj=st.sampled_from([CNPJ, BUYER_CNPJ]), model=st.sampled_from(["55", "65", "59"])),
        value=st.sampled_from([None, 9990, 1]),
        is_entry=st.sampled_from([None, True, False]),
        is_authorised=st.sampled_from([None, True, False]),
    ),
    st.builds(a_draft, operation=st.sampled_from(Operation)),
)
def test_what_misfits_has_a_problem_and_nothing_else_has_one(document: Document, draft: Draft) -> None:
    checks = fit.check_document(document, draft, a_decision(NFE), a_store())

    assert all((check.verdict is Verdict.BLOCKING) == (check.problem is not None) for check in checks)


def test_a_key_that_is_read_well_fits() -> None:
    key = a_key().text

    assert fit.check_key(f"NFe{key}") == Check(CheckName.KEY, Verdict.OK, found=key)


def test_a_key_that_is_too_short_tells_how_long_it_is() -> None:
    check = fit.check_key(a_key().text[:-2])

    assert check.problem == Problem(ProblemCode.KEY_LENGTH, {"key": a_key().text[:-2], "length": 42})
    assert check.verdict is Verdict.BLOCKING


def test_a_wrong_digit_tells_where_it_likely_is() -> None:
    wrong = a_key().text.replace("11222333000181", "11222338000181")

    problem = fit.check_key(wrong, a_store(), date(2026, 11, 20)).problem

    assert problem is not None
    assert problem.code is ProblemCode.KEY_CHECK_DIGIT
    assert problem.facts == {
        "key": wrong, "length": 44, "start": 13, "end": 14, "part": "cnpj", "first": 4, "last": 4,
        "found": "3800", "expected": "3300",
    }  # fmt: skip


def test_digits_of_something_else_tell_no_place() -> None:
    slip = "34191090080012345678901234567890000000012990"
    slip = slip[:-1] + check_digit(slip[:-1])

    problem = fit.check_key(slip, a_store(), date(2026, 11, 20)).problem

    assert problem == Problem(ProblemCode.KEY_IMPOSSIBLE, {"key": slip, "length": 44})


def test_an_order_that_cannot_be_invoiced_takes_no_document() -> None:
    nothing = Problem(ProblemCode.NOTHING_ASKED)

    assert fit.check_draft(a_draft()) == (Check(CheckName.ORDER, Verdict.OK),)
    assert fit.misfits(fit.check_draft(a_draft(problems=[nothing]))) == (nothing,)


def test_a_document_serves_one_job_only() -> None:
    assert fit.check_use(a_document(), an_order(), None) == (Check(CheckName.UNUSED, Verdict.OK),)
    assert fit.misfits(fit.check_use(a_document(), an_order(), JobId(7))) == (
        Problem(ProblemCode.DOCUMENT_USED, {"job": 7}),
    )


def test_a_document_that_the_order_holds_already_is_used() -> None:
    document = a_document()
    order = an_order(invoices=[an_earlier_invoice(key=document.key.text, number="42", value=500)])

    assert fit.misfits(fit.check_use(document, order, None)) == (
        Problem(ProblemCode.INVOICE_ALREADY_THERE, {"number": "42", "value": 500}),
    )


def test_a_cancellation_has_the_key_of_the_sale_that_it_cancels() -> None:
    event = a_cancellation()
    sale = an_earlier_invoice(key=event.key.text, number="42")
    refund = an_earlier_invoice(key=event.key.text, number=event.protocol, type_=InvoiceType.INPUT)

    assert fit.misfits(fit.check_use(event, an_order(invoices=[sale]), None)) == ()
    assert fit.misfits(fit.check_use(event, an_order(invoices=[sale, refund]), None)) == (
        Problem(ProblemCode.INVOICE_ALREADY_THERE, {"number": event.protocol, "value": 9990}),
    )
