"""Whether a document is what was signed and authorised: every change shows, and nothing else does."""

from __future__ import annotations

import re

import pytest

from desktop_invoicer.fiscal.authorised_xml import read_paper
from tests.unit.fiscal.notes import (
    DSIG,
    KEY,
    NAMESPACE,
    a_digest,
    a_note,
    a_protocol,
    a_registered_event,
    a_registration,
    a_signature,
    an_authorised_note,
    an_event,
)
from tests.unit.fiscal.reading import unreadable

XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
XSD = ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
CONTENT = a_note()[a_note().index("<infNFe ") : a_note().index("<infNFeSupl")]
SIGNATURE = a_note()[a_note().index("<Signature") : -len("</NFe>")]
OTHER_DIGEST = a_digest(CONTENT.replace("99.90", "99.91"))


def is_genuine(xml: bytes | str) -> bool | None:
    content = read_paper(xml.encode() if isinstance(xml, str) else xml).content
    assert content is not None
    return content.is_genuine


def signed_otherwise(signature: str) -> str:
    return a_note().replace(SIGNATURE, signature)


def test_a_content_with_its_signed_digest_is_genuine() -> None:
    assert is_genuine(a_note()) is True


def test_a_content_with_its_authorised_digest_is_genuine() -> None:
    unsigned = signed_otherwise("")

    assert is_genuine(an_authorised_note(unsigned, a_protocol(digest=a_digest(CONTENT)))) is True


@pytest.mark.parametrize("note", [signed_otherwise(""), signed_otherwise(f'<Signature xmlns="{DSIG}"/>'), CONTENT])
def test_without_any_digest_nothing_is_known(note: str) -> None:
    assert is_genuine(note) is None


@pytest.mark.parametrize(("written", "instead"), [("99.90", "99.91"), ("Camiseta", "Camisola"), ("</ide>", " </ide>")])
def test_a_changed_content_is_not_genuine(written: str, instead: str) -> None:
    assert is_genuine(a_note().replace(written, instead)) is False


def test_signed_and_authorised_digest_must_both_agree() -> None:
    assert is_genuine(an_authorised_note(protocol=a_protocol(digest=a_digest(CONTENT)))) is True
    assert is_genuine(an_authorised_note(protocol=a_protocol(digest=OTHER_DIGEST))) is False


def test_a_changed_content_that_was_signed_again_is_not_what_was_authorised() -> None:
    protocol = a_protocol(digest=a_digest(CONTENT))

    assert is_genuine(an_authorised_note(a_note(items=2), protocol)) is False


def test_what_stands_outside_the_signed_part_may_change() -> None:
    assert is_genuine(a_note(qr_url=f"https://qr/?p={KEY}|3|1|2")) is True


def test_a_signature_of_another_part_says_nothing_for_this_one() -> None:
    assert is_genuine(signed_otherwise(a_signature(CONTENT, "NFe0"))) is False


def test_a_digest_by_sha_256_is_understood() -> None:
    method = "http://www.w3.org/2001/04/xmlenc#sha256"
    signature = a_signature(CONTENT, f"NFe{KEY}", a_digest(CONTENT, "sha256"), method)

    assert is_genuine(signed_otherwise(signature)) is True


def test_a_digest_by_a_method_that_no_fiscal_document_uses_proves_nothing() -> None:
    method = "http://www.w3.org/2001/04/xmldsig-more#md5"

    assert is_genuine(signed_otherwise(a_signature(CONTENT, f"NFe{KEY}", a_digest(CONTENT, "md5"), method))) is False


def test_line_breaks_in_a_digest_are_harmless() -> None:
    digest = a_digest(CONTENT)

    assert is_genuine(a_note().replace(digest, f"\n{digest[:10]}\r\n{digest[10:]} ")) is True


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (f'{DSIG}"><SignedInfo', f'{NAMESPACE}"><SignedInfo'),
        (SIGNATURE, re.sub("<(/?)", r"<\1ds:", SIGNATURE).replace("xmlns", "xmlns:ds")),
    ],
    ids=["namespace_of_the_note", "prefix"],
)
def test_a_signature_may_have_another_namespace_or_prefix(written: str, instead: str) -> None:
    assert is_genuine(a_note().replace(written, instead)) is True
    assert is_genuine(a_note().replace(written, instead).replace("99.90", "99.91")) is False


def test_a_second_signature_is_refused() -> None:
    assert "Signature is there 2 times" in unreadable(a_note().replace(SIGNATURE, SIGNATURE * 2).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_does_not_change_what_was_signed(encoding: str) -> None:
    note = a_note(additional="<infAdic><infCpl>São João</infCpl></infAdic>")

    assert is_genuine(f'<?xml version="1.0" encoding="{encoding}"?>{note}'.encode(encoding)) is True


# Namespaces around the signed part


@pytest.mark.parametrize(
    "wrapper",
    [
        f'<nfeProc xmlns="{NAMESPACE}"{XSI}>{{}}</nfeProc>',
        f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"{XSD}><s:Body>{{}}</s:Body></s:Envelope>',
        "<saved>{}</saved>",
    ],
    ids=["nfeProc", "envelope", "own"],
)
def test_a_wrapper_that_came_after_the_signing_changes_nothing(wrapper: str) -> None:
    assert is_genuine(wrapper.format(a_note())) is True
    assert is_genuine(wrapper.format(a_note()).replace("99.90", "99.91")) is False


@pytest.mark.parametrize("wrapper", ["{}", f'<enviNFe xmlns="{NAMESPACE}" xmlns:later="urn:later">{{}}</enviNFe>'])
def test_namespaces_of_the_note_that_were_signed_along_are_taken_in(wrapper: str) -> None:
    digest = a_digest(CONTENT, namespaces=XSD + XSI)
    note = signed_otherwise(a_signature(CONTENT, f"NFe{KEY}", digest)).replace("<NFe ", f"<NFe{XSI}{XSD} ")

    assert is_genuine(wrapper.format(note)) is True
    assert is_genuine(wrapper.format(note).replace("99.90", "99.91")) is False


def test_namespaces_of_a_wrapper_that_were_signed_along_are_taken_in() -> None:
    digest = a_digest(CONTENT, namespaces=XSI)
    note = signed_otherwise(a_signature(CONTENT, f"NFe{KEY}", digest))

    assert is_genuine(f'<enviNFe xmlns="{NAMESPACE}"{XSI}>{note}</enviNFe>') is True


def test_a_namespace_that_has_no_canonical_form_is_refused() -> None:
    note = a_note().replace(f'<NFe xmlns="{NAMESPACE}"', '<NFe xmlns="a/relative/one"')

    assert "no canonical form" in unreadable(note.encode())


# Events


def test_an_event_with_its_signed_digest_is_genuine() -> None:
    assert is_genuine(a_registered_event()) is True


def test_a_changed_event_is_not_genuine() -> None:
    assert is_genuine(a_registered_event(an_event().replace("desistencia", "desinteresse"))) is False


def test_of_an_answer_alone_nothing_is_known() -> None:
    assert is_genuine(a_registered_event("", a_registration())) is None
