"""The XML that goes along with an invoice is the very document."""

from __future__ import annotations

import codecs

import pytest
from lxml import etree

from desktop_invoicer.errors import UnreadableDocumentError
from desktop_invoicer.fiscal.embedding import embeddable

BODY = "<nfeProc versao='4.00'>\r\n  <xNome>Confecção São João &amp; Cia</xNome><a encoding='x'/>\n</nfeProc>\n"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{BODY}'


@pytest.mark.parametrize("text", [declared("UTF-8"), declared("utf-8"), BODY, f"<?xml version='1.0'?>\n{BODY}"])
def test_a_document_in_utf_8_stays_as_it_is_to_the_last_line_break(text: str) -> None:
    assert embeddable(text.encode()) == text


@pytest.mark.parametrize(
    "content",
    [
        declared("ISO-8859-1").encode("latin-1"),
        declared("windows-1252").encode("cp1252"),
        codecs.BOM_UTF16_LE + declared("UTF-16").encode("utf-16-le"),
        codecs.BOM_UTF8 + declared("UTF-8").encode(),
        b"\n  " + declared("UTF-8").encode(),
        declared("UTF-16").encode(),
        declared("utf8").encode(),
    ],
    ids=["latin-1", "cp1252", "utf-16", "mark", "space in front", "wrong declaration", "other spelling"],
)
def test_whatever_its_encoding_a_document_becomes_text_that_says_utf_8(content: bytes) -> None:
    text = embeddable(content)

    assert text == declared("UTF-8")
    assert etree.fromstring(text.encode()).findtext("xNome") == "Confecção São João & Cia"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError):
        embeddable(b"<nfeProc>\xff</nfeProc>")
