"""What is posted to VTEX."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice, InvoiceRow, build_invoice, invoice_number, may_be
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import EarlierInvoice, SkuId
from tests.builders import (
    CNPJ,
    ISSUED_AT,
    PROTOCOL,
    a_cancellation,
    a_document,
    a_draft,
    a_draft_line,
    a_key,
    a_scanned_document,
    an_earlier_invoice,
    an_invoice,
)

OUTPUT, INPUT = InvoiceType.OUTPUT, InvoiceType.INPUT


def test_an_invoice_carries_the_document_and_the_rows_of_the_draft() -> None:
    document = a_document()

    invoice = build_invoice(a_draft(), document, [])

    assert (invoice.type, invoice.number, invoice.value) == (OUTPUT, "42", 9990)
    assert (invoice.key, invoice.url, invoice.issued_at) == (document.key.text, document.url, ISSUED_AT)
    assert invoice.rows == (InvoiceRow(SkuId("100"), Cents(9990), 1),)


@pytest.mark.parametrize("operation", [operation for operation in Operation if operation is not Operation.SALE])
def test_every_return_and_cancellation_is_an_input(operation: Operation) -> None:
    assert build_invoice(a_draft(operation=operation), a_document(), []).type is INPUT


def test_a_cancellation_has_the_protocol_as_number_and_the_key_of_the_cancelled_note() -> None:
    invoice = build_invoice(a_draft(operation=Operation.CANCELLATION), a_cancellation(), [])

    assert (invoice.number, invoice.key, invoice.value) == (PROTOCOL, a_key().text, 9990)


def test_the_value_is_the_documents_where_it_tells_one() -> None:
    assert build_invoice(a_draft(balance=12000), a_document(value=9990), []).value == 9990


def test_the_value_is_the_drafts_where_only_the_key_is_known() -> None:
    assert build_invoice(a_draft(balance=12000), a_scanned_document(), []).value == 12000


# Rows


def test_lines_of_the_same_sku_share_one_row() -> None:
    """Repeated SKUs block the refund (KI 1198829)."""
    lines = [a_draft_line(0, sku="7", goods=5000), a_draft_line(1, sku="8"), a_draft_line(2, sku="7", units=2, goods=1)]

    rows = build_invoice(a_draft(lines=lines), a_document(), []).rows

    assert rows == (InvoiceRow(SkuId("7"), Cents(1667), 3), InvoiceRow(SkuId("8"), Cents(9990), 1))


def test_the_price_of_a_row_is_for_a_unit_without_freight() -> None:
    (row,) = build_invoice(a_draft(lines=[a_draft_line(units=2, goods=101, freight=999)]), a_document(), []).rows

    assert (row.price, row.quantity) == (51, 2)


LINES = st.lists(st.builds(a_draft_line, st.integers(0, 9), units=st.integers(1, 9), goods=st.integers(0, 10**6)))


@given(LINES)
def test_no_unit_is_lost_in_the_rows(lines: list[object]) -> None:
    draft = replace(a_draft(), lines=tuple(lines))  # type: ignore[arg-type]

    rows = build_invoice(draft, a_document(), []).rows

    assert sum(row.quantity for row in rows) == draft.units
    assert len({row.sku for row in rows}) == len(rows)


# Numbers


def test_a_number_that_the_order_does_not_hold_is_the_documents() -> None:
    assert invoice_number(a_document(nnf=42), OUTPUT, [an_earlier_invoice(number="41")]) == "42"


NFCE_42 = a_document(key=a_key(serie=1, nnf=42))
FOREIGN = a_key(cnpj="12ABC34501DE35").text


@pytest.mark.parametrize(
    "earlier",
    [
        an_earlier_invoice(number="42", key=a_key(serie=2, nnf=42).text),
        an_earlier_invoice(number="42", key=a_key(model="55", nnf=42).text),
        an_earlier_invoice(number="42", key="", type_=INPUT),
    ],
    ids=["other_series", "other_model", "other_type_without_key"],
)
def test_a_number_that_the_order_holds_from_another_document_gets_series_and_model(earlier: EarlierInvoice) -> None:
    assert invoice_number(NFCE_42, OUTPUT, [earlier]) == "4200165"


@pytest.mark.parametrize("key", ["", NFCE_42.key.text])
def test_the_same_document_keeps_its_number(key: str) -> None:
    assert invoice_number(NFCE_42, OUTPUT, [an_earlier_invoice(number="42", key=key)]) == "42"


def test_a_note_of_another_store_with_the_same_series_is_counted() -> None:
    earlier = [an_earlier_invoice(number=number, key=FOREIGN) for number in ("42", "4200165")]

    assert invoice_number(NFCE_42, OUTPUT, earlier) == "42001652"


def test_a_number_filled_up_with_zeros_is_the_same_number() -> None:
    assert invoice_number(NFCE_42, OUTPUT, [an_earlier_invoice(number="000042", key=FOREIGN)]) == "4200165"


@pytest.mark.parametrize(
    ("text", "number"), [("135 26/1#00-é", "13526100"), ("", a_key().text)], ids=["foreign_characters", "no_number"]
)
def test_what_is_no_letter_and_no_digit_falls_out_of_a_number(text: str, number: str) -> None:
    assert invoice_number(a_cancellation(protocol=text), INPUT, []) == number


def test_a_number_that_was_begun_is_kept_although_the_usual_one_is_free_again() -> None:
    assert invoice_number(NFCE_42, OUTPUT, [], ["4200165"]) == "4200165"


def test_a_number_that_was_begun_is_left_to_another_document_that_has_it_by_now() -> None:
    other = an_earlier_invoice(number="42", key=FOREIGN)

    assert invoice_number(NFCE_42, OUTPUT, [other], ["42"]) == "4200165"


@pytest.mark.parametrize(
    "tried",
    [an_invoice(number="7", key=FOREIGN), an_invoice(number="7", type_=INPUT)],
    ids=["other_document", "other_type"],
)
def test_only_the_same_document_keeps_the_number_of_an_attempt(tried: Invoice) -> None:
    again = an_invoice(number="4200165")

    assert build_invoice(a_draft(), a_document(), [], [tried, again]).number == "4200165"


@pytest.mark.parametrize(
    ("seen", "is_it"),
    [
        (an_earlier_invoice(number="42", key=""), True),
        (an_earlier_invoice(number="000042", key=""), True),
        (an_earlier_invoice(number="4200165", key=""), True),
        (an_earlier_invoice(number="42001652", key=""), False),
        (an_earlier_invoice(number="43", key=NFCE_42.key.text), True),
        (an_earlier_invoice(number="42", key=FOREIGN), False),
        (an_earlier_invoice(number="42", key="", type_=INPUT), False),
    ],
    ids=["number", "zeros", "series_behind", "count_behind", "key", "other_key", "other_type"],
)
def test_an_invoice_is_the_documents_by_its_key_or_without_one_by_its_number(
    seen: EarlierInvoice, is_it: object
) -> None:
    assert may_be(NFCE_42, OUTPUT, seen) is is_it


KEYS = st.builds(
    a_key, cnpj=st.sampled_from([CNPJ, "12ABC34501DE35"]), model=st.sampled_from(["55", "65"]),
    serie=st.sampled_from([0, 1, 999]), nnf=st.sampled_from([1, 42, 4200165, 999_999_999]),
)  # fmt: skip
DOCUMENTS = st.one_of(
    st.builds(lambda key: a_document(key=key), KEYS),
    st.builds(
        lambda key, protocol: a_cancellation(key=key, protocol=protocol), KEYS, st.sampled_from([PROTOCOL, "42"])
    ),
)
NUMBERS = st.one_of(
    st.sampled_from(["1", "42", "0042", "4200165", "42001652", "420016500165", PROTOCOL, "42/1"]), st.text()
)
INVOICES = st.lists(
    st.builds(
        lambda number, key, type_: an_earlier_invoice(number=number, key=key, type_=type_),
        NUMBERS,
        st.one_of(st.just(""), KEYS.map(str)),
        st.sampled_from(InvoiceType),
    )
)


@given(DOCUMENTS, st.sampled_from(InvoiceType), INVOICES)
def test_a_number_is_of_letters_and_digits_and_of_no_other_document_in_the_order(
    document: Document, type_: InvoiceType, earlier: list[EarlierInvoice]
) -> None:
    number = invoice_number(document, type_, earlier)

    assert number.isascii()
    assert number.isalnum()
    others = [seen for seen in earlier if not may_be(document, type_, seen)]
    assert number.lstrip("0") not in {other.number.lstrip("0") for other in others}


@given(DOCUMENTS, INVOICES)
def test_a_number_once_given_is_given_again_while_no_other_document_has_it(
    document: Document, earlier: list[EarlierInvoice]
) -> None:
    number = invoice_number(document, OUTPUT, earlier)

    assert invoice_number(document, OUTPUT, earlier, [number]) == number
    assert invoice_number(document, OUTPUT, [], [number]) == number


# Reading back


def shown(number: str = "42", value: int = 9990, key: str | None = None, type_: InvoiceType = OUTPUT) -> EarlierInvoice:
    key = an_invoice().key if key is None else key
    return an_earlier_invoice(number=number, value=value, key=key, type_=type_)


@pytest.mark.parametrize("earlier", [shown(), shown(key="")], ids=["with_key", "without_key"])
def test_our_invoice_is_recognised_with_its_key_or_without(earlier: EarlierInvoice) -> None:
    assert an_invoice().is_same_as(earlier)


@pytest.mark.parametrize(
    "earlier",
    [shown(number="43"), shown(value=9991), shown(type_=INPUT), shown(key=a_key(serie=7).text)],
    ids=["number", "value", "type", "key"],
)
def test_an_invoice_that_differs_in_anything_is_another(earlier: EarlierInvoice) -> None:
    assert not an_invoice().is_same_as(earlier)
