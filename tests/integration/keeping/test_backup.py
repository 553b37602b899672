"""Backups: whole while others write, closed to everybody else, and refused as soon as a byte is not what it was."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from desktop_invoicer import errors
from desktop_invoicer.domain.keeping import Backup, Done, backup_name
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.persistence import backup, backup_file
from desktop_invoicer.persistence.backup import prune, unpacked, write_backup
from desktop_invoicer.persistence.backup_file import key_of, read_header
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.jobs import JobJournal
from tests.builders import NOW
from tests.counter import KEY
from tests.integration.keeping import person
from tests.past import Past

PASSPHRASE = "correct horse battery"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "config.toml").write_text('submit = "confirm"\n')
    return {name: tmp_path / name for name in ("config.toml", "rules.toml")}


@pytest.fixture
def written(tmp_path: Path, database: Database, settings: dict[str, Path], past: Past) -> Path:
    """Give a backup of three jobs."""
    for _ in range(3):
        person.closed(past, NOW)
    path = tmp_path / "desk.backup"
    write_backup(database, settings, path, None, NOW)
    return path


def opened(path: Path, tmp_path: Path, key: bytes = KEY) -> dict[str, bytes]:
    """Open a backup, and give the settings in it."""
    with unpacked(path, key, tmp_path) as found:
        Database(found.database, key).close()
        return dict(found.settings)


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.startswith(".") or file.name.endswith(".part")]


def test_a_backup_holds_jobs_and_settings(written: Path, tmp_path: Path) -> None:
    with unpacked(written, KEY, tmp_path) as found:
        assert found.settings == {"config.toml": b'submit = "confirm"\n'}
        assert (found.header.jobs, found.header.made_at) == (3, NOW)
        with closing(Database(found.database, KEY)) as database:
            assert [job.stage for job in JobJournal(database).jobs()] == [Stage.CLOSED] * 3

    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="modes as on Unix")
def test_only_this_user_can_read_a_backup(written: Path) -> None:
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_nothing_personal_can_be_read_without_the_key(written: Path, database: Database) -> None:
    log = database.path.with_name(f"{database.path.name}-wal")
    content = written.read_bytes() + database.path.read_bytes() + log.read_bytes()

    assert log.stat().st_size > 0
    assert [
        word for word in (*person.EVERYTHING, "tst-01", "confirm", "CREATE TABLE") if word.encode() in content
    ] == []
    assert KEY not in content
    assert KEY.hex().encode() not in content


@pytest.mark.parametrize("key", ["", "PRAGMA key = 'guess'", f"PRAGMA key = \"x'{bytes(32).hex()}'\""])
@pytest.mark.usefixtures("written")
def test_a_copied_database_opens_with_its_key_only(tmp_path: Path, key: str) -> None:
    thief = tmp_path / "thief"
    thief.mkdir()
    for file in tmp_path.glob("invoicer.db*"):
        (thief / file.name).write_bytes(file.read_bytes())
    with closing(sqlcipher.connect(str(thief / "invoicer.db"))) as connection:
        connection.execute(key)
        with pytest.raises(sqlcipher.DatabaseError, match="not a database"):
            connection.execute("SELECT * FROM sqlite_master")


def test_a_backup_that_is_replaced_is_replaced_whole(
    written: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(errors.BackupUnwritableError, match="No space left"):
        write_backup(database, {}, written, None, NOW)

    assert written.read_bytes() == before
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["invoicer.db", "config.toml"])
def test_only_a_backup_is_replaced_by_a_backup(
    name: str, database: Database, settings: dict[str, Path], tmp_path: Path
) -> None:
    before = (tmp_path / name).read_bytes()

    with pytest.raises(errors.NoBackupError):
        write_backup(database, settings, tmp_path / name, None, NOW)

    assert (tmp_path / name).read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_backup_that_does_not_hold_what_was_written_is_none(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: os.ftruncate(file, 4096))  # a share that says it has written

    with pytest.raises(errors.BackupUnwritableError, match="what was written"):
        write_backup(database, {}, tmp_path / "other.backup", None, NOW)

    assert not (tmp_path / "other.backup").exists()


def test_a_backup_leaves_room_on_the_disk(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "RESERVE", 2**62)

    with pytest.raises(errors.BackupTooLargeError):
        write_backup(database, {}, tmp_path / "desk.backup", None, NOW)

    assert not (tmp_path / "desk.backup").exists()


def test_a_folder_that_is_not_there_is_told(database: Database, tmp_path: Path) -> None:
    with pytest.raises(errors.BackupUnwritableError):
        write_backup(database, {}, tmp_path / "usb" / "desk.backup", None, NOW)

    assert leftovers(tmp_path) == []


def test_a_damaged_database_makes_no_backup(database: Database, past: Past, tmp_path: Path) -> None:
    for _ in range(3):
        person.closed(past, NOW)
    with database.apart() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with database.path.open("r+b") as file:
        file.seek(4096 * 30 + 100)
        file.write(b"damage")

    with pytest.raises(errors.InvoicerError):
        write_backup(database, {}, tmp_path / "desk.backup", None, NOW)

    assert not (tmp_path / "desk.backup").exists()
    assert leftovers(tmp_path) == []


def test_what_a_killed_program_left_is_removed(tmp_path: Path) -> None:
    for name in (".backup-0011.db", ".backup-0011.db-journal"):
        (tmp_path / name).write_bytes(b"left behind")

    backup.clear_leftovers(tmp_path)

    assert leftovers(tmp_path) == []


# damage


def every(content: bytes) -> Iterator[int]:
    """Give places all over a file: both ends byte by byte, and many in between."""
    yield from range(200)
    yield from range(len(content) - 200, len(content))
    yield from random.Random(20261121).sample(range(len(content)), 150)  # noqa: S311 (places, no secrets)


def test_one_changed_byte_anywhere_is_found(written: Path, tmp_path: Path) -> None:
    content = written.read_bytes()
    title = content.index(b"\n") + 1
    damaged = tmp_path / "damaged.backup"
    for place in every(content):
        damaged.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])
        expected = errors.NoBackupError if place < title else errors.BackupDamagedError
        with pytest.raises(expected):
            read_header(damaged)


@pytest.mark.parametrize("part", [0, 1, 30, 200, 5000, -1, -32, -64, -4096])
def test_a_cut_file_is_found(written: Path, part: int) -> None:
    written.write_bytes(written.read_bytes()[:part])

    with pytest.raises((errors.BackupDamagedError, errors.NoBackupError)):
        read_header(written)


def test_something_added_is_found(written: Path) -> None:
    with written.open("ab") as file:
        file.write(b"\n")

    with pytest.raises(errors.BackupDamagedError):
        read_header(written)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.BackupUnreadableError):
        read_header(tmp_path / "usb.backup")


def test_another_program_s_database_is_no_backup(database: Database) -> None:
    with pytest.raises(errors.NoBackupError):
        read_header(database.path)


def resealed(path: Path, change: bytes, place: int) -> None:
    """Damage the database inside a backup so that digest and seal are right again: a defect of the disk before."""
    content = bytearray(path.read_bytes()[:-64])
    content[place : place + len(change)] = change
    seal = backup_file._seal(KEY)  # noqa: SLF001 (what only the key can do)
    seal.update(bytes(content))
    sealed = bytes(content) + seal.digest()
    path.write_bytes(sealed + hashlib.sha256(sealed).digest())


def test_damage_that_was_sealed_is_found(written: Path, tmp_path: Path) -> None:
    resealed(written, b"damage", 4096 * 20)

    with pytest.raises(errors.BackupDamagedError):
        opened(written, tmp_path)

    assert leftovers(tmp_path) == []


def test_a_form_of_tomorrow_is_refused(written: Path) -> None:
    content = written.read_bytes()
    resealed(written, b'{"version": 9', content.index(b'{"version": 1'))

    with pytest.raises(errors.FutureBackupError):
        read_header(written)


def test_a_schema_of_tomorrow_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "desk.backup"
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    write_backup(database, {}, path, None, NOW)
    before = path.read_bytes()

    with pytest.raises(errors.FutureBackupError):
        opened(path, tmp_path)

    assert path.read_bytes() == before
    assert leftovers(tmp_path) == []


# keys


def test_another_desk_s_key_opens_nothing(written: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.BackupOfOtherDeskError):
        opened(written, tmp_path, bytes(32))

    assert leftovers(tmp_path) == []


def test_a_passphrase_opens_a_portable_backup(database: Database, settings: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "desk.backup"
    made = write_backup(database, settings, path, PASSPHRASE, NOW)
    salt = read_header(path).salt
    assert salt is not None

    assert made == Backup(path, NOW, path.stat().st_size, 0, is_portable=True)
    assert opened(path, tmp_path, key_of(PASSPHRASE, salt)) == {"config.toml": b'submit = "confirm"\n'}
    for wrong in (KEY, key_of(f"{PASSPHRASE} ", salt)):
        with pytest.raises(errors.PassphraseWrongError):
            opened(path, tmp_path, wrong)


def test_an_accent_counts_the_same_however_it_is_typed() -> None:
    assert key_of("cora\u00e7\u00e3o da loja", bytes(16)) == key_of("corac\u0327a\u0303o da loja", bytes(16))


def test_two_backups_with_one_passphrase_have_different_keys(database: Database, tmp_path: Path) -> None:
    salts = set()
    for name in ("a", "b"):
        write_backup(database, {}, tmp_path / name, PASSPHRASE, NOW)
        salts.add(read_header(tmp_path / name).salt)

    assert len(salts) == 2


# while others write


def test_every_job_of_a_backup_is_whole_however_hard_others_write(
    database: Database, past: Past, tmp_path: Path
) -> None:
    stopped, failures = threading.Event(), list[BaseException]()

    def write() -> None:
        try:
            while not stopped.is_set():
                person.closed(past, NOW)
        except BaseException as exc:  # noqa: BLE001 (told below)
            failures.append(exc)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    made = [write_backup(database, {}, tmp_path / f"{number}.backup", None, NOW) for number in range(8)]
    stopped.set()
    for writer in writers:
        writer.join()

    assert failures == []
    assert made[0].jobs < made[-1].jobs
    for each in made:
        assert_whole(each, tmp_path)


def assert_whole(made: Backup, folder: Path) -> None:
    """See that of each job everything is there that its stage says, and nothing more."""
    with unpacked(made.path, KEY, folder) as found, closing(Database(found.database, KEY)) as copy:
        journal = JobJournal(copy)
        jobs = journal.jobs()
        assert len(jobs) == made.jobs
        for job in jobs:
            entries = journal.timeline(job.id)
            assert len(entries) == job.version
            assert (journal.content(job.id) is not None) == any(entry.entry.value == "loaded" for entry in entries)
            assert (job.document is not None) == (job.stage in {Stage.DOCUMENTED, Stage.SUBMITTED, Stage.CLOSED})
            assert len(journal.effects(job.id)) == len(
                [each for each in entries if each.entry.value.endswith("_begun")]
            )


def test_writers_go_on_while_a_backup_is_made(database: Database, past: Past, tmp_path: Path) -> None:
    for _ in range(100):
        person.closed(past, NOW)
    done = threading.Event()

    def back_up() -> None:
        write_backup(database, {}, tmp_path / "desk.backup", None, NOW)
        done.set()

    thread = threading.Thread(target=back_up)
    thread.start()
    written = 0
    while not done.is_set():
        past.asked(NOW)
        written += 1
    thread.join()

    assert written > 10


# a folder of backups


def test_the_newest_backups_of_this_desk_stay(tmp_path: Path) -> None:
    days = [NOW + timedelta(days=number) for number in range(10)]
    mine = [backup_name("Caixa 1", day) for day in days]
    others = [backup_name("Caixa 1 2", days[0]), "caixa-1-by-hand.backup", "notes.txt"]
    for name in (*mine, *others):
        (tmp_path / name).touch()

    prune(tmp_path, "Caixa 1", 3, days[-1])

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted((*mine[-3:], *others))


@pytest.mark.parametrize("wrong_by", [-3650, 3650])
def test_the_backup_just_written_stays_whatever_the_clock_was_before(tmp_path: Path, wrong_by: int) -> None:
    days = [NOW + timedelta(days=number) for number in range(5)]
    now = days[-1] + timedelta(days=wrong_by)
    for day in (*days, now):
        (tmp_path / backup_name("Caixa 1", day)).touch()

    prune(tmp_path, "Caixa 1", 3, now)

    left = sorted(file.name for file in tmp_path.iterdir())
    assert len(left) == 3
    assert backup_name("Caixa 1", now) in left


def test_a_folder_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.BackupUnwritableError):
        prune(tmp_path / "share", "Caixa 1", 3, NOW)


def test_a_backup_is_told_again_from_what_is_remembered() -> None:
    made = Backup(Path("/media/usb/desk.backup"), NOW, 4096, 3, is_portable=True)

    assert Backup.of(Done(made.made_at, made.facts)) == made
    assert Backup.of(Done(NOW, replace(made, is_portable=False).facts)).is_portable is False
