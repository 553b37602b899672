"""One encrypted SQLite file: opening, transactions, migrations, and the mapping of its errors.

Measured in docs/adr/001: WAL with ``synchronous=FULL`` keeps what was committed through a power cut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from desktop_invoicer import errors
from desktop_invoicer.persistence.tables import REVISIONS

BUSY_SECONDS = 5
KEY_BYTES = 32

_WRITES = "writes"


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
        )
        self._closing = ExitStack()
        self._closing.callback(self._engine.dispose)
        event.listen(self._engine, "begin", _begin)
        try:
            with self._translated():
                path.parent.mkdir(parents=True, exist_ok=True)
                writer = self._closing.enter_context(self._engine.connect())
            self._writer = writer.execution_options(**{_WRITES: True})  # kept: it alone changes what its cache holds
            self._migrate()
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

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self._closing.close()

    def _connect(self) -> sqlcipher.Connection:
        connection = sqlcipher.connect(
            str(self._path),
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA cipher_log_level = NONE")  # what it has to say arrives as exceptions
            cursor.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self) -> None:
        version = self._version()
        if version == REVISIONS[-1]:
            return
        if version is not None and version not in REVISIONS:
            raise errors.FutureDatabaseError(self._path, f"schema {version}, this program knows {REVISIONS[-1]}")
        from desktop_invoicer.persistence.migrations import upgrade

        with self.writing() as connection:
            upgrade(connection)

    def _version(self) -> str | None:
        with self.reading() as connection:
            known = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
            if connection.execute(known).first() is None:
                return None
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version

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
        code = getattr(exc, "sqlite_errorcode", 0) & 0xFF  # the primary code; the upper bits only refine it
        if code in {sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED}:
            return errors.StorageBusyError()
        return _FAMILIES.get(code, errors.StorageError)(self._path, str(exc))


_FAMILIES: dict[int, type[errors.StorageError]] = {
    sqlcipher.SQLITE_NOTADB: errors.WrongKeyError,
    sqlcipher.SQLITE_FULL: errors.StorageFullError,
    sqlcipher.SQLITE_READONLY: errors.StorageReadOnlyError,
    sqlcipher.SQLITE_CANTOPEN: errors.StorageReadOnlyError,
}


def _begin(connection: Connection) -> None:
    """Begin for real: the driver's own transaction handling is off, a writer takes the lock at once."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
