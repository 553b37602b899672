"""Personal data of jobs that ended long ago: gone from every byte of the file, while everything else goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.keeping import Chore, Done
from desktop_invoicer.domain.listing import JobQuery, Section
from desktop_invoicer.domain.notification import NotificationCall
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.keeping import KeepingTable
from tests.builders import BRASILIA, NOW
from tests.counter import KEY
from tests.integration.keeping import person
from tests.integration.keeping.pages import bytes_on_disk
from tests.past import Past

LIMIT = NOW - timedelta(days=90)
LONG_AGO = NOW - person.OLD


@pytest.fixture
def keeping(database: Database) -> KeepingTable:
    return KeepingTable(database, {})


@pytest.fixture
def files(database: Database) -> FileTable:
    return FileTable(database)


def erase(keeping: KeepingTable) -> int:
    """Erase everything that is old enough, as the desk does."""
    erased = 0
    while some := keeping.erase(LIMIT, NOW, 10):
        erased += some
    keeping.begin_forgetting()
    while keeping.go_on_forgetting():
        pass
    keeping.write_anew()
    return erased


def on_disk(database: Database) -> list[str]:
    """Give what is found in any byte of the file or its log."""
    content = bytes_on_disk(database.path, KEY)
    return [word for word in person.EVERYTHING if word.encode() in content]


def indexed(database: Database) -> int:
    """Give how large the indexes of words are; a word that is only marked as gone is still there."""
    sizes = (text(f"SELECT sum(length(block)) FROM {name}_data") for name in ("job_words", "open_job_words"))  # noqa: S608 (names of ours)
    with database.reading() as connection:
        return sum(connection.execute(size).scalar_one() for size in sizes)


def stored(database: Database) -> str:
    """Give everything that the database tells whoever asks, as one text."""
    with database.reading() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        own = [name for name in names if not name.startswith(("sqlite_", "job_words", "open_job_words"))]
        every = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in own]  # noqa: S608 (its own names)
        return "\n".join(str(tuple(row)) for rows in every for row in rows)


def test_what_is_planted_is_there_before_the_erasure(database: Database, past: Past, files: FileTable) -> None:
    person.closed(past, LONG_AGO)
    person.found(files, LONG_AGO, "1.xml", person.a_personal_paper(1))

    assert on_disk(database) == list(person.EVERYTHING)


@pytest.mark.parametrize("first", [1, 10**3, 10**5, 10**7, 10**9])
def test_nothing_of_a_buyer_stays_in_any_byte_of_the_file(
    database: Database, past: Past, keeping: KeepingTable, files: FileTable, first: int
) -> None:
    jobs = [person.closed(past, LONG_AGO, first + number) for number in range(30)]
    for job in jobs:
        person.found(files, LONG_AGO, f"{job.id}.xml", person.a_personal_paper(job.id))
    person.found(files, LONG_AGO, "broken.xml")

    erased = erase(keeping)

    assert erased == 61
    assert [word for word in person.EVERYTHING if word in stored(database)] == []
    assert on_disk(database) == []
    assert indexed(database) < 100


@pytest.mark.parametrize("end", ["closed", "dismissed", "withdrawn"])
def test_whatever_the_end_was(database: Database, past: Past, keeping: KeepingTable, end: str) -> None:
    if end == "closed":
        person.closed(past, LONG_AGO)
    else:
        getattr(past, end)(person.loaded(past, LONG_AGO), LONG_AGO)

    assert erase(keeping) == 1
    assert on_disk(database) == []


def test_open_jobs_and_young_ones_keep_everything(past: Past, keeping: KeepingTable) -> None:
    waiting = person.loaded(past, LONG_AGO)
    young = person.closed(past, LIMIT)

    assert erase(keeping) == 0
    for job in (waiting, young):
        content = past.journal.content(job.id)
        assert content is not None
        assert (content.order.buyer.name, content.raw_order) == (person.NAME, person.RAW_ORDER * 40)
    assert past.journal.document_xml(young.id) == person.XML.encode()
    assert found_by(past, Section.ENDED, "vrkjunior") == [young.id]


def found_by(past: Past, section: Section, words: str) -> list[int]:
    return [job.id for job in past.journal.page(JobQuery(section, search=words), 0, 10).jobs]


def test_fiscal_identifiers_goods_and_money_stay(past: Past, keeping: KeepingTable) -> None:
    job = person.closed(past, LONG_AGO, 7)
    before = past.journal.content(job.id)
    paper = person.a_personal_paper(job.id)

    erase(keeping)

    kept = past.journal.job(job.id)
    after = past.journal.content(job.id)
    assert kept is not None
    assert kept.document is not None
    assert after is not None
    assert before is not None
    assert (kept.stage, kept.value, kept.order_id, kept.buyer) == (Stage.CLOSED, 9990, "v7tst-01", "")
    assert (kept.document.key, kept.document.protocol, kept.document.value) == (
        paper.document.key,
        paper.document.protocol,
        9990,
    )
    assert (after.draft.lines, after.decision, after.order.order_id) == (
        before.draft.lines,
        before.decision,
        before.order.order_id,
    )
    assert [(line.sku, line.quantity) for line in after.order.lines] == [("100", 1)]
    (posted, deleted) = past.journal.effects(job.id)
    assert posted.invoice is not None
    assert (posted.invoice.key, posted.invoice.number, posted.invoice.value) == (paper.document.key.text, "1", 9990)
    assert deleted.outcome is posted.outcome
    told = [(entry.entry.value, dict(entry.facts)) for entry in past.journal.timeline(job.id)]
    assert ("settled", {"operator": "ana", "matter": "operation"}) in told
    assert found_by(past, Section.ENDED, "v7tst-01") == [job.id]
    assert found_by(past, Section.ENDED, "camiseta") == []


def test_days_keep_their_figures_and_documents(database: Database, past: Past, keeping: KeepingTable) -> None:
    for _ in range(3):
        person.closed(past, LONG_AGO)
    book, day = DayTable(database), StoreDay.of(LONG_AGO, BRASILIA)
    before = (book.summaries(day.date, day.date, day), figures(book, day))

    erase(keeping)

    assert (book.summaries(day.date, day.date, day), figures(book, day)) == before
    assert before[0][0].figures.invoiced.count == 3


def figures(book: DayTable, day: StoreDay) -> list[object]:
    return [(each.job.id, each.sent, each.freight, each.ended_at, each.job.value) for each in book.jobs_of(day)]


def test_a_later_invoice_of_the_order_knows_what_was_sent_before(past: Past, keeping: KeepingTable) -> None:
    sold = person.closed(past, LONG_AGO, 5)
    erase(keeping)
    call = NotificationCall(sold.account, sold.order_id, "return", sold.callback_url)  # type: ignore[arg-type]
    back, _ = past.journal.record(call, NOW, "polling")

    (own,) = past.journal.own_invoices(back)
    (paper,) = past.journal.sold_papers(back.account, back.order_id)

    assert (own.value, own.units, own.key) == (9990, {0: 1}, paper.document.key.text)
    assert paper.content is not None
    assert [(item.code, item.value) for item in paper.content.items] == [("100", 9990)]


def test_a_document_stays_used_up(past: Past, keeping: KeepingTable) -> None:
    job = person.closed(past, LONG_AGO)
    erase(keeping)

    owner = past.journal.document_owner(person.a_personal_paper(job.id).document)

    assert owner is not None
    assert owner.id == job.id


def test_what_begins_again_is_erased_again_when_it_has_ended(
    database: Database, past: Past, keeping: KeepingTable
) -> None:
    job = past.withdrawn(person.loaded(past, LONG_AGO, 3), LONG_AGO)
    erase(keeping)
    call = NotificationCall(job.account, job.order_id, job.notification_id, job.callback_url)
    revived, is_new = past.journal.record(call, LONG_AGO, "receiver")
    again = person_reads(past, revived)

    assert is_new
    assert erase(keeping) == 0
    past.withdrawn(again, LONG_AGO)
    assert erase(keeping) == 1
    assert on_disk(database) == []


def person_reads(past: Past, job: Job) -> Job:
    """Read a job again that is there already."""
    again = person.loaded(past, LONG_AGO, 3)
    assert again.id == job.id
    return again


def test_a_file_that_is_read_again_is_erased_again(database: Database, keeping: KeepingTable, files: FileTable) -> None:
    person.found(files, LONG_AGO, "1.xml", person.a_personal_paper(1))
    assert erase(keeping) == 1
    person.found(files, LONG_AGO + timedelta(seconds=1), "1.xml", person.a_personal_paper(1))

    assert on_disk(database) != []
    assert erase(keeping) == 1
    assert on_disk(database) == []


def test_files_that_an_open_job_may_need_keep_everything(past: Past, keeping: KeepingTable, files: FileTable) -> None:
    named, holding = person.loaded(past, LONG_AGO, 70530116), person.loaded(past, LONG_AGO)
    paper = person.a_personal_paper(holding.id)
    past.documented(holding, LONG_AGO, paper.document)
    person.found(files, LONG_AGO, "held.xml", paper)
    person.found(files, LONG_AGO, "named.xml", person.a_personal_paper(77), orders=(named.order_id,))

    assert erase(keeping) == 0


def test_a_file_of_which_the_data_is_gone_is_not_read_again(keeping: KeepingTable, files: FileTable) -> None:
    person.found(files, LONG_AGO, "1.xml", person.a_personal_paper(1))
    known = files.known()
    erase(keeping)

    assert files.known() == known
    (file,) = files.page(list(FileState), 0, 10).files
    assert file.document is not None
    assert file.document.key == person.a_personal_paper(1).document.key


def test_an_erasure_that_was_cut_off_is_finished_by_the_next(
    tmp_path: Path, database: Database, past: Past, keeping: KeepingTable
) -> None:
    for _ in range(25):
        person.closed(past, LONG_AGO)
    keeping.erase(LIMIT, NOW, 10)
    keeping.begin_forgetting()
    database.close()  # whatever was committed is all there is after a kill
    again = Database(tmp_path / "invoicer.db", KEY)

    assert erase(KeepingTable(again, {})) == 15
    assert on_disk(again) == []
    again.close()


def test_content_that_nobody_can_read_goes_as_a_whole(database: Database, past: Past, keeping: KeepingTable) -> None:
    job = person.closed(past, LONG_AGO)
    with database.writing() as connection:
        connection.execute(text("UPDATE contents SET content = :content"), {"content": f'{{"name": "{person.NAME}"}}'})

    erase(keeping)

    assert past.journal.content(job.id) is None
    assert on_disk(database) == []


def test_what_was_done_is_remembered(database: Database) -> None:
    keeping = KeepingTable(database, {})
    assert keeping.last(Chore.TIDYING) is None
    for count in (1, 2):
        keeping.note(Chore.TIDYING, Done(NOW, {"count": count}))

    assert keeping.last(Chore.TIDYING) == Done(NOW, {"count": 2})
    assert JobJournal(database).jobs() == ()
