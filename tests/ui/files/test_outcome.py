"""What is said of a file: in its row, and why it is where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.ui.files.columns import Column, cell, tells, tip
from desktop_invoicer.ui.files.details import FileDetails, is_free
from desktop_invoicer.ui.files.outcome import outcome_of
from tests.builders import a_cancellation, a_document
from tests.ui.files.fake_desk import a_file

LOCKED = Problem(ProblemCode.FILE_FORBIDDEN)


def test_a_row_tells_what_the_file_holds() -> None:
    file = a_file(42, document=a_document(model=DocumentModel.NFE, nnf=42, value=12345))

    texts = [cell(file, column) for column in Column]

    assert texts[:5] == ["NF-e 42, series 1", "R$ 123.45", "NFCe00042.xml", "", ""]
    assert texts[6:] == ["11.222.333/0001-81", "/srv/xml"]


def test_a_row_of_an_unreadable_file_tells_nothing_of_a_document() -> None:
    file = a_file(state=FileState.UNREADABLE, problem=LOCKED)

    assert [cell(file, column) for column in (Column.DOCUMENT, Column.VALUE, Column.ISSUER)] == ["–", "", ""]
    assert "cannot be opened" in tip(file, Column.REASON)


def test_a_row_of_an_attached_file_names_the_order() -> None:
    file = replace(a_file(state=FileState.ATTACHED), order_id="v1str-01")

    assert cell(file, Column.ORDER) == "v1str-01"
    assert tip(file, Column.ORDER) == "<qt>v1str-01</qt>"


@pytest.mark.parametrize(
    ("state", "silent"),
    [
        (FileState.PROPOSED, {Column.ORDER, Column.REASON}),
        (FileState.ATTACHED, {Column.REASON}),
        (FileState.UNREADABLE, {Column.DOCUMENT, Column.VALUE, Column.ISSUER, Column.ORDER}),
    ],
)
def test_only_columns_that_tell_something_are_shown(state: FileState, silent: set[Column]) -> None:
    assert {column for column in Column if not tells(column, state)} == silent


def test_an_event_that_cancels_is_given_to_nobody() -> None:
    file = a_file(state=FileState.UNMATCHED, document=a_cancellation())

    assert not is_free(file)
    assert cell(file, Column.DOCUMENT) == "Cancellation event"
    assert outcome_of(FileDetails(file)).sentence == "This event cancels a document."


def test_who_settles_an_unreadable_file_is_told() -> None:
    told = outcome_of(FileDetails(a_file(state=FileState.UNREADABLE, problem=LOCKED)))

    assert told.owner == "Settled by: IT"
    assert told.step.endswith("The desk goes on trying by itself.")


def test_a_document_whose_order_went_meanwhile_is_said_to_fit_none() -> None:
    told = outcome_of(FileDetails(a_file(state=FileState.PROPOSED)))

    assert told.sentence == "No order that waits for a document fits."
