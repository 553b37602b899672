"""Documents in every wrapper, and files that hold several of them or none."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from base64 import b64encode

import pytest

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.strict_xml import MAX_BYTES
from tests.unit.fiscal.notes import (
    KEY,
    NAMESPACE,
    a_note,
    a_protocol,
    a_registered_event,
    a_registration,
    an_authorised_note,
    an_event,
)
from tests.unit.fiscal.reading import read, told_apart, unreadable


def a_distribution(*packed: bytes | str) -> bytes:
    """Write what SEFAZ answers to a request for documents."""
    texts = [content if isinstance(content, str) else b64encode(gzip.compress(content)).decode() for content in packed]
    zips = "".join(f'<docZip NSU="1" schema="procNFe_v4.00.xsd">{text}</docZip>' for text in texts)
    return (
        f'<retDistDFeInt xmlns="{NAMESPACE}" versao="1.01"><cStat>138</cStat>'
        f"<loteDistDFeInt>{zips}</loteDistDFeInt></retDistDFeInt>"
    ).encode()


@pytest.mark.parametrize(
    "wrapper",
    [
        '<nfeProc xmlns="{ns}" versao="4.00">{note}{protocol}</nfeProc>',
        '<procNFe xmlns="{ns}">{note}{protocol}</procNFe>',
        '<distDFe xmlns="{ns}"><lote><doc><nfeProc>{note}{protocol}</nfeProc></doc></lote></distDFe>',
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{note}{protocol}</s:Body></s:Envelope>',
        "<saved>{protocol}{note}</saved>",
    ],
    ids=["nfeProc", "procNFe", "distribution", "envelope", "own"],
)
def test_the_note_is_found_in_any_wrapper(wrapper: str) -> None:
    content = wrapper.format(ns=NAMESPACE, note=a_note(), protocol=a_protocol()).encode()

    assert read(content) == read(an_authorised_note())


def test_a_prefixed_namespace_makes_no_difference() -> None:
    prefixed = re.sub(r"<(/?)([A-Za-z])", r"<\1n:\2", an_authorised_note().decode()).replace("xmlns=", "xmlns:n=")

    assert read(prefixed.encode()) == read(an_authorised_note())


def test_a_batch_of_exactly_one_note_is_read_as_not_authorised() -> None:
    content = f'<enviNFe xmlns="{NAMESPACE}" versao="4.00"><idLote>1</idLote>{a_note()}</enviNFe>'.encode()

    assert read(content).is_authorised is False


def test_the_answer_to_a_query_is_read_for_its_cancellation() -> None:
    query = (
        f'<retConsSitNFe xmlns="{NAMESPACE}"><tpAmb>1</tpAmb>{a_protocol(c_stat="101")}{a_registered_event().decode()}'
    )

    document = read(f"{query}</retConsSitNFe>".encode())

    assert document.kind is DocumentKind.CANCELLATION
    assert document.is_authorised is True


def test_a_batch_of_exactly_one_event_is_read_as_not_authorised() -> None:
    content = f'<envEvento xmlns="{NAMESPACE}"><idLote>1</idLote>{an_event()}</envEvento>'.encode()

    assert read(content).is_authorised is False


# What SEFAZ distributes


def test_a_packed_document_is_read_as_the_document() -> None:
    assert read(a_distribution(an_authorised_note())) == read(an_authorised_note())


def test_the_bytes_of_a_packed_document_stay_packed() -> None:
    content = a_distribution(an_authorised_note())

    assert read_paper(content).xml == content


def test_line_breaks_in_a_packed_document_are_harmless() -> None:
    lines = "\n".join(re.findall(".{1,76}", b64encode(gzip.compress(an_authorised_note())).decode()))

    assert read(a_distribution(lines)) == read(an_authorised_note())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (a_distribution(an_authorised_note(), an_authorised_note()), "2 documents in one file"),
        (a_distribution(an_authorised_note()).replace(b"</ret", a_note().encode() + b"</ret"), "2 documents"),
        (a_distribution("a note"), "no gzip in base64"),
        (a_distribution("ção"), "no gzip in base64"),
        (a_distribution(b64encode(an_authorised_note()).decode()), "no gzip in base64"),
        (a_distribution(""), "docZip is cut"),
        (a_distribution(b64encode(gzip.compress(an_authorised_note())[:-20]).decode()), "docZip is cut"),
        (a_distribution(b"<a>" + b" " * MAX_BYTES + b"</a>"), "larger than 5 MB"),
        (a_distribution(b"<!DOCTYPE a><a/>"), "document type"),
        (a_distribution(an_authorised_note()[:-9]), "well-formed"),
        (a_distribution("<a/>"), "docZip holds more than text"),
    ],
    ids=["two", "beside", "text", "letters", "plain", "empty", "cut", "large", "doctype", "broken", "element"],
)
def test_a_distribution_that_is_not_one_document_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason in unreadable(content)


def test_a_bomb_is_not_unpacked_beyond_what_a_document_may_have() -> None:
    bomb = a_distribution(b"<a>" + b" " * 50_000_000 + b"</a>")

    tracemalloc.start()
    unreadable(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 3 * MAX_BYTES


def test_a_distribution_in_a_distribution_is_not_unpacked() -> None:
    assert told_apart(a_distribution(a_distribution(an_authorised_note()))) == "retDistDFeInt"


# Several documents, or none


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"<lote>{a_note()}{a_note(nnf='43')}</lote>", "2 documents in one file"),
        (f"<lote>{a_registration()}{a_registration()}</lote>", "2 documents in one file"),
        (f"<lote>{a_note()}{a_registration()}</lote>", "2 documents in one file"),
        (f"<lote>{a_note()}{a_protocol()}{a_protocol()}</lote>", "infProt is there 2 times"),
    ],
    ids=["notes", "events", "both", "protocols"],
)
def test_a_file_of_several_documents_is_refused_with_its_reason(content: str, reason: str) -> None:
    assert reason in unreadable(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>Nota Fiscal</body></html>",
        f'<inutNFe xmlns="{NAMESPACE}"><infInut/></inutNFe>',
        f'<procInutNFe xmlns="{NAMESPACE}"><inutNFe/><retInutNFe/></procInutNFe>',
        f'<consStatServ xmlns="{NAMESPACE}"><tpAmb>1</tpAmb></consStatServ>',
        f'<retEnviNFe xmlns="{NAMESPACE}"><cStat>104</cStat>{a_protocol()}</retEnviNFe>',
        f'<resNFe xmlns="{NAMESPACE}"><chNFe>{KEY}</chNFe></resNFe>',
        '<MDFe xmlns="http://www.portalfiscal.inf.br/mdfe"><infMDFe><infNFe><chNFe/></infNFe></infMDFe></MDFe>',
        '<CTe xmlns="http://www.portalfiscal.inf.br/cte"><infCte><infNFe><chave/></infNFe></infCte></CTe>',
        "<CFe><infCFe/></CFe>",
    ],
    ids=lambda content: re.findall(r"\w+", content)[0],
)
def test_a_file_that_holds_no_document_tells_what_it_is(content: str) -> None:
    assert told_apart(content.encode()) == re.findall(r"\w+", content)[0]


def test_the_name_of_another_file_is_cut_to_what_fits_a_message() -> None:
    assert told_apart(b"<" + b"a" * 5000 + b"/>") == "a" * 80
