"""Whether the document of a return takes back what the order was sold with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, DocumentItem, DocumentSource, Paper
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.return_fit import RETURN, check_return
from tests.builders import (
    BRASILIA,
    PROTOCOL,
    a_cancellation,
    a_content,
    a_document,
    a_key,
    a_notification,
    a_paper,
    a_scanned_document,
    an_earlier_invoice,
    an_item,
    an_order,
    everything_of,
    the_rules,
)

SOLD, SOLD_TOO, FOREIGN, SUBSTITUTE = (a_key(nnf=nnf) for nnf in (41, 43, 40, 44))
ENTRY = a_document(model=DocumentModel.NFE, is_entry=True)
BEFORE = replace(ENTRY, issued_at=datetime(2026, 11, 2, 23, 59, tzinfo=BRASILIA))


def sold(**parts: object) -> Original:
    """Make the document of the whole sale, with a row for each of two lines."""
    whole = Original(number="41", value=Cents(19980), units={0: 1, 1: 1}, key=SOLD, items={0: (1,), 1: (2,)})
    return replace(whole, **parts)  # type: ignore[arg-type]  # (the parts of an original)


def asked_back(observation: str = "inStore") -> Content:
    """Ask for everything of an order of two lines."""
    order = an_order(lines=2, status="invoiced")
    order = replace(order, invoices=(an_earlier_invoice(value=19980, units=everything_of(order)),))
    return a_content(
        order, a_notification(units=everything_of(order), observation=observation, type_=InvoiceType.INPUT)
    )


def checks(paper: Paper, *originals: Original) -> dict[CheckName, Check]:
    found = check_return(paper, asked_back(), originals or (sold(),), the_rules(), "RJ")
    return {check.name: check for check in found}


def problem(name: CheckName, paper: Paper, *originals: Original) -> tuple[Verdict, Problem | None]:
    found = checks(paper, *originals)[name]
    return found.verdict, found.problem


def an_entry(*items: DocumentItem, references: list[str] | None = None, document: Document = ENTRY) -> Paper:
    """Make a return note; it refers to what its rows name, unless ``references`` are given."""
    named = [item.original for item in items if item.original] if references is None else references
    return a_paper(document, items=items or None, references=named, purpose=RETURN)


def row(number: int, original: str = SOLD.text, original_number: int | None = None) -> DocumentItem:
    """Make a row of a return: by default it takes back the row of its own number."""
    told = number if original_number is None else original_number
    return an_item(str(99 + number), number=number, original=original, original_number=told)


def test_a_sale_takes_nothing_back() -> None:
    assert not list(check_return(a_paper(references=[FOREIGN.text]), a_content(), [sold()], the_rules(), "RJ"))


def test_a_return_that_names_row_by_row_what_was_sold_is_right() -> None:
    found = checks(an_entry(row(1), row(2)))

    assert {name: check.verdict for name, check in found.items()} == dict.fromkeys(
        (CheckName.PURPOSE, CheckName.ORIGINAL, CheckName.ITEM_REFERENCES), Verdict.OK
    )


def test_of_a_scanned_return_nothing_is_known() -> None:
    found = checks(Paper(a_scanned_document(model=DocumentModel.NFE)))

    assert {check.verdict for check in found.values()} == {Verdict.UNKNOWN}


# events


def test_an_event_that_cancels_the_note_of_the_order_is_right() -> None:
    found = checks(Paper(a_cancellation(key=SOLD)))

    assert {name: check.verdict for name, check in found.items()} == {
        CheckName.ORIGINAL: Verdict.OK,
        CheckName.VALUE: Verdict.OK,
    }


def test_an_event_that_cancels_another_orders_note_is_kept_out() -> None:
    expected = Problem(ProblemCode.ORIGINAL_NOT_HERE, {"number": 40})

    assert problem(CheckName.ORIGINAL, Paper(a_cancellation(key=FOREIGN))) == (Verdict.BLOCKING, expected)


@pytest.mark.parametrize("originals", [(), (sold(), sold(key=None))], ids=["none", "one_without_a_key"])
def test_where_a_key_of_the_order_is_not_known_the_event_may_cancel_that_note(originals: tuple[Original, ...]) -> None:
    found = check_return(Paper(a_cancellation(key=FOREIGN)), asked_back(), originals, the_rules(), "RJ")

    assert {check.verdict for check in found} == {Verdict.UNKNOWN}


@pytest.mark.parametrize("units", [{0: 1, 1: 1}, {0: 1, 1: 1, 2: 1}])
def test_an_event_of_a_note_with_what_comes_back_fits(units: dict[int, int]) -> None:
    assert (
        checks(Paper(a_cancellation(key=SOLD)), sold(units=units, knows_units=True))[CheckName.VALUE].verdict
        is Verdict.OK
    )


def test_an_event_of_a_note_that_sold_something_else_for_the_same_price_is_kept_out() -> None:
    found = checks(Paper(a_cancellation(key=SOLD)), sold(units={0: 2}, knows_units=True))

    problem = Problem(ProblemCode.EVENT_CANCELS_OTHER, {"number": 41})
    assert (found[CheckName.ITEMS].verdict, found[CheckName.ITEMS].problem) == (Verdict.BLOCKING, problem)


def test_what_vtex_guesses_of_a_notes_items_keeps_no_event_out() -> None:
    assert checks(Paper(a_cancellation(key=SOLD)), sold(units={0: 2}))[CheckName.VALUE].verdict is Verdict.OK


@pytest.mark.parametrize("value", [9990, 29970])
def test_an_event_that_cancels_more_or_less_than_comes_back_is_kept_out(value: int) -> None:
    found = checks(Paper(a_cancellation(key=SOLD)), sold(value=Cents(value)))[CheckName.VALUE]

    facts = {"number": 41, "document": value, "value": 19980}
    assert (found.verdict, found.problem) == (Verdict.BLOCKING, Problem(ProblemCode.EVENT_CANCELS_MORE, facts))
    assert (found.expected, found.found) == (19980, value)


def test_a_note_that_was_posted_in_two_parts_is_cancelled_as_a_whole() -> None:
    half = sold(value=Cents(9990))

    assert checks(Paper(a_cancellation(key=SOLD)), half, half)[CheckName.VALUE].verdict is Verdict.OK


def test_a_substitute_that_stands_for_the_sale_is_looked_at() -> None:
    event = Paper(a_cancellation(key=SOLD, substitute=SUBSTITUTE.text))

    assert problem(CheckName.ORIGINAL, event) == (
        Verdict.WARNING,
        Problem(ProblemCode.SUBSTITUTE_STANDS, {"number": 44}),
    )


def test_a_substitute_that_is_a_note_of_the_order_is_right() -> None:
    event = Paper(a_cancellation(key=SOLD, substitute=SUBSTITUTE.text))

    assert problem(CheckName.ORIGINAL, event, sold(), sold(key=SUBSTITUTE)) == (Verdict.OK, None)


def test_the_protocol_of_the_note_itself_cancels_nothing() -> None:
    typed = replace(a_cancellation(key=SOLD), source=DocumentSource.KEY)
    expected = Problem(ProblemCode.PROTOCOL_OF_NOTE, {"number": 41})

    assert problem(CheckName.ORIGINAL, Paper(typed), sold(protocol=PROTOCOL)) == (Verdict.BLOCKING, expected)
    assert problem(CheckName.ORIGINAL, Paper(typed), sold(protocol=PROTOCOL[::-1])) == (Verdict.OK, None)


# notes by which goods come back


@pytest.mark.parametrize("purpose", ["", "1", "2", "3", "6"])
def test_a_note_that_is_no_return_is_kept_out(purpose: str) -> None:
    paper = a_paper(ENTRY, references=[SOLD.text], purpose=purpose)

    assert problem(CheckName.PURPOSE, paper) == (Verdict.BLOCKING, Problem(ProblemCode.PURPOSE_WRONG))


def test_one_note_of_the_order_is_enough() -> None:
    assert problem(CheckName.ORIGINAL, an_entry(references=[FOREIGN.text, SOLD.text])) == (Verdict.OK, None)


def test_a_return_of_another_orders_note_is_kept_out() -> None:
    expected = Problem(ProblemCode.ORIGINAL_NOT_HERE, {"number": 40})

    assert problem(CheckName.ORIGINAL, an_entry(references=[FOREIGN.text])) == (Verdict.BLOCKING, expected)


def test_where_a_key_of_the_order_is_not_known_the_return_may_name_that_note() -> None:
    found = problem(CheckName.ORIGINAL, an_entry(references=[FOREIGN.text]), sold(key=None))

    assert found == (Verdict.UNKNOWN, None)


@pytest.mark.parametrize("references", [[], ["42"]], ids=["nothing", "no_key"])
def test_a_return_that_names_no_note_is_looked_at(references: list[str]) -> None:
    found = problem(CheckName.ORIGINAL, an_entry(references=references))

    assert found == (Verdict.WARNING, Problem(ProblemCode.ORIGINAL_NOT_NAMED))


def test_of_a_cancelled_note_nothing_can_come_back() -> None:
    paper = an_entry(references=[SOLD.text, SOLD_TOO.text])
    cancelled = sold(number="43", key=SOLD_TOO, is_cancelled=True)

    expected = Problem(ProblemCode.ORIGINAL_CANCELLED, {"number": "43"})
    assert problem(CheckName.ORIGINAL, paper, sold(), cancelled) == (Verdict.BLOCKING, expected)


# rows


@pytest.mark.parametrize("second", [row(2, original=""), row(2, original_number=0)], ids=["no_note", "no_row"])
def test_a_row_that_does_not_name_what_it_takes_back_is_looked_at(second: DocumentItem) -> None:
    found = problem(CheckName.ITEM_REFERENCES, an_entry(row(1), second))

    assert found == (Verdict.WARNING, Problem(ProblemCode.ITEM_NOT_REFERENCED, {"row": 2}))


def test_a_row_without_a_number_is_told_by_its_place() -> None:
    found = problem(CheckName.ITEM_REFERENCES, an_entry(row(1), an_item("101", number=0)))

    assert found == (Verdict.WARNING, Problem(ProblemCode.ITEM_NOT_REFERENCED, {"row": 2}))


def test_before_the_rule_no_row_had_to_name_what_it_takes_back() -> None:
    head_only = an_entry(an_item(), references=[SOLD.text], document=BEFORE)

    assert CheckName.ITEM_REFERENCES not in checks(head_only)
    assert checks(an_entry(row(1), row(2), document=BEFORE))[CheckName.ITEM_REFERENCES].verdict is Verdict.OK


@pytest.mark.parametrize(
    "second",
    [row(2, original_number=1), row(3, original_number=1), row(2, original_number=3), row(2, FOREIGN.text)],
    ids=["twice", "other_sku", "no_row_of_the_sku", "foreign_note"],
)
@pytest.mark.parametrize("document", [ENTRY, BEFORE], ids=["due", "not_due"])
def test_a_row_that_takes_back_something_else_keeps_the_document_out(second: DocumentItem, document: Document) -> None:
    found = problem(CheckName.ITEM_REFERENCES, an_entry(row(1), second, document=document))

    assert found == (Verdict.BLOCKING, Problem(ProblemCode.ITEM_REFERENCE_WRONG, {"row": second.number}))


def test_a_row_of_another_sku_keeps_the_document_out() -> None:
    swapped = an_entry(row(1, original_number=2), row(2, original_number=1))

    assert problem(CheckName.ITEM_REFERENCES, swapped)[0] is Verdict.BLOCKING


def test_rows_of_several_notes_may_have_the_same_number() -> None:
    paper = an_entry(row(1), row(2, SOLD_TOO.text, 1))
    one, other = sold(items={0: (1,)}), sold(key=SOLD_TOO, items={1: (1,)})

    assert problem(CheckName.ITEM_REFERENCES, paper, one, other) == (Verdict.OK, None)


@pytest.mark.parametrize(
    "original",
    [sold(items={}), sold(items={0: (1,)}), sold(key=None)],
    ids=["no_xml", "row_under_an_unknown_code", "no_key"],
)
def test_rows_that_nobody_here_knows_are_believed(original: Original) -> None:
    paper = an_entry(row(1), row(2, original_number=7))

    assert problem(CheckName.ITEM_REFERENCES, paper, original) == (Verdict.OK, None)


def test_a_row_under_an_unknown_code_is_believed() -> None:
    unknown = replace(row(2), code="BONE-AZUL")

    assert problem(CheckName.ITEM_REFERENCES, an_entry(row(1), unknown)) == (Verdict.OK, None)
