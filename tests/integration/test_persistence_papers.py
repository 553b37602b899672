"""The documents that this desk knows of a day, and their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.filing import FileId, FileRead, Stamp
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import SeenDocument
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.day_ports import DayBook
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.files import FileTable
from tests.builders import CNPJ, NOW, a_cancellation, a_document, a_key, a_paper, a_scanned_document
from tests.past import Past

DAY = StoreDay(date(2026, 11, 20), ZoneInfo("America/Sao_Paulo"))
NOON = DAY.begin + timedelta(hours=12)
YESTERDAY = NOON - timedelta(days=1)
OTHER_CNPJ = "44555666000160"


@pytest.fixture
def files(database: Database) -> FileTable:
    return FileTable(database)


def a_note(nnf: int, issued_at: datetime = NOON) -> Document:
    """Make a note of which all is known."""
    return a_document(nnf=nnf, issued_at=issued_at)


def filed(files: FileTable, document: Document, name: str = "") -> FileId:
    """Find a document in a watched folder."""
    path = name or f"{document.key}.xml"
    (file,) = files.note([FileRead(path, Stamp(1, 1), a_paper(document))], NOW)
    return file


def attached(past: Past, document: Document, at: datetime = NOON) -> Job:
    """Attach a document to a new job."""
    return past.documented(past.loaded(past.asked(at), at), at, document)


def numbers(book: DayBook) -> list[int]:
    """Give the numbers of the notes of ``DAY``."""
    return [seen.document.key.nnf for seen in book.documents_of(DAY)]


def test_a_note_is_of_the_day_on_which_it_was_issued_in_the_store(book: DayBook, files: FileTable) -> None:
    second = timedelta(seconds=1)
    moments = (DAY.begin - second, DAY.begin, DAY.end - second, DAY.end)
    for number, at in enumerate(moments, 1):
        filed(files, a_note(number, at if number % 2 else at.astimezone(UTC)))

    assert numbers(book) == [2, 3]


def test_a_note_that_a_job_has_and_a_folder_holds_is_one(book: DayBook, past: Past, files: FileTable) -> None:
    note = a_note(7)
    file = filed(files, note)
    job = attached(past, note)

    assert book.documents_of(DAY) == (SeenDocument(note, job.id, file),)


def test_copies_of_a_file_are_one_note(book: DayBook, files: FileTable) -> None:
    note = a_note(7)
    copies = [filed(files, note, name) for name in ("a.xml", "b.xml")]

    (seen,) = book.documents_of(DAY)

    assert seen.file in copies


def test_the_note_of_a_job_of_the_day_is_told_whenever_it_was_issued(book: DayBook, past: Past) -> None:
    attached(past, a_note(7, YESTERDAY))
    past.dismissed(attached(past, a_note(8, YESTERDAY), YESTERDAY), YESTERDAY)

    assert numbers(book) == [7]


def test_a_note_that_a_job_gave_back_is_known_without_a_job(book: DayBook, past: Past) -> None:
    note = a_note(7)
    past.dismissed(attached(past, note), NOON)

    assert book.documents_of(DAY) == (SeenDocument(note, was_attached=True),)


def test_of_a_note_in_a_folder_that_no_job_has_its_content_is_told(book: DayBook, past: Past, files: FileTable) -> None:
    free, taken = a_note(7), a_note(8)
    attached(past, taken)
    for note in (free, taken):
        filed(files, note)

    assert [seen.content for seen in book.documents_of(DAY)] == [a_paper(free).content, None]


def test_a_key_without_content_in_a_folder_is_told_without_it(book: DayBook, files: FileTable) -> None:
    files.note([FileRead("7.xml", Stamp(1, 1), Paper(a_note(7), b"<nfeProc/>"))], NOW)

    assert [seen.content for seen in book.documents_of(DAY)] == [None]


def test_a_note_given_back_and_taken_by_another_job_is_that_ones(book: DayBook, past: Past) -> None:
    note = a_note(7)
    past.dismissed(attached(past, note), NOON)
    job = attached(past, note)

    assert book.documents_of(DAY) == (SeenDocument(note, job.id),)


def test_what_the_xml_says_goes_before_the_key_alone(book: DayBook, past: Past, files: FileTable) -> None:
    scanned = a_scanned_document(issued_at=NOON)
    job = attached(past, scanned)
    file = filed(files, a_document(issued_at=YESTERDAY))

    assert book.documents_of(DAY) == (SeenDocument(a_document(issued_at=YESTERDAY), job.id, file),)


def test_a_key_alone_is_told_as_it_is(book: DayBook, past: Past) -> None:
    scanned = a_scanned_document(issued_at=NOON)
    job = attached(past, scanned)

    assert book.documents_of(DAY) == (SeenDocument(scanned, job.id),)


@pytest.mark.parametrize("environment", Environment)
def test_a_cancelled_note_is_told_as_such_in_its_environment(
    book: DayBook, files: FileTable, environment: Environment
) -> None:
    filed(files, a_note(7))
    filed(files, a_cancellation(key=a_key(nnf=7), environment=environment, issued_at=NOON), "event.xml")

    note, event = book.documents_of(DAY)

    assert (note.is_cancelled, event.is_cancelled) == (environment is Environment.PRODUCTION, False)


def test_a_note_that_tells_no_environment_is_a_real_one(book: DayBook, past: Past, files: FileTable) -> None:
    attached(past, replace(a_scanned_document(key=a_key(nnf=7), issued_at=NOON), environment=None))
    filed(files, a_cancellation(key=a_key(nnf=7)), "event.xml")

    assert book.documents_of(DAY)[0].is_cancelled


def test_a_note_whose_file_is_set_aside_is_told_as_such(book: DayBook, files: FileTable) -> None:
    aside = AuditEntry(NOW, "ana", Deed.FILE_SET_ASIDE, "file/1")
    files.set_aside(filed(files, a_note(7)), "ana", aside)
    filed(files, a_note(8))

    assert [seen.is_set_aside for seen in book.documents_of(DAY)] == [True, False]


def test_a_note_of_an_earlier_day_that_is_cancelled_is_told_with_its_event(book: DayBook, past: Past) -> None:
    note, event = a_note(7, YESTERDAY), a_cancellation(key=a_key(nnf=7), issued_at=NOON)
    sale = past.closed(past.sent(attached(past, note, YESTERDAY), YESTERDAY), YESTERDAY)
    cancelling = attached(past, event)

    assert book.documents_of(DAY) == (
        SeenDocument(note, sale.id, is_cancelled=True),
        SeenDocument(event, cancelling.id),
    )


def test_an_event_tells_of_a_note_that_nobody_has_seen(book: DayBook, files: FileTable) -> None:
    event = a_cancellation(key=a_key(nnf=7), issued_at=NOON)
    file = filed(files, event)

    assert book.documents_of(DAY) == (SeenDocument(event, file=file, content=a_paper(event).content),)


def test_notes_come_by_model_serie_and_number(book: DayBook, files: FileTable) -> None:
    keys = [
        a_key(model=DocumentModel.NFE, nnf=9),
        a_key(serie=1, nnf=2),
        a_key(serie=1, nnf=10),
        a_key(serie=2, nnf=1),
    ]
    for key in reversed(keys):
        filed(files, a_document(key=key, issued_at=NOON))

    assert [seen.document.key for seen in book.documents_of(DAY)] == keys


# the last numbers


def test_the_last_numbers_are_the_highest_of_each_model_and_serie(book: DayBook, past: Past, files: FileTable) -> None:
    filed(files, a_document(key=a_key(model=DocumentModel.NFE, serie=3, nnf=120), issued_at=YESTERDAY))
    filed(files, a_document(key=a_key(serie=1, nnf=9), issued_at=YESTERDAY))
    attached(past, a_document(key=a_key(serie=1, nnf=10), issued_at=YESTERDAY - timedelta(days=400)))
    filed(files, a_document(key=a_key(serie=20, nnf=5), issued_at=YESTERDAY))

    assert book.last_numbers(DAY, CNPJ) == {("55", 3): 120, ("65", 1): 10, ("65", 20): 5}


def test_the_last_numbers_are_those_from_before_the_day(book: DayBook, files: FileTable) -> None:
    filed(files, a_note(4, DAY.begin - timedelta(seconds=1)))
    filed(files, a_note(5, DAY.begin))

    assert book.last_numbers(DAY, CNPJ) == {("65", 1): 4}


def test_the_notes_of_others_say_nothing_about_our_numbers(book: DayBook, files: FileTable) -> None:
    filed(files, a_document(key=a_key(cnpj=OTHER_CNPJ, nnf=9), issued_at=YESTERDAY))

    assert book.last_numbers(DAY, CNPJ) == {}
