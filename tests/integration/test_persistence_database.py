"""The file: encrypted, durable, migrated, and clear about what is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.schema import CreateIndex

from desktop_invoicer import errors
from desktop_invoicer.persistence import database as database_module
from desktop_invoicer.persistence import migrations
from desktop_invoicer.persistence.database import CACHE_KIB, Database
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.tables import REVISIONS, metadata
from tests.builders import NOW, ORDER_ID, a_call
from tests.counter import KEY, new_database

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and users as on Linux")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "invoicer.db"


def elsewhere(code: str, path: Path) -> subprocess.Popen[str]:
    """Run code in another process."""
    return subprocess.Popen(  # noqa: S603 (the code is the test's own)
        [sys.executable, "-c", PRELUDE + textwrap.dedent(code), str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def say(code: str, path: Path) -> str:
    """Run code in another process, and give what it prints."""
    with elsewhere(code, path) as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return told.strip()


PRELUDE = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from desktop_invoicer import errors
from desktop_invoicer.domain.notification import NotificationCall
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.jobs import JobJournal
KEY, PATH = bytes(range(32)), Path(sys.argv[1])

def record(journal, number, padding=0):
    call = NotificationCall("a", f"order-{number}", "n", "https://x/" + "x" * padding)
    return journal.record(call, datetime.now(UTC), "test")
"""


@contextmanager
def locked_elsewhere(path: Path) -> Iterator[None]:
    code = """
    database = Database(PATH, KEY)
    with database.writing():
        print("locked", flush=True)
        sys.stdin.readline()
    """
    with elsewhere(code, path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield
        process.stdin.write("\n")


def pragma(database: Database, name: str) -> list[object]:
    with database.writing() as writer, database.reading() as reader:
        return [connection.execute(text(f"PRAGMA {name}")).scalar() for connection in (writer, reader)]


# durability and secrecy


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_every_connection_is_durable_and_keeps_its_references(database: Database, name: str, value: object) -> None:
    assert pragma(database, name) == [value, value]


def test_no_connection_keeps_much_of_the_file_in_memory(database: Database) -> None:
    with database.apart() as connection:
        (apart,) = connection.execute("PRAGMA cache_size").fetchone()

    assert [*pragma(database, "cache_size"), apart] == [-CACHE_KIB] * 3


def test_nothing_can_be_read_in_the_raw_files(tmp_path: Path, database: Database) -> None:
    JobJournal(database).record(a_call(), NOW, "receiver")
    files = list(tmp_path.iterdir())
    raw = b"".join(file.read_bytes() for file in files)

    assert {file.name for file in files} >= {"invoicer.db", "invoicer.db-wal"}
    for word in (ORDER_ID, "jobs", "SQLite format 3", "received", "myvtex"):
        assert word.encode() not in raw


def test_what_was_committed_is_there_after_the_file_is_opened_again(path: Path, database: Database) -> None:
    job, _ = JobJournal(database).record(a_call(), NOW, "receiver")
    database.close()

    again = Database(path, KEY)

    assert JobJournal(again).job(job.id) == job
    again.close()


def test_a_closed_database_leaves_no_log_beside_it(tmp_path: Path, database: Database) -> None:
    JobJournal(database).record(a_call(), NOW, "receiver")
    database.close()

    assert [file.name for file in tmp_path.iterdir()] == ["invoicer.db"]


# files that cannot be used


def test_a_database_with_another_key_is_told_and_left_alone(path: Path, database: Database) -> None:
    database.close()
    before = path.read_bytes()

    with pytest.raises(errors.WrongKeyError):
        Database(path, bytes(32))

    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_told_and_left_alone(path: Path) -> None:
    path.write_bytes(b"nota fiscal " * 1000)

    with pytest.raises(errors.WrongKeyError):
        Database(path, KEY)

    assert path.read_bytes() == b"nota fiscal " * 1000


def test_a_folder_in_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir()

    with pytest.raises(errors.StorageError):
        Database(path, KEY)


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(errors.StorageReadOnlyError):
        Database(tmp_path / "data" / "invoicer.db", KEY)


def test_a_database_of_a_newer_program_is_told_and_left_alone(path: Path, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    with pytest.raises(errors.FutureDatabaseError, match="9999"):
        Database(path, KEY)


@linux
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, path: Path) -> None:
    new_database(tmp_path).close()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    code = """
    import os
    os.setgroups([])
    os.setgid(65534)  # nobody; after the imports, which nobody may not be allowed to read
    os.setuid(65534)
    for path in (PATH, PATH.with_name("new.db")):
        try:
            database = Database(path, KEY)
            record(JobJournal(database), 1)
        except errors.InvoicerError as exc:
            print(type(exc).__name__)
    """

    assert say(code, path).split() == ["StorageReadOnlyError"] * 2


def test_a_file_that_may_not_grow_refuses_the_step_and_takes_it_later(database: Database) -> None:
    journal = JobJournal(database)
    with database.writing() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(errors.StorageFullError):
        journal.record(a_call(callback_url="x" * 100_000), NOW, "receiver")
    with database.writing() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))

    assert journal.jobs() == ()
    assert journal.record(a_call(), NOW, "receiver")[1]


@linux
def test_a_disk_that_refuses_to_grow_loses_nothing_that_was_committed(tmp_path: Path, path: Path) -> None:
    new_database(tmp_path).close()
    code = """
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    database = Database(PATH, KEY)
    journal = JobJournal(database)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, resource.RLIM_INFINITY))
    kept = 0
    for number in range(1000):
        try:
            record(journal, number, 5000)
            kept += 1
        except errors.StorageError:
            break
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found = len(journal.jobs())
    record(journal, "after")
    print(0 < kept < 1000, found == kept, len(journal.jobs()) == kept + 1)
    """

    assert say(code, path) == "True True True"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0  # noqa: S603 (fixed words)
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("nothing can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 (fixed words)


@linux
def test_a_full_disk_is_told_and_forgotten_when_there_is_room_again(small_disk: Path) -> None:
    database = new_database(small_disk)
    journal = JobJournal(database)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize))
    with pytest.raises(errors.StorageFullError):
        journal.record(a_call(callback_url="x" * 50_000), NOW, "receiver")
    assert journal.jobs() == ()
    ballast.unlink()

    assert journal.record(a_call(), NOW, "receiver")[1]
    database.close()


# other programs


def test_a_database_that_another_process_writes_is_busy_for_a_while_only(
    path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    opened = Database(path, KEY)
    journal = JobJournal(opened)
    with locked_elsewhere(path):
        with pytest.raises(errors.StorageBusyError):
            journal.record(a_call(), NOW, "receiver")
        assert journal.jobs() == ()

    assert journal.record(a_call(), NOW, "receiver")[1]
    opened.close()


def test_a_short_writer_elsewhere_is_waited_for(path: Path, database: Database) -> None:
    code = """
    database = Database(PATH, KEY)
    for number in range(50):
        record(JobJournal(database), number)
    """
    journal = JobJournal(database)
    with elsewhere(code, path) as process:
        for number in range(50):
            journal.record(a_call(notification_id=f"n{number}"), NOW, "receiver")
        assert process.wait(60) == 0

    assert len(journal.jobs()) == 100


# migrations


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.write_bytes(b"")

    database = Database(path, KEY)

    assert JobJournal(database).jobs() == ()
    database.close()


def test_the_folder_of_migrations_holds_what_the_tables_name() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)

    assert tuple(entry.revision for entry in script.walk_revisions())[::-1] == REVISIONS
    assert script.get_heads() == [REVISIONS[-1]]


def test_the_migrations_build_the_tables_that_the_program_uses(path: Path) -> None:
    database = Database(path, KEY)
    with database.reading() as connection:
        opts = {"compare_type": True, "include_name": lambda name, *_: "job_words" not in (name or "")}
        context = MigrationContext.configure(connection, opts=opts)
        differences = compare_metadata(context, metadata)
        built = {
            str(name): " ".join(str(sql).replace("\n", " ").split())
            for name, sql in connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
            if sql
        }
        wanted = {
            str(index.name): " ".join(str(CreateIndex(index).compile(connection.engine)).split())
            for table in metadata.tables.values()
            for index in table.indexes
        }
    database.close()

    assert differences == []
    assert built == wanted


def test_a_migration_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]  # what Database hands over
        raise ZeroDivisionError

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(ZeroDivisionError):
        Database(path, KEY)
    monkeypatch.undo()

    database = Database(path, KEY)

    assert JobJournal(database).jobs() == ()
    database.close()
