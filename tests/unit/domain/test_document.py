"""The fiscal document as a value."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.access_key import AccessKeyProblem
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS, NFE_PORTAL, document_url, official_url
from tests.builders import PROTOCOL, a_cancellation, a_document, a_key

NFE, NFCE = DocumentModel.NFE, DocumentModel.NFCE
QR = "https://www.nfce.fazenda.rj.gov.br/consulta?p=33"


def test_the_number_of_a_note_is_its_nnf() -> None:
    assert a_document(nnf=42).number == "42"


def test_the_number_of_a_cancellation_is_its_protocol() -> None:
    assert a_cancellation().number == PROTOCOL


def test_the_qr_address_is_where_a_buyer_looks() -> None:
    assert document_url(a_key(model=NFCE), QR) == QR
    assert document_url(a_key(model=NFE), QR) == QR


def test_what_is_not_legal_in_an_address_is_encoded() -> None:
    assert official_url(f"{QR}|3|1|<é>%7C") == f"{QR}%7C3%7C1%7C%3C%C3%A9%3E%7C"


@pytest.mark.parametrize(
    "url",
    [
        "https://nfe.gov.br",
        "http://dfe-portal.svrs.rs.gov.br:443/Dfe/QrCodeNFce?p=1",
        "HTTP://WWW.SEFAZ.AM.GOV.BR/nfceweb/consultarNFCe.jsp?p=1",
        f" {QR}\n",
    ],
)
def test_an_address_of_the_tax_authorities_is_passed_on(url: str) -> None:
    assert official_url(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://qr.example/?p=1",
        "https://fazenda.gov.br.evil.example/",
        "https://evil.example/.gov.br",
        "https://evil.example#.gov.br/",
        "https://www.fazenda.rj.gov.br@evil.example/",
        "https://evil@www.fazenda.rj.gov.br/",
        "https://evil.example\\.fazenda.gov.br/",
        "https://gov.br/",
        "https://evilgov.br/",
        "https://a b.gov.br/",
        "https://\u017fefaz.gov.br/",
        "https://www.\udcff.gov.br/",
        "ftp://www.fazenda.rj.gov.br/",
        "javascript:alert(1)//www.fazenda.gov.br/",
        "www.fazenda.rj.gov.br/consulta",
        f"{QR}{'1' * 2001}",
    ],
)
def test_no_other_address_is_passed_on(url: str) -> None:
    assert official_url(url) == ""
    assert document_url(a_key(model=NFCE), url) == ""
    assert document_url(a_key(model=NFE), url).startswith(NFE_PORTAL)


def test_half_a_character_is_encoded_too() -> None:
    assert official_url(f"{QR}\udcff") == f"{QR}%5Cudcff"


def test_an_nfe_without_qr_code_is_at_the_portal() -> None:
    key = a_key(model=NFE)

    assert document_url(key, "") == f"{NFE_PORTAL}&chNFe={key}"


def test_an_nfce_without_qr_code_has_no_address() -> None:
    assert document_url(a_key(model=NFCE), "") == ""


def test_every_problem_of_a_key_has_a_code() -> None:
    assert set(KEY_PROBLEMS) == set(AccessKeyProblem)
