"""Backups: written while others go on writing, and opened again. ``backup_file`` knows what the file looks like."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desktop_invoicer import errors
from desktop_invoicer.domain.keeping import Backup, backup_name, is_backup_of
from desktop_invoicer.persistence.backup_file import SETTINGS_TABLE, Header, is_backup, key_of, make, pack, unpack
from desktop_invoicer.persistence.database import Database, schema_of, unlocked
from desktop_invoicer.persistence.tables import REVISIONS

RESERVE = 200 * 1024 * 1024
"""Bytes that a backup leaves free on a disk, for everything else that is written there."""

_WORK = ".backup-"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup that was opened and found whole: its database in a file of its own, and the settings in it."""

    header: Header
    database: Path
    key: bytes
    settings: Mapping[str, bytes]


def write_backup(
    database: Database, settings: Mapping[str, Path], path: Path, passphrase: str | None, now: datetime
) -> Backup:
    """Write a backup and read it again; under its name there is a whole one or none.

    Others go on writing meanwhile: it holds what was there at one moment.

    Raises:
        NoBackupError: something else has that name, such as the database itself; it stays.
        BackupUnwritableError, BackupTooLargeError: nothing was left behind.

    """
    salt = None if passphrase is None else secrets.token_bytes(16)
    key = database.key if passphrase is None or salt is None else key_of(passphrase, salt)
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not is_backup(path):
            raise errors.NoBackupError(path, "it would be replaced")
        _leave_room(database.path, path)
        with _copied(database, key, settings) as copy:
            header = Header(now, _checked(copy, key), salt)
            is_written = pack(header, copy, key, part)
        if not is_written:
            raise errors.BackupUnwritableError(path, "it does not hold what was written")
        part.replace(path)
        settle(path.parent)
        return Backup(path, now, path.stat().st_size, header.jobs, is_portable=salt is not None)
    except OSError as exc:
        raise errors.BackupUnwritableError(path, exc.strerror or str(exc)) from exc
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def unpacked(path: Path, key: bytes, folder: Path) -> Iterator[Unpacked]:
    """Open a backup with its key: give its database as a file in ``folder``, which is gone at the end.

    Raises:
        BackupError: it cannot be used, for the reason that its class tells.

    """
    work = folder / f"{_WORK}{secrets.token_hex(8)}.db"
    try:
        header = unpack(path, key, work)
        try:
            settings = _proved(path, work, key)
        except sqlcipher.Error as exc:  # sealed by the right key, and yet no database of ours
            raise errors.BackupDamagedError(path, str(exc)) from exc
        yield Unpacked(header, work, key, settings)
    finally:
        _clear(work)


def demand_room(path: Path, folder: Path) -> None:
    """Raise ``BackupTooLargeError`` where a backup cannot be unpacked, encrypted anew and brought up to date."""
    free = shutil.disk_usage(folder).free
    if free < 3 * path.stat().st_size:
        raise errors.BackupTooLargeError(path, f"{free} bytes are free in {folder}")


def prune(folder: Path, desk: str, kept: int, now: datetime) -> None:
    """Leave the newest daily backups of a desk in a folder, that of ``now`` included, and whatever else is there.

    What bears a later time was written under a wrong clock, now or then: it goes first.
    """
    newest = backup_name(desk, now)
    try:
        names = [file.name for file in folder.iterdir() if is_backup_of(desk, file.name)]
        for name in sorted(names, key=lambda name: (name <= newest, name))[:-kept]:
            (folder / name).unlink(missing_ok=True)
    except OSError as exc:
        raise errors.BackupUnwritableError(folder, exc.strerror or str(exc)) from exc


def clear_leftovers(folder: Path) -> None:
    """Remove what a program that was killed left of its work."""
    for work in folder.glob(f"{_WORK}*.db"):
        _clear(work)


def settle(folder: Path) -> None:
    """Have the disk remember a new name, where the system can be asked to."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _copied(database: Database, key: bytes, settings: Mapping[str, Path]) -> Iterator[Path]:
    """Copy the database as it is at one moment, encrypted with ``key``, and put the settings into the copy."""
    copy = database.path.with_name(f"{_WORK}{secrets.token_hex(8)}.db")
    try:
        os.close(make(copy))
        with database.apart() as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with closing(unlocked(copy, database.key)) as connection:
            connection.execute(
                f"CREATE TABLE {SETTINGS_TABLE} (name VARCHAR NOT NULL PRIMARY KEY, content BLOB NOT NULL)"
            )
            found = [(name, file.read_bytes()) for name, file in settings.items() if file.exists()]
            connection.executemany(f"INSERT INTO {SETTINGS_TABLE} VALUES (?, ?)", found)  # noqa: S608 (a name of ours)
            if key != database.key:
                connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        yield copy
    except sqlcipher.Error as exc:
        raise errors.BackupUnwritableError(copy, str(exc)) from exc
    finally:
        _clear(copy)


def _checked(copy: Path, key: bytes) -> int:
    """Count the jobs of a copy, after looking at every byte of it."""
    with closing(unlocked(copy, key, "ro")) as connection:
        if wrong := _wrongs(connection):
            raise errors.BackupUnwritableError(copy, wrong)
        count: int = connection.execute("SELECT count(*) FROM jobs").fetchone()[0]
        return count


def _proved(path: Path, work: Path, key: bytes) -> dict[str, bytes]:
    """Look at every byte of a database that was in a backup, and take the settings out of it."""
    with closing(unlocked(work, key)) as connection:
        if wrong := _wrongs(connection):
            raise errors.BackupDamagedError(path, wrong)
        schema = schema_of(connection)
        if schema not in REVISIONS:
            raise errors.FutureBackupError(path, f"schema {schema}, this program knows {REVISIONS[-1]}")
        settings = dict(connection.execute(f"SELECT name, content FROM {SETTINGS_TABLE}").fetchall())  # noqa: S608 (a name of ours)
        connection.execute(f"DROP TABLE {SETTINGS_TABLE}")
        return settings


def _wrongs(connection: sqlcipher.Connection) -> str:
    """Say what is wrong with any byte of a database: the cipher proves each page, SQLite that they fit together."""
    for check in ("cipher_integrity_check", "integrity_check(1)"):
        for (found,) in connection.execute(f"PRAGMA {check}"):
            if found != "ok":
                return str(found)
    return ""


def _leave_room(source: Path, path: Path) -> None:
    size = sum(file.stat().st_size for file in source.parent.glob(f"{source.name}*"))
    for folder in (source.parent, path.parent):
        free = shutil.disk_usage(folder).free
        if free < 2 * size + RESERVE:
            raise errors.BackupTooLargeError(path, f"{free} bytes are free in {folder}")


def _clear(work: Path) -> None:
    for file in (work, *work.parent.glob(f"{work.name}-*")):
        file.unlink(missing_ok=True)
