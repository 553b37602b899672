"""From the bytes of a document to the JSON that VTEX gets: golden files, read over once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import build_invoice
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.embedding import embeddable
from desktop_invoicer.vtex.mapping import invoice_payload
from tests.builders import a_draft, a_key
from tests.unit.fiscal.notes import a_note, a_protocol, a_registered_event, an_authorised_note

GOLDEN = Path(__file__).parent / "golden"
LEGAL_URL = re.compile(r"https://[A-Za-z0-9.-]+/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*")
QR_V2 = f"https://www.nfce.fazenda.rj.gov.br/consulta?p={a_key().text}|2|1|1|E8D9C7A5B3F1024689ACE02468BDF13579ACE024"


def note(model: str, **keys: Any) -> bytes:  # noqa: ANN401 (passed on)
    return an_authorised_note(a_note(mod=model, **keys), a_protocol(key=a_key(model=model).text))


NFCE, NFE = note("65", qr_url=QR_V2), note("55")


def payload(document: Document, embedded: str | None = None, operation: Operation = Operation.SALE) -> dict[str, Any]:
    return invoice_payload(build_invoice(a_draft(operation=operation), document, []), embedded)


@pytest.mark.parametrize(
    ("name", "content", "operation", "embedded"),
    [
        ("nfce", NFCE, Operation.SALE, None),
        ("nfe", NFE, Operation.SALE, None),
        ("nfce-with-xml", NFCE, Operation.SALE, '<?xml version="1.0"?>\n<xNome>São João</xNome>'),
        ("return", note("55", tp_nf="0"), Operation.RETURN, None),
        ("cancellation", a_registered_event(), Operation.CANCELLATION, None),
    ],
)
def test_what_vtex_gets_is_what_was_read_over(
    name: str, content: bytes, operation: Operation, embedded: str | None
) -> None:
    written = (
        json.dumps(payload(read_paper(content).document, embedded, operation), indent=2, ensure_ascii=False) + "\n"
    )

    assert written == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [NFCE, NFE], ids=["nfce", "nfe"])
def test_the_address_is_a_legal_one_of_the_tax_authorities(content: bytes) -> None:
    assert LEGAL_URL.fullmatch(payload(read_paper(content).document)["invoiceUrl"])


@pytest.mark.parametrize("model", ["65", "55"])
def test_a_foreign_address_in_a_document_does_not_reach_the_buyer(model: str) -> None:
    content = note(model, qr_url=f"https://example.com/?p={a_key(model=model).text}|2|1|1|00")

    assert "example.com" not in json.dumps(payload(read_paper(content).document))


def test_the_xml_sent_along_comes_out_of_the_json_as_the_very_document() -> None:
    content = NFCE.replace(b"LOJA TESTE", "LOJA SÃO JOÃO".encode()).replace(b'"UTF-8"', b'"ISO-8859-1"', 1)
    content = content.decode().encode("latin-1")

    sent = json.loads(json.dumps(payload(read_paper(NFCE).document, embeddable(content))))["embeddedInvoice"]

    assert sent == content.decode("latin-1").replace("ISO-8859-1", "UTF-8", 1)


def test_without_an_xml_the_payload_has_no_field_for_it() -> None:
    assert "embeddedInvoice" not in payload(replace(read_paper(NFCE).document, url=""))
