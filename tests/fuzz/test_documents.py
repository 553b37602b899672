"""Damaged documents: read or refused, and never taken for something that was not signed."""

from __future__ import annotations

import gzip
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.return_fit import check_return
from desktop_invoicer.errors import DocumentRefusedError, UnreadableDocumentError
from desktop_invoicer.fiscal.authorised_xml import read_paper
from tests.builders import (
    CPF,
    a_content,
    a_notification,
    an_earlier_invoice,
    an_order,
    an_original,
    the_rules,
)
from tests.fuzz.damage import damaged
from tests.fuzz.prompt import prompt
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
    an_item,
)

SALE = an_authorised_note(
    a_note(
        buyer=f"<dest><CPF>{CPF}</CPF></dest>",
        items=an_item(1, quantity="2.0000", charges="<vDesc>5.00</vDesc>")
        + an_item(2, code="101", gtin="7891000315507"),
        additional="<infAdic><infCpl>Pedido v70530116str-01</infCpl></infAdic>",
    )
).decode()
BACK = "".join(an_item(number, original=KEY) for number in (1, 2))
RETURN = f'<enviNFe xmlns="{NAMESPACE}">{a_note(mod="55", tp_nf="0", purpose="4", items=BACK)}</enviNFe>'
CANCELLATION = a_registered_event().decode()
SUBSTITUTION = a_registered_event(
    an_event(tp_evento="110112", substitute=OTHER_KEY), a_registration(tp_evento="110112")
).decode()
DOCUMENTS = {"sale": SALE, "return": RETURN, "cancellation": CANCELLATION, "substitution": SUBSTITUTION}


def outcome(content: bytes) -> Paper | None:
    """Read; any exception but the two that are promised fails the test."""
    try:
        return read_paper(content)
    except (UnreadableDocumentError, DocumentRefusedError):
        return None


def signed_part(paper: Paper) -> tuple[object, ...]:
    """Give what the digest covers."""
    document = paper.document
    if paper.content is None or not paper.content.items:
        return (document.kind, document.key, document.substitute)
    head = (document.kind, document.key, document.value, document.issued_at, document.is_entry, document.environment)
    return (*head, paper.content)


@pytest.mark.parametrize("whole", DOCUMENTS.values(), ids=DOCUMENTS)
@prompt
@given(st.data())
def test_what_counts_as_genuine_is_what_was_signed(whole: str, data: st.DataObject) -> None:
    original = read_paper(whole.encode())
    assert original.content is not None
    assert original.content.is_genuine

    found = outcome(data.draw(damaged(whole)))

    assert found is None or found.content is not None
    if found is not None and found.content is not None and found.content.is_genuine:
        assert signed_part(found) == signed_part(original)


@pytest.mark.parametrize("whole", DOCUMENTS.values(), ids=DOCUMENTS)
@prompt
@given(st.data())
def test_damage_never_makes_the_document_another_one(whole: str, data: st.DataObject) -> None:
    original = read_paper(whole.encode()).document

    found = outcome(data.draw(damaged(whole)))

    assert found is None or (found.document.kind, found.document.key) == (original.kind, original.key)


@pytest.mark.parametrize("name", ["return", "cancellation", "substitution"])
@prompt
@given(st.data())
def test_only_what_names_our_note_takes_it_back(name: str, data: st.DataObject) -> None:
    found = outcome(data.draw(damaged(DOCUMENTS[name])))
    if found is None:
        return
    sale, asked = an_earlier_invoice(key=KEY), a_notification(observation="inStore", type_=InvoiceType.INPUT)
    wanted = a_content(an_order(status="invoiced", invoices=[sale]), asked)
    ours = an_original(key=AccessKey(KEY))

    verdicts = {check.name: check.verdict for check in check_return(found, wanted, [ours], the_rules(), "RJ")}

    named = {found.document.key.text} if found.content is None else {found.document.key.text, *found.content.references}
    assert verdicts[CheckName.ORIGINAL] is not Verdict.OK or KEY in named


@prompt
@given(st.data())
def test_a_packed_document_that_is_damaged_is_refused_or_the_same(data: st.DataObject) -> None:
    packed = gzip.compress(SALE.encode(), mtime=0)
    start = data.draw(st.integers(0, len(packed)))
    patch = data.draw(st.binary(max_size=8))
    text = b64encode(packed[:start] + patch + packed[start + len(patch) :]).decode()

    found = outcome(f"<retDistDFeInt><docZip>{text}</docZip></retDistDFeInt>".encode())

    assert found is None or found.document == read_paper(SALE.encode()).document


@prompt
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_arbitrary_bytes_are_never_a_document(content: bytes) -> None:
    assert outcome(content) is None


@prompt
@given(st.integers(min_value=1))
def test_a_truncated_file_is_never_a_document(cut: int) -> None:
    assert outcome(SALE.encode()[: -1 - cut % (len(SALE) - 1)]) is None


def wrapped(parts: list[str]) -> str:
    return f"<NFe>{''.join(parts)}{a_protocol()}</NFe>"


@prompt
@given(st.recursive(st.sampled_from(["<infNFe/>", "<evento/>", "9"]), lambda parts: st.lists(parts).map(wrapped)))
def test_wrappers_of_nothing_are_never_a_document(content: str) -> None:
    assert outcome(content.encode()) is None
