"""The fiscal document, and whether it fits a job."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.access_key import AccessKeyProblem
from desktop_invoicer.domain.decision import Decision, DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS, NFE_PORTAL, Document, check_document, document_url
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import (
    BUYER_CNPJ,
    CNPJ,
    PROTOCOL,
    a_cancellation,
    a_decision,
    a_document,
    a_draft,
    a_key,
    a_scanned_document,
    a_store,
)

NFE, NFCE = DocumentModel.NFE, DocumentModel.NFCE
BALANCE_DIFFERS = Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 9990, "open": 12000})
RETURNS = [operation for operation in Operation if operation is not Operation.SALE]


def misfits(
    document: Document,
    draft: Draft | None = None,
    decision: Decision | None = None,
    store_cnpj: str = CNPJ,
) -> list[ProblemCode]:
    found = check_document(document, draft or a_draft(), decision or a_decision(), a_store(cnpj=store_cnpj))
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

    (problem,) = check_document(document, a_draft(), a_decision(), a_store())

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
        environment: bool(check_document(a_document(environment=environment), a_draft(), a_decision(), store))
        for environment in (*Environment, None)
    }

    assert found == {environment: environment not in {None, store_environment} for environment in (*Environment, None)}


def test_a_model_that_is_neither_due_nor_allowed_is_refused_with_both_names() -> None:
    (problem,) = check_document(a_document(model=NFE), a_draft(), a_decision(NFCE), a_store())

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
    (problem,) = check_document(a_document(value=9989), a_draft(), a_decision(), a_store())

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

    assert check_document(a_scanned_document(), draft, a_decision(), a_store()) == (BALANCE_DIFFERS,)
    assert check_document(a_scanned_document(value=9990), draft, a_decision(), a_store()) == ()


def test_where_less_is_open_than_the_lines_cost_a_key_still_has_to_tell_its_value() -> None:
    draft = a_draft(balance=9000, problems=[BALANCE_DIFFERS])

    assert misfits(a_scanned_document(), draft) == [ProblemCode.BALANCE_DIFFERS]
    assert misfits(a_scanned_document(value=9000), draft) == []


def test_a_cancellation_has_no_value_to_tell() -> None:
    draft = a_draft(operation=Operation.CANCELLATION, balance=12000, problems=[BALANCE_DIFFERS])

    assert misfits(a_cancellation(), draft) == []


# The document as a value


def test_the_number_of_a_note_is_its_nnf() -> None:
    assert a_document(nnf=42).number == "42"


def test_the_number_of_a_cancellation_is_its_protocol() -> None:
    assert a_cancellation().number == PROTOCOL


def test_the_qr_address_is_where_a_buyer_looks() -> None:
    assert document_url(a_key(model=NFCE), "https://qr") == "https://qr"
    assert document_url(a_key(model=NFE), "https://qr") == "https://qr"


def test_an_nfe_without_qr_code_is_at_the_portal() -> None:
    key = a_key(model=NFE)

    assert document_url(key, "") == f"{NFE_PORTAL}&chNFe={key}"


def test_an_nfce_without_qr_code_has_no_address() -> None:
    assert document_url(a_key(model=NFCE), "") == ""


def test_every_problem_of_a_key_has_a_code() -> None:
    assert set(KEY_PROBLEMS) == set(AccessKeyProblem)
