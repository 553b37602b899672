"""The counter at which the tests of the engine stand, and the database of those of persistence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer.engine.day_ports import AuditTrail, DayBook
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.persistence.jobs import JobJournal
from tests.counter import Counter, counter, new_database
from tests.past import Past


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Make a counter."""
    with counter(tmp_path) as made:
        yield made


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = new_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def journal(database: Database) -> JobJournal:
    return JobJournal(database)


@pytest.fixture
def past(journal: JobJournal) -> Past:
    return Past(journal)


@pytest.fixture
def book(database: Database) -> DayBook:
    return DayTable(database)


@pytest.fixture
def trail(database: Database) -> AuditTrail:
    return AuditTable(database)
