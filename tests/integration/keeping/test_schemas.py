"""Databases that earlier programs left: brought up to date whole or not at all, and then they work like any other."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.restoring import Wish, restore
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.credentials import DATABASE_KEY, SERVICE
from desktop_invoicer.domain.listing import JobQuery, Section
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.persistence.backup_file import SETTINGS_TABLE, Header, pack
from desktop_invoicer.persistence.database import Database, schema_of, unlocked
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.keeping import KeepingTable
from desktop_invoicer.persistence.tables import REVISIONS
from tests.builders import BRASILIA, NOW
from tests.counter import DATABASE, KEY, OPERATOR, counter, new_database
from tests.flow.desk_process import FixedVault
from tests.integration.keeping.pages import bytes_on_disk

FIXTURES = Path(__file__).parents[2] / "fixtures" / "schemas"
ROOT = Path(__file__).parents[3]
EARLIER = REVISIONS[:-1]
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
each_schema = pytest.mark.parametrize("schema", EARLIER)


def left_by(schema: str, folder: Path) -> Path:
    """Make the database that the last program of a schema left."""
    path = folder / DATABASE
    with closing(unlocked(path, KEY)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN; {(FIXTURES / f'{schema}.sql').read_text('utf-8')} COMMIT;")
    return path


def content_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the whole content of a database."""
    with closing(unlocked(path, KEY, "ro")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        words = {name for name in names for owner in names if name.startswith(f"{owner}_") and "words" in owner}
        plain = [name for name in names if name not in words and not name.endswith("words")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in (*plain, *words)}  # noqa: S608 (its own names)


def test_each_schema_before_the_newest_has_its_fixture() -> None:
    assert sorted(file.stem for file in FIXTURES.glob("*.sql")) == sorted(EARLIER)


@each_schema
def test_a_fixture_is_of_its_schema(schema: str, tmp_path: Path) -> None:
    with closing(unlocked(left_by(schema, tmp_path), KEY)) as connection:
        assert schema_of(connection) == schema


@each_schema
def test_the_schema_becomes_that_of_a_new_database(schema: str, tmp_path: Path) -> None:
    with closing(Database(left_by(schema, tmp_path), KEY)) as database, database.reading() as connection:
        migrated = shape(connection)
    (tmp_path / "new").mkdir()
    with closing(new_database(tmp_path / "new")) as database, database.reading() as connection:
        assert migrated == shape(connection)


def shape(connection: object) -> dict[str, list[str]]:
    """Give the columns of each table, and the text of everything else."""
    from sqlalchemy import Connection

    assert isinstance(connection, Connection)
    objects = connection.execute(text("SELECT type, name, sql FROM sqlite_master")).all()
    told = {name: [" ".join((sql or "").split())] for kind, name, sql in objects if kind != "table"}
    for kind, name, _ in objects:
        if kind == "table" and not name.endswith(("_data", "_idx", "_docsize", "_config", "_content")):
            columns = connection.execute(text(f"PRAGMA table_xinfo({name})")).all()
            told[name] = sorted(f"{column.name} {column.type} {column.notnull} {column.hidden}" for column in columns)
    return told


@each_schema
def test_everything_that_was_there_is_shown_and_found(schema: str, tmp_path: Path) -> None:
    path = left_by(schema, tmp_path)
    with closing(Database(path, KEY)) as database:
        journal = JobJournal(database)
        open_ = journal.page(JobQuery(), 0, 10).jobs
        ended = journal.page(JobQuery(Section.ENDED), 0, 10).jobs
        assert ([job.stage for job in open_], [job.stage for job in ended]) == ([Stage.LOADED] * 4, [Stage.CLOSED] * 2)
        for job in (*open_, *ended):
            content = journal.content(job.id)
            assert content is not None
            assert content.order.order_id == job.order_id
            section = Section.OPEN if job in open_ else Section.ENDED
            for words in (content.order.lines[0].name, content.order.buyer.name, job.order_id, str(job.id)):
                found = journal.page(JobQuery(section, search=words), 0, 10).jobs
                assert job.id in [each.id for each in found] or not words
            assert journal.timeline(job.id)
            journal.settlements(job.id)
        for job in ended:
            assert job.document is not None
            assert {effect.kind.value for effect in journal.effects(job.id)} == {"post_invoice", "delete_notification"}
            assert journal.document_owner(job.document) == job
            assert journal.document_xml(job.id)


@each_schema
def test_its_days_have_their_figures(schema: str, tmp_path: Path) -> None:
    with closing(Database(left_by(schema, tmp_path), KEY)) as database:
        (first, *_) = JobJournal(database).jobs()
        day = StoreDay.of(first.received_at, BRASILIA)
        (told,) = DayTable(database).summaries(day.date, day.date, day)

    assert (told.figures.asked.count, told.figures.invoiced.count, told.figures.invoiced.value > 0) == (6, 2, True)


@each_schema
async def test_what_was_open_can_be_ended(schema: str, tmp_path: Path) -> None:
    left_by(schema, tmp_path)
    with counter(tmp_path) as shop:
        async with shop.at_work():
            for job in shop.desk.jobs():
                if not job.stage.is_end:
                    await shop.desk.dismiss(job.id, OPERATOR, "given up")

        assert all(job.stage.is_end for job in shop.desk.jobs())
        assert shop.journal.count_open() == 0


@each_schema
def test_what_is_old_is_erased_from_every_byte(schema: str, tmp_path: Path) -> None:
    with closing(Database(left_by(schema, tmp_path), KEY)) as database:
        journal, keeping = JobJournal(database), KeepingTable(database, {})
        contents = [content for job in journal.jobs() if (content := journal.content(job.id))]
        buyers = [content.order.buyer for content in contents]
        words = {word for buyer in buyers for word in (buyer.name, buyer.tax_id) if word}
        words |= {word for content in contents for word in _ADDRESS.findall(content.raw_order)}
        with database.writing() as connection:
            connection.execute(text("UPDATE jobs SET stage = 'dismissed', ended_at = updated_at WHERE is_open"))
        before = bytes_on_disk(database.path, KEY)
        later = max(job.updated_at for job in journal.jobs()) + timedelta(days=1)
        while keeping.erase(later, later, 10):
            pass
        keeping.begin_forgetting()
        while keeping.go_on_forgetting():
            pass
        keeping.write_anew()
        after = bytes_on_disk(database.path, KEY)

    assert len(words) > 2
    assert all(word.encode() in before for word in words)
    assert [word for word in words if word.encode() in after] == []


@each_schema
def test_a_file_of_an_early_program_learns_to_become_smaller(schema: str, tmp_path: Path) -> None:
    with closing(Database(left_by(schema, tmp_path), KEY)) as database, database.apart() as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@each_schema
def test_a_backup_of_an_earlier_schema_is_taken_back(schema: str, tmp_path: Path) -> None:
    backup, older = tmp_path / "desk.backup", left_by(schema, tmp_path)
    with closing(unlocked(older, KEY)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"CREATE TABLE {SETTINGS_TABLE} (name VARCHAR NOT NULL PRIMARY KEY, content BLOB NOT NULL)")
    assert pack(Header(NOW, 6, None), older, KEY, backup)
    older.unlink()
    home, vault = Home.below(tmp_path / "home"), FixedVault()
    vault.set(SERVICE, DATABASE_KEY, KEY.hex())

    done = restore(home, Settings(), vault, Wish(backup, OPERATOR))

    assert (done.begun_again, done.aside) == (4, None)
    with closing(Database(home.database_file, KEY)) as database:
        stages = [job.stage for job in JobJournal(database).jobs()]
    assert sorted(stage.value for stage in stages) == ["closed"] * 2 + ["received"] * 4


KILLED_AMID = """
import os, signal, sys
from pathlib import Path
from alembic import op
from desktop_invoicer.persistence.database import Database

left, execute = [int(sys.argv[2])], op.execute

def dying(*told, **more):
    execute(*told, **more)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

op.execute = dying
Database(Path(sys.argv[1]), bytes(range(32))).close()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
@pytest.mark.parametrize("statements", [1, 4])
@each_schema
def test_a_kill_amid_a_migration_leaves_the_earlier_schema_whole(schema: str, statements: int, tmp_path: Path) -> None:
    path = left_by(schema, tmp_path)
    before = content_of(path)

    done = subprocess.run([sys.executable, "-c", KILLED_AMID, str(path), str(statements)], cwd=ROOT, check=False)  # noqa: S603 (the code is the test's own)

    assert done.returncode == -signal.SIGKILL
    assert content_of(path) == before
    with closing(Database(path, KEY)) as database:
        assert len(JobJournal(database).jobs()) == 6


# of tomorrow


@pytest.mark.parametrize("has_log", [False, True], ids=["folded", "with its log"])
def test_a_database_of_tomorrow_is_refused_without_changing_a_byte(tmp_path: Path, *, has_log: bool) -> None:
    database = new_database(tmp_path)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (tmp_path / "tomorrow").mkdir()
    files = [file for file in tmp_path.glob(f"{DATABASE}*") if has_log or file.suffix == ".db"]
    if not has_log:
        with database.apart() as log:
            log.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for file in files:
        (tmp_path / "tomorrow" / file.name).write_bytes(file.read_bytes())
    database.close()
    before = digests(tmp_path / "tomorrow")

    with pytest.raises(errors.FutureDatabaseError):
        Database(tmp_path / "tomorrow" / DATABASE, KEY)

    assert digests(tmp_path / "tomorrow") == before


def digests(folder: Path) -> dict[str, str]:
    files = (file for file in folder.iterdir() if not file.name.endswith("-shm") and file.stat().st_size)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_returns_of_earlier_programs_know_what_they_are(tmp_path: Path) -> None:
    with closing(Database(left_by("0001", tmp_path), KEY)) as database:
        operations = [job.operation for job in JobJournal(database).jobs()]
        assert operations.count(Operation.RETURN) == 2
        assert JobJournal(database).job(JobId(1)) is not None
