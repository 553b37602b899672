"""Statements that run often enough for their way to the driver to count.

SQLAlchemy looks a statement up and prepares its parameters at every run, which takes longer than SQLite needs for a
small write. Here that is done once; the statement itself is written like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.dml import UpdateBase

_NAMED = dialect(paramstyle="named")


class Prepared:
    """A statement that writes. Its SQL is made at the first run, for the values given then; later ones give as many."""

    def __init__(self, statement: UpdateBase) -> None:
        """Remember the statement."""
        self._statement = statement
        self._made: tuple[str, dict[str, Callable[[Any], Any]]] | None = None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> DBAPICursor:
        """Run it in the connection's transaction, with a value for each parameter and each column written."""
        if self._made is None:
            self._made = self._make(values)
        sql, written = self._made
        cursor = connection.connection.cursor()
        cursor.execute(sql, {**values, **{name: write(values[name]) for name, write in written.items()}})
        return cursor

    def _make(self, values: Mapping[str, Any]) -> tuple[str, dict[str, Callable[[Any], Any]]]:
        """Give the SQL, and how the values are written whose types have a way of their own."""
        compiled = self._statement.compile(dialect=_NAMED, column_keys=list(values))
        writers = {name: parameter.type.bind_processor(_NAMED) for name, parameter in compiled.binds.items()}
        return compiled.string, {name: write for name, write in writers.items() if write is not None}
