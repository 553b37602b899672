"""Whether what the XML of a document says fits a job: content, buyer, items, date."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.content_fit import check_cancelled, check_content
from desktop_invoicer.domain.document import DocumentItem, Paper
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Buyer, OrderLine
from desktop_invoicer.domain.policy import BLOCKING, StorePolicy
from desktop_invoicer.domain.problem import ProblemCode
from tests.builders import (
    BUYER_CNPJ,
    ISSUED_AT,
    NOW,
    a_buyer,
    a_cancellation,
    a_content,
    a_document,
    a_line,
    a_notification,
    a_paper,
    a_scanned_document,
    a_store,
    an_item,
    an_order,
    everything_of,
)

STORE = a_store()


def wanted(*lines: OrderLine, buyer: Buyer | None = None) -> Content:
    """Ask for all of an order."""
    order = replace(an_order(lines=lines or 1, buyer=buyer), created_at=ISSUED_AT - timedelta(hours=1))
    return a_content(order=order, notification=a_notification(units=everything_of(order)))


def check(name: CheckName, paper: Paper, content: Content | None = None, store: StorePolicy = STORE) -> Check:
    checks = check_content(paper, content or wanted(), store, NOW)
    return next(found for found in checks if found.name is name)


def verdict(name: CheckName, paper: Paper, content: Content | None = None) -> Verdict:
    return check(name, paper, content).verdict


def code(found: Check) -> ProblemCode | None:
    return None if found.problem is None else found.problem.code


def test_a_document_of_the_very_order_is_right_in_everything() -> None:
    assert {found.verdict for found in check_content(a_paper(), wanted(), STORE, NOW)} == {Verdict.OK}


def test_of_a_scanned_key_nothing_but_the_date_is_known() -> None:
    checks = check_content(Paper(a_scanned_document()), wanted(), STORE, NOW)

    assert {found.name: found.verdict for found in checks} == {
        CheckName.DIGEST: Verdict.UNKNOWN,
        CheckName.BUYER: Verdict.UNKNOWN,
        CheckName.ITEMS: Verdict.UNKNOWN,
        CheckName.DATE: Verdict.OK,
    }


def test_a_changed_content_keeps_the_document_out() -> None:
    found = check(CheckName.DIGEST, a_paper(is_genuine=False))

    assert (found.verdict, code(found)) == (Verdict.BLOCKING, ProblemCode.DIGEST_WRONG)


def test_without_a_signature_nobody_can_tell_whether_the_content_was_changed() -> None:
    assert verdict(CheckName.DIGEST, a_paper(is_genuine=None)) is Verdict.UNKNOWN


@pytest.mark.parametrize("name", [CheckName.DIGEST, CheckName.BUYER, CheckName.ITEMS, CheckName.DATE])
def test_the_store_says_what_keeps_a_document_out(name: CheckName) -> None:
    wrong = a_paper(
        a_document(issued_at=NOW + timedelta(hours=1)), buyer=BUYER_CNPJ, items=[an_item(quantity=2)], is_genuine=False
    )

    strict = check(name, wrong, store=replace(STORE, blocking=frozenset({name})))
    lenient = check(name, wrong, store=replace(STORE, blocking=frozenset()))

    assert (strict.verdict, lenient.verdict) == (Verdict.BLOCKING, Verdict.WARNING)
    assert strict.problem == lenient.problem


def test_only_a_changed_content_keeps_a_document_out_unless_the_store_says_more() -> None:
    assert frozenset({CheckName.DIGEST}) == BLOCKING == STORE.blocking


# buyer


def test_another_buyer_is_told_without_showing_who_either_is() -> None:
    found = check(CheckName.BUYER, a_paper(buyer=BUYER_CNPJ))

    assert (found.verdict, code(found)) == (Verdict.WARNING, ProblemCode.BUYER_DIFFERS)
    assert BUYER_CNPJ not in str(found)


def test_a_document_that_names_nobody_is_looked_at_when_the_order_names_somebody() -> None:
    assert code(check(CheckName.BUYER, a_paper(buyer=""))) is ProblemCode.BUYER_NOT_NAMED


def test_whoever_asks_to_be_named_at_the_till_may_be() -> None:
    anonymous = wanted(buyer=a_buyer(name="", tax_id=""))

    assert verdict(CheckName.BUYER, a_paper(), anonymous) is Verdict.OK
    assert verdict(CheckName.BUYER, a_paper(buyer=""), anonymous) is Verdict.OK


def test_a_buyer_whom_vtex_hides_cannot_be_compared() -> None:
    hidden = wanted(buyer=a_buyer(name="M***", tax_id="", masked=True))

    assert verdict(CheckName.BUYER, a_paper(buyer=BUYER_CNPJ), hidden) is Verdict.UNKNOWN


@pytest.mark.parametrize("operation", [operation for operation in Operation if operation is not Operation.SALE])
def test_of_a_return_the_buyer_is_not_compared(operation: Operation) -> None:
    content = wanted()
    content = replace(content, draft=replace(content.draft, operation=operation))

    names = {found.name for found in check_content(a_paper(buyer=BUYER_CNPJ), content, STORE, NOW)}

    assert CheckName.BUYER not in names


def test_a_cancellation_has_neither_buyer_nor_items() -> None:
    names = {found.name for found in check_content(Paper(a_cancellation()), wanted(), STORE, NOW)}

    assert names == {CheckName.DIGEST, CheckName.DATE}


# items


def items(found: list[DocumentItem], *lines: OrderLine) -> Check:
    return check(CheckName.ITEMS, a_paper(items=found), wanted(*lines))


def test_items_are_told_by_sku_with_or_without_zeros_before_it() -> None:
    assert items([an_item("000100")]).verdict is Verdict.OK


def test_items_are_told_by_gtin_where_the_codes_are_the_fiscal_programs_own() -> None:
    line = a_line(ean="07891000315507")

    assert items([an_item("CAM-P", gtin="7891000315507")], line).verdict is Verdict.OK


def test_a_gtin_of_two_skus_tells_neither() -> None:
    lines = [a_line(index, ean="7891000315507") for index in (0, 1)]

    assert items([an_item("CAM-P", gtin="7891000315507", quantity=2)], *lines).verdict is Verdict.UNKNOWN


def test_a_gtin_on_two_lines_of_one_sku_tells_it() -> None:
    lines = [a_line(index, sku="7", ean="7891000315507") for index in (0, 1)]

    assert items([an_item("CAM-P", gtin="7891000315507", quantity=2)], *lines).verdict is Verdict.OK


def test_no_gtin_is_none_however_it_is_written() -> None:
    line = a_line(ean="0000000000000")

    assert items([an_item("CAM-P", gtin="")], line).verdict is Verdict.UNKNOWN


def test_a_gtin_may_be_the_sku_itself() -> None:
    assert items([an_item("CAM-P", gtin="7891000315507")], a_line(sku="7891000315507")).verdict is Verdict.OK


def test_codes_that_mean_nothing_to_vtex_leave_nothing_to_compare() -> None:
    assert items([an_item("CAM-P")]).verdict is Verdict.UNKNOWN


def test_another_quantity_is_told_with_both_figures() -> None:
    found = items([an_item(quantity="3.0000")], a_line(quantity=2))

    assert found.problem is not None
    assert found.problem.facts == {"name": "Camiseta 0", "asked": 2, "document": "3"}


def test_rows_of_one_sku_are_counted_together() -> None:
    lines = (a_line(0, sku="7"), a_line(1, sku="7", quantity=2))

    assert items([an_item("7", quantity=2), an_item("7")], *lines).verdict is Verdict.OK


def test_what_is_sold_by_weight_may_be_counted_in_units_or_in_its_measure() -> None:
    line = a_line(quantity=3, unit_multiplier="0.3", measurement_unit="kg")

    assert items([an_item(quantity=3)], line).verdict is Verdict.OK
    assert items([an_item(quantity=Decimal("0.9"))], line).verdict is Verdict.OK
    assert items([an_item(quantity=Decimal("0.8"))], line).verdict is Verdict.WARNING


def test_a_line_that_the_document_lacks_is_told() -> None:
    found = items([an_item("100")], a_line(0), a_line(1))

    assert found.problem is not None
    assert found.problem.facts["name"] == "Camiseta 1"


def test_a_line_may_be_there_under_a_code_that_nobody_knows() -> None:
    assert items([an_item("100"), an_item("CAM-P")], a_line(0), a_line(1)).verdict is Verdict.UNKNOWN


def test_more_than_the_invoice_has_is_told_by_its_code() -> None:
    found = items([an_item("100"), an_item("CAM-P")], a_line(0))

    assert found.problem is not None
    assert found.problem.facts == {"name": "CAM-P", "asked": 0, "document": "1"}


def test_a_line_of_the_order_that_was_not_asked_for_is_too_much() -> None:
    order = an_order(lines=2)
    content = a_content(order=order, notification=a_notification(units={0: 1}))

    found = check(CheckName.ITEMS, a_paper(items=[an_item("100"), an_item("101")]), content)

    assert found.problem is not None
    assert found.problem.facts["name"] == "Camiseta 1"


def test_goods_that_differ_keep_the_document_of_a_return_out() -> None:
    content = a_content(
        replace(an_order(quantity=2), status="invoiced"), a_notification(observation="inStore", type_=InvoiceType.INPUT)
    )
    lenient = replace(STORE, blocking=frozenset())

    found = check(CheckName.ITEMS, a_paper(items=[an_item(quantity=2)]), content, lenient)

    assert (found.verdict, code(found)) == (Verdict.BLOCKING, ProblemCode.ITEMS_DIFFER)


# date


def test_a_clock_a_little_ahead_does_not_count() -> None:
    document = a_document(issued_at=NOW + timedelta(minutes=5))

    assert verdict(CheckName.DATE, a_paper(document)) is Verdict.OK


@pytest.mark.parametrize(
    ("issued_after", "expected"),
    [
        (timedelta(minutes=6), ProblemCode.DATE_IN_FUTURE),
        (timedelta(days=-3), ProblemCode.DATE_BEFORE_ORDER),
    ],
)
def test_a_date_that_cannot_be_is_told(issued_after: timedelta, expected: ProblemCode) -> None:
    found = check(CheckName.DATE, a_paper(a_document(issued_at=NOW + issued_after)))

    assert (found.verdict, code(found)) == (Verdict.WARNING, expected)


def test_an_old_document_is_looked_at_even_where_the_order_does_not_tell_its_date() -> None:
    content = a_content(order=an_order())

    found = check(CheckName.DATE, a_paper(a_document(issued_at=NOW - timedelta(days=61))), content)

    assert code(found) is ProblemCode.DATE_LONG_AGO


# cancelled


def test_a_cancelled_document_is_kept_out() -> None:
    (found,) = check_cancelled(a_document(), is_cancelled=True)

    assert (found.verdict, code(found)) == (Verdict.BLOCKING, ProblemCode.DOCUMENT_CANCELLED)


def test_a_document_of_which_no_cancellation_is_known_is_right() -> None:
    assert check_cancelled(a_document(), is_cancelled=False) == (Check(CheckName.UNCANCELLED, Verdict.OK),)


def test_a_cancellation_is_not_cancelled_by_itself() -> None:
    assert check_cancelled(a_cancellation(), is_cancelled=True) == ()
