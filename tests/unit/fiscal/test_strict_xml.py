"""Files that anybody may have written: which are read, and which are refused before anything can happen."""

from __future__ import annotations

import pytest

from desktop_invoicer.fiscal.strict_xml import MAX_BYTES
from tests.unit.fiscal.notes import NAMESPACE, a_note, a_protocol, an_authorised_note
from tests.unit.fiscal.reading import read, unreadable


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

    assert read(content) == read(an_authorised_note())


@pytest.mark.parametrize("around", [b"\n", b"\r\n  ", b"\xef\xbb\xbf\n"])
def test_white_space_around_the_document_is_harmless(around: bytes) -> None:
    content = around + an_authorised_note() + b"\r\n\n"

    assert read(content) == read(an_authorised_note())


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
        (with_doctype(DOCTYPE).encode("utf-16-le").decode("latin-1").encode("utf-16"), "well-formed"),
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
        (
            b"<a " + b" ".join(b'a%d=""' % number for number in range(51)) + b"/>",
            "more or longer namespaces or attributes",
        ),
        (b"<a " + b" ".join(b'xmlns:a%d="u"' % number for number in range(51)) + b"/>", "more or longer namespaces"),
        (b'<a xmlns="urn:' + b"u" * 300 + b'"/>', "more or longer namespaces"),
        (b"<p:a xmlns:p = \"urn:'" + b"u" * 300 + b'"/>', "more or longer namespaces"),
        (b"<a xmlns:" + b"p" * 51 + b'="urn:p"/>', "more or longer namespaces"),
        (b"<n:NFe/>", "well-formed"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b"<a>" + b"x" * MAX_BYTES + b"</a>", "larger than 5 MB"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_cannot_be_read_safely_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason in unreadable(content)


def test_the_reason_never_grows_with_the_file() -> None:
    assert len(unreadable(a_note(vnf="9" * 100_000).encode())) <= 300


def test_a_file_of_exactly_five_megabytes_is_still_looked_at() -> None:
    content = an_authorised_note()
    padding = b" " * (MAX_BYTES - len(content))

    assert read(content + padding).value == 9990


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_a_file_that_was_cut_is_never_read(tenth: int, encoding: str) -> None:
    whole = an_authorised_note().decode().replace("UTF-8", encoding).encode(encoding)

    assert unreadable(whole[: len(whole) * tenth // 10])


def test_an_ampersand_of_a_name_is_read() -> None:
    note = a_note().replace("LOJA TESTE LTDA", "M&amp;M &#233; &lt;LOJA&gt;")

    assert read(an_authorised_note(note)) == read(an_authorised_note())
