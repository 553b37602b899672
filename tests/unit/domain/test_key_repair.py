"""Whether the key of an invoice may be sent again, which one, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.invoice import InvoiceRow
from desktop_invoicer.domain.key_repair import (
    KeyOutcome,
    came_of,
    check_key,
    find_document,
    find_invoice,
    invoice_again,
    is_good_key,
    order_problem,
)
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice, SkuId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import SeenDocument
from tests.builders import (
    BUYER_CNPJ,
    CNPJ,
    ISSUED_AT,
    NOW,
    a_cancellation,
    a_document,
    a_key,
    a_line,
    a_scanned_document,
    an_earlier_invoice,
    an_invoice,
    an_order,
)

KEYLESS = an_earlier_invoice(number="42", key="")


def problem(text: str, invoice: EarlierInvoice = KEYLESS, cnpj: str = CNPJ) -> ProblemCode | None:
    found = check_key(text, invoice, cnpj, NOW)
    return found.code if isinstance(found, Problem) else None


# which invoices


@pytest.mark.parametrize("key", [a_key().text, f"NFe{a_key()}", a_key(model="55").text])
def test_a_key_of_this_store_is_good_in_whichever_writing(key: str) -> None:
    assert is_good_key(key, CNPJ)


@pytest.mark.parametrize(
    "key", ["", "123", f"{a_key().text[:-1]}x", a_key(cnpj=BUYER_CNPJ).text, a_key(model="59").text]
)
def test_a_key_that_is_none_or_of_others_is_not_good(key: str) -> None:
    assert not is_good_key(key, CNPJ)


def test_a_store_without_a_known_cnpj_takes_every_issuer() -> None:
    assert is_good_key(a_key(cnpj=BUYER_CNPJ).text, "")


def test_an_invoice_is_found_among_the_sales_alone() -> None:
    back = an_earlier_invoice(number="42", type_=InvoiceType.INPUT)

    assert find_invoice(an_order(invoices=[back, KEYLESS]), "42") is KEYLESS
    assert find_invoice(an_order(invoices=[back]), "42") is None


# which orders


def test_an_order_that_is_invoiced_in_full_has_no_problem() -> None:
    assert order_problem(an_order(status="invoiced", invoices=[KEYLESS])) is None


def test_an_order_with_a_cent_left_takes_no_key() -> None:
    order = an_order(invoices=[an_earlier_invoice(value=9989, key="")])

    assert order_problem(order) == Problem(ProblemCode.ORDER_NOT_WHOLE, {"invoiced": 9989, "value": 9990})


@pytest.mark.parametrize("units", [{0: 1}, {}])
def test_a_part_that_vtex_shows_as_the_whole_value_takes_no_key(units: dict[int, int]) -> None:
    order = an_order(lines=2, value=9990, invoices=[replace(KEYLESS, units=units)])

    assert order_problem(order) == Problem(ProblemCode.ORDER_NOT_WHOLE, {"invoiced": 9990, "value": 19980})
    assert order_problem(replace(order, status="invoiced")) is None


def test_while_a_change_is_under_way_an_order_takes_no_key() -> None:
    order = replace(an_order(status="invoiced", invoices=[KEYLESS]), is_changing=True)

    assert order_problem(order) == Problem(ProblemCode.CHANGE_IN_FLIGHT)


def test_what_came_back_leaves_nothing_to_invoice() -> None:
    back = an_earlier_invoice(number="43", type_=InvoiceType.INPUT)

    assert order_problem(an_order(invoices=[KEYLESS, back])) is None


def test_a_cancelled_order_takes_no_key() -> None:
    found = order_problem(an_order(status="canceled", invoices=[KEYLESS]))

    assert found == Problem(ProblemCode.ORDER_NOT_INVOICEABLE, {"status": "canceled"})


# which key


def test_a_key_of_the_invoices_number_is_taken_as_it_is_typed() -> None:
    text = " ".join(a_key().text[start : start + 4] for start in range(0, 44, 4))

    found = check_key(text, replace(KEYLESS, issued_at=ISSUED_AT), CNPJ, NOW)

    assert isinstance(found, Document)
    assert (found.key, found.issued_at) == (a_key(), ISSUED_AT)


def test_a_key_without_a_moment_in_vtex_is_of_now() -> None:
    found = check_key(a_key().text, KEYLESS, CNPJ, NOW)

    assert isinstance(found, Document)
    assert found.issued_at == NOW


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123", ProblemCode.KEY_LENGTH),
        (a_key().text[:-1] + "x", ProblemCode.KEY_CHARACTERS),
        (a_key(cnpj=BUYER_CNPJ).text, ProblemCode.CNPJ_NOT_OURS),
        (a_key(model="59").text, ProblemCode.MODEL_UNKNOWN),
        (a_key(nnf=43).text, ProblemCode.KEY_OF_OTHER_NUMBER),
    ],
)
def test_a_key_that_cannot_be_the_invoices_is_refused(text: str, code: ProblemCode) -> None:
    assert problem(text) is code


def test_a_number_with_series_and_model_is_the_documents_too() -> None:
    assert problem(a_key().text, an_earlier_invoice(number="4200165", key="")) is None


def test_a_good_key_is_not_replaced_by_another_one() -> None:
    invoice = an_earlier_invoice(number="42")

    assert problem(a_key(serie=2).text, invoice) is ProblemCode.KEY_THERE_ALREADY
    assert problem(a_key().text, invoice) is None


def test_a_bad_key_is_replaced() -> None:
    assert problem(a_key().text, an_earlier_invoice(number="42", key="123")) is None


# whose key is known


def test_the_one_document_of_number_and_value_is_the_invoices() -> None:
    other, its = SeenDocument(a_document(nnf=43)), SeenDocument(a_document(), file=FileId(7))

    assert find_document(KEYLESS, [other, its], CNPJ) == its


def test_a_document_of_which_only_the_key_was_scanned_may_be_the_invoices() -> None:
    seen = SeenDocument(a_scanned_document())

    assert find_document(KEYLESS, [seen], CNPJ) == seen


@pytest.mark.parametrize(
    "seen",
    [
        SeenDocument(a_document(value=9989)),
        SeenDocument(a_document(), is_cancelled=True),
        SeenDocument(a_document(is_authorised=False)),
        SeenDocument(a_document(is_entry=True)),
        SeenDocument(a_cancellation(protocol="42")),
        SeenDocument(a_document(key=a_key(cnpj=BUYER_CNPJ))),
    ],
)
def test_a_document_that_does_not_fit_is_not_the_invoices(seen: SeenDocument) -> None:
    assert find_document(KEYLESS, [seen], CNPJ) is None


def test_of_two_documents_that_fit_none_is_taken() -> None:
    seen = [SeenDocument(a_document()), SeenDocument(a_document(key=a_key(serie=2)))]

    assert find_document(KEYLESS, seen, CNPJ) is None


def test_a_document_that_is_known_twice_is_one() -> None:
    seen = [SeenDocument(a_document()), SeenDocument(a_document(), file=FileId(7))]

    assert find_document(KEYLESS, seen, CNPJ) == seen[1]


# what is sent


def test_what_this_desk_posted_is_repeated_to_the_letter() -> None:
    own = an_invoice(url="https://www.nfce.fazenda.rj.gov.br/consulta", key="")
    others = [an_invoice(number="41"), an_invoice(value=1), an_invoice(type_=InvoiceType.INPUT)]

    again = invoice_again(an_order(invoices=[KEYLESS]), KEYLESS, a_document(), [*others, own])

    assert again == replace(own, key=a_key().text)


def test_somebody_elses_invoice_is_sent_with_its_number_value_moment_and_units() -> None:
    lines = [a_line(0, quantity=2, goods=10001), a_line(1, goods=500), a_line(2, sku="100", goods=300)]
    at = ISSUED_AT - timedelta(hours=1)
    invoice = replace(an_earlier_invoice(number="42", key="", value=5301, units={0: 1, 2: 1}), issued_at=at)
    order = an_order(lines=lines, invoices=[invoice, an_earlier_invoice(value=5500)])

    again = invoice_again(order, invoice, a_document())

    assert (again.number, again.value, again.issued_at, again.url) == ("42", 5301, at, a_document().url)
    assert again.rows == (InvoiceRow(SkuId("100"), Cents(2651), 2),)


def test_the_only_invoice_is_sent_with_everything_where_vtex_knows_no_units() -> None:
    invoice = an_earlier_invoice(number="42", key="", units={})

    again = invoice_again(an_order(quantity=3, invoices=[invoice]), invoice, a_document())

    assert again.rows == (InvoiceRow(SkuId("100"), Cents(3330), 3),)
    assert again.issued_at == ISSUED_AT


def test_one_of_several_without_units_is_sent_without_rows() -> None:
    invoice = an_earlier_invoice(number="42", key="", units={})

    assert invoice_again(an_order(invoices=[invoice, an_earlier_invoice()]), invoice, a_document()).rows == ()


def test_units_that_vtex_puts_on_a_full_line_are_not_counted_above_it() -> None:
    invoice = an_earlier_invoice(number="42", key="", units={0: 9})

    assert invoice_again(an_order(invoices=[invoice]), invoice, a_document()).rows[0].quantity == 1


# what came of it


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ([an_earlier_invoice(number="42")], KeyOutcome.TAKEN),
        ([KEYLESS], KeyOutcome.NOT_TAKEN),
        ([], KeyOutcome.NOT_TAKEN),
        ([KEYLESS, an_earlier_invoice(number="42")], KeyOutcome.DOUBLED),
    ],
)
def test_the_order_tells_what_came_of_a_key(shown: list[EarlierInvoice], outcome: KeyOutcome) -> None:
    assert came_of(an_order(invoices=shown), "42", a_key().text, 9990) is outcome
