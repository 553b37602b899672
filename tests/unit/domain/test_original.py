"""The documents of a sale, as a return needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.document import DocumentItem, Paper
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.original import Original, find_originals
from tests.builders import (
    ISSUED_AT,
    NOW,
    a_document,
    a_key,
    a_line,
    a_paper,
    a_scanned_document,
    an_earlier_invoice,
    an_item,
    an_order,
)

KEY = a_key(nnf=41)


def originals(
    *invoices: EarlierInvoice, papers: Iterable[Paper] = (), cancelled: Iterable[str] = (), order: Order | None = None
) -> tuple[Original, ...]:
    order = an_order(lines=2) if order is None else order
    return find_originals(replace(order, invoices=invoices), papers, frozenset(cancelled))


def numbered(number: int, code: str, *, gtin: str = "") -> DocumentItem:
    return replace(an_item(code, gtin=gtin), number=number)


def test_only_sales_are_originals_in_their_order() -> None:
    back = an_earlier_invoice(number="50", type_=InvoiceType.INPUT)

    found = originals(an_earlier_invoice(number="41"), back, an_earlier_invoice(number="43"))

    assert [original.number for original in found] == ["41", "43"]


def test_a_note_known_by_its_key_alone_tells_what_vtex_tells() -> None:
    (original,) = originals(replace(an_earlier_invoice(value=500, units={1: 1}), issued_at=NOW))

    assert (original.key, original.model, original.value, original.units) == (KEY, DocumentModel.NFCE, 500, {1: 1})
    assert (original.issued_at, original.knows_authorisation, original.items) == (NOW, False, {})


def test_only_of_what_this_desk_sent_it_is_sure_what_was_sold() -> None:
    ours, foreign = originals(an_earlier_invoice(number="41", is_ours=True), an_earlier_invoice(number="43"))

    assert (ours.knows_units, foreign.knows_units) == (True, False)


def test_a_note_without_a_readable_key_is_of_no_model() -> None:
    (original,) = originals(an_earlier_invoice(key="4711"))

    assert (original.key, original.model, original.number) == (None, None, "41")


def test_a_document_of_this_desk_tells_when_it_was_authorised() -> None:
    authorised_at = ISSUED_AT + timedelta(minutes=2)
    document = replace(a_document(key=KEY), authorised_at=authorised_at)

    (original,) = originals(an_earlier_invoice(), papers=[a_paper(document)])

    assert (original.issued_at, original.knows_authorisation) == (authorised_at, True)


def test_a_document_that_does_not_tell_when_it_was_authorised_tells_when_it_was_issued() -> None:
    (original,) = originals(
        replace(an_earlier_invoice(), issued_at=NOW), papers=[a_paper(a_document(key=KEY, issued_at=ISSUED_AT))]
    )

    assert (original.issued_at, original.knows_authorisation) == (ISSUED_AT, False)


def test_each_line_is_named_by_its_rows_in_the_document() -> None:
    order = an_order(lines=[a_line(0, ean="7891000000017"), a_line(1, sku="200"), a_line(2, sku="200"), a_line(3)])
    items = [
        numbered(1, "of-the-till", gtin="7891000000017"),
        numbered(2, "0200"),
        numbered(3, "200"),
        numbered(4, "unknown"),
        numbered(0, "103"),
    ]

    (original,) = originals(an_earlier_invoice(), papers=[a_paper(a_document(key=KEY), items=items)], order=order)

    assert original.items == {0: (1,), 1: (2, 3), 2: (2, 3)}


def test_a_document_of_which_only_the_key_was_scanned_has_no_rows() -> None:
    (original,) = originals(an_earlier_invoice(), papers=[Paper(a_scanned_document(key=KEY))])

    assert original.items == {}


def test_a_cancelled_note_is_told() -> None:
    one, other = originals(
        an_earlier_invoice(number="41"), an_earlier_invoice(number="43"), cancelled=[a_key(nnf=43).text]
    )

    assert (one.is_cancelled, other.is_cancelled) == (False, True)


def test_a_note_whose_event_gave_the_money_back_is_told() -> None:
    event = an_earlier_invoice(number="135260000123456", type_=InvoiceType.INPUT, key=KEY.text)

    one, other, unknown = originals(
        *(an_earlier_invoice(number="41"), an_earlier_invoice(number="43"), an_earlier_invoice(key="")),
        event,
        an_earlier_invoice(type_=InvoiceType.INPUT, key=""),
    )

    assert (one.is_refunded, other.is_refunded, unknown.is_refunded) == (True, False, False)
