"""How SQLite would run what was asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from desktop_invoicer.persistence.database import Database


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Note every statement that is run meanwhile, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        seen.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def plan(database: Database, seen: list[tuple[str, Any]]) -> list[str]:
    """Ask SQLite how it would run statements."""
    with database.reading() as connection:
        cursor = connection.connection.cursor()
        steps = [step for sql, values in seen for step in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    return [str(step[-1]) for step in steps]


def whole_tables(steps: list[str]) -> list[str]:
    """Give the steps that look at every job, document, file or effect."""
    return [step for step in steps if re.match(r"SCAN (jobs|documents|files|effects)", step)]
