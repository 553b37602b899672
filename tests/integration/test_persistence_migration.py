"""What a database of an earlier program holds is listed and found after its migration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text

from desktop_invoicer.domain.brasilia import BRASILIA
from desktop_invoicer.domain.day import Sent, Tally
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, DocumentContent, Paper
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Content, Entry, Step, TimelineEntry
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.persistence import migrations
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.values import from_json, to_json
from tests.builders import (
    NOW,
    a_cancellation,
    a_decision,
    a_document,
    a_draft,
    a_draft_line,
    a_key,
    a_notification,
    a_paper,
    an_earlier_invoice,
    an_invoice,
    an_item,
    an_order,
)
from tests.counter import KEY

CONTENT = Content(
    notification=a_notification(),
    reading=Reading(Operation.SALE),
    order=an_order(),
    draft=a_draft(),
    decision=a_decision(DocumentModel.NFE),
    ncms={},
    raw_notification="{}",
    raw_order="{}",
)
CANCELLATION = a_cancellation(key=a_key(nnf=7))
_JOB = text(
    "INSERT INTO jobs (id, account, order_id, notification_id, callback_url, received_at, source, updated_at, stage,"
    " version, attempts, confirmed_by, operation, channel, units, value) VALUES (:id, 'a', :order_id, 'n', '', :at,"
    " 'receiver', :at, :stage, 2, 0, '', 'sale', 'pickup', 1, 9990)",
)
_DOCUMENT = text(
    "INSERT INTO documents (job_id, kind, access_key, document, attached_at)"
    " VALUES (:job, :kind, :key, :document, :at)",
)


def older_schema(path: Path, revision: str = "0001") -> Engine:
    """Make a database as an earlier program left it, by default the first one."""

    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(str(path))
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        return connection

    engine = create_engine("sqlite://", creator=connect, module=sqlcipher)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JobJournal]:
    """Open a database of the first schema with a job not loaded, one loaded and one closed, the last two documented."""
    path = tmp_path / "invoicer.db"
    before = older_schema(path)
    with before.begin() as connection:
        for number, stage in ((1, "received"), (2, "loaded"), (3, "closed")):
            values = {"id": number, "order_id": f"v7053000{number}str-01", "stage": stage, "at": NOW.isoformat()}
            connection.execute(_JOB, values)
        for number in (2, 3):
            content = {"id": number, "content": to_json(CONTENT, Content)}
            connection.execute(text("INSERT INTO contents VALUES (:id, :content)"), content)
        for number, document in ((3, a_document(nnf=4711)), (2, CANCELLATION)):
            values = {"job": number, "kind": document.kind.value, "key": document.key.text, "at": NOW.isoformat()}
            connection.execute(_DOCUMENT, {**values, "document": to_json(document, Document)})
    before.dispose()
    database = Database(path, KEY)
    yield JobJournal(database)
    database.close()


def test_what_was_loaded_shows_its_buyer_and_the_document_due(journal: JobJournal) -> None:
    received, loaded = journal.page(JobQuery(), 0, 10).jobs

    assert (received.buyer, received.due, received.operator) == ("", None, "")
    assert (loaded.buyer, loaded.due, loaded.operator) == ("Maria T. •••••••••91", DocumentModel.NFE, "")


@pytest.mark.parametrize(
    ("section", "search", "found"),
    [
        (Section.OPEN, "", [1, 2]),
        (Section.OPEN, "v7053", [1, 2]),
        (Section.OPEN, "camiseta", [2]),
        (Section.ENDED, "camiseta", [3]),
        (Section.ENDED, "4711", [3]),
    ],
)
def test_what_was_there_is_listed_and_found(
    journal: JobJournal, section: Section, search: str, found: list[int]
) -> None:
    assert [job.id for job in journal.page(JobQuery(section, search=search), 0, 10).jobs] == found
    assert journal.counts(section, search)[JobFilter.PICKUP] == len(found)


def test_a_job_that_ends_after_the_migration_leaves_the_open_ones(journal: JobJournal) -> None:
    _, loaded = journal.page(JobQuery(), 0, 10).jobs
    journal.apply(Step(loaded.advanced(Stage.DISMISSED, NOW), TimelineEntry(NOW, Entry.DISMISSED)))

    assert journal.page(JobQuery(search="camiseta"), 0, 10).jobs == ()


def test_what_was_cancelled_is_known_of_its_environment(journal: JobJournal) -> None:
    known = [journal.is_cancelled(CANCELLATION.key, environment) for environment in Environment]

    assert dict(zip(Environment, known, strict=True)) == {Environment.PRODUCTION: True, Environment.HOMOLOGATION: False}
    assert not journal.is_cancelled(a_document(nnf=4711).key, Environment.PRODUCTION)


SOLD = a_key(nnf=41)
_WAITING = text("UPDATE jobs SET stage = 'loaded', hold_kind = 'waiting_for_document', operation = 'cancellation'")
_FILE = text(
    "INSERT INTO files (id, path, size, modified_ns, read_at, kind, access_key, document, content)"
    " VALUES (:id, :path, 1, 1, :at, :kind, :key, :document, :content)"
)


def test_files_that_were_there_are_found_by_what_they_take_back(tmp_path: Path) -> None:
    path = tmp_path / "invoicer.db"
    before = older_schema(path, "0003")
    content = replace(CONTENT, order=an_order(invoices=[an_earlier_invoice()]))
    event, entry = Paper(a_cancellation(key=SOLD)), a_paper(a_document(nnf=77), references=[SOLD.text])
    with before.begin() as connection:
        connection.execute(_JOB, {"id": 1, "order_id": "v1", "stage": "loaded", "at": NOW.isoformat()})
        connection.execute(_WAITING)
        values = {"id": 1, "content": to_json(content, Content)}
        connection.execute(text("INSERT INTO contents VALUES (:id, :content)"), values)
        for number, paper in enumerate((event, entry), 1):
            document = paper.document
            told = None if paper.content is None else to_json(paper.content, DocumentContent)
            values = {"id": number, "path": f"{number}.xml", "at": NOW.isoformat(), "kind": document.kind.value}
            values |= {"key": document.key.text, "document": to_json(document, Document), "content": told}
            connection.execute(_FILE, values)
    before.dispose()
    database = Database(path, KEY)

    found = FileTable(database).pairs_of_job(JobId(1))
    database.close()

    assert [(pair.file, pair.job) for pair in found] == [(FileId(1), JobId(1)), (FileId(2), JobId(1))]


_ENDED = text("INSERT INTO timeline (job_id, at, entry, facts) VALUES (1, :at, :entry, '{}')")
_POST = text(
    "INSERT INTO effects (job_id, kind, begun_at, ended_at, outcome, invoice)"
    " VALUES (1, 'post_invoice', :at, :at, 'done', :invoice)"
)
_LOADED = text("INSERT INTO contents VALUES (1, :content)")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[DayTable]:
    """Open a database of the schema before days, with a job that was given up, revived, sent and closed."""
    path = tmp_path / "invoicer.db"
    before = older_schema(path, "0004")
    lines = [a_draft_line(goods=9000, freight=990), a_draft_line(1, goods=0, freight=10)]
    content = replace(CONTENT, draft=a_draft(lines=lines))
    document = a_document(nnf=41, issued_at=datetime(2026, 11, 19, 23, 30, tzinfo=BRASILIA))
    invoice = an_invoice(value=9980, number="41", key=document.key.text)
    with before.begin() as connection:
        connection.execute(_JOB, {"id": 1, "order_id": "v1", "stage": "closed", "at": NOW.isoformat()})
        connection.execute(_JOB, {"id": 2, "order_id": "v2", "stage": "dismissed", "at": NOW.isoformat()})
        connection.execute(_JOB, {"id": 3, "order_id": "v3", "stage": "loaded", "at": NOW.isoformat()})
        connection.execute(_LOADED, {"content": to_json(content, Content)})
        for hours, entry in enumerate(("dismissed", "received_again", "closed", "retried")):
            connection.execute(_ENDED, {"at": _moment(NOW + timedelta(hours=hours)), "entry": entry})
        connection.execute(_POST, {"at": _moment(NOW), "invoice": to_json(invoice, Invoice)})
        values = {"job": 1, "kind": "note", "key": document.key.text, "at": _moment(NOW)}
        connection.execute(_DOCUMENT, {**values, "document": to_json(document, Document)})
        event = a_cancellation(key=a_key(nnf=9), issued_at=datetime(2026, 11, 20, 2, 59, tzinfo=UTC))
        values = {"id": 1, "path": "9.xml", "at": _moment(NOW), "kind": "cancellation", "key": event.key.text}
        connection.execute(_FILE, {**values, "document": to_json(event, Document), "content": None})
    before.dispose()
    database = Database(path, KEY)
    yield DayTable(database)
    database.close()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def test_jobs_of_days_before_tell_what_was_sent_and_when_they_ended(book: DayTable) -> None:
    closed, dismissed, loaded = book.jobs_of(StoreDay(NOW.date(), BRASILIA))

    assert closed.sent == Sent(NOW, "41", Cents(9980), a_key(nnf=41).text)
    assert [each.ended_at for each in (closed, dismissed, loaded)] == [NOW + timedelta(hours=2), NOW, None]
    assert [each.freight for each in (closed, dismissed, loaded)] == [1000, 0, 0]


def test_days_before_have_their_figures(book: DayTable) -> None:
    day = StoreDay(NOW.date(), BRASILIA)

    (told,) = book.summaries(day.date, day.date, day)

    assert (told.figures.asked.count, told.figures.given_up.count) == (3, 1)
    assert told.figures.invoiced == Tally(1, Cents(9980), Cents(1000))


def test_documents_of_days_before_are_found_by_the_moment_of_their_issue(book: DayTable) -> None:
    seen = book.documents_of(StoreDay(date(2026, 11, 19), BRASILIA))

    assert [(each.document.key.nnf, each.job, each.file) for each in seen] == [(9, None, 1), (41, 1, None)]


def test_documents_that_were_kept_before_tell_nothing_of_what_was_not_asked_then() -> None:
    document = json.loads(to_json(a_document(), Document))
    content = json.loads(to_json(DocumentContent(items=(an_item(),)), DocumentContent))
    for name in ("authorised_at", "substitute"):
        del document[name]
    for name in ("number", "original", "original_number"):
        del content["items"][0][name]

    assert from_json(json.dumps(document), Document) == a_document()
    (item,) = from_json(json.dumps(content), DocumentContent).items
    assert (item.number, item.original, item.original_number) == (0, "", 0)
