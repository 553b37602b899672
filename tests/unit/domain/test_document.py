"""The fiscal document as a value."""

from __future__ import annotations

from desktop_invoicer.domain.access_key import AccessKeyProblem
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS, NFE_PORTAL, document_url
from tests.builders import PROTOCOL, a_cancellation, a_document, a_key

NFE, NFCE = DocumentModel.NFE, DocumentModel.NFCE


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
