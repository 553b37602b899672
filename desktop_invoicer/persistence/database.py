"""One encrypted SQLite file: opening, transactions, migrations, and the mapping of its errors.

Measured in docs/adr/001: WAL with ``synchronous=FULL`` keeps what was committed through a power cut.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from desktop_invoicer import errors
from desktop_invoicer.persistence.memory import give_back
from desktop_invoicer.persistence.tables import REVISIONS

BUSY_SECONDS = 5
CACHE_KIB = 512
"""What a connection keeps of the file: the usual 2,000 fill up over days, and hardly make anything quicker."""
KEY_BYTES = 32

_WRITES = "writes"

_log = logging.getLogger(__name__)


class Database:
    """An open database. Safe to use from several threads; one writer at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open or create ``path`` with a raw 256-bit key, and bring its schema up to date.

        Raises:
            WrongKeyError, FutureDatabaseError, StorageReadOnlyError, StorageFullError, StorageBusyError, StorageError:
                the file cannot be used; it was not changed.

        """
        self._path = path
        self._key = key
        self._writing = threading.Lock()
        self._engine = create_engine(
            "sqlite://",
            creator=self._connect,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_use_lifo=True,  # the connection used last again: its pages are at hand, and the others stay small
        )
        self._closing = ExitStack()
        self._closing.callback(self._engine.dispose)
        event.listen(self._engine, "begin", _begin)
        try:
            with self._translated():
                path.parent.mkdir(parents=True, exist_ok=True)
                version = self._known_version()
                writer = self._closing.enter_context(self._engine.connect())
            self._writer = writer.execution_options(**{_WRITES: True})  # kept: it alone changes what its cache holds
            self._migrate(version)
            self._learn_to_shrink()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run a transaction that writes: all of it is durable at the end, or nothing of it happened."""
        with self._translated(), self._writing, self._writer.begin():
            yield self._writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run a transaction that only reads, undisturbed by writers."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    @property
    def key(self) -> bytes:
        """The raw key of the file, for whoever writes a copy of it."""
        return self._key

    @contextmanager
    def apart(self, patience: float = BUSY_SECONDS) -> Iterator[sqlcipher.Connection]:
        """Open the file once more, for work that takes long and must hold up nobody else; it begins no transaction."""
        with self._translated():
            connection = self._connect()
            try:
                connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
                yield connection
            finally:
                connection.close()
                give_back()

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self._closing.close()

    def _connect(self) -> sqlcipher.Connection:
        connection = unlocked(self._path, self._key)
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            cursor.close()
        except BaseException:
            connection.close()
            raise
        return connection

    def _known_version(self) -> str | None:
        """Look at the schema before anything is written, were it only the write-ahead log; make a file that is new."""
        if not self._path.exists():
            self._path.touch(mode=0o600)
            with closing(unlocked(self._path, self._key)) as connection:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # counts only before the first page
                connection.execute("PRAGMA journal_mode = WAL")
            return None
        with closing(unlocked(self._path, self._key, "ro")) as connection:
            version = schema_of(connection)
        if version is not None and version not in REVISIONS:
            raise errors.FutureDatabaseError(self._path, f"schema {version}, this program knows {REVISIONS[-1]}")
        return version

    def _learn_to_shrink(self) -> None:
        """Write a file of an early version anew once, so that its free pages can be given back; nobody uses it yet."""
        with self.apart() as connection:
            if connection.execute("PRAGMA auto_vacuum").fetchone()[0]:
                return
            try:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("VACUUM")
            except sqlcipher.Error as exc:  # for lack of room, mostly: it is as good as before
                _log.warning("the database stays as large as it is: %s", exc)

    def _migrate(self, version: str | None) -> None:
        if version == REVISIONS[-1]:
            return
        from desktop_invoicer.persistence.migrations import upgrade

        with self.writing() as connection:
            upgrade(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what SQLite and the file system say into our errors, by SQLite's own result codes."""
        try:
            yield
        except DBAPIError as exc:
            raise self._storage_error(exc.orig) from exc
        except sqlcipher.Error as exc:
            raise self._storage_error(exc) from exc
        except OSError as exc:
            raise errors.StorageReadOnlyError(self._path, exc.strerror or str(exc)) from exc

    def _storage_error(self, exc: BaseException | None) -> errors.InvoicerError:
        if is_busy(exc):
            return errors.StorageBusyError()
        return _FAMILIES.get(_code(exc), errors.StorageError)(self._path, str(exc))


_FAMILIES: dict[int, type[errors.StorageError]] = {
    sqlcipher.SQLITE_NOTADB: errors.WrongKeyError,
    sqlcipher.SQLITE_FULL: errors.StorageFullError,
    sqlcipher.SQLITE_READONLY: errors.StorageReadOnlyError,
    sqlcipher.SQLITE_CANTOPEN: errors.StorageReadOnlyError,
}


def unlocked(path: Path, key: bytes, mode: str = "rwc") -> sqlcipher.Connection:
    """Open an encrypted file with its raw key; in mode ``ro`` not even its write-ahead log changes."""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # what it has to say arrives as exceptions
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    return connection


def is_busy(exc: BaseException | None) -> bool:
    """Tell whether SQLite only says that another program holds the file for now."""
    return _code(exc) in {sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED}


def schema_of(connection: sqlcipher.Connection) -> str | None:
    """Give the revision of a file's schema; ``None`` while it has none."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return None
    version: str | None = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return version


def _code(exc: BaseException | None) -> int:
    """Give SQLite's primary result code; the upper bits only refine it."""
    code: int = getattr(exc, "sqlite_errorcode", 0)
    return code & 0xFF


def _begin(connection: Connection) -> None:
    """Begin for real: the driver's own transaction handling is off, a writer takes the lock at once."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
