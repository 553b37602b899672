"""Reading other programs' XML: what is read, what is refused, and that nothing else can happen."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.document import NFE_PORTAL, Document, DocumentKind, DocumentSource
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import DocumentRefusedError, UnreadableDocumentError
from desktop_invoicer.fiscal.authorised_xml import read_document
from desktop_invoicer.fiscal.strict_xml import MAX_BYTES
from tests.builders import BRASILIA, CNPJ, PROTOCOL, a_key
from tests.unit.fiscal.notes import (
    KEY,
    NAMESPACE,
    OTHER_KEY,
    a_note,
    a_protocol,
    a_registered_event,
    a_registration,
    an_authorised_note,
    an_event,
)

SAMPLES = Path(__file__).parents[4] / "shared" / "fiscal" / "samples"
SAMPLE_VALUES = {
    "devolucao_1202.xml": 12980,
    "devolucao_1202_rn.xml": 12980,
    "devolucao_1202_rn_item_ref.xml": 12980,
    "devolucao_2202_rn.xml": 12980,
    "nfce_entrega.xml": 13713,
    "nfce_rn.xml": 12980,
    "nfce_sn.xml": 12980,
    "nfce_sn_pis99.xml": 12980,
    "nfe_rn.xml": 12980,
    "nfe_sn_web.xml": 14480,
    "nfe_tipo2.xml": 12980,
    "off_v2.xml": 12980,
    "off_v3.xml": 12980,
}


def refused(content: bytes) -> list[Problem]:
    with pytest.raises(DocumentRefusedError) as caught:
        read_document(content)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def unreadable(content: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(content)
    return caught.value.reason


# What is read


def test_an_authorised_nfce_tells_everything_that_an_invoice_needs() -> None:
    document = read_document(an_authorised_note())

    assert document.kind is DocumentKind.NOTE
    assert document.source is DocumentSource.XML
    assert document.key == a_key()
    assert document.issued_at == datetime(2026, 11, 20, 12, 29, 30, tzinfo=BRASILIA)
    assert document.value == 9990
    assert document.url == f"https://www.nfce.fazenda.rj.gov.br/consulta?p={KEY}|3|1"
    assert document.protocol == PROTOCOL
    assert document.is_entry is False
    assert document.is_authorised is True
    assert document.environment is Environment.PRODUCTION


def test_the_moment_of_issue_keeps_its_own_offset() -> None:
    manaus = a_note(emitted="<dhEmi>2026-11-20T11:29:30-04:00</dhEmi>")

    document = read_document(an_authorised_note(manaus))

    assert document.issued_at.utcoffset() == timedelta(hours=-4)


def test_an_nfe_without_qr_code_is_looked_up_at_the_portal() -> None:
    key = a_key(model="55").text

    document = read_document(an_authorised_note(a_note(mod="55"), a_protocol(key=key)))

    assert document.url == f"{NFE_PORTAL}&chNFe={key}"


def test_a_note_of_the_old_layout_was_issued_at_midnight_in_brasilia() -> None:
    document = read_document(an_authorised_note(a_note(emitted="<dEmi>2026-11-20</dEmi>")))

    assert document.issued_at == datetime(2026, 11, 20, tzinfo=BRASILIA)
    assert document.issued_at.utcoffset() == timedelta(hours=-3)


def test_a_note_of_entry_is_told_apart_from_a_sale() -> None:
    assert read_document(an_authorised_note(a_note(tp_nf="0"))).is_entry is True


def test_letters_in_the_cnpj_are_kept() -> None:
    key = "35260712ABC34501DE35650010000000421123456780"
    note = a_note(key=key, cnpj="12ABC34501DE35", emitted="<dhEmi>2026-07-31T12:00:00-03:00</dhEmi>")
    note = note.replace("<cUF>33</cUF>", "<cUF>35</cUF>")

    assert read_document(an_authorised_note(note, a_protocol(key=key))).key.text == key


def test_amounts_are_exact_to_the_cent() -> None:
    assert read_document(an_authorised_note(a_note(vnf="9999999999.99"))).value == 999_999_999_999


@pytest.mark.parametrize("vnf", ["0.00", "0"])
def test_a_note_may_be_worth_nothing(vnf: str) -> None:
    assert read_document(an_authorised_note(a_note(vnf=vnf))).value == 0


def test_a_text_cut_in_two_by_a_comment_is_read_as_it_was_signed() -> None:
    note = a_note(vnf="99.90").replace("<vNF>99.90", "<vNF>99<!-- cut here -->.90")

    assert read_document(an_authorised_note(note)).value == 9990


def test_processing_instructions_change_nothing() -> None:
    content = an_authorised_note().replace(b"<emit>", b'<?xml-stylesheet href="file:///etc/passwd"?><emit>')

    assert read_document(content) == read_document(an_authorised_note())


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

    assert read_document(content) == read_document(an_authorised_note())


def test_a_prefixed_namespace_makes_no_difference() -> None:
    prefixed = re.sub(r"<(/?)([A-Za-z])", r"<\1n:\2", an_authorised_note().decode()).replace("xmlns=", "xmlns:n=")

    assert read_document(prefixed.encode()) == read_document(an_authorised_note())


def test_a_batch_of_exactly_one_note_is_read_as_not_authorised() -> None:
    content = f'<enviNFe xmlns="{NAMESPACE}" versao="4.00"><idLote>1</idLote>{a_note()}</enviNFe>'.encode()

    assert read_document(content).is_authorised is False


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("ISO-8859-1", "latin-1"),
        ("iso-8859-15", "iso-8859-15"),
        ("windows-1252", "cp1252"),
        ("US-ASCII", "ascii"),
        ("UTF-16", "utf-16"),
        ("UTF-16LE", "utf-16-le"),
        ("UTF-16BE", "utf-16-be"),
        ("UTF-32", "utf-32"),
        ("UTF-32BE", "utf-32-be"),
        ("UTF-32LE", "utf-32-le"),
        ("utf-16", "utf-8"),
        (None, "utf-8"),
        (None, "utf-8-sig"),
        (None, "utf-16"),
    ],
)
def test_the_encoding_makes_no_difference(declared: str | None, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    shop = "LOJA SAO JOAO" if encoding == "ascii" else "LOJA SÃO JOÃO"
    note = a_note().replace("LOJA TESTE LTDA", shop)
    content = f'{declaration}<nfeProc xmlns="{NAMESPACE}">{note}{a_protocol()}</nfeProc>'.encode(encoding)

    assert read_document(content) == read_document(an_authorised_note())


@pytest.mark.parametrize("around", [b"\n", b"\r\n  ", b"\xef\xbb\xbf\n"])
def test_white_space_around_the_document_is_harmless(around: bytes) -> None:
    content = around + an_authorised_note() + b"\r\n\n"

    assert read_document(content) == read_document(an_authorised_note())


def test_a_note_of_990_items_is_read() -> None:
    document = read_document(an_authorised_note(a_note(items=990)))

    assert document.value == 9990


# What counts as authorised


@pytest.mark.parametrize("c_stat", ["100", "120", "150"])
def test_authorised_late_or_with_an_alert_is_authorised(c_stat: str) -> None:
    assert read_document(an_authorised_note(protocol=a_protocol(c_stat=c_stat))).is_authorised is True


@pytest.mark.parametrize(
    "c_stat", ["101", "103", "110", "135", "151", "204", "217", "301", "302", "303", "999", "1000", ""]
)
def test_denied_cancelled_or_rejected_is_not_authorised(c_stat: str) -> None:
    assert read_document(an_authorised_note(protocol=a_protocol(c_stat=c_stat))).is_authorised is False


def test_a_note_without_protocol_is_not_authorised() -> None:
    document = read_document(a_note().encode())

    assert document.is_authorised is False
    assert document.protocol == ""


def test_an_answer_without_protocol_number_authorises_nothing() -> None:
    assert read_document(an_authorised_note(protocol=a_protocol(n_prot=""))).is_authorised is False


@pytest.mark.parametrize("n_prot", ["133260000000001", "13326000000000123"])
def test_protocols_of_15_and_of_17_digits_are_kept(n_prot: str) -> None:
    assert read_document(an_authorised_note(protocol=a_protocol(n_prot=n_prot))).protocol == n_prot


def test_a_protocol_of_the_test_environment_does_not_authorise_a_real_note() -> None:
    document = read_document(an_authorised_note(protocol=a_protocol(tp_amb="2")))

    assert document.is_authorised is False
    assert document.environment is Environment.PRODUCTION


def test_a_note_of_the_test_environment_says_so() -> None:
    document = read_document(an_authorised_note(a_note(tp_amb="2"), a_protocol(tp_amb="2")))

    assert document.environment is Environment.HOMOLOGATION
    assert document.is_authorised is True


def test_a_qr_code_that_is_no_web_address_is_left_out() -> None:
    document = read_document(an_authorised_note(a_note(qr_url="javascript:alert(1)")))

    assert document.url == ""


# The event that cancels a note


def test_a_registered_cancellation_names_the_cancelled_note_and_its_own_protocol() -> None:
    document = read_document(a_registered_event())

    assert document.kind is DocumentKind.CANCELLATION
    assert document.key == a_key()
    assert document.protocol == PROTOCOL
    assert document.number == PROTOCOL
    assert document.issued_at == datetime(2026, 11, 20, 12, 41, 7, tzinfo=BRASILIA)
    assert document.value is None
    assert document.is_entry is None
    assert document.is_authorised is True
    assert document.environment is Environment.PRODUCTION


def test_the_answer_alone_is_enough() -> None:
    content = f'<retEnvEvento xmlns="{NAMESPACE}"><cStat>128</cStat>{a_registration()}</retEnvEvento>'.encode()

    assert read_document(content) == read_document(a_registered_event())


def test_a_cancellation_by_substitution_cancels_too() -> None:
    content = a_registered_event(an_event(tp_evento="110112"), a_registration(tp_evento="110112"))

    assert read_document(content).kind is DocumentKind.CANCELLATION


@pytest.mark.parametrize("c_stat", ["135", "136", "155"])
def test_a_registered_event_counts_even_late_or_not_yet_linked(c_stat: str) -> None:
    assert read_document(a_registered_event(registration=a_registration(c_stat=c_stat))).is_authorised is True


@pytest.mark.parametrize("c_stat", ["100", "128", "220", "501", "573"])
def test_an_event_that_sefaz_did_not_register_is_not_authorised(c_stat: str) -> None:
    registration = a_registration(c_stat=c_stat, n_prot="", registered_at="", tp_evento="")

    document = read_document(a_registered_event(registration=registration))

    assert document.is_authorised is False
    assert document.issued_at == datetime(2026, 11, 20, 12, 40, tzinfo=BRASILIA)


def test_an_event_without_answer_is_not_authorised() -> None:
    document = read_document(a_registered_event(registration=""))

    assert document.is_authorised is False
    assert document.protocol == ""


@pytest.mark.parametrize("tp_evento", ["110110", "110140", "210200", ""])
def test_any_other_event_is_refused_by_its_type(tp_evento: str) -> None:
    content = a_registered_event(an_event(tp_evento=tp_evento), a_registration(tp_evento=tp_evento))

    assert "is no cancellation" in unreadable(content)


def test_an_event_that_is_answered_as_another_type_is_refused() -> None:
    content = a_registered_event(registration=a_registration(tp_evento="110110"))

    assert "110110 and 110111 is no cancellation" in unreadable(content)


@pytest.mark.parametrize(
    ("registration", "reason"),
    [
        (a_registration(key=""), "chNFe is missing"),
        (a_registration(registered_at=""), "'' is no moment"),
        (a_registration(tp_amb="3"), "tpAmb is '3'"),
        (a_registration(n_prot="A35"), "no protocol number"),
        (f'<retEvento xmlns="{NAMESPACE}"/>', "infEvento is missing"),
    ],
    ids=["key", "moment", "environment", "protocol", "content"],
)
def test_an_answer_that_lacks_something_is_refused_with_its_name(registration: str, reason: str) -> None:
    assert reason in unreadable(a_registered_event("", registration))


def test_an_event_that_names_several_notes_tells_every_contradiction() -> None:
    event = an_event(cnpj="99999999000191", identity=f"ID110111{OTHER_KEY}01")

    problems = refused(a_registered_event(event, a_registration(key=OTHER_KEY)))

    assert [(problem.code, problem.facts["part"]) for problem in problems] == [
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "event"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "cnpj"),
    ]


def test_the_identity_of_an_event_must_name_its_note() -> None:
    problems = refused(a_registered_event(an_event(identity=f"ID110111{OTHER_KEY}01")))

    assert [problem.facts for problem in problems] == [{"part": "event_id", "key": KEY, "content": OTHER_KEY}]


# Keys that contradict the content


@pytest.mark.parametrize(
    ("note", "part", "in_key", "in_content"),
    [
        (a_note().replace("<cUF>33", "<cUF>35"), "cuf", "33", "35"),
        (a_note(emitted="<dhEmi>2026-12-01T00:10:00-03:00</dhEmi>"), "aamm", "2611", "2612"),
        (a_note(key=KEY, cnpj="99999999000191"), "cnpj", CNPJ, "99999999000191"),
        (a_note(key=KEY, mod="55"), "model", "65", "55"),
        (a_note(key=KEY, serie="2"), "serie", "001", "002"),
        (a_note(key=KEY, nnf="43"), "nnf", "000000042", "000000043"),
        (a_note().replace("<tpEmis>1", "<tpEmis>9"), "tp_emis", "1", "9"),
        (a_note().replace("<cNF>12345678", "<cNF>87654321"), "cnf", "12345678", "87654321"),
        (a_note(qr_url=f"https://qr/?p={OTHER_KEY}|3|1"), "qr_code", KEY, OTHER_KEY),
        (a_note(qr_url=f"https://qr/?chNFe={OTHER_KEY}&nVersao=100"), "qr_code", KEY, OTHER_KEY),
    ],
    ids=["cuf", "aamm", "cnpj", "model", "serie", "nnf", "tp_emis", "cnf", "qr_code", "old_qr_code"],
)
def test_a_key_that_contradicts_the_content_is_refused_with_both_values(
    note: str, part: str, in_key: str, in_content: str
) -> None:
    problems = refused(an_authorised_note(note))

    facts = {"part": part, "key": in_key, "content": in_content}
    assert problems == [Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)]


def test_parts_that_the_content_does_not_tell_are_not_compared() -> None:
    bare = re.sub("<(cUF|tpEmis|cNF)>.*?</\\1>", "", a_note())

    assert read_document(an_authorised_note(bare)) == read_document(an_authorised_note())


def test_the_protocol_of_another_note_is_refused() -> None:
    problems = refused(an_authorised_note(protocol=a_protocol(key=OTHER_KEY)))

    facts = {"part": "protocol", "key": KEY, "content": OTHER_KEY}
    assert problems == [Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)]


def test_letters_that_the_check_digit_cannot_tell_apart_are_noticed_by_the_content() -> None:
    key = "35260712ABCO4501DE35650010000000421123456780"  # a 3 became an O: the digit stays right
    note = a_note(key=key, cnpj="12ABC34501DE35", emitted="<dhEmi>2026-07-31T12:00:00-03:00</dhEmi>")
    note = note.replace("<cUF>33</cUF>", "<cUF>35</cUF>")

    problems = refused(an_authorised_note(note, a_protocol(key=key)))

    assert [problem.facts["part"] for problem in problems] == ["cnpj"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong_digit = KEY[:-1] + ("0" if KEY[-1] != "0" else "1")
    note = a_note(key=wrong_digit, serie="7", nnf="43")

    problems = refused(an_authorised_note(note))

    assert [(problem.code, problem.facts.get("part")) for problem in problems] == [
        (ProblemCode.KEY_CHECK_DIGIT, None),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "serie"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "nnf"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "protocol"),
    ]


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (f"NFe{KEY[:-1]}", ProblemCode.KEY_LENGTH),
        (f"NFe{KEY[:-1]}X", ProblemCode.KEY_CHARACTERS),
        (f"NFe {KEY}", ProblemCode.KEY_CHARACTERS),
        ("NFe", ProblemCode.KEY_LENGTH),
    ],
    ids=["short", "letter", "space", "nothing"],
)
def test_a_broken_key_is_named_by_what_is_wrong_with_it(identity: str, code: ProblemCode) -> None:
    problems = refused(a_note(identity=identity).encode())

    assert problems[0].code is code


def test_a_key_in_lower_case_is_no_key_of_an_xml() -> None:
    key = "35260712abc34501de35650010000000421123456780"

    problems = refused(a_note(key=key, cnpj="12ABC34501DE35").encode())

    assert problems[0] == Problem(ProblemCode.KEY_CHARACTERS, {"key": key})


def test_a_model_that_is_neither_nfe_nor_nfce_is_refused() -> None:
    key = a_key(model="01").text

    problems = refused(an_authorised_note(a_note(mod="01"), a_protocol(key=key)))

    assert problems == [Problem(ProblemCode.MODEL_UNKNOWN, {"model": "01"})]


# Files that cannot be read as one document


DOCTYPE = '<!DOCTYPE nfeProc [<!ENTITY x "1">]>'
EXTERNAL = '<!DOCTYPE nfeProc [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BILLION_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><l>&j;</l>"
)


def with_doctype(doctype: str) -> str:
    return doctype + a_note(vnf="&x;.00")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (with_doctype(DOCTYPE).encode(), "document type"),
        (with_doctype(EXTERNAL).encode(), "document type"),
        (with_doctype('<!DOCTYPE nfeProc SYSTEM "http://127.0.0.1:9/x.dtd">').encode(), "document type"),
        (BILLION_LAUGHS.encode(), "document type"),
        (with_doctype(DOCTYPE).encode("utf-16"), "document type"),
        (with_doctype(DOCTYPE).encode("utf-16-le"), "document type"),
        (with_doctype(DOCTYPE).encode("utf-16-be"), "document type"),
        (with_doctype(DOCTYPE).encode("utf-32"), "document type"),
        (with_doctype(DOCTYPE).encode("utf-32-be"), "document type"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-/NFe+AD4-', "encoding UTF-7"),
        (b'<?xml version="1.0" encoding="IBM037"?>' + a_note().encode(), "encoding IBM037"),
        (b'<?xml version="1.0" encoding="rot13"?>' + a_note().encode(), "encoding rot13"),
        (with_doctype(DOCTYPE).encode("cp037"), "no utf-8"),
        (a_note(vnf="&x;").encode(), "well-formed"),
        (b"", "well-formed"),
        (b"  \r\n", "well-formed"),
        (b"\xef\xbb\xbf", "well-formed"),
        (b"%PDF-1.7\n", "well-formed"),
        (b"PK\x03\x04\xff\xfe", "no utf-8"),
        (b"\xff\xfe<\x00N", "no utf-16"),
        (b"\xff\xfe<", "no utf-16"),
        (a_note().encode()[: len(a_note()) // 2], "well-formed"),
        (an_authorised_note()[:-1], "well-formed"),
        (an_authorised_note().replace(b"</emit>", b"</dest>"), "well-formed"),
        (an_authorised_note().replace(b"LOJA", b"LOJA\x00"), "well-formed"),
        (an_authorised_note() + b"\x00", "well-formed"),
        (an_authorised_note() + an_authorised_note(), "well-formed"),
        (an_authorised_note().replace(b"LOJA", b"S\xc3O"), "no utf-8"),
        (b"\x00" * 64, "well-formed"),
        (b"<a>" * 5000 + b"</a>" * 5000, "well-formed"),
        (b"<html><body>Nota Fiscal</body></html>", "<html> holds neither"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (f'<inutNFe xmlns="{NAMESPACE}"><infInut/></inutNFe>'.encode(), "<inutNFe> holds neither"),
        (b"<" + b"a" * 5000 + b"/>", "holds neither"),
        (b"<a>" + b"x" * MAX_BYTES + b"</a>", "larger than 5 MB"),
        (f"<lote>{a_note()}{a_note(nnf='43')}</lote>".encode(), "2 notes and 0 events"),
        (f"<lote>{a_registration()}{a_registration()}</lote>".encode(), "0 notes and 2 events"),
        (f"<lote>{a_note()}{a_registration()}</lote>".encode(), "a note and an event"),
        (f"<lote>{a_note()}{a_protocol()}{a_protocol()}</lote>".encode(), "infProt is there 2 times"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_cannot_be_read_safely_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason in unreadable(content)


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        (' Id="NFe', ' Ident="NFe', "infNFe has no Id"),
        ("<nNF>42</nNF>", "", "nNF is missing"),
        ("<nNF>42</nNF>", "<nNF> </nNF>", "nNF is missing"),
        ("<nNF>42</nNF>", "<nNF>42</nNF><nNF>43</nNF>", "nNF is there 2 times"),
        ("<nNF>42</nNF>", "<nNF>4<b>2</b></nNF>", "nNF holds more than text"),
        ("<mod>65</mod>", "", "mod is missing"),
        ("<serie>1</serie>", "", "serie is missing"),
        ("<dhEmi>2026-11-20T12:29:30-03:00</dhEmi>", "", "dhEmi is missing"),
        ("T12:29:30-03:00</dhEmi>", "T12:29:30</dhEmi>", "no moment with its offset"),
        ("T12:29:30-03:00</dhEmi>", "T25:29:30-03:00</dhEmi>", "is no moment"),
        ("T12:29:30-03:00</dhEmi>", "T12:29:30-99:00</dhEmi>", "is no moment"),
        ("<dhEmi>2026", "<dhEmi>0001", "no moment with its offset"),
        ("<tpNF>1", "<tpNF>2", "tpNF is '2'"),
        ("<tpAmb>1</tpAmb></ide>", "</ide>", "tpAmb is missing"),
        ("<tpAmb>1</tpAmb></ide>", "<tpAmb>0</tpAmb></ide>", "tpAmb is '0'"),
        (f"<CNPJ>{CNPJ}</CNPJ>", "", "emit/CNPJ is missing"),
        ("<vNF>99.90</vNF>", "", "vNF is missing"),
        ("<vNF>99.90", "<vNF>99.905", "fraction of a cent"),
        ("<vNF>99.90", "<vNF>99,90", "no amount"),
        ("<vNF>99.90", "<vNF>-99.90", "no amount"),
        ("<vNF>99.90", "<vNF>NaN", "no amount"),
        ("<vNF>99.90", "<vNF>1E9", "no amount"),
        ("<vNF>99.90", "<vNF>٩٩.٩٠", "no amount"),
        ("<vNF>99.90", f"<vNF>{'9' * 5000}", "no amount"),
        (f"<chNFe>{KEY}</chNFe>", "", "chNFe is missing"),
        (f"<nProt>{PROTOCOL}", "<nProt>#1", "no protocol number"),
        ("<ide>", "<ide/><ide>", "ide is there 2 times"),
    ],
)
def test_a_note_that_lacks_or_garbles_something_is_refused_with_its_name(
    written: str, instead: str, reason: str
) -> None:
    content = an_authorised_note().decode().replace(written, instead)

    assert reason in unreadable(content.encode())


def test_the_reason_never_grows_with_the_file() -> None:
    assert len(unreadable(a_note(vnf="9" * 100_000).encode())) <= 300


def test_a_file_of_exactly_five_megabytes_is_still_looked_at() -> None:
    content = an_authorised_note()
    padding = b" " * (MAX_BYTES - len(content))

    assert read_document(content + padding).value == 9990


# Anything at all


def outcome(content: bytes) -> Document | UnreadableDocumentError | DocumentRefusedError:
    """Read; any exception but the two that are promised fails the test."""
    try:
        return read_document(content)
    except (UnreadableDocumentError, DocumentRefusedError) as exc:
        return exc


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_never_a_document(content: bytes) -> None:
    assert isinstance(outcome(content), UnreadableDocumentError)


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([an_authorised_note(), a_registered_event(), an_authorised_note().decode().encode("utf-16")])
    )
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 60, len(whole))))
    patch = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"<!DOCTYPE x>", b"&#0;", b"]]>", b"<!--", b"\xff\xfe"])
    )

    found = outcome(whole[:start] + patch + whole[end:])

    assert isinstance(found, Document | UnreadableDocumentError | DocumentRefusedError)


@given(st.integers(min_value=1))
def test_a_truncated_file_is_never_a_document(cut: int) -> None:
    whole = an_authorised_note()

    assert isinstance(outcome(whole[: -(cut % len(whole)) or None][:-1]), UnreadableDocumentError)


@given(st.integers(0, 2**40), st.integers(0, 2**40))
def test_whatever_digits_a_key_has_the_content_decides(serie: int, nnf: int) -> None:
    note = a_note(serie=str(serie % 1000), nnf=str(nnf % 10**9))
    key = a_key(serie=serie % 1000, nnf=nnf % 10**9)

    assert read_document(an_authorised_note(note, a_protocol(key=key.text))).key == key


# The samples of real signers


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared fiscal samples are not on this machine")
@pytest.mark.parametrize(("name", "value"), SAMPLE_VALUES.items())
def test_every_sample_is_read_as_not_authorised(name: str, value: int) -> None:
    document = read_document((SAMPLES / name).read_bytes())

    assert document.value == value
    assert document.is_entry is name.startswith("devolucao")
    assert document.is_authorised is False
    assert document.environment is Environment.HOMOLOGATION
    assert document.url.startswith("https://")


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared fiscal samples are not on this machine")
def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.glob("*.xml")} == set(SAMPLE_VALUES)
