"""Which job a document is for: exact, proposed, or nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.content_fit import check_cancelled, check_content
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.filing import FileId, FileState, FoundFile, Match
from desktop_invoicer.domain.fit import check_document
from desktop_invoicer.domain.matching import (
    MOST_OF_A_VALUE,
    best_first,
    is_exact,
    meant_match,
    order_name,
    orders_named,
    originals_named,
    sure_match,
    takes_back,
)
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.order import Buyer
from tests.builders import (
    ISSUED_AT,
    NOW,
    ORDER_ID,
    a_buyer,
    a_cancellation,
    a_content,
    a_document,
    a_job,
    a_key,
    a_paper,
    a_scanned_document,
    a_store,
    an_item,
    an_order,
)


def checks(paper: Paper, buyer: Buyer | None = None) -> tuple[Check, ...]:
    order = replace(an_order(buyer=buyer), created_at=ISSUED_AT - timedelta(hours=1))
    content = a_content(order=order)
    return (
        *check_document(paper.document, content.draft, content.decision, a_store()),
        *check_content(paper, content, a_store(), NOW),
        *check_cancelled(paper.document, is_cancelled=False),
    )


# which orders a document names


@pytest.mark.parametrize(
    "text",
    [
        ORDER_ID,
        f"Pedido VTEX: {ORDER_ID};",
        f"Pedido {ORDER_ID.upper()}.",
        "V70530116STR01",
        f"PEDIDO:{ORDER_ID}|VENDEDOR 12",
    ],
)
def test_an_order_is_named_however_a_fiscal_program_writes_it(text: str) -> None:
    assert order_name(ORDER_ID) in orders_named(a_paper(order_texts=[text]).content)


def test_an_order_is_named_by_a_row_too() -> None:
    paper = a_paper(items=[an_item(), an_item("101", order_text=ORDER_ID)])

    assert order_name(ORDER_ID) in orders_named(paper.content)


@pytest.mark.parametrize("text", ["", "Obrigado pela preferência", "Vendedor 1234", "v7053", f"x{ORDER_ID}"])
def test_other_words_name_no_such_order(text: str) -> None:
    assert order_name(ORDER_ID) not in orders_named(a_paper(order_texts=[text]).content)


def test_a_scanned_key_names_no_order() -> None:
    assert orders_named(None) == frozenset()


@given(st.lists(st.text(), max_size=5))
def test_no_text_is_too_much(texts: list[str]) -> None:
    assert (
        len(orders_named(a_paper(order_texts=[*texts, "1234567 " * 500, *map(str, range(10**6, 10**6 + 500))]).content))
        <= 100
    )


# beyond doubt


def exact(paper: Paper, buyer: Buyer | None = None) -> bool:
    return is_exact(checks(paper, buyer), paper.content, ORDER_ID)


def test_the_document_that_names_the_order_and_fits_it_is_exact() -> None:
    assert exact(a_paper(order_texts=[ORDER_ID]))


def test_buyer_value_and_items_are_enough_where_no_order_is_named() -> None:
    assert exact(a_paper(order_texts=["Obrigado! Vendedor 12345"]))


def test_a_document_that_names_another_order_waits_for_the_request_of_that_one() -> None:
    assert not exact(a_paper(order_texts=["Pedido v70530117str-01"]))
    assert not exact(a_paper(order_texts=[f"Pedido v70530117str-01, troca do {ORDER_ID}"]))


def test_the_same_order_in_two_writings_is_one() -> None:
    seller = OrderId("SLR-1080883513398-01")
    both = a_paper(order_texts=[f"Pedido 1080883513398-01 ({seller})"])

    assert is_exact(checks(both), both.content, seller)


def test_without_a_buyer_two_equal_sales_cannot_be_told_apart() -> None:
    nobody = a_buyer(name="", tax_id="")

    assert not exact(a_paper(buyer=""), nobody)
    assert exact(a_paper(buyer="", order_texts=[ORDER_ID]), nobody)


def test_items_under_codes_that_vtex_does_not_know_leave_a_doubt() -> None:
    own_code = [an_item("CAM-P")]

    assert not exact(a_paper(items=own_code))
    assert exact(a_paper(items=own_code, order_texts=[ORDER_ID]))


@pytest.mark.parametrize(
    "paper",
    [
        a_paper(is_genuine=None, order_texts=[ORDER_ID]),
        a_paper(is_genuine=False, order_texts=[ORDER_ID]),
        a_paper(a_document(is_authorised=False), order_texts=[ORDER_ID]),
        a_paper(a_document(value=9989), order_texts=[ORDER_ID]),
        a_paper(a_document(is_entry=True), order_texts=[ORDER_ID]),
        a_paper(items=[an_item(quantity=2)], order_texts=[ORDER_ID]),
        Paper(a_scanned_document()),
        Paper(a_document()),
    ],
    ids=["unsigned", "changed", "unauthorised", "a cent less", "entry", "items", "scanned", "nothing told"],
)
def test_whatever_is_not_proved_is_not_exact(paper: Paper) -> None:
    assert not exact(paper)


# the candidates


def a_match(  # noqa: PLR0913 (what a match is made of)
    job: int = 1,
    file: int = 1,
    *,
    document: Document | None = None,
    order_id: str = ORDER_ID,
    exact: bool = True,
    named: bool = True,
    verdicts: tuple[Verdict, ...] = (Verdict.OK,),
) -> Match:
    document = document or a_document(nnf=file)
    found = FoundFile(FileId(file), f"/xml/{file}.xml", NOW, FileState.PROPOSED, document)
    told = tuple(Check(CheckName.ITEMS, verdict) for verdict in verdicts)
    return Match(document, a_job(job_id=job, order_id=order_id), told, named, is_exact=exact, file=found)


def test_what_is_most_likely_comes_first() -> None:
    exact = a_match(5)
    named = a_match(4, exact=False)
    warned = a_match(3, exact=False, named=False, verdicts=(Verdict.WARNING,))
    blocked = a_match(2, exact=False, named=False, verdicts=(Verdict.BLOCKING,))
    typed = replace(a_match(1, exact=False, named=False, verdicts=(Verdict.BLOCKING, Verdict.UNKNOWN)), file=None)

    assert best_first([typed, blocked, warned, named, exact]) == (exact, named, warned, blocked, typed)


def chosen(of_file: Sequence[Match], of_job: Sequence[Match]) -> Match | None:
    return sure_match(of_file, of_job, max(len(of_file), len(of_job)))


def test_one_job_and_one_file_belong_together() -> None:
    match = a_match()

    assert chosen([match], [match]) == match


def test_what_is_not_exact_is_left_to_a_person() -> None:
    match = a_match(exact=False)

    assert chosen([match], [match]) is None


def test_two_orders_that_it_fits_are_left_to_a_person() -> None:
    one, other = a_match(1), a_match(2, order_id="v70530117str-01")

    assert chosen([one, other], [one]) is None


def test_two_documents_for_one_request_are_left_to_a_person() -> None:
    assert chosen([a_match(1, 1)], [a_match(1, 1), a_match(1, 2)]) is None


def test_the_same_document_in_two_files_is_one() -> None:
    copies = [a_match(1, 1, document=a_document()), a_match(1, 2, document=a_document())]

    assert chosen(copies[:1], copies) == copies[0]


def test_of_two_requests_for_the_same_the_older_takes_the_first_document() -> None:
    older, younger = a_match(1, 1), a_match(2, 1)

    assert chosen([older, younger], [older, a_match(1, 2)]) == older


def test_requests_of_one_order_for_items_nobody_compared_are_left_to_a_person() -> None:
    one, other = (a_match(job, verdicts=(Verdict.UNKNOWN,)) for job in (1, 2))

    assert chosen([one, other], [one]) is None
    assert chosen([one], [one]) == one


@pytest.mark.parametrize("named", [False, True])
def test_among_more_candidates_than_are_looked_at_only_the_named_order_is_sure(*, named: bool) -> None:
    match = a_match(named=named)
    others = [a_match(job, exact=False, named=False) for job in range(2, MOST_OF_A_VALUE + 1)]

    assert chosen([match, *others], [match]) == (match if named else None)
    assert chosen([match], [match, *others]) == (match if named else None)


def test_a_match_may_be_attached_unless_something_keeps_it_out() -> None:
    assert a_match(verdicts=(Verdict.OK, Verdict.WARNING)).may_be_attached
    assert not a_match(verdicts=(Verdict.OK, Verdict.BLOCKING)).may_be_attached


# the job that a person means who brings a document without saying for which


def test_the_job_whose_order_is_named_is_meant_before_others_that_fit() -> None:
    named = a_match(1, exact=False, verdicts=(Verdict.BLOCKING,))

    assert meant_match([named, a_match(2, exact=False, named=False)]) == named


def test_of_two_jobs_of_a_named_order_the_one_that_fits_is_meant() -> None:
    misfit, fitting = a_match(1, exact=False, verdicts=(Verdict.BLOCKING,)), a_match(2, exact=False)

    assert meant_match([misfit, fitting]) == fitting


def test_of_two_requests_of_one_order_that_it_fits_exactly_the_first_is_meant() -> None:
    assert meant_match([a_match(1), a_match(2)]) == a_match(1)


def test_of_two_jobs_that_fit_alike_none_is_meant() -> None:
    assert meant_match([a_match(1, exact=False), a_match(2, exact=False)]) is None


def test_without_a_job_none_is_meant() -> None:
    assert meant_match([]) is None


# what a document takes back


def test_an_event_names_the_document_that_it_cancels() -> None:
    assert originals_named(Paper(a_cancellation(key=a_key(nnf=7)))) == {a_key(nnf=7).text}


def test_a_note_names_the_documents_that_it_refers_to_and_not_itself() -> None:
    assert originals_named(a_paper(references=[a_key(nnf=7).text])) == {a_key(nnf=7).text}
    assert originals_named(Paper(a_document())) == frozenset()


def test_a_list_of_documents_is_cut() -> None:
    keys = [a_key(nnf=nnf).text for nnf in range(1, 200)]

    assert len(originals_named(a_paper(references=keys))) == 100


def test_what_surely_takes_back_the_orders_own_sale_is_as_good_as_its_number() -> None:
    value = Check(CheckName.VALUE, Verdict.OK)

    assert takes_back([value, Check(CheckName.ORIGINAL, Verdict.OK)])
    assert not takes_back([value, Check(CheckName.ORIGINAL, Verdict.UNKNOWN)])
